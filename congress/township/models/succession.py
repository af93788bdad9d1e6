"""What exists for a time and is followed by something else: villages and organs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from congress.common.partial_dates import PartialDateField


class Succeeded(models.Model):
    """Stays in the records after its end, pointing to what took its place (合村并组, 机构改革).

    A name is taken while its bearer exists.
    """

    name = models.CharField(max_length=100, verbose_name="名称")
    starts_on = PartialDateField(null=True, blank=True, verbose_name="设立时间")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="撤并时间")
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name="并入",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(ends_on__isnull=True),
                name="%(class)s_name_is_unique_while_it_exists",
                violation_error_message="这个名称已经有了。同名的已撤并时，请先填写它的撤并时间。",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="%(class)s_is_not_its_own_successor",
                violation_error_message="不能并入自己。",
            ),
        ]
