from django.apps import AppConfig


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = "代表与联系"

    def ready(self) -> None:
        from congress.accounts.card_printing import register_card_holders
        from congress.common.imports.registry import register_import_kind
        from congress.common.jobs import register_job_kind
        from congress.common.registry import (
            consistency_checks,
            demo_steps,
            desk_places,
            duty_entries,
            first_steps,
            home_sections,
            office_search,
            office_today,
            office_year,
            public_search,
            report_appendices,
            report_chapters,
            report_speakers,
        )
        from congress.common.roles import register_holder_source, register_role_source
        from congress.common.typed import register_page
        from deputies import office_page, searching
        from deputies.audit_names import register_names
        from deputies.consistency import checks
        from deputies.demo.steps import steps as demo
        from deputies.desk import places
        from deputies.duty.entries import entries
        from deputies.forms import ReportForm
        from deputies.home import sections
        from deputies.imports.liaison import LiaisonPlanImport
        from deputies.imports.roster import RosterImport
        from deputies.jobs import OF_PLAN, OF_SELECTION, PlanSheets, SelectedSheets
        from deputies.report_appendices import appendices
        from deputies.report_chapters import chapters, speakers
        from deputies.roles import card_holders_by_office, holders_by_office, roles_by_office

        register_names()
        register_role_source(roles_by_office)
        register_card_holders(card_holders_by_office)
        register_page("desk-task", "任务的办理记录", ReportForm)
        register_holder_source(holders_by_office)
        _register_attachments()
        _register_messages()
        home_sections.register(sections)
        desk_places.register(places)
        duty_entries.register(entries)
        report_chapters.register(chapters)
        report_appendices.register(appendices)
        report_speakers.register(speakers)
        register_import_kind("roster", RosterImport)
        register_import_kind("liaison-plan", LiaisonPlanImport)
        register_job_kind(OF_PLAN, PlanSheets)
        register_job_kind(OF_SELECTION, SelectedSheets)
        office_today.register(office_page.today_lines)
        consistency_checks.register(checks)
        office_year.register(office_page.year_rows)
        first_steps.register(office_page.steps)
        demo_steps.register(demo)
        public_search.register(searching.public_groups)
        office_search.register(searching.office_groups)


def _register_attachments() -> None:
    """Whose files there are, and who may see and change them."""
    from congress.common.attachments.owners import register_attachment_owner
    from deputies import permissions
    from deputies.file_places import meeting_address, plan_address, report_address
    from deputies.models import LiaisonPlan, PresidiumMeeting, TaskReport

    register_attachment_owner(
        TaskReport,
        can_view=permissions.can_view_report,
        can_edit=permissions.can_change_report_files,
        address=report_address,
        related=("task__assignee", "task__member", "task__deputy"),
    )
    register_attachment_owner(
        LiaisonPlan,
        can_view=permissions.can_view_plan,
        can_edit=permissions.can_change_plan_files,
        address=plan_address,
    )
    register_attachment_owner(
        PresidiumMeeting,
        can_view=permissions.can_view_meeting,
        can_edit=permissions.can_change_meeting,
        address=meeting_address,
    )


def _register_messages() -> None:
    from congress.common.registry import register_message_kind, reminders
    from deputies.notices import KINDS
    from deputies.reminders import due_things

    for kind in KINDS:
        register_message_kind(kind)
    reminders.register(due_things)
