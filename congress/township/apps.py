from django.apps import AppConfig


class TownshipConfig(AppConfig):
    name = "congress.township"
    label = "township"
    verbose_name = "镇情与届次"

    def ready(self) -> None:
        from congress.common.registry import demo_steps
        from congress.common.roles import register_role_source
        from congress.township.demo import steps
        from congress.township.roles import assigned_roles

        register_role_source(assigned_roles)
        demo_steps.register(steps)
