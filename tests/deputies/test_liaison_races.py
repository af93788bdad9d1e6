"""Two people at the same moment: the second waits for the row and is told what happened."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from congress.common.exceptions import StaleRecord
from deputies.models import LiaisonTask, TaskReport
from deputies.services import generate_liaison_tasks, report_task
from tests.deputies.liaison import line, serving, serving_member, task_for
from tests.factories import GroupFactory, PlanFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Run the calls in threads that start at the same time; what each gave or raised."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=10)
            return call()
        except StaleRecord as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_phones_leave_one_report(deputy, member, office):
    task = task_for(deputy.deputy, member.deputy, opens_on=dt.date(2026, 1, 1))
    day = {"held_on": dt.date(2026, 2, 1), "place": "沙湖村", "seen_version": 1}
    results = together(
        lambda: report_task(task, actor=deputy, content="一部手机", **day),
        lambda: report_task(task, actor=office, content="另一部手机", **day),
    )
    assert sorted(type(result).__name__ for result in results) == ["StaleRecord", "TaskReport"]
    assert TaskReport.objects.count() == 1


def test_two_clerks_hand_out_a_plan_once(term, office):
    plan = PlanFactory(term=term)
    line(plan, serving_member(term), [GroupFactory(term=term)], [serving(term)])
    results = together(*[lambda: generate_liaison_tasks(plan, actor=office)] * 2)
    assert sorted(result.created for result in results) == [0, 4]
    assert LiaisonTask.objects.count() == 4
