from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "congress.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from congress.accounts.card_printing import register_card_printer
        from congress.common.registry import (
            demo_steps,
            home_sections,
            office_search,
            public_search,
            report_chapters,
        )
        from congress.documents.audit_names import register_names
        from congress.documents.demo import steps
        from congress.documents.home import sections
        from congress.documents.login_cards import cards_pdf
        from congress.documents.report_chapters import chapters
        from congress.documents.searching import office_groups, public_groups

        register_names()
        register_card_printer(cards_pdf)
        report_chapters.register(chapters)
        home_sections.register(sections)
        demo_steps.register(steps)
        public_search.register(public_groups)
        office_search.register(office_groups)
