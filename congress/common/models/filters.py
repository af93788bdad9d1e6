"""What somebody looks for again and again: the conditions of a list, under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from congress.common.history import portal_history

NAME_LENGTH, QUERY_LENGTH = 20, 1500


class SavedFilter(models.Model):
    """The filters and the search of a list of the back office, kept by one person.

    ``page`` names the list ("proposals_proposal_changelist"); ``query`` is what stands behind
    the ? in its address, never a path: the portal may be mounted elsewhere tomorrow.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="保存人",
    )
    page = models.CharField(max_length=100, editable=False, verbose_name="列表")
    name = models.CharField(max_length=NAME_LENGTH, verbose_name="名称")
    query = models.CharField(max_length=QUERY_LENGTH, editable=False, verbose_name="条件")
    is_shared = models.BooleanField(
        default=False, verbose_name="共用", help_text="进得了工作台的人都能看到、点开。"
    )

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "保存的条件"
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"], name="filter_has_one_name_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.name
