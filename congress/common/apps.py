from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "congress.common"
    label = "common"
    verbose_name = "导入与留痕"

    def ready(self) -> None:
        from congress.common.grants import grant_to_serving_role
        from congress.common.messaging.views import places
        from congress.common.office_page import imports_waiting
        from congress.common.registry import desk_places, office_today

        post_migrate.connect(grant_to_serving_role, sender=self, dispatch_uid="portal-grants")
        office_today.register(imports_waiting)
        desk_places.register(places)
