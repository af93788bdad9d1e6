"""The roster's columns on their way out: places and levels by name, personal data masked."""

from __future__ import annotations

from collections.abc import Iterable

from congress.common.masking import mask_address, mask_id_number, mask_phone
from deputies.models import Deputy, Mandate


class RosterExport:
    """What the columns say that aren't the deputy's own; reads ``mandates``: prefetch them."""

    def dehydrate_village(self, deputy: Deputy) -> str:
        return str(deputy.village or "")

    def dehydrate_group(self, deputy: Deputy) -> str:
        return _of_each(deputy, "group")

    def dehydrate_district(self, deputy: Deputy) -> str:
        return _of_each(deputy, "district")

    def dehydrate_levels(self, deputy: Deputy) -> str:
        return "、".join(dict.fromkeys(m.get_level_display() for m in _open_mandates(deputy)))

    def dehydrate_phone(self, deputy: Deputy) -> str:
        return mask_phone(deputy.phone)

    def dehydrate_id_number(self, deputy: Deputy) -> str:
        return mask_id_number(deputy.id_number)

    def dehydrate_address(self, deputy: Deputy) -> str:
        return mask_address(deputy.address)


def _open_mandates(deputy: Deputy) -> Iterable[Mandate]:
    return [mandate for mandate in deputy.mandates.all() if mandate.ends_on is None]


def _of_each(deputy: Deputy, name: str) -> str:
    return "、".join(str(getattr(m, name)) for m in _open_mandates(deputy) if getattr(m, name))
