"""Searching 100,000 texts of 200 characters: by pairs of characters, beside LIKE in the same run.

``python -m benchmarks.text_search`` on an empty, migrated database; status 1 when a rare word
isn't found in a tenth of the time that LIKE takes.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import django
from django.db import connection, models

TEXTS, LENGTH, WORDS = 100_000, 200, 6_000
ROUNDS = 9
PAGE = 20
# Ranks of the words that are looked for: in most texts, in some, in few.
RANKS = {"common": 3, "middling": 300, "rare": 5_900}
WANTED = 10.0


def invented_texts() -> tuple[list[str], list[str]]:
    """Words of two or three characters, the first of them common, and texts made of them."""
    chance = random.Random(20261124)
    letters = [chr(0x4E00 + number) for number in range(3_000)]
    words = ["".join(chance.choices(letters, k=chance.choice((2, 2, 3)))) for _ in range(WORDS)]
    odds = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    texts = []
    for _ in range(TEXTS):
        chosen = chance.choices(words, cum_weights=odds, k=LENGTH // 2)
        text = "".join(word + ("，" if place % 8 == 7 else "") for place, word in enumerate(chosen))
        texts.append(text[:LENGTH])
    return words, texts


def text_model() -> Any:
    """A table like those of the portal, searched by the portal's own helper."""
    from congress.common.text_search import pairs_index, search_text_column

    class Text(models.Model):
        body = models.TextField()
        search_text = search_text_column("body")

        class Meta:
            app_label = "common"
            db_table = "benchmark_text"
            indexes = [pairs_index("benchmark_pairs")]

        def __str__(self) -> str:
            return self.body

    return Text


def median_seconds(ask: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def fill(model: Any, texts: list[str]) -> float:
    """Store the texts, index and all. Returns the seconds it took."""
    started = time.perf_counter()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    model.objects.bulk_create([model(body=text) for text in texts], batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE benchmark_text")
    return time.perf_counter() - started


def size_of(relation: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [relation])
        return float(cursor.fetchone()[0]) / 1_000_000


def main() -> int:
    """Print the table; 1 when the index doesn't pay."""
    django.setup()
    from congress.common.text_search import search_query, text_contains

    words, texts = invented_texts()
    model = text_model()
    seconds = fill(model, texts)
    print(f"{TEXTS:,} texts of {LENGTH} characters stored in {seconds:.0f} s")
    print(f"index of pairs {size_of('benchmark_pairs'):.0f} MB")
    print(f"{'word':<22}{'texts':>8}{'LIKE':>12}{'pairs':>12}{'ratio':>9}   count, then a page")
    ratios: dict[str, float] = {}
    asked = {name: words[rank] for name, rank in RANKS.items()}
    asked |= {"a pair in no word": words[0][-1] + words[4_000][0]}
    asked |= {"two words": f"{words[40]} {words[400]}", "one character": words[5_000][0]}
    for name, word in asked.items():
        query = search_query(word)
        like = model.objects.all()
        for term in query.terms:
            like = like.filter(body__contains=term)
        pairs = model.objects.filter(text_contains(query))
        number = pairs.count()
        if number != like.count():
            raise RuntimeError(f"{name}: {number} found by pairs, {like.count()} by LIKE")
        for what, ask in (("count", lambda q: q.count()), ("page", _page)):
            slow = median_seconds(lambda: ask(like))  # noqa: B023  asked at once
            fast = median_seconds(lambda: ask(pairs))  # noqa: B023
            ratios[f"{name} {what}"] = slow / fast
            print(
                f"{f'{name}, {what}':<22}{number:>8,}{slow * 1000:>9.1f} ms{fast * 1000:>9.1f} ms"
                f"{slow / fast:>8.1f}x"
            )
    return int(ratios["rare count"] < WANTED)


def _page(rows: Any) -> list[Any]:
    """The latest of them, as a page shows them."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:PAGE])


if __name__ == "__main__":
    sys.exit(main())
