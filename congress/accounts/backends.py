"""Coming in by card: the account that the card named, and the PIN that its owner chose."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from congress.accounts.enums import Entry
from congress.accounts.models import LoginPin, User
from congress.accounts.policies import mark_entry, may_enter_by_card

CARD_BACKEND = "congress.accounts.backends.CardBackend"


class CardBackend(BaseBackend):
    """Marks who came in with it: such a login opens only the roles that allow cards."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        account: User | None = None,
        card_password: str = "",
        **kwargs: Any,
    ) -> User | None:
        """``username`` is only what failed tries are counted under (congress.accounts.pins)."""
        known = LoginPin.objects.filter(user=account).first() if account is not None else None
        if account is None or known is None or not card_password:
            return None
        is_right = check_password(card_password, known.code)
        return account if is_right and may_enter_by_card(account) else None

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.filter(pk=user_id, is_active=True, is_superuser=False).first()
        if user is not None:
            mark_entry(user, Entry.CARD)
        return user
