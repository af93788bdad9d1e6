"""Six digits that somebody can remember and nobody guesses within five tries."""

import datetime as dt
import re
import unicodedata
from typing import Any

from congress.common.exceptions import RuleViolation

LENGTH = 6
# What is tried first besides runs, repetitions and dates.
_COMMON = frozenset(
    """
    112233 123123 123321 147258 147369 159357 258369 258456 321321 456123 456456 520131 520520
    520999 521521 654123 789456 789789 963852 987654
    """.split()  # noqa: SIM905  read more easily than twenty strings
)
_RUN = "01234567890"


def clean_pin(text: str) -> str:
    """The six digits of what was typed. Raises RuleViolation when it isn't six digits."""
    pin = "".join(unicodedata.normalize("NFKC", text).split())
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", pin):
        raise RuleViolation(f"口令是{LENGTH}位数字，请重新写。")
    return pin


def require_good_pin(pin: str) -> None:
    """Raises RuleViolation, with what to do, for one that is easily guessed."""
    if len(set(pin)) < 3 or pin in _COMMON:
        raise RuleViolation("这个口令太容易被猜到，请换一个。")
    if pin in _RUN or pin in _RUN[::-1]:
        raise RuleViolation("不能用连着的数字，如123456。请换一个。")
    if _is_date(pin):
        raise RuleViolation("不能用生日一样的数字，如760512或197605。请换一个。")


def _is_date(pin: str) -> bool:
    """Whether it reads as year, month and day (760512) or year and month (197605)."""
    try:
        dt.date(2000 + int(pin[:2]), int(pin[2:4]), int(pin[4:]))
    except ValueError:
        return bool(re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", pin))
    return True


# Begins the name under which tries with a code are counted that no card has.
UNKNOWN_CARD = "pin:?"


def lock_name(account: Any) -> str:
    """Under which name failed PINs are counted: apart from the password's, which others may try."""
    return f"pin:{account.public_id}"


def account_id_in(name: str) -> str:
    """The public id in a ``lock_name``; "" when it is a login name."""
    return name.removeprefix("pin:") if name.startswith("pin:") else ""
