"""Text for WeChat: who has what to do until when, politely, and nothing else."""

import datetime as dt
import re

import pytest
from django.test import override_settings
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from deputies.chasing import chased, chasing_texts
from deputies.models import LiaisonTask, TaskStatus
from tests.deputies.liaison import serving, task_for, visit_for
from tests.factories import GroupFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 24)
PAGE = "admin:deputies_liaisontask_chasing"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def groups(term, member, deputy, other_deputy):
    """The member and the deputy of 新洲, the other deputy of 沙湖."""
    first = GroupFactory(term=term, name="新洲代表小组", order=1)
    second = GroupFactory(term=term, name="沙湖代表小组", order=2)
    for user, group in ((member, first), (deputy, first), (other_deputy, second)):
        user.deputy.mandates.update(group=group)
    return first, second


def text(*, by_group=False, day=TODAY) -> list[str]:
    texts = chasing_texts(
        chased(LiaisonTask.objects.all(), day),
        day,
        by_group=by_group,
        sender="江湾镇人大办",
        address="http://rd.example.cn/desk/",
    )
    return [one.text for one in texts]


class TestWords:
    """What is written."""

    def test_tasks_of_one_day_share_its_mention(self, groups, deputy, other_deputy, member):
        visit_for(member.deputy, groups[0])
        visit_for(member.deputy, groups[1])
        task_for(deputy.deputy, member.deputy)
        task_for(other_deputy.deputy, member.deputy)
        (whole,) = text()
        assert whole == (
            "各位代表：截至11月24日，2026年第四季度的联系任务还有4项没有办好，"
            "请在12月31日以前办好并填写记录（还有37天）：\n"
            "【新洲代表小组】\n"
            "何秋萍：向沈立冬汇报履职情况\n"
            "沈立冬：走访新洲代表小组、走访沙湖代表小组\n"
            "【沙湖代表小组】\n"
            "鲁大江：向沈立冬汇报履职情况\n"
            "登录办理：http://rd.example.cn/desk/\n"
            "江湾镇人大办，11月24日"
        )

    def test_what_is_late_is_counted_and_dated(self, groups, deputy, member):
        task_for(deputy.deputy, member.deputy, quarter=3)
        task_for(deputy.deputy, member.deputy)
        opening, _, line, *_ = text()[0].split("\n")
        assert opening == (
            "各位代表：截至11月24日，联系任务还有2项没有办好，其中1项已逾期，请尽快办好并填写记录："
        )
        assert line == (
            "何秋萍：向沈立冬汇报履职情况（9月30日，已逾期55天）；"
            "向沈立冬汇报履职情况（12月31日，还有37天）"
        )

    def test_all_late_says_so(self, groups, deputy, member):
        task_for(deputy.deputy, member.deputy, quarter=3)
        assert "还有1项没有办好，都已逾期，请尽快办好" in text()[0]
        assert "（9月30日，已逾期55天）" in text()[0]

    def test_due_today_is_said_in_words(self, groups, deputy, member):
        task_for(deputy.deputy, member.deputy, due_on=TODAY)
        assert "（今天到期）" in text()[0]

    def test_next_years_day_carries_its_year(self, groups, deputy, member):
        task_for(deputy.deputy, member.deputy, due_on=dt.date(2027, 1, 12))
        assert "请在2027年1月12日以前办好" in text()[0]

    def test_each_group_gets_the_own_text_in_the_order_of_groups(
        self, groups, deputy, other_deputy, member, term
    ):
        loner = serving(term)
        for person in (other_deputy.deputy, loner, deputy.deputy):
            task_for(person, member.deputy)
        texts = text(by_group=True)
        assert [one.split("：")[0] for one in texts] == [
            "新洲代表小组各位代表",
            "沙湖代表小组各位代表",
            "各位代表",
        ]
        assert loner.name in texts[2]
        assert loner.name not in texts[0] + texts[1]


class TestWhich:
    """Only what is to be done today, by who is in office."""

    @pytest.mark.parametrize(
        "status", [TaskStatus.REPORTED, TaskStatus.CONFIRMED, TaskStatus.CANCELLED]
    )
    def test_closed_task_is_left_out(self, deputy, member, status):
        task_for(deputy.deputy, member.deputy, status=status)
        assert text() == []

    def test_returned_task_is_in(self, deputy, member):
        task_for(deputy.deputy, member.deputy, status=TaskStatus.RETURNED)
        assert len(text()) == 1

    def test_task_that_opens_later_is_left_out(self, deputy, member):
        task_for(deputy.deputy, member.deputy, opens_on=TODAY + dt.timedelta(days=1))
        assert text() == []

    def test_who_left_office_is_left_out(self, deputy, member):
        task_for(deputy.deputy, member.deputy)
        deputy.deputy.mandates.update(ends_on=PartialDate(2026, 11, 1), end_cause="moved_away")
        assert text() == []

    def test_nothing_personal_but_names(self, deputy, member):
        person = deputy.deputy
        person.phone, person.address = "13812345678", "沙湖村三组"
        person.save()
        task_for(person, member.deputy)
        assert "13812345678" not in text()[0]
        assert "沙湖村三组" not in text()[0]


class TestPage:
    """The office's page."""

    @pytest.fixture
    def desk(self, client, office):
        client.force_login(office)

        def shown(**query: object) -> list[str]:
            html = client.get(reverse(PAGE), query).content.decode()
            return re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)

        return shown

    @pytest.fixture
    def tasks(self, groups, deputy, other_deputy, member):
        return [
            task_for(deputy.deputy, member.deputy, quarter=3),
            task_for(other_deputy.deputy, member.deputy, due_on=TODAY + dt.timedelta(days=7)),
            visit_for(member.deputy, groups[0]),
        ]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({}, {"何秋萍", "鲁大江", "沈立冬"}),
            ({"due": "late"}, {"何秋萍"}),
            ({"due": "week"}, {"何秋萍", "鲁大江"}),
            ({"kind": "group_visit"}, {"沈立冬"}),
            ({"group": "second"}, {"鲁大江"}),
            ({"member": "chair"}, set()),
            ({"task": "first"}, {"何秋萍"}),
        ],
    )
    def test_filters_narrow_the_text(self, desk, tasks, groups, chair, query, names):
        visit_for(chair.deputy, groups[1], status=TaskStatus.CONFIRMED)
        stands_for = {
            "second": groups[1].pk,
            "chair": chair.deputy.pk,
            "first": tasks[0].public_id,
        }
        texts = desk(**{name: stands_for.get(value, value) for name, value in query.items()})
        lines = "\n".join(texts).split("\n")
        assert {line.split("：")[0] for line in lines if line[:3] in _NAMES} == names

    def test_address_is_where_the_office_reached_the_portal(self, desk, tasks):
        assert "登录办理：http://testserver/desk/" in desk()[0]

    @override_settings(SITE_ORIGIN="https://rd.example.cn")
    def test_address_is_the_one_that_is_set(self, desk, tasks):
        assert "登录办理：https://rd.example.cn/desk/" in desk()[0]

    def test_one_task_and_one_plan_have_their_button(self, client, office, tasks):
        client.force_login(office)
        task = tasks[0]
        name = "admin:deputies_liaisontask_chase_task"
        to_task = client.get(reverse(name, args=[task.pk]))["Location"]
        assert to_task == f"{reverse(PAGE)}?task={task.public_id}"
        name = "admin:deputies_liaisonplan_chase_plan"
        to_plan = client.get(reverse(name, args=[task.plan_id]))["Location"]
        assert to_plan == f"{reverse(PAGE)}?plan={task.plan_id}"
        assert client.get(to_plan).context["texts"][0].tasks == 3

    def test_nothing_to_chase_says_so(self, client, office):
        client.force_login(office)
        assert "没有要催办的任务" in client.get(reverse(PAGE)).content.decode()

    @pytest.mark.parametrize(
        "query",
        [
            {"group": "x"},
            {"group": "9" * 30},
            {"member": "-1"},
            {"kind": "nonsense"},
            {"due": "%"},
            {"task": "none"},
            {"plan": "0"},
        ],
    )
    def test_odd_filters_are_answered_in_words(self, client, office, tasks, query):
        client.force_login(office)
        response = client.get(reverse(PAGE), query)
        assert response.status_code == 200
        assert response.context["texts"] == []
        assert "portal-field__error" in response.content.decode()

    @pytest.mark.parametrize(("who", "status"), [("office", 200), ("chair", 200), ("auditor", 403)])
    def test_who_hands_out_may_chase(self, client, cast, who, status):
        client.force_login(getattr(cast, who))
        assert client.get(reverse(PAGE)).status_code == status

    def test_text_takes_a_fixed_number_of_queries(
        self, client, office, term, groups, member, django_assert_num_queries
    ):
        client.force_login(office)
        client.get(reverse(PAGE))
        for number in (1, 20):
            for _ in range(number):
                task_for(serving(term, group=groups[0]), member.deputy)
            with django_assert_num_queries(19):
                client.get(reverse(PAGE))


_NAMES = ("何秋萍", "鲁大江", "沈立冬", "程远：")
