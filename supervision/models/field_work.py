"""What deputies see on the spot (视察、执法检查、跟踪监督、专项监督), and superior visitors."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.common.text_search import pairs_index, search_text_column
from congress.township.models import Organ
from deputies.models import Deputy
from supervision.enums import FieldWorkKind, Level, Verdict
from supervision.models.parts import Releasable, by
from supervision.models.plans import PlanItem
from supervision.models.projects import SupervisionProject
from supervision.querysets import FieldWorkQuerySet


class FieldWork(PublicIdModel, VersionedModel, Releasable):
    """One visit to the spot: who went where and what they found.

    Three aspects (进度、质量、资金到位) are asked of a tracking visit; ``law`` of a check of how a
    law is kept; ``visitor``, ``level`` and ``verdict`` of a visit by a superior congress.
    """

    kind = models.CharField(max_length=20, choices=FieldWorkKind.choices, verbose_name="类别")
    title = models.CharField(max_length=100, verbose_name="题目")
    held_on = PartialDateField(verbose_name="日期")
    place = models.CharField(max_length=100, blank=True, verbose_name="地点")
    route = models.CharField(max_length=500, blank=True, verbose_name="路线")
    project = models.ForeignKey(
        SupervisionProject,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="field_works",
        verbose_name="监督项目",
    )
    plan_item = models.ForeignKey(
        PlanItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="field_works",
        verbose_name="计划事项",
    )
    units = models.ManyToManyField(
        Organ, blank=True, related_name="field_works", verbose_name="受检单位"
    )
    law = models.CharField(max_length=100, blank=True, verbose_name="检查的法律法规")
    leader = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_field_works",
        verbose_name="带队",
    )
    deputies = models.ManyToManyField(
        Deputy, blank=True, related_name="field_works", verbose_name="参加的代表"
    )
    others = models.CharField(max_length=300, blank=True, verbose_name="其他参加人员")
    scheme = models.TextField(max_length=5000, blank=True, verbose_name="方案")
    progress_words = models.TextField(max_length=1000, blank=True, verbose_name="进度")
    quality_words = models.TextField(max_length=1000, blank=True, verbose_name="质量")
    funds_words = models.TextField(max_length=1000, blank=True, verbose_name="资金到位")
    findings = models.TextField(max_length=5000, blank=True, verbose_name="看到的情况")
    advice = models.TextField(max_length=5000, blank=True, verbose_name="意见建议")
    visitor = models.CharField(max_length=100, blank=True, verbose_name="来视察的机关")
    level = models.CharField(
        max_length=10, choices=Level.choices, blank=True, verbose_name="机关层级"
    )
    verdict = models.CharField(
        max_length=20, choices=Verdict.choices, blank=True, verbose_name="评价"
    )
    verdict_words = models.TextField(max_length=1000, blank=True, verbose_name="评价的话")
    recorded_by = by("记录人")

    search_text = search_text_column("title", "place", "findings", "advice")

    attachments = attachments_relation()
    history = portal_history(m2m_fields=[units, deputies], excluded=["search_text"])
    objects = FieldWorkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场监督"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        indexes: ClassVar = [pairs_index("field_work_pairs")]

    def __str__(self) -> str:
        return self.title


class FocusPoint(models.Model):
    """One point that a special supervision looks for (如：超标负担、乱收费), and what it found.

    ``is_found`` None: not looked at yet.
    """

    field_work = models.ForeignKey(
        FieldWork, on_delete=models.CASCADE, related_name="focus_points", verbose_name="现场监督"
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="序号")
    words = models.CharField(max_length=200, verbose_name="检查重点")
    is_found = models.BooleanField(null=True, blank=True, verbose_name="发现问题")
    finding = models.TextField(max_length=1000, blank=True, verbose_name="查到的情况")
    correction = models.TextField(max_length=1000, blank=True, verbose_name="纠正情况")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "检查重点"
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.words
