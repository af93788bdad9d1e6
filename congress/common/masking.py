"""Personal data as they may be shown: 个人信息保护法51 asks for de-identification.

What doesn't look as expected is hidden rather than shown: a mask must never let a whole value
through.
"""

import re
import unicodedata

from .names.characters import is_han

_HIDDEN = "****"
_VILLAGE = re.compile(r"^.*?(?:社区|村(?!村|社区)|居委会)(?:居民委员会|村?民委员会|委会)?")
_TOWN = re.compile(r"^.*?(?:镇|乡|街道)(?!上|里|东|西|南|北|中)")


def mask_phone(phone: str | None) -> str:
    """138****1234 for a mobile number, 0718-***4567 for a landline, "" for none."""
    phone = (phone or "").strip()
    if not phone:
        return ""
    if re.fullmatch(r"1\d{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    landline = re.fullmatch(r"(0\d{2,3})-?(\d{7,8})", phone)
    if landline:
        code, number = landline.groups()
        return f"{code}-{'*' * (len(number) - 4)}{number[-4:]}"
    return _HIDDEN


def mask_id_number(number: str | None) -> str:
    """The first six, eight stars and the last four of 18; "" for none."""
    number = (number or "").strip()
    if not number:
        return ""
    if len(number) != 18:
        return _HIDDEN
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def mask_address(address: str | None) -> str:
    """The address up to the village (村) or community (社区), "" for none.

    Where no village is named the town is what may be shown.
    """
    address = unicodedata.normalize("NFC", "".join((address or "").split()))
    if not address:
        return ""
    found = _VILLAGE.match(address)
    if found:
        return found.group()
    found = _TOWN.match(address)
    return found.group() + _HIDDEN if found else _HIDDEN


def mask_name(name: str | None) -> str:
    """何*萍, 王*, 阿***提: enough for its owner to know it, "" for none."""
    name = "".join((name or "").split())
    if len(name) < 3:
        return f"{name[:1]}*" if name else ""
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_voter(name: str | None) -> str:
    """张** whatever the length of the name, "" for none."""
    name = "".join((name or "").split())
    if not name:
        return ""
    return f"{name[0]}**" if is_han(name[0]) else "**"
