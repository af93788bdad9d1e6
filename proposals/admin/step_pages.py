"""The steps that the office can take with a proposal: the button, its page, what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congress.common.attachments.services import attach_files
from congress.common.templatetags.portal import cn_date
from proposals import services
from proposals.admin import step_forms as forms
from proposals.admin.merge_form import MergeForm
from proposals.enums import AssignmentStatus, ProposalStatus, ProposalStep
from proposals.models import MotionVote, Proposal, Reply
from proposals.services.acting import locked, require_seen
from proposals.services.deciding import Tally
from proposals.services.withdrawing import waits_for_presidium
from proposals.workflow import allows

S, Do = ProposalStatus, ProposalStep
Doing = Callable[[Proposal, Any, Any], Any]
Saying = Callable[[Proposal], str]


def _always(proposal: Proposal) -> bool:
    return True


@dataclass(frozen=True)
class StepPage:
    """``do(proposal, form, actor)`` calls the service. ``main_in``: states in which it is usual.

    ``also`` is what has to hold beside the state for the button to be worth showing.
    """

    slug: str
    label: str
    step: ProposalStep | None
    form: type[forms.StepForm]
    sentence: str
    do: Doing
    done: Saying
    also: Callable[[Proposal], bool] = _always
    main_in: Sequence[ProposalStatus] = ()
    then: str = ""

    def is_possible(self, proposal: Proposal) -> bool:
        return (self.step is None or allows(proposal, self.step)) and self.also(proposal)


def possible_pages(proposal: Proposal) -> list[StepPage]:
    """What can be done now, the usual first."""
    found = [page for page in PAGES.values() if page.is_possible(proposal)]
    return sorted(found, key=lambda page: proposal.status not in page.main_in)


def _plain(service: Callable[..., Any], *names: str) -> Doing:
    """Call a service with what the form says under these names."""

    def do(proposal: Proposal, form: Any, actor: Any) -> Any:
        said = {name: form.cleaned_data[name] for name in (*names, "seen_version")}
        return service(proposal, actor=actor, **said)

    return do


def _merge(proposal: Proposal, form: Any, actor: Any) -> None:
    services.merge_proposal(proposal, actor=actor, **form.cleaned_data)


def _vote(proposal: Proposal, form: Any, actor: Any) -> None:
    data = dict(form.cleaned_data)
    rest = {name: data.pop(name) for name in ("resolution_title", "resolution", "seen_version")}
    services.record_vote(proposal, Tally(**data), actor=actor, **rest)


def _resolution(proposal: Proposal, form: Any, actor: Any) -> None:
    services.record_resolution(proposal.vote, actor=actor, **form.cleaned_data)


def _assign(proposal: Proposal, form: Any, actor: Any) -> None:
    seen = form.cleaned_data["seen_version"]
    services.assign_proposal(
        proposal, form.parts(), actor=actor, seen_version=seen, **form.clocks()
    )


def _return(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        require_seen(locked(proposal), data["seen_version"])
        services.return_assignment(
            data["assignment"],
            actor=actor,
            reason=data["reason"],
            returned_on=data["returned_on"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _revoke(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.revoke_assignment(
        data["assignment"],
        actor=actor,
        reason=data["reason"],
        seen_version=data["seen_version"],
    )


def _sign(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        services.record_signatures(
            proposal,
            data["deputies"],
            actor=actor,
            signed_on=data["signed_on"],
            seen_version=data["seen_version"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _withdraw(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        services.record_withdrawal(
            proposal,
            actor=actor,
            reason=data["reason"],
            agreed_on=data["agreed_on"],
            sponsorships=data.get("sponsorships"),
            seen_version=data["seen_version"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _has_unit(proposal: Proposal) -> bool:
    return proposal.assignments.filter(status=AssignmentStatus.ASSIGNED).exists()


def _is_unanswered(proposal: Proposal) -> bool:
    return not Reply.objects.filter(assignment__proposal=proposal).exists()


def _is_voted(proposal: Proposal) -> bool:
    return MotionVote.objects.filter(proposal=proposal).exists()


def _is_asked_back(proposal: Proposal) -> bool:
    return proposal.withdrawal_asked_on is not None and _is_unanswered(proposal)


def _registered(proposal: Proposal) -> str:
    return f"已登记为{proposal.number_label}。"


def _withdrawn(proposal: Proposal) -> str:
    if proposal.status == S.WITHDRAWN:
        return "已撤回。"
    if waits_for_presidium(proposal):
        return "已录入。提出的代表都同意了，等主席团会议同意。"
    return "已录入，还在等其他代表同意撤回。"


def _returned(proposal: Proposal) -> str:
    last = proposal.assignments.filter(status=AssignmentStatus.RETURNED).order_by("-pk").first()
    due = last.reassign_due_on if last else None
    return f"已退办，请在{cn_date(due)}以前重新交办。" if due else "已退办，请重新交办。"


def _said(sentence: str) -> Saying:
    return lambda proposal: sentence


_ALL = [
    StepPage(
        "register",
        Do.REGISTER.label,
        Do.REGISTER,
        forms.StepForm,
        "登记后给下一个编号；补正后重新提交的，编号不变。提出的代表会收到消息。",
        _plain(services.register_proposal),
        _registered,
        main_in=(S.SUBMITTED,),
    ),
    StepPage(
        "accept",
        Do.ACCEPT.label,
        Do.ACCEPT,
        forms.NoteForm,
        "受理后可以交办。提出的代表会收到消息。",
        _plain(services.accept_proposal, "reason"),
        _said("已受理，接着交办。"),
        main_in=(S.REGISTERED,),
    ),
    StepPage(
        "put-on-agenda",
        Do.PUT_ON_AGENDA.label,
        Do.PUT_ON_AGENDA,
        forms.DecisionForm,
        "主席团会议决定把这件议案列入大会议程。",
        _plain(services.put_on_agenda, "meeting", "reason"),
        _said("已列入议程，表决以后录入结果。"),
        main_in=(S.REGISTERED,),
    ),
    StepPage(
        "convert",
        Do.CONVERT.label,
        Do.CONVERT,
        forms.DecisionForm,
        "主席团会议决定不列入议程，转为建议办理。编号不变。",
        _plain(services.convert_to_suggestion, "meeting", "reason"),
        _said("已转为建议，接着交办。"),
        main_in=(S.REGISTERED,),
    ),
    StepPage(
        "vote",
        "录入表决",
        Do.ADOPT,
        forms.VoteForm,
        "赞成票超过全体代表的半数为通过，由系统按下面的票数判断。",
        _vote,
        lambda proposal: f"已录入，{proposal.get_status_display()}。",
        main_in=(S.ON_AGENDA,),
    ),
    StepPage(
        "resolution",
        "录入决议",
        None,
        forms.ResolutionForm,
        "票数不变，只录入或更正决议的标题和正文。",
        _resolution,
        _said("决议已保存。"),
        also=_is_voted,
    ),
    StepPage(
        "assign",
        Do.ASSIGN.label,
        Do.ASSIGN,
        forms.AssignForm,
        "交办后开始计算期限，承办单位和提出的代表会收到消息。已经交办的，可以再加单位。",
        _assign,
        _said("已交办，各项期限列在“办理”里。"),
        main_in=(S.ACCEPTED,),
    ),
    StepPage(
        "return",
        Do.RETURN.label,
        Do.RETURN,
        forms.ReturnForm,
        "单位来文退办的，录在这里，附上来文的扫描件。没有别的单位办的，要在期限内重新交办。",
        _return,
        _returned,
        also=_has_unit,
    ),
    StepPage(
        "revoke",
        "改办",
        Do.RETURN,
        forms.RevokeForm,
        "收回原来单位的交办，接着交给别的单位。原来的记录保留。",
        _revoke,
        _said("已收回，请交给别的单位。"),
        also=_has_unit,
        then="assign",
    ),
    StepPage(
        "merge",
        Do.MERGE.label,
        Do.MERGE,
        MergeForm,
        "并入另一件，一起办理、一起答复。两件的代表都会收到消息，答复两边都给。",
        _merge,
        lambda proposal: f"已并入“{proposal.merged_into}”。",
    ),
    StepPage(
        "send-back",
        Do.SEND_BACK.label,
        Do.SEND_BACK,
        forms.ReasonForm,
        "请代表补正后再提交，编号不变。",
        _plain(services.send_back_proposal, "reason"),
        _said("已退回，代表会看到要补正什么。"),
    ),
    StepPage(
        "set-aside",
        Do.SET_ASIDE.label,
        Do.SET_ASIDE,
        forms.SetAsideForm,
        "不再交办，情形和理由会告诉提出的代表。以后可以恢复审查。",
        _plain(services.set_aside_proposal, "ground", "reason"),
        _said("已办理，情形和理由已告诉代表。"),
    ),
    StepPage(
        "reopen",
        Do.REOPEN.label,
        Do.REOPEN,
        forms.ReasonForm,
        "收回原来的决定，重新审查。原来的决定仍留在经过里。",
        _plain(services.reopen_proposal, "reason"),
        _said("已恢复审查。"),
        main_in=(S.SET_ASIDE, S.MERGED),
    ),
    StepPage(
        "signatures",
        Do.SIGN.label,
        Do.SIGN,
        forms.SignaturesForm,
        "录入在纸上签名联名的代表，附上签名页的扫描件。登记以后不能再加。",
        _sign,
        _said("签名已录入。"),
    ),
    StepPage(
        "withdraw",
        "录入撤回",
        Do.ASK_WITHDRAWAL,
        forms.WithdrawalForm,
        "代表书面要求撤回的，录在这里，附上扫描件。",
        _withdraw,
        _withdrawn,
        also=_is_unanswered,
    ),
    StepPage(
        "stay",
        "不撤回",
        Do.ASK_WITHDRAWAL,
        forms.StepForm,
        "代表改变主意，或者有人不同意撤回。撤回申请取消，继续办理。",
        _plain(services.drop_withdrawal),
        _said("已取消撤回申请，继续办理。"),
        also=_is_asked_back,
    ),
    StepPage(
        "leave-agenda",
        "同意从议程撤回",
        Do.WITHDRAW,
        forms.MeetingForm,
        "提出的代表都同意撤回，主席团会议也同意，表决以前可以撤回。",
        _plain(services.withdraw_from_agenda, "meeting"),
        _said("已撤回。"),
        also=waits_for_presidium,
        main_in=(S.ON_AGENDA,),
    ),
]
PAGES: dict[str, StepPage] = {page.slug: page for page in _ALL}
