"""Writes stroke_order.txt and stroke_counts.txt anew. Run by hand, never by the portal.

    python derive_stroke_order.py all_word.json Unihan_IRGSources.txt

* ``all_word.json`` is ``cn_sort/res/all_word.json`` of the package cn-sort 0.14.0 (MIT): its
  ``stroke_increment_level`` ranks 20,902 characters in the order of GB 13000.1 (number of strokes,
  then 横竖撇点折 stroke by stroke, then the tie rules), each with a rank of its own.
* ``Unihan_IRGSources.txt`` is of the Unicode character database 15.0 (Unicode licence; Debian's
  package unicode-data has it): ``kTotalStrokes`` counts the strokes of every character.

Both files hold one line a number of strokes: line 5 has the characters of five strokes.
``stroke_order.txt`` has the ranked characters in their order. The ranking doesn't say where five
strokes end and six begin, so the cut is made where it disagrees with the fewest of Unihan's counts.
``stroke_counts.txt`` has all other characters, by code point, because only their count is known.
"""

import json
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent


def ranked_characters(path: Path) -> list[str]:
    entries = json.loads(path.read_text(encoding="utf-8"))["all_word"]
    ranks = {entry["chinese"]: entry["stroke_increment_level"] for entry in entries}
    if len(set(ranks.values())) != len(ranks):
        raise SystemExit("two characters share a rank: this file is not of version 0.14.0")
    return sorted((c for c in ranks if "\u4e00" <= c <= "\u9fff"), key=ranks.__getitem__)


def stroke_counts(path: Path) -> dict[str, int]:
    """A few characters have two counts: the first is that of the mainland's form."""
    counts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) >= 3 and fields[1] == "kTotalStrokes":
            counts[chr(int(fields[0].removeprefix("U+"), 16))] = int(fields[2])
    return counts


def cut_by_count(ranked: list[str], counts: dict[str, int]) -> list[str]:
    """The ranked characters cut into one string a number of strokes, with the fewest misfits."""
    top = max(counts[c] for c in ranked)
    # misfits[n]: the fewest, if the characters so far end in the stretch of n strokes
    misfits = [0] * (top + 1)
    choices = []
    for character in ranked:
        best, came_from = [], []
        lowest = 0
        for n in range(top + 1):
            if misfits[n] < misfits[lowest]:
                lowest = n
            came_from.append(lowest)
            best.append(misfits[lowest] + (counts[character] != n))
        misfits = best
        choices.append(came_from)
    n = min(range(top + 1), key=misfits.__getitem__)
    sys.stderr.write(f"characters whose count differs from their line: {misfits[n]}\n")
    lines: list[list[str]] = [[] for _ in range(top + 1)]
    for character, came_from in zip(reversed(ranked), reversed(choices), strict=True):
        lines[n].append(character)
        n = came_from[n]
    return ["".join(reversed(line)) for line in lines[1:]]


def rest_by_count(ranked: list[str], counts: dict[str, int]) -> list[str]:
    rest = sorted(
        c
        for c in set(counts) - set(ranked)
        if unicodedata.normalize("NFC", c) == c and ord(c) > 0x2FDF
    )
    return ["".join(c for c in rest if counts[c] == n) for n in range(1, max(counts.values()) + 1)]


def main(all_word: str, unihan: str) -> None:
    ranked = ranked_characters(Path(all_word))
    counts = stroke_counts(Path(unihan))
    for name, lines in (
        ("stroke_order.txt", cut_by_count(ranked, counts)),
        ("stroke_counts.txt", rest_by_count(ranked, counts)),
    ):
        (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
