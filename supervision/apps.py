from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督工作"

    def ready(self) -> None:
        from congress.common.registry import report_chapters
        from supervision.report_chapters import chapters

        report_chapters.register(chapters)
