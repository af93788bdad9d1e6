"""Deputy groups (代表小组), the year-round units of a term's deputies."""

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.township.models import CongressTerm, Village
from deputies.models.people import Deputy


class DeputyGroup(PublicIdModel, VersionedModel):
    """A group of three or more deputies (组织法43③), with its leader and its villages."""

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="groups", verbose_name="届"
    )
    name = models.CharField(max_length=50, verbose_name="小组名称")
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")
    leader = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_groups",
        verbose_name="组长",
    )
    villages = models.ManyToManyField(
        Village, blank=True, related_name="deputy_groups", verbose_name="所含村（社区）"
    )
    meeting_place = models.CharField(max_length=100, blank=True, verbose_name="活动地点")

    history = portal_history(m2m_fields=[villages])

    class Meta:
        verbose_name = verbose_name_plural = "代表小组"
        ordering: ClassVar[list[str]] = ["-term__ordinal", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["term", "name"],
                name="group_name_is_unique_in_its_term",
                violation_error_message="本届已有同名小组。",
            )
        ]

    def __str__(self) -> str:
        return self.name
