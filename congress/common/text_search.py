"""Finding any piece of a text: two Chinese characters, a number, part of a word.

PostgreSQL's dictionaries know no Chinese, and an index of trigrams can't serve a search for two
characters. So the database keeps a plain form of the text (``portal_plain``: full-width and
half-width are the same, so are capital and small letters, and white space is left out) and an
index of its pairs of characters (``portal_pairs``, as numbers: no collation has a say in it). A
search asks the index for the rows that have all pairs of what is looked for, and the plain text
whether they stand in this order. Both functions come with a migration of this app: what is
stored and what is looked for are made plain by the same code, and no row is ever stale.

A model that is searched gets a column and an index::

    search_text = search_text_column("title", "text")

    class Meta:
        indexes = [pairs_index("proposal_pairs")]

The migration that adds them depends on ("common", "0007_text_search"); the model's history leaves
``search_text`` out. ``filter(text_contains(query))`` finds. Small tables need neither column nor
index: ``filter(plain_contains(query, "name"))``.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Func,
    GeneratedField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan

LONGEST, MOST_TERMS = 50, 5
# Stands between parts of a searched text, so that nothing is found across them. It is no white
# space to the database, and never part of a query.
BETWEEN = "\x1f"
_UNSEEN = ("Cc", "Cf", "Cs")
# White space and what has no width; portal_plain leaves out the same.
_SKIPPED = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]")
_TWO_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_BEFORE, _WINDOW = 18, 72


class Plain(Func):
    """A text as it is compared."""

    function = "portal_plain"
    output_field = TextField()


class Pairs(Func):
    """The pairs of neighbouring characters of a plain text, each once, as numbers."""

    function = "portal_pairs"
    output_field = ArrayField(BigIntegerField())


class _HasAll(Func):
    """Whether the first array has all that is in the second."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for: the words between spaces, all of which have to be found."""

    text: str
    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def search_query(typed: str) -> SearchQuery:
    """A query from what was typed, cut to what is sensible; characters that nobody sees go."""
    visible = "".join(" " if c.isspace() else c for c in typed[: LONGEST * 4] if _is_seen(c))
    words = unicodedata.normalize("NFC", visible)[:LONGEST].split()[:MOST_TERMS]
    return SearchQuery(" ".join(words), tuple(words))


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _UNSEEN


def search_text_column(*columns: str) -> Any:
    """A column that the database fills with the plain form of other columns."""
    return GeneratedField(
        expression=Plain(_joined(columns)),
        output_field=TextField(),
        db_persist=True,
        editable=False,
        verbose_name="检索文本",
    )


def pairs_index(name: str, column: str = "search_text") -> GinIndex:
    """The index of a column made by ``search_text_column``."""
    return GinIndex(Pairs(F(column)), name=name)


def text_contains(query: SearchQuery, column: str = "search_text") -> Q:
    """Rows in whose text every term stands somewhere; for columns with an index of pairs."""
    found = Q()
    for term in query.terms:
        wanted = Plain(Value(term))
        if len(plain(term)) > 1:  # one character has no pair: the text itself is asked
            found &= Q(_HasAll(Pairs(F(column)), Pairs(wanted)))
        if not _TWO_CHINESE.fullmatch(term):  # of which the pair says everything
            found &= Q(GreaterThan(StrIndex(F(column), wanted), 0))
    return found


def plainly_contains(query: SearchQuery, column: str = "search_text") -> Q:
    """The same without the index, for words that stand in most texts."""
    found = Q()
    for term in query.terms:
        found &= Q(GreaterThan(StrIndex(F(column), Plain(Value(term))), 0))
    return found


def is_common(query: SearchQuery, rows: QuerySet[Any]) -> bool:
    """Whether so many rows have the words that the database would read them all.

    It would then take the pairs of every text, which costs a hundred times as much as looking
    into the text (``plainly_contains``); what the database thinks costs next to nothing.
    """
    plan = rows.order_by().filter(text_contains(query)).values("pk").explain(format="json")
    return "Seq Scan" in plan


class _Among(Func):
    """Whether the first is one of the keys in the second, an array."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def among(keys: QuerySet[Any, Any]) -> Q:
    """Rows whose key is one of these, which the database finds first, all of them.

    As a condition among others (``pk__in``) it may be tried row by row in the order of a list,
    or joined with the whole table, in the hope of soon having a page: with a text in every
    thirtieth row either takes many times as long.
    """
    return Q(_Among(F("pk"), ArraySubquery(keys)))


def plain_contains(query: SearchQuery, *columns: str) -> Q:
    """The same for small tables: every term stands in one of the columns."""
    text = Plain(_joined(columns))
    found = Q()
    for term in query.terms:
        found &= Q(GreaterThan(StrIndex(text, Plain(Value(term))), 0))
    return found


def _joined(columns: tuple[str, ...]) -> Any:
    if len(columns) == 1:
        return F(columns[0])
    parts: list[Any] = []
    for column in columns:
        parts += [Value(BETWEEN), F(column)] if parts else [F(column)]
    return Concat(*parts, output_field=TextField())


def plain(text: str) -> str:
    """``portal_plain`` in Python, to point at what was found."""
    return "".join(character for character, _ in _plain_characters(text))


def _plain_characters(text: str) -> list[tuple[str, int]]:
    """The characters of the plain form, each with the place it comes from.

    Marks of several characters (half-width ｶ and ﾞ) stay apart here: they are found, not pointed at.
    """
    return [
        (part.lower() if part.isascii() else part, place)
        for place, character in enumerate(text)
        for part in unicodedata.normalize("NFKC", character)
        if not _SKIPPED.fullmatch(part)
    ]


@dataclass(frozen=True)
class Piece:
    """A piece of a shown text; ``is_match`` where it is what was looked for."""

    text: str
    is_match: bool = False


def snippet(text: str, query: SearchQuery) -> list[Piece]:
    """The neighbourhood of the first match on one line, matches marked; the start without one."""
    line = re.sub(r"\s+", " ", text).strip()
    spans = sorted(_matches(line, query))
    start = max(spans[0][0] - _BEFORE, 0) if spans else 0
    end = start + _WINDOW
    pieces = [Piece("…")] if start else []
    place = start
    for first, last in spans:
        if first >= place and last <= end:
            pieces += [Piece(line[place:first]), Piece(line[first:last], is_match=True)]
            place = last
    pieces.append(Piece(line[place:end] + ("…" if end < len(line) else "")))
    return [piece for piece in pieces if piece.text]


def _matches(line: str, query: SearchQuery) -> list[tuple[int, int]]:
    """Where the terms stand in the line: (first, one after the last) character."""
    characters = _plain_characters(line)
    whole = "".join(character for character, _ in characters)
    spans = []
    for term in map(plain, query.terms):
        at = whole.find(term) if term else -1
        while at >= 0:
            spans.append((characters[at][1], characters[at + len(term) - 1][1] + 1))
            at = whole.find(term, at + len(term))
    return spans
