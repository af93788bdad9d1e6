from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "congress.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from congress.common.registry import demo_steps, home_sections, report_chapters
        from congress.documents.demo import steps
        from congress.documents.home import sections
        from congress.documents.report_chapters import chapters

        report_chapters.register(chapters)
        home_sections.register(sections)
        demo_steps.register(steps)
