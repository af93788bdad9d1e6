"""Long lists: pages run over several parts, and a search stops counting at a thousand."""

import pytest
from django.core.paginator import EmptyPage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.paging import KeyedPaginator
from congress.township.models import Village
from tests.factories import VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages():
    return [VillageFactory(name=f"村{number:02}") for number in range(1, 12)]


def names(paginator, number) -> list[str]:
    return [village.name[1:] for village in paginator.page(number)]


def pages_of(*parts, per_page=4, **options) -> KeyedPaginator:
    return KeyedPaginator(list(parts), per_page, rows=Village.objects.all(), **options)


def test_rows_come_in_the_order_of_the_list(villages):
    paginator = pages_of(Village.objects.order_by("-name"))
    assert (paginator.count, paginator.num_pages) == (11, 3)
    assert names(paginator, 1) == ["11", "10", "09", "08"]
    assert names(paginator, 3) == ["03", "02", "01"]
    with pytest.raises(EmptyPage):
        paginator.page(4)


def test_page_runs_over_the_parts_without_loss_or_double(villages):
    parts = [
        Village.objects.filter(name__in=["村09", "村10"]).order_by("-name"),
        Village.objects.none(),
        Village.objects.filter(name__lt="村04").order_by("name"),
        Village.objects.filter(name__gte="村04", name__lt="村09").order_by("name"),
    ]
    paginator = pages_of(*parts)
    shown = [name for number in paginator.page_range for name in names(paginator, number)]
    assert shown == ["10", "09", "01", "02", "03", "04", "05", "06", "07", "08"]
    assert not paginator.has_more


@pytest.mark.parametrize(("most", "count", "has_more"), [(10, 10, True), (11, 11, False)])
def test_search_counts_so_far_and_says_that_there_is_more(villages, most, count, has_more):
    paginator = pages_of(Village.objects.order_by("name"), most=most)
    assert (paginator.count, paginator.has_more) == (count, has_more)
    last = paginator.page(paginator.num_pages)
    assert [village.name for village in last][-1] == f"村{most:02}"


def test_search_asks_twice_for_count_and_page(villages):
    paginator = pages_of(Village.objects.order_by("name"), most=5)
    with CaptureQueriesContext(connection) as captured:
        assert paginator.count == 5
        assert len(list(paginator.page(1))) == 4
    assert len(captured) == 2
