"""Spreadsheets as offices send them, made as real .xlsx files."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from congress.common.imports.services import import_file
from tests.factories import DistrictFactory, GroupFactory, VillageFactory

DATA = Path(__file__).parent.parent / "data"
ROSTER = DATA / "roster.xlsx"
WITH_MISTAKES = DATA / "roster-with-mistakes.xlsx"
LIAISON_PLAN = DATA / "liaison-plan.xlsx"
GROUPS = ("新洲", "花口", "沙湖", "柳林", "大兴", "合心", "双桥", "江湾社区")


def workbook(*rows) -> bytes:
    """An .xlsx of these rows, the first sheet of a new file."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def roster(*rows, headings=("姓名", "性别", "出生年月", "代表小组")) -> bytes:
    return workbook(["代表名册"], headings, *rows)


def run_roster(content, **options):
    """Import without a preview: (plan, run)."""
    keywords = {
        name: options.pop(name) for name in ("actor", "skip_bad", "dry_run") if name in options
    }
    return import_file("roster", content, options, **keywords)


@pytest.fixture
def groups(term):
    return {name: GroupFactory(term=term, name=f"{name}代表小组") for name in GROUPS}


@pytest.fixture
def places(term, groups):
    """Groups, one village and one district."""
    return {
        **groups,
        "village": VillageFactory(name="新洲村"),
        "district": DistrictFactory(term=term, number=1),
    }


@pytest.fixture
def whole_roster(term):
    """江湾镇 with the roster imported, places created with it."""
    plan, run = import_file("roster", ROSTER, {"create_missing": True})
    assert plan.counts == {"new": 80, "changed": 0, "unchanged": 0, "bad": 0}
    return run
