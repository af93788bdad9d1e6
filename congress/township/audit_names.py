"""What the institution's records are called in 操作留痕."""

from typing import Any

from django.db.models import F, Func, Model, TextField, Value
from django.db.models.functions import Coalesce, NullIf, Right

from congress.common.audit.names import (
    Part,
    column,
    label,
    ordinal,
    record,
    register_audit_name,
)
from congress.township.models import (
    Area,
    CalendarDay,
    CongressTerm,
    ElectoralDistrict,
    Organ,
    RoleAssignment,
    Session,
    TownSettings,
    Township,
    Village,
)


class _Day(Func):
    """2026年5月4日（星期一）"""

    template = (
        'to_char(%(expressions)s, \'FMYYYY"年"FMMM"月"FMDD"日（星期"\')'
        " || substr('日一二三四五六', extract(dow from %(expressions)s)::int + 1, 1) || '）'"
    )
    output_field = TextField()


def _date(model: type[Model], way: str) -> Any:
    return _Day(F(f"{way}date"))


def _kind_of_town(model: type[Model], way: str) -> Any:
    """The 镇 of 江湾镇."""
    return Coalesce(NullIf(Right(F(f"{way}term__town_name"), 1), Value("")), Value("镇"))


def register_names() -> None:
    """Called when the app is ready."""
    for model in (Area, ElectoralDistrict, Organ, Township, Village):
        register_audit_name(model, column("name"))
    register_audit_name(TownSettings, "本镇设置")
    register_audit_name(CongressTerm, "第", ordinal("ordinal"), "届")
    register_audit_name(
        Session,
        *(Part(_kind_of_town), ordinal("term__ordinal"), "届人大", ordinal("ordinal"), "次会议"),
    )
    register_audit_name(RoleAssignment, record("user"), " ", label("role"))
    register_audit_name(CalendarDay, Part(_date), label("kind"))
