"""Published proposals in the public search, by their public text."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode

from congress.common.registry import SearchGroup, SearchHit
from congress.common.text_search import SearchQuery, snippet, text_contains
from proposals.models import Publication


def public_groups(query: SearchQuery) -> Iterable[SearchGroup]:
    """The latest first."""
    rows = Publication.objects.public().filter(text_contains(query))
    rows = rows.select_related("proposal__session__term").defer("search_text")

    def hit(row: Publication) -> SearchHit:
        text = "\n".join(part for part in (row.grounds, row.measures, row.reply_text) if part)
        session = f"{row.proposal.session}，" if row.proposal.session else ""
        return SearchHit(
            row.title,
            reverse("proposals:outcome", args=[row.proposal.public_id]),
            snippet(text, query) if text else (),
            f"{session}{row.proposal.number_label}",
            row.published_on,
        )

    more = f"{reverse('proposals:index')}?{urlencode({'q': query.text})}"
    return [SearchGroup.of(20, "议案建议", rows, hit, more_url=more)]
