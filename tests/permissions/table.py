"""What an entry of the table is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse

ROLES = (
    "visitor",
    "office",
    "chair",
    "vice_chair",
    "member",
    "leader",
    "deputy",
    "other_deputy",
    "unit",
    "party",
    "county",
    "auditor",
    "sysadmin",
)
# What may stand for several roles. A vice chair may do all that the chair may, and nothing else:
# no row can give them different codes.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "staff": ("office", "chair", "vice_chair"),
    "back_office": ("office", "chair", "vice_chair", "auditor", "sysadmin"),
    "seated": ("chair", "vice_chair", "member", "leader", "deputy", "other_deputy"),
    "chair": ("chair", "vice_chair"),
}

Codes = Mapping[str, int]
Town = Any


def codes(rest: int, **by_role: int) -> Codes:
    """What each role gets: ``rest``, unless it or a group of it is named. The last named wins."""
    unknown = set(by_role) - {*ROLES, *GROUPS} | {"vice_chair"} & set(by_role)
    assert not unknown, f"neither a role nor a group of the table: {unknown}"
    expected = dict.fromkeys(ROLES, rest)
    for name, code in by_role.items():
        expected |= dict.fromkeys(GROUPS.get(name, (name,)), code)
    return expected


NOBODY = codes(405)
EVERYBODY = codes(200)


def back_office(**by_role: int) -> Codes:
    """A page of the back office: the login for visitors, 403 for all who aren't named."""
    return codes(403, visitor=302, **by_role)


@dataclass(frozen=True)
class Row:
    """One address and what each role gets there.

    ``address`` is the name in the URL configuration; an address without one stands by its route.
    ``args`` and ``query`` are functions of the town; ``data`` is what is posted. ``note`` tells
    rows of the same address apart.
    """

    address: str
    get: Codes
    post: Codes
    args: Callable[[Town], list[Any]] = lambda town: []
    query: Callable[[Town], str] = lambda town: ""
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    path: str = ""

    def url(self, town: Town) -> str:
        path = self.path or reverse(self.address, args=self.args(town))
        return path + self.query(town)


@dataclass(frozen=True)
class Policy:
    """The standard pages of a model in the back office, as names of roles and groups.

    ``record`` gives the record whose pages are opened (default: the first). ``list_code`` and
    ``opens`` are 302 where the list, or the page of a record, leads on to another. ``own`` has what
    none of this says, by page and method: {"change POST": back_office(office=403)}.
    """

    model: str
    read: tuple[str, ...] = ("staff", "auditor")
    add: tuple[str, ...] = ("staff",)
    change: tuple[str, ...] = ("staff",)
    delete: tuple[str, ...] = ("staff",)
    keeps_history: bool = True
    record: Callable[[Town], Any] | None = None
    list_code: int = 200
    opens: int = 200
    own: Mapping[str, Codes] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        prefix = f"admin:{self.model.replace('.', '_').lower()}"
        for page, get, post in self._pages():
            yield Row(
                f"{prefix}_{page}",
                get=self.own.get(f"{page} GET", get),
                post=self.own.get(f"{page} POST", post),
                args=self._args(page),
            )
        app, name = self.model.lower().split(".")
        yield Row(
            f"admin/{app}/{name}/<path:object_id>/",
            get=back_office(back_office=302),
            post=back_office(back_office=302),
            path=f"/admin/{app}/{name}/1/",
        )

    def _pages(self) -> Iterator[tuple[str, Codes, Codes]]:
        listed = _granted(self.read, self.list_code)
        yield "changelist", listed, listed
        yield "add", _granted(self.add, 200), _granted(self.add, 200)
        yield "change", _granted(self.read, self.opens), _granted(self.change, 200)
        yield "delete", _granted(self.delete, 200), _granted(self.delete, 200)
        if self.keeps_history:
            yield "history", _granted(self.read, 200), _granted(self.read, 200)
            yield "simple_history", _granted(self.read, 200), back_office()
        else:
            none = back_office(back_office=404)
            yield "history", none, none
            yield "simple_history", none, back_office()

    def _args(self, page: str) -> Callable[[Town], list[Any]]:
        def args(town: Town) -> list[Any]:
            if page in ("changelist", "add"):
                return []
            model = apps.get_model(self.model)
            record = self.record(town) if self.record else model._default_manager.first()
            assert record is not None, f"the town of tests/permissions has no {self.model}"
            if page != "simple_history":
                return [record.pk]
            return [record.pk, record.history.first().pk if self.keeps_history else 1]

        return args


def _granted(roles: tuple[str, ...], code: int) -> Codes:
    return back_office(**dict.fromkeys(roles, code))
