"""Many tries at once count like many tries one after the other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client

from congress.accounts.services.cards import issue_card
from tests.accounts.test_cards import choose, enter

pytestmark = pytest.mark.django_db(transaction=True)


def test_pins_tried_at_once_are_locked_after_five(office, deputy):
    code = issue_card(actor=office, account=deputy)
    choose(Client(), code, remember="")

    def guess(number: int) -> int:
        try:
            return enter(Client(), code, f"28370{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(8)))
    assert sorted(answers) == [200] * 4 + [429] * 4
    assert AccessAttempt.objects.get().failures_since_start == 5
