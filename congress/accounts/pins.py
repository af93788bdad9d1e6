"""What may be a PIN (口令): six figures that nobody guesses in five tries."""

import datetime as dt

from congress.common.exceptions import RuleViolation

LENGTH = 6
_DIGITS = "01234567890"
_TOO_EASY = "这个口令太容易猜到。请换六个不连着、不重复的数字，也不要用生日。"


def require_good_pin(pin: str) -> None:
    """Raises RuleViolation for what isn't six figures, or is easily guessed."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise RuleViolation(f"口令是{LENGTH}位数字。请重新填写。")
    is_row = pin in _DIGITS or pin in _DIGITS[::-1]
    is_repeated = any(pin == pin[:size] * (LENGTH // size) for size in (1, 2, 3))
    if is_row or is_repeated or len(set(pin)) <= 2 or _is_day(pin):
        raise RuleViolation(_TOO_EASY)


def _is_day(pin: str) -> bool:
    """Whether it reads as a day of birth: 800512."""
    try:
        dt.datetime.strptime(pin, "%y%m%d")
    except ValueError:
        return False
    return True
