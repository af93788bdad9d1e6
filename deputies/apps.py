from django.apps import AppConfig


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = "代表与联系"

    def ready(self) -> None:
        from congress.common.imports.registry import register_import_kind
        from congress.common.registry import home_sections
        from congress.common.roles import register_role_source
        from deputies.home import sections
        from deputies.imports.roster import RosterImport
        from deputies.roles import roles_by_office

        register_role_source(roles_by_office)
        home_sections.register(sections)
        register_import_kind("roster", RosterImport)
