from django.apps import AppConfig


class TownshipConfig(AppConfig):
    name = "congress.township"
    label = "township"
    verbose_name = "镇情与届次"

    def ready(self) -> None:
        from congress.accounts.card_printing import register_card_holders
        from congress.common.registry import (
            consistency_checks,
            demo_steps,
            first_steps,
            home_sections,
            office_search,
            register_message_kind,
            reminders,
            report_chapters,
        )
        from congress.common.roles import register_holder_source, register_role_source
        from congress.township import office_page
        from congress.township.audit_names import register_names
        from congress.township.consistency import checks
        from congress.township.demo import steps
        from congress.township.home import sections
        from congress.township.reminders import SESSION_NEAR, sessions_near
        from congress.township.report_chapters import chapters
        from congress.township.roles import (
            assigned_roles,
            card_holders_by_assignment,
            holders_by_assignment,
        )
        from congress.township.searching import office_groups

        register_names()
        register_role_source(assigned_roles)
        register_holder_source(holders_by_assignment)
        register_card_holders(card_holders_by_assignment)
        register_message_kind(SESSION_NEAR)
        reminders.register(sessions_near)
        report_chapters.register(chapters)
        demo_steps.register(steps)
        first_steps.register(office_page.steps)
        consistency_checks.register(checks)
        home_sections.register(sections)
        office_search.register(office_groups)
