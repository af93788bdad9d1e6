"""The legal values of a work report's fields."""

from django.db import models


class ReportStatus(models.TextChoices):
    """Where a report stands. Final and released ones never change (a correction is an edition)."""

    DRAFT = "draft", "草稿"
    FINAL = "final", "定稿"
    RELEASED = "released", "已公开"


class ReportPart(models.TextChoices):
    """The three parts of a work report (domain.md §4.2)."""

    PAST = "past", "过去一年的工作"
    PROBLEMS = "problems", "存在问题"
    PLANS = "plans", "今后工作安排"
