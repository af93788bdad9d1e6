"""What the public may read of a proposal: its own text, which may differ from the original."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.common.history import portal_history
from congress.common.models import VersionedModel
from congress.common.text_search import pairs_index, search_text_column
from proposals.models.handling import Reply
from proposals.models.proposals import Proposal
from proposals.public_rows import PublicationQuerySet


class Publication(VersionedModel):
    """One proposal before the public (公开), a deliberate act after the reply.

    The texts are what may be read by all: a copy, so that what is left out of it is nowhere on a
    public page, and nothing that is written later goes out by itself. ``taken_back_on`` is set
    while it isn't public any more. ``answered_again_on`` is set when a unit answers afterwards,
    until the office has looked at what is public. ``reply_text`` are the published replies, for
    searching.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="publication", verbose_name="议案建议"
    )
    title = models.CharField(max_length=100, verbose_name="公开的案由")
    grounds = models.TextField(blank=True, max_length=10000, verbose_name="公开的案据")
    measures = models.TextField(blank=True, max_length=10000, verbose_name="公开的方案")
    shows_sponsors = models.BooleanField(default=True, verbose_name="公开代表姓名")
    published_on = models.DateField(default=timezone.localdate, verbose_name="公开日期")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="公开人",
    )
    taken_back_on = models.DateField(null=True, editable=False, verbose_name="撤下日期")
    taken_back_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="撤下理由"
    )
    answered_again_on = models.DateField(
        null=True, editable=False, verbose_name="公开后又答复的日期"
    )
    reply_text = models.TextField(blank=True, editable=False, verbose_name="公开的答复")
    search_text = search_text_column("title", "grounds", "measures", "reply_text")

    history = portal_history(excluded=["search_text", "reply_text"])
    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开"
        ordering: ClassVar[list[str]] = ["-published_on", "-pk"]
        indexes: ClassVar = [
            pairs_index("publication_pairs"),
            # Both are few, however much is public.
            models.Index(
                fields=["answered_again_on"],
                include=["proposal"],
                condition=Q(answered_again_on__isnull=False, taken_back_on__isnull=True),
                name="publication_answered_again",
            ),
            models.Index(
                fields=["taken_back_on"],
                include=["proposal"],
                condition=Q(taken_back_on__isnull=False),
                name="publication_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.proposal}”的公开稿"

    @property
    def is_standing(self) -> bool:
        """Whether it was published and not taken back."""
        return self.taken_back_on is None


class PublishedReply(models.Model):
    """A reply as the public reads it."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="replies", verbose_name="公开"
    )
    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, related_name="published", verbose_name="答复"
    )
    content = models.TextField(blank=True, max_length=20000, verbose_name="公开的答复")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "公开的答复"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.reply}（公开稿）"
