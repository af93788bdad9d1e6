"""A work report through render_pdf(), beside WeasyPrint alone on the same HTML and style sheet.

``python -m benchmarks.report_rendering``; the promise is at most 1.3 times. Both keep their fonts
loaded, as a server does after its first document; the best of several runs is compared.
"""

import os
import sys
import time
from collections.abc import Callable

import django

RUNS = 5
PROMISE = 1.3


def best_of(action: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the fastest run, after one that warms up."""
    action()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> int:
    """Print both times; status 1 when the promise is broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings")
    django.setup()
    from congress.documents import render
    from congress.documents.fonts import font_files, font_rules
    from tests.documents.sample import TITLE, report_html

    html = report_html()
    fetcher = render.DocumentFetcher(font_files())
    config = render.FontConfiguration()
    rules = render.CSS(string=font_rules(), font_config=config, url_fetcher=fetcher)

    def weasyprint_alone() -> bytes:
        source = render.HTML(
            string=html, base_url=f"{render.STYLES.as_uri()}/", url_fetcher=fetcher
        )
        return source.write_pdf(stylesheets=[rules], font_config=config)

    alone = best_of(weasyprint_alone)
    ours = best_of(lambda: render.render_pdf(html, title=TITLE))
    print(f"report: {ours:.2f} s, WeasyPrint alone {alone:.2f} s, {ours / alone:.2f} times")
    return int(ours > PROMISE * alone)


if __name__ == "__main__":
    sys.exit(main())
