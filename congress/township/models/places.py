"""Villages and communities, and the areas (片) they belong to."""

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.township.models.succession import Succeeded


class VillageKind(models.TextChoices):
    """What kind of basic unit it is (村民委员会组织法, 城市居民委员会组织法)."""

    VILLAGE = "village", "行政村"
    NEIGHBOURHOOD = "neighbourhood", "居委会"
    COMMUNITY = "community", "社区"

    @classmethod
    def of(cls, name: str) -> "VillageKind":
        """The kind that a name tells: 江湾社区, 河街居委会, 新洲村."""
        if "社区" in name:
            return cls.COMMUNITY
        return cls.NEIGHBOURHOOD if name.endswith(("居委会", "居民委员会")) else cls.VILLAGE


class Area(models.Model):
    """A part of the town that villages are counted to (片), such as 新洲片."""

    name = models.CharField(max_length=50, unique=True, verbose_name="片名")
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "片"
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Village(PublicIdModel, VersionedModel, Succeeded):
    """A village or community. Merged ones stay, pointing to their successor (合村并组)."""

    kind = models.CharField(
        max_length=20,
        choices=VillageKind.choices,
        default=VillageKind.VILLAGE,
        verbose_name="类别",
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, verbose_name="所在片"
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")

    history = portal_history()

    class Meta(Succeeded.Meta):
        verbose_name = verbose_name_plural = "村（社区）"
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
