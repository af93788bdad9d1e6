from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "议案建议"

    def ready(self) -> None:
        from congress.common.imports.registry import register_import_kind
        from congress.common.jobs import register_job_kind
        from congress.common.registry import (
            demo_steps,
            desk_places,
            desk_sections,
            duty_entries,
            home_sections,
            office_search,
            office_today,
            public_places,
            public_search,
            report_appendices,
            report_chapters,
        )
        from proposals import office_page
        from proposals.audit_names import register_names
        from proposals.demo.steps import steps as demo
        from proposals.desk import places
        from proposals.deskwork.waiting import sections as desk_waiting
        from proposals.documents.jobs import SLUG, ProposalDocuments
        from proposals.duty import entries
        from proposals.home import places as public_entries
        from proposals.home import sections
        from proposals.imports.ledger import LedgerImport
        from proposals.many_jobs import SLUG as MANY
        from proposals.many_jobs import ManyProposals
        from proposals.office_handling import handling_lines
        from proposals.public.searching import public_groups
        from proposals.report_chapters import appendices, chapters

        register_names()
        demo_steps.register(demo)
        desk_places.register(places)
        desk_sections.register(desk_waiting)
        duty_entries.register(entries)
        home_sections.register(sections)
        public_places.register(public_entries)
        public_search.register(public_groups)
        office_search.register(office_page.office_groups)
        office_today.register(office_page.today_lines)
        report_appendices.register(appendices)
        office_today.register(handling_lines)
        report_chapters.register(chapters)
        register_job_kind(SLUG, ProposalDocuments)
        register_job_kind(MANY, ManyProposals)
        register_import_kind("proposals", LedgerImport)
        _register_files()
        _register_pages()
        _register_messages()


def _register_files() -> None:
    """Whose files there are, and who may see and change them."""
    from congress.common.attachments.owners import register_attachment_owner
    from proposals import file_places, permissions
    from proposals.models import AssistingOpinion, Promise, Proposal, Reply, ReplyDraft

    register_attachment_owner(
        Proposal,
        can_view=permissions.can_view_proposal,
        can_edit=permissions.can_change_proposal_files,
        address=file_places.proposal_address,
    )
    register_attachment_owner(
        Reply,
        can_view=permissions.can_view_reply,
        can_edit=permissions.can_change_reply_files,
        address=file_places.reply_address,
        related=("assignment__proposal", "assignment__unit"),
    )
    register_attachment_owner(
        ReplyDraft,
        can_view=permissions.can_view_reply_draft,
        can_edit=permissions.can_change_reply_draft_files,
        address=file_places.draft_address,
        related=("assignment__proposal", "assignment__unit"),
    )
    register_attachment_owner(
        AssistingOpinion,
        can_view=permissions.can_view_opinion,
        can_edit=permissions.can_change_opinion_files,
        address=file_places.opinion_address,
        related=("assignment__proposal", "assignment__unit"),
    )
    register_attachment_owner(
        Promise,
        can_view=permissions.can_view_promise,
        can_edit=permissions.can_change_promise_files,
        address=file_places.promise_address,
        related=("reply__assignment__proposal", "reply__assignment__unit"),
    )


def _register_pages() -> None:
    """What the boxes of the desk's pages are called, for text that couldn't be taken."""
    from congress.common.typed import register_page
    from proposals.deskwork.forms import DraftForm, ReturnForm, SubmitForm, WithdrawalForm
    from proposals.deskwork.rating import RatingForm

    register_page("desk-proposal-new", "写一件议案建议", DraftForm)
    register_page("desk-proposal-edit", "写一件议案建议", DraftForm)
    register_page("desk-proposal-submit", "提交议案建议", SubmitForm)
    register_page("desk-proposal-withdraw", "撤回议案建议", WithdrawalForm)
    register_page("desk-proposal-rate", "评价答复", RatingForm)
    register_page("desk-proposal-return", "退办", ReturnForm)
    _register_unit_pages()


def _register_unit_pages() -> None:
    from congress.common.typed import register_page
    from proposals.deskwork.unit import forms

    register_page("desk-part-contact", "录入面商", forms.ContactingForm)
    register_page("desk-part-opinion", "写协办意见", forms.OpinionForm)
    register_page("desk-part-extension", "申请延期", forms.ExtensionForm)
    register_page("desk-part-reply", "写答复", forms.ReplyForm)
    register_page("desk-part-sign", "签发答复", forms.SigningForm)
    register_page("desk-part-rework", "退改答复稿", forms.ReworkForm)
    register_page("desk-promise", "报告落实情况", forms.PromiseForm)


def _register_messages() -> None:
    from congress.common.registry import register_message_kind, reminders
    from proposals.answer_reminders import ANSWER_KINDS
    from proposals.notices import KINDS
    from proposals.office_reminders import OFFICE_KINDS
    from proposals.reminders import REPLY_DUE, due_things

    for kind in (*KINDS, REPLY_DUE, *ANSWER_KINDS, *OFFICE_KINDS):
        register_message_kind(kind)
    reminders.register(due_things)
