"""What the database keeps of titles, so that those about the same are found while one is typed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from proposals.models.proposals import Proposal


class TitlePair(models.Model):
    """Two neighbouring characters of a title, as the number that ``portal_pairs`` gives.

    Without 关于 and 的建议. A trigger of the database writes the rows (migration title_pairs):
    whoever changes a title needn't know of them.
    """

    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.DO_NOTHING,  # the trigger takes them away
        db_constraint=False,
        related_name="+",
        verbose_name="议案建议",
    )
    pair = models.BigIntegerField(verbose_name="相邻的两个字")

    class Meta:
        verbose_name = verbose_name_plural = "案由的字"
        indexes: ClassVar = [models.Index(fields=["pair", "proposal"], name="title_pairs")]

    def __str__(self) -> str:
        return chr(self.pair >> 21) + chr(self.pair & 0x1FFFFF)
