"""A work report beside WeasyPrint alone on the same HTML and style sheet, in one run.

``python -m benchmarks.report_rendering`` on an empty, migrated database; the promise is at most
1.3 times, once for a printed sample and once for a report of 79 deputies from the database, with
all that is counted, written and laid out for it. All keep their fonts loaded, as a server does
after its first document; the best of several runs is compared.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from congress.township.models import Session

RUNS = 5
PROMISE = 1.3
DEPUTIES = 79


def best_of(action: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of work of the fastest run, after one that warms up; others' work doesn't count."""
    action()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> int:
    """Print the times; status 1 when the promise is broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings")
    django.setup()
    from congress.documents.render import render_pdf
    from congress.documents.report_files import render_report
    from tests.documents.sample import TITLE, report_html

    html = report_html()
    sample = compare("sample", lambda: render_pdf(html, title=TITLE), html)
    session = a_town_of(DEPUTIES)
    content = suggested(session)
    whole = compare(
        f"report of {DEPUTIES} deputies",
        lambda: render_report(suggested(session)),
        html_of(content),
    )
    return int(max(sample, whole) > PROMISE)


def compare(what: str, ours: Callable[[], object], html: str) -> float:
    """How many times as long ``ours`` takes as WeasyPrint does with the same HTML."""
    from congress.documents import render
    from congress.documents.fonts import font_files, font_rules

    fetcher = render.DocumentFetcher(font_files())
    config = render.FontConfiguration()
    rules = render.CSS(string=font_rules(), font_config=config, url_fetcher=fetcher)

    def weasyprint_alone() -> bytes:
        source = render.HTML(
            string=html, base_url=f"{render.STYLES.as_uri()}/", url_fetcher=fetcher
        )
        return source.write_pdf(stylesheets=[rules], font_config=config)

    alone, taken = best_of(weasyprint_alone), best_of(ours)
    print(f"{what}: {taken:.2f} s, WeasyPrint alone {alone:.2f} s, {taken / alone:.2f} times")
    return taken / alone


def suggested(session: "Session") -> dict[str, Any]:
    """The content of the session's report as the portal suggests it now."""
    from congress.documents.report_content import draft_content
    from congress.documents.report_drafts import draft_report

    draft = draft_report(session)
    return draft_content(draft.report, draft.sections)


def html_of(content: dict[str, Any]) -> str:
    """What render_report() hands over to be laid out."""
    from django.template.loader import render_to_string

    context = {"report": content, "document_title": content["title"]}
    return render_to_string("documents/work_report.html", context)


def a_town_of(number: int) -> "Session":
    """A town whose body and tasks are those of the tests, filled up to ``number`` deputies."""
    from deputies.models import Deputy
    from tests.documents.report_town import make_town
    from tests.factories import MandateFactory

    town = make_town()
    for _ in range(number - Deputy.objects.serving(term=town.term).count()):
        MandateFactory(term=town.term, group=town.groups[0])
    session: Session = town.session
    return session


if __name__ == "__main__":
    sys.exit(main())
