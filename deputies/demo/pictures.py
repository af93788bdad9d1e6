"""Drawn for the demonstration: what a deputy's phone and the office's scanner would have sent."""

import io
import itertools
import math
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from congress.common.attachments.services import stage_upload
from congress.common.models import Attachment

_SIZE = (1600, 1200)
_HORIZON = 520


def photos(*numbers: int, actor: Any) -> list[Attachment]:
    """Uploaded by ``actor``, to go with a report."""
    return [_uploaded(f"机耕路{number}.jpg", field_photo(number), actor) for number in numbers]


def scans(*numbers: int, actor: Any) -> list[Attachment]:
    """The same of what came on paper."""
    return [_uploaded(f"任务单{number}.jpg", paper_scan(number), actor) for number in numbers]


def _uploaded(name: str, content: bytes, actor: Any) -> Attachment:
    return stage_upload(SimpleUploadedFile(name, content), actor=actor)


def field_photo(number: int) -> bytes:
    """A field with its track after rain, under a sky; each number looks a little different."""
    image = Image.new("RGB", _SIZE)
    draw = ImageDraw.Draw(image)
    width, height = _SIZE
    for row in range(_HORIZON):
        light = row / _HORIZON
        draw.line((0, row, width, row), fill=_mix((122, 163, 199), (226, 233, 232), light))
    for layer, colour in enumerate([(128, 150, 146), (94, 124, 104)]):
        hills = [
            (x, _HORIZON - 60 + 30 * layer + 50 * math.sin(x / (260 - 90 * layer) + number + layer))
            for x in range(0, width + 40, 40)
        ]
        draw.polygon([*hills, (width, height), (0, height)], fill=colour)
    for row in range(_HORIZON, height):
        near = (row - _HORIZON) / (height - _HORIZON)
        shade = 8 * math.sin(row / (3 + 14 * near))
        green = _mix((150, 164, 92), (92, 122, 52), near)
        draw.line((0, row, width, row), fill=tuple(int(part + shade) for part in green))
    far, left = 760 + 60 * (number % 3), 340 + 90 * (number % 4)
    track = [(far, _HORIZON), (far + 24, _HORIZON), (left + 620, height), (left, height)]
    draw.polygon(track, fill=(142, 118, 88))
    for step in range(4):
        y = 700 + 130 * step
        half = 26 + 44 * step
        x = far + (left + 310 - far) * (y - _HORIZON) / (height - _HORIZON)
        draw.ellipse((x - half, y - half / 4, x + half, y + half / 4), fill=(176, 190, 196))
    return _jpeg(image.filter(ImageFilter.GaussianBlur(1.5)))


def paper_scan(number: int) -> bytes:
    """A form on paper, filled in by hand, a little askew as it lay in the scanner."""
    page = Image.new("RGB", (1240, 1754), (252, 251, 247))
    draw = ImageDraw.Draw(page)
    draw.rectangle((380, 150, 860, 190), fill=(70, 68, 66))
    rows = [300, 400, 500, 900, 1250, 1400]
    for top, bottom in itertools.pairwise(rows):
        draw.rectangle((130, top, 1110, bottom), outline=(90, 88, 86), width=3)
        draw.line((330, top, 330, bottom), fill=(90, 88, 86), width=3)
        draw.rectangle((165, top + 35, 295, top + 58), fill=(120, 118, 116))
        for line in range(top + 55, bottom - 20, 62):
            _handwriting(draw, line, 360 + (line * 7 + number * 131) % 90, number)
    return _jpeg(page.rotate(0.8, expand=True, fillcolor=(214, 212, 208)))


def _handwriting(draw: ImageDraw.ImageDraw, y: int, start: int, number: int) -> None:
    end = start + 420 + (y * 13 + number * 57) % 230
    for x in range(start, end, 46):
        for stroke in range(3):
            lean = (x * (stroke + 2) + y + number) % 19
            at = (x + 4 * stroke, y - 14 + lean, x + 34 - lean, y + 8 + 5 * stroke - lean / 2)
            draw.line(at, fill=(38, 48, 96), width=4)


def _mix(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(int(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()
