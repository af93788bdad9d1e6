"""Reading printed proposals back."""

import datetime as dt
import io
import re

import pdfplumber

from proposals.documents.rows import printed
from proposals.models import Proposal

DAY = dt.date(2026, 2, 3)
SENTENCE = "村里排灌渠道年久失修，雨季排水不畅，A级路面积水3次，群众反映强烈。"


def drawn(make, *proposals: Proposal) -> bytes:
    """The document of these proposals, as the database has them now."""
    keys = [proposal.pk for proposal in proposals]
    return make(printed(Proposal.objects.filter(pk__in=keys)), printed_on=DAY)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without blanks."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [re.sub(r"\s", "", page.extract_text()) for page in file.pages]


def numbered_text(sentences: int) -> str:
    """Sentences of which each can be found again, ten a paragraph."""
    lines = [f"甲{n}乙{SENTENCE}" for n in range(sentences)]
    return "\n".join("".join(lines[start : start + 10]) for start in range(0, sentences, 10))


def rows_of(pdf: bytes) -> list[list[str]]:
    """The rows of all tables, cell by cell, without blanks."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        tables = [table for page in file.pages for table in page.extract_tables()]
    return [[re.sub(r"\s", "", cell or "") for cell in row] for table in tables for row in table]
