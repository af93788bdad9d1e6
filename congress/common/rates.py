"""Rates with what they divide: no rate without its numerator and denominator."""

NOTHING = "—"


def percentage(part: int, whole: int) -> str:
    """62.5%; "—" with nothing to divide by."""
    return f"{part / whole:.1%}" if whole else NOTHING


def rate(part: int, whole: int) -> str:
    """62.5%（20/32）; "—" with nothing to divide by."""
    return f"{percentage(part, whole)}（{part}/{whole}）" if whole else NOTHING
