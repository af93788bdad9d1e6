"""The form field for attachments: what was chosen before, ticked, and boxes for more.

A refused form can't give a browser its files back. So what was accepted is kept for its sender,
and the form that is shown again lists it as ticked boxes; only what was refused is chosen anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from congress.common.attachments.content import DOCUMENTS_ACCEPTED, KINDS_IN_WORDS, refusal
from congress.common.attachments.limits import max_bytes, max_files, size_in_words
from congress.common.attachments.owners import can_view_attachment
from congress.common.attachments.services import stage_upload
from congress.common.exceptions import RuleViolation
from congress.common.models import Attachment


@dataclass(frozen=True)
class Sent:
    """What a form brought for the field: ids of ticked files, and new ones."""

    kept: list[str]
    uploads: list[UploadedFile]


class AttachmentsInput(forms.Widget):
    """``offers_camera``: a box of its own for pictures, in which a phone offers its camera."""

    template_name = "includes/attachments_input.html"
    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, *, offers_camera: bool = True, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.offers_camera = offers_camera
        self.offered: list[tuple[Attachment, bool]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """Both kinds of mapping are read: a form drawn again may hold a plain one."""
        uploads = [*_listed(files, f"{name}-photos"), *_listed(files, f"{name}-documents")]
        return Sent(_listed(data, f"{name}-kept"), uploads)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No box ticked and nothing chosen is an answer too."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "offers_camera": self.offers_camera,
            "offered": self.offered,
            "documents": DOCUMENTS_ACCEPTED,
        }
        return context

    def id_for_label(self, id_: str) -> str:
        """The boxes have labels of their own."""
        return ""


class AttachmentsField(forms.Field):
    """Cleans to a list of attachments to give to ``attach_files``."""

    widget: Any = AttachmentsInput

    def __init__(self, *, offers_camera: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", AttachmentsInput(offers_camera=offers_camera))
        super().__init__(**kwargs)
        self.actor: Any = None
        self.earlier: list[Attachment] = []

    def prepare(self, actor: Any, earlier: Sequence[Attachment] = ()) -> None:
        """Say who fills the form in, and which files of an earlier record he may go on with."""
        self.actor, self.earlier = actor, list(earlier)
        self.widget.offered = [(row, True) for row in self.earlier]
        self.help_text = self.help_text or _limits_in_words(self.widget.offers_camera)

    def clean(self, value: Any) -> list[Attachment]:
        """Keep what can be taken; one sentence for each file that can't be."""
        ticked = self._ticked(value.kept)
        wanted, refused = list(ticked), []
        for upload in value.uploads:
            try:
                if len(wanted) >= max_files():
                    raise refusal(upload.name or "", f"一次最多交{max_files()}个。")
                row = stage_upload(upload, actor=self.actor)
            except RuleViolation as why:
                refused.append(why.message)
            else:
                wanted += [] if row in wanted else [row]
        unticked = [(row, False) for row in self.earlier if row not in ticked]
        self.widget.offered = [*((row, True) for row in wanted), *unticked]
        if refused:
            raise ValidationError(refused)
        if self.required and not wanted:
            raise ValidationError(self.error_messages["required"], code="required")
        return wanted

    def _ticked(self, public_ids: Sequence[str]) -> list[Attachment]:
        """What the boxes stand for: own staged ones, and those of records that one may see.

        After a double tap the boxes of the second tap are already the record's.
        """
        ids = [public_id for public_id in public_ids if "\0" not in public_id]
        rows = Attachment.objects.filter(public_id__in=ids[: 2 * max_files()])
        return [row for row in rows if can_view_attachment(self.actor, row)]


def _listed(data: Mapping[str, Any], name: str) -> list[Any]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    return [data[name]] if name in data else []


def _limits_in_words(offers_camera: bool) -> str:
    help_text = f"最多{max_files()}个，每个不超过{size_in_words(max_bytes())}。"
    if offers_camera:
        return f"{help_text}照片里的拍摄地点会自动去掉。"
    return f"{help_text}可以是{KINDS_IN_WORDS}。"
