from typing import Any

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督工作"

    def ready(self) -> None:
        from congress.common.imports.registry import register_import_kind
        from congress.common.registry import (
            consistency_checks,
            desk_places,
            home_sections,
            office_search,
            office_today,
            public_places,
            public_search,
            register_message_kind,
            reminders,
            report_appendices,
            report_chapters,
        )
        from supervision import desk, office_demands, office_projects
        from supervision.audit_names import register_names
        from supervision.consistency import checks
        from supervision.home import places, sections
        from supervision.imports.workbook import SupervisionImport
        from supervision.notices import KINDS
        from supervision.public.searching import public_groups
        from supervision.reminders import REMINDER_KINDS, due_things
        from supervision.report_appendices import appendices
        from supervision.report_chapters import chapters

        register_names()
        register_import_kind("supervision", SupervisionImport)
        _register_files()
        for kind in (*KINDS, *REMINDER_KINDS):
            register_message_kind(kind)
        reminders.register(due_things)
        home_sections.register(sections)
        desk_places.register(desk.places)
        _register_pages()
        public_places.register(places)
        public_search.register(public_groups)
        consistency_checks.register(checks)
        report_appendices.register(appendices)
        report_chapters.register(chapters)
        office_search.register(office_projects.office_groups)
        office_today.register(office_projects.today_lines)
        office_today.register(office_demands.today_lines)
        office_search.register(office_demands.office_groups)


def _register_pages() -> None:
    """What the boxes of the desk's pages are called, for text that couldn't be taken."""
    from congress.common.typed import register_page
    from supervision.deskwork.forms import ExtensionForm, ReportForm

    register_page("desk-demand-report", "报告办理情况", ReportForm)
    register_page("desk-demand-extension", "申请延期", ExtensionForm)


def _register_files() -> None:
    """Whose files they are, who reads them, and where one goes back to."""
    from congress.common.attachments.owners import register_attachment_owner
    from supervision import file_places, models, permissions

    viewed: dict[Any, Any] = {
        models.Advice: permissions.can_view_office_record,
        models.Mediation: permissions.can_view_office_record,
        models.Referral: permissions.can_view_office_record,
        models.SupervisionPlan: permissions.can_view_plan,
        models.SupervisionProject: permissions.can_view_project,
        models.WorkReportHearing: permissions.can_view_hearing,
        models.Interpellation: permissions.can_view_interpellation,
        models.CountyTask: permissions.can_view_county_task,
        models.Demand: permissions.can_view_demand,
    }
    for owner, can_view in viewed.items():
        register_attachment_owner(
            owner,
            can_view=can_view,
            can_edit=permissions.can_edit_office_record,
            address=file_places.office_address,
        )
    for part in (models.Instalment, models.QualityCheck):
        register_attachment_owner(
            part,
            can_view=permissions.can_view_office_record,
            can_edit=permissions.can_edit_office_record,
            address=file_places.project_part_address,
        )
    register_attachment_owner(
        models.FieldWork,
        can_view=permissions.can_view_field_work,
        can_edit=permissions.can_edit_field_work,
        address=file_places.office_address,
        related=("leader",),
    )
    register_attachment_owner(
        models.DemandStep,
        can_view=permissions.can_view_demand_step,
        can_edit=permissions.can_change_demand_step_files,
        address=file_places.demand_step_address,
        related=("demand__unit",),
    )
