"""The presidium: who sits in it from when to when, and what else its officers do."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import VersionedModel
from congress.common.partial_dates import PartialDateField
from congress.township.models import CongressTerm, Organ, Session
from deputies.enums import PresidiumRole
from deputies.models.people import Deputy


class PresidiumPost(VersionedModel):
    """A deputy's post in the presidium of a term."""

    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="presidium_posts", verbose_name="代表"
    )
    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="presidium_posts", verbose_name="届"
    )
    role = models.CharField(
        max_length=20,
        choices=PresidiumRole.choices,
        default=PresidiumRole.MEMBER,
        verbose_name="职务",
    )
    elected_at = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, verbose_name="选出的会议"
    )
    is_full_time = models.BooleanField(default=False, verbose_name="专职")
    starts_on = PartialDateField(null=True, blank=True, verbose_name="任职自")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="任职至")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "主席团职务"
        ordering: ClassVar[list[str]] = ["-term__ordinal", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deputy", "term", "role"],
                condition=Q(ends_on__isnull=True),
                name="deputy_holds_a_presidium_post_once",
                violation_error_message="这名代表本届已担任这一职务。",
            ),
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(ends_on__isnull=True, role="chair"),
                name="presidium_has_one_chair",
                violation_error_message="本届已有主席；先填写前任的任职截止时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.get_role_display()}"


class ConcurrentDuty(VersionedModel):
    """What a presidium officer does beside (兼职、分管工作).

    组织法18②: chair and vice-chairs may not hold posts in state administrative organs. The portal
    warns, the office judges (deputies.consistency.presidium).
    """

    presidium_post = models.ForeignKey(
        PresidiumPost,
        on_delete=models.CASCADE,
        related_name="concurrent_duties",
        verbose_name="主席团职务",
    )
    title = models.CharField(max_length=100, verbose_name="兼任职务或分管工作")
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, verbose_name="所在单位"
    )
    is_administrative_post = models.BooleanField(
        default=False, verbose_name="属国家行政机关职务", help_text="组织法第十八条第二款。"
    )
    starts_on = PartialDateField(null=True, blank=True, verbose_name="起")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="止")
    result = models.TextField(blank=True, verbose_name="工作成效")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "兼任职务"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.title
