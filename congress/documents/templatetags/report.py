"""Pictures of a report's figures in templates: the same drawing in the PDF and on the page."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from congress.documents import charts

register = template.Library()


@register.simple_tag
def structure_bar(dimension: dict[str, Any], width: int = charts.WIDTH) -> SafeString:
    """One stacked bar for a dimension with ``title``, ``bands`` and ``total``."""
    bands = [(label, number) for label, number in dimension["bands"]]
    return charts.stacked_bar(dimension["title"], bands, dimension["total"], width=width)


@register.simple_tag
def visits_bars(title: str, rows: Sequence[Sequence[Any]], width: int = charts.WIDTH) -> SafeString:
    """Planned and held side by side for each row (label, planned, held, …)."""
    return charts.paired_bars(title, [(row[0], row[1], row[2]) for row in rows], width=width)


@register.filter
def in_two_lines(label: str) -> SafeString | str:
    """出生年月 as 出生 above 年月: heads of narrow columns; other lengths stay as they are."""
    middle = 2
    if len(label) != 2 * middle:
        return label
    return format_html("{}<br>{}", label[:middle], label[middle:])
