from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "议案建议"

    def ready(self) -> None:
        from congress.common.imports.registry import register_import_kind
        from congress.common.registry import (
            desk_places,
            duty_entries,
            office_search,
            office_today,
            report_chapters,
        )
        from proposals import office_page
        from proposals.audit_names import register_names
        from proposals.desk import places
        from proposals.duty import entries
        from proposals.imports.ledger import LedgerImport
        from proposals.report_chapters import chapters

        register_names()
        desk_places.register(places)
        duty_entries.register(entries)
        office_search.register(office_page.office_groups)
        office_today.register(office_page.today_lines)
        report_chapters.register(chapters)
        register_import_kind("proposals", LedgerImport)
