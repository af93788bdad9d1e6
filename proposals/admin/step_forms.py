"""What each step of a proposal asks the office for, drawn like the rest of the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from congress.common.admin.forms import SearchedChoice, SearchedChoices
from congress.common.attachments.forms import AttachmentsField
from congress.township.models import Organ
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import AssignmentStatus, SponsorshipStatus, UnitRole
from proposals.models import Assignment, Proposal, SetAsideGround
from proposals.services import UnitPart

_NO_DAY = "看不懂这个日期，请写成2026-01-15这样。"
# A vote counts the deputies of a township, who are at most 160 (选举法12).
_MOST_VOTES = 999


class DayInput(UnfoldAdminTextInputWidget):
    """A box for a whole day; a phone or browser offers its calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class DayField(forms.DateField):
    """A whole day, today unless somebody says otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput())
        kwargs.setdefault("initial", timezone.localdate)
        kwargs.setdefault("error_messages", {"invalid": _NO_DAY, "required": "请写日期。"})
        super().__init__(**kwargs)


def words(label: str, *, most: int = 1000, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A box for text; what is too long is said in words and stays in the box."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={
            "required": f"请写{label}。",
            "max_length": f"最多{most}字，现在有%(show_value)s字，请写短一些。",
        },
        **kwargs,
    )


def deputies_field(label: str, **kwargs: Any) -> forms.ModelMultipleChoiceField:
    """Deputies, found by name or pinyin."""
    field = PresidiumMeeting._meta.get_field("present")
    kwargs.setdefault("error_messages", {"required": f"请选{label}。"})
    return forms.ModelMultipleChoiceField(
        Deputy.objects.all(), label=label, widget=SearchedChoices(field, admin.site), **kwargs
    )


class StepForm(forms.Form):
    """Carries the version that was looked at; a step may need nothing else."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal, self.actor = proposal, actor
        self.fields["seen_version"].initial = self.record.version
        self.prepare()

    @property
    def record(self) -> Any:
        """What must not have changed since the page was opened."""
        return self.proposal

    def prepare(self) -> None:
        """What depends on the proposal."""


class NoteForm(StepForm):
    """A step that needs no reason, but may have one."""

    reason = words("说明", required=False, help_text="可以不写。写了会记在经过里。")


class ReasonForm(StepForm):
    reason = words("理由", help_text="会告诉提出的代表。")


class SetAsideForm(StepForm):
    ground = forms.ModelChoiceField(
        SetAsideGround.objects.filter(is_in_use=True),
        label="情形",
        empty_label="请选一种情形",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选一种情形。",
            "invalid_choice": "没有这种情形，请另选一种。",
        },
        help_text="可以选的情形在“不作为建议的情形”里设置。",
    )
    reason = words("理由", help_text="会告诉提出的代表。")


class MeetingForm(StepForm):
    """At which meeting of the presidium it was decided."""

    meeting = forms.ModelChoiceField(
        PresidiumMeeting.objects.none(),
        label="哪次主席团会议决定的",
        empty_label="请选会议",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选主席团会议。",
            "invalid_choice": "没有这次会议，请另选一次。",
        },
        help_text="没有这次会议的，先在“主席团会议”里录入日期和出席人。",
    )

    def prepare(self) -> None:
        field: Any = self.fields["meeting"]
        field.queryset = PresidiumMeeting.objects.filter(term=self.proposal.term_id)


class DecisionForm(MeetingForm):
    reason = words("说明", required=False, help_text="可以不写。写了会告诉提出的代表。")


class ResolutionForm(StepForm):
    title = forms.CharField(
        label="决议标题",
        max_length=100,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": "请写决议标题。"},
    )
    text = words("决议", most=10000, rows=10, required=False)

    @property
    def record(self) -> Any:
        return self.proposal.vote

    def prepare(self) -> None:
        vote = self.proposal.vote
        self.fields["title"].initial, self.fields["text"].initial = (
            vote.resolution_title,
            vote.resolution,
        )


def _votes(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST_VOTES,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={
            "required": f"请写{label}人数。",
            "invalid": "请写数字。",
            "max_value": f"人数最多{_MOST_VOTES}，请核对。",
            "min_value": "人数不能是负数，请核对。",
        },
        **kwargs,
    )


class VoteForm(StepForm):
    voted_on = DayField(label="表决日期")
    all_deputies = _votes("全体代表", help_text="按名册在任的代表数填好，请核对。")
    present = _votes("出席")
    in_favour = _votes("赞成")
    against = _votes("反对", initial=0)
    abstained = _votes("弃权", initial=0)
    resolution_title = forms.CharField(
        label="决议标题",
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="决议可以以后再录。",
    )
    resolution = words("决议", most=10000, rows=6, required=False)

    def prepare(self) -> None:
        from proposals.services.deciding import entitled_deputies

        there = entitled_deputies(self.proposal, timezone.localdate())
        self.fields["all_deputies"].initial = there or None


class UnitsFields(forms.Form):
    """Which units, in which part; used for one proposal and for many."""

    lead = forms.ModelChoiceField(
        Organ.objects.all(),
        label=UnitRole.LEAD.label + "单位",
        required=False,
        widget=SearchedChoice(Assignment._meta.get_field("unit"), admin.site),
        error_messages={"invalid_choice": "没有这个单位，请另选一个。"},
    )
    co = forms.ModelMultipleChoiceField(
        Organ.objects.all(),
        label=UnitRole.CO.label + "单位",
        required=False,
        widget=SearchedChoices(Assignment._meta.get_field("unit"), admin.site),
        help_text="向主办单位提意见，可以不选。",
    )
    separate = forms.ModelMultipleChoiceField(
        Organ.objects.all(),
        label=UnitRole.SEPARATE.label + "的单位",
        required=False,
        widget=SearchedChoices(Assignment._meta.get_field("unit"), admin.site),
        help_text="几个单位各办各的、各自答复时选在这里，不再选主办和协办。",
    )
    assigned_on = DayField(label="交办日期", help_text="各项期限从这一天算起。")
    is_broad = forms.BooleanField(
        label="涉及面广、处理难度大",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="勾选后答复期限按疑难件计算。",
    )
    note = words("交办意见", most=500, required=False)

    def parts(self) -> list[UnitPart]:
        """The units in the order of the boxes."""
        data = self.cleaned_data
        lead = [UnitPart(data["lead"], UnitRole.LEAD)] if data["lead"] else []
        co = [UnitPart(unit, UnitRole.CO) for unit in data["co"]]
        return lead + co + [UnitPart(unit, UnitRole.SEPARATE) for unit in data["separate"]]

    def clocks(self) -> dict[str, Any]:
        """The arguments of the service beside the units."""
        return {name: self.cleaned_data[name] for name in ("assigned_on", "is_broad", "note")}


class AssignForm(StepForm, UnitsFields):
    """One proposal to its units."""


class ScansForm(StepForm):
    """What came on paper, with its scan."""

    scans = AttachmentsField(label="扫描件", offers_camera=False)

    def prepare(self) -> None:
        field = self.fields["scans"]
        assert isinstance(field, AttachmentsField)  # noqa: S101
        field.prepare(self.actor)
        self.order_fields([name for name in self.fields if name != "scans"] + ["scans"])


class _OneUnitForm(StepForm):
    """Which of the units that have it."""

    assignment = forms.ModelChoiceField(
        Assignment.objects.none(),
        label="哪个单位",
        empty_label="请选单位",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选单位。",
            "invalid_choice": "这个单位已经不办这一件，请刷新页面，查看最新情况。",
        },
    )

    def prepare(self) -> None:
        super().prepare()
        waiting = self.proposal.assignments.filter(status=AssignmentStatus.ASSIGNED)
        field: Any = self.fields["assignment"]
        field.queryset = waiting.select_related("unit")
        field.label_from_instance = lambda a: f"{a.unit}（{a.get_role_display()}）"
        only = list(field.queryset[:2])
        if len(only) == 1:
            field.initial = only[0].pk


class ReturnForm(_OneUnitForm, ScansForm):
    returned_on = DayField(label="退办日期", help_text="单位来文的日期。")
    reason = words("理由", most=500, help_text="单位为什么退办，应该由哪个单位办。")


class RevokeForm(_OneUnitForm):
    reason = words("理由", most=500, help_text="会告诉原来的单位。")


class SignaturesForm(ScansForm):
    deputies = deputies_field("签了名的代表", help_text="输入姓名或拼音来找，可以选几名。")
    signed_on = DayField(label="签名日期")


class WithdrawalForm(ScansForm):
    reason = words("撤回理由", most=500)
    agreed_on = DayField(label="同意撤回的日期")
    sponsorships: Any = forms.ModelMultipleChoiceField(
        Proposal.objects.none(),
        label="在纸上签名同意撤回的代表",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有签的去掉勾。要提出的代表都同意才撤回；还差人的，等他们同意。",
        error_messages={"invalid_choice": "有不是提出代表的，请重新勾选。"},
    )

    def prepare(self) -> None:
        super().prepare()
        rows = self.proposal.sponsorships.filter(
            status=SponsorshipStatus.CONFIRMED, withdraws_on__isnull=True
        ).select_related("deputy")
        field: Any = self.fields["sponsorships"]
        field.queryset = rows
        field.initial = [row.pk for row in rows]
        self.fields["reason"].initial = self.proposal.withdrawal_reason
        if not field.initial:
            del self.fields["sponsorships"]
