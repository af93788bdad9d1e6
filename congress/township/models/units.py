"""Organs and units, and the roles users were given by hand."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.common.partial_dates import PartialDateField
from congress.common.roles import Role
from congress.township.models.succession import Succeeded


class OrganKind(models.TextChoices):
    """What an organ is to the congress."""

    GOVERNMENT = "government", "镇人民政府"
    GOVERNMENT_OFFICE = "government_office", "镇政府机构"
    STATION = "station", "站所（派出机构）"
    COURT = "court", "人民法庭"
    INSTITUTION = "institution", "事业单位"
    PARTY = "party", "党委机构"
    CONGRESS = "congress", "人大机构"
    SUPERIOR = "superior", "上级机关"
    OTHER = "other", "其他"


class Organ(PublicIdModel, VersionedModel, Succeeded):
    """An organ or unit, with the time it existed and what took its place."""

    kind = models.CharField(
        max_length=20,
        choices=OrganKind.choices,
        default=OrganKind.GOVERNMENT_OFFICE,
        verbose_name="类别",
    )
    is_state_administrative = models.BooleanField(
        default=False,
        verbose_name="国家行政机关",
        help_text="主席、副主席不得在国家行政机关任职（组织法第十八条第二款），系统据此提醒。",
    )

    history = portal_history()

    class Meta(Succeeded.Meta):
        verbose_name = verbose_name_plural = "机关单位"
        ordering: ClassVar[list[str]] = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role given to a user for a time. Roles that follow from a mandate are not given."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="role_assignments",
        verbose_name="账号",
    )
    role = models.CharField(
        max_length=20,
        choices=[(role.value, role.label) for role in Role.assignable()],
        verbose_name="角色",
    )
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, verbose_name="所在单位"
    )
    starts_on = PartialDateField(null=True, blank=True, verbose_name="起")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="止")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        ordering: ClassVar[list[str]] = ["user", "role"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role=Role.UNIT.value) | Q(organ__isnull=False),
                name="unit_role_names_its_organ",
                violation_error_message="“承办单位”角色要选所在单位。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
