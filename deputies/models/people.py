"""A deputy as a person. What ties the person to a congress is the Mandate."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from congress.common.codes import (
    Education,
    EthnicGroup,
    OccupationClass,
    PoliticalStatus,
    Sex,
)
from congress.common.encryption import EncryptedTextField
from congress.common.history import portal_history
from congress.common.models import PublicIdModel, SensitiveModel, VersionedModel
from congress.common.names import (
    NAME_LENGTH,
    PINYIN_KEY_LENGTH,
    STROKE_KEY_LENGTH,
    name_errors,
    normalise_name,
    pinyin_of,
    pinyin_sort_key,
    stroke_sort_key,
)
from congress.common.partial_dates import PartialDate, PartialDateField
from congress.township.models import Village
from deputies.querysets import DeputyQuerySet

SENSITIVE = ("phone", "id_number", "address")


class Deputy(PublicIdModel, SensitiveModel, VersionedModel):
    """A person who is or was a deputy. Two may have the same name; nothing is matched on it alone.

    The columns below ``manual_sort_key`` are computed from the name by ``set_name`` and stored so
    that the database can sort and search.
    """

    sensitive_fields = SENSITIVE

    name = models.CharField(max_length=NAME_LENGTH, verbose_name="姓名")
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, verbose_name="性别")
    ethnic_group = models.CharField(
        max_length=2, choices=EthnicGroup.choices, blank=True, verbose_name="民族"
    )
    born_on = PartialDateField(null=True, blank=True, verbose_name="出生年月")
    education = models.CharField(
        max_length=2, choices=Education.choices, blank=True, verbose_name="文化程度"
    )
    political_status = models.CharField(
        max_length=2, choices=PoliticalStatus.choices, blank=True, verbose_name="政治面貌"
    )
    post = models.CharField(max_length=100, blank=True, verbose_name="现任职务（职业）")
    occupation_class = models.CharField(
        max_length=30, choices=OccupationClass.choices, blank=True, verbose_name="职业类别"
    )
    employer = models.CharField(max_length=100, blank=True, verbose_name="工作单位")
    village = models.ForeignKey(
        Village,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
        verbose_name="所在村（社区）",
    )
    phone = EncryptedTextField(blank=True, verbose_name="联系电话")
    id_number = EncryptedTextField(blank=True, verbose_name="身份证号")
    address = EncryptedTextField(blank=True, verbose_name="住址")
    remark = models.CharField(max_length=200, blank=True, verbose_name="备注（不公开）")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy",
        verbose_name="登录账号",
    )
    manual_sort_key = models.CharField(
        max_length=50,
        blank=True,
        verbose_name="手工排序",
        help_text="笔画顺序有疑问时填写，如填另一个姓名，就排在那个姓名的位置。",
    )
    stroke_key = models.CharField(
        max_length=STROKE_KEY_LENGTH, editable=False, db_collation="C", default=""
    )
    stroke_key_padded = models.CharField(
        max_length=STROKE_KEY_LENGTH, editable=False, db_collation="C", default=""
    )
    pinyin = models.CharField(max_length=400, editable=False, db_collation="C", default="")
    pinyin_initials = models.CharField(max_length=60, editable=False, db_collation="C", default="")
    pinyin_key = models.CharField(
        max_length=PINYIN_KEY_LENGTH, editable=False, db_collation="C", default=""
    )

    history = portal_history(
        excluded=[
            *SENSITIVE,
            "stroke_key",
            "stroke_key_padded",
            "pinyin",
            "pinyin_initials",
            "pinyin_key",
        ]
    )
    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表"
        ordering: ClassVar[list[str]] = ["stroke_key", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["stroke_key"], name="deputy_stroke_key"),
            models.Index(fields=["name"], name="deputy_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def set_name(self, name: str) -> None:
        """Take a name as written and compute its sort and search keys."""
        self.name = normalise_name(name)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Compute the sort and search keys from name and manual key."""
        sorted_as = normalise_name(self.manual_sort_key) or self.name
        self.stroke_key = stroke_sort_key(sorted_as, padded=False)
        self.stroke_key_padded = stroke_sort_key(sorted_as, padded=True)
        self.pinyin, self.pinyin_initials = pinyin_of(self.name)
        self.pinyin_key = pinyin_sort_key(self.name)

    def clean(self) -> None:
        self.set_name(self.name)
        if errors := name_errors(self.name):
            raise ValidationError({"name": errors})

    def could_be(self, name: str, born_on: PartialDate | None) -> bool:
        """Same name, and birth dates that agree as far as both are known."""
        if self.name != normalise_name(name):
            return False
        if self.born_on is None or born_on is None:
            return True
        return born_on.refines(self.born_on) or self.born_on.refines(born_on)
