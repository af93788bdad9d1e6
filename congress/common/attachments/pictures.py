"""Pictures drawn anew: upright, in the colours of a screen, no bigger than needed, nothing else.

What a camera adds (place, time, device), comments and anything hidden behind the picture stay
behind, because only the pixels are copied.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from congress.common.exceptions import RuleViolation
from congress.common.models.attachments import MediaType

LONGEST = 2560  # px: a page of paper at 220 dpi, enough to read
THUMBNAIL = 480
# More is refused before it is unpacked. JPEG shrinks while it is read; the others don't.
_MAX_PIXELS = {"JPEG": 120_000_000}
_MAX_PIXELS_OTHERS = 50_000_000
# A drawing that is bigger than this as PNG is a photograph.
_MAX_PNG = 3 * 1024 * 1024
_UNREADABLE = "图片打不开，可能没有传完或者已经损坏。请重新拍照或选择。"
_MOVING = "这是动图。请截一张图再上传。"
_SRGB = ImageCms.createProfile("sRGB")
# A picture of 50 million pixels takes 200 MB while it is drawn: one at a time in a process.
_ONE_AT_A_TIME = threading.Lock()

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Picture:
    """What is kept of a picture; the thumbnail is a JPEG."""

    media_type: MediaType
    content: bytes
    thumbnail: bytes


def clean_picture(content: bytes, picture_format: str) -> Picture:
    """Draw a picture anew. ``picture_format`` is Pillow's word for what the bytes begin with.

    Raises RuleViolation for one that is damaged, too big or moving.
    """
    try:
        with (
            _ONE_AT_A_TIME,
            _whole_pictures_only(),
            Image.open(io.BytesIO(content), formats=[picture_format]) as opened,
        ):
            _check(opened, picture_format)
            drawn = _drawn(opened)
            return _encoded(drawn, prefers_png=picture_format == "PNG")
    except RuleViolation:
        raise
    except Image.DecompressionBombError as error:
        raise RuleViolation(_too_many_pixels(picture_format)) from error
    except Exception as error:  # decoders raise whatever a damaged file makes them stumble over
        raise RuleViolation(_UNREADABLE) from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint tells Pillow to fill up what is cut off with grey; here it has to complain.

    The switch is one for the process. A document printed meanwhile uses our own pictures, whole.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check(opened: Image.Image, picture_format: str) -> None:
    width, height = opened.size
    if width * height > _MAX_PIXELS.get(picture_format, _MAX_PIXELS_OTHERS):
        raise RuleViolation(_too_many_pixels(picture_format))
    # A JPEG may hold a second picture for bright screens, HEIC a series: the first is the picture.
    if picture_format in ("PNG", "WEBP") and getattr(opened, "n_frames", 1) > 1:
        raise RuleViolation(_MOVING)


def _too_many_pixels(picture_format: str) -> str:
    most = _MAX_PIXELS.get(picture_format, _MAX_PIXELS_OTHERS) // 10_000
    return f"图片太大，像素超过{most}万。请缩小后再上传。"


def _drawn(opened: Image.Image) -> Image.Image:
    """The pixels alone: upright, at most LONGEST, 8 bits, in sRGB; with its transparency."""
    ratio = LONGEST / max(opened.size)
    if ratio < 1:
        width, height = opened.size
        # Only JPEG listens: it then unpacks no more than is needed.
        opened.draft(None, (max(1, int(width * ratio)), max(1, int(height * ratio))))
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    image = _in_screen_colours(upright)
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    image.info.clear()
    return image


def _in_screen_colours(image: Image.Image) -> Image.Image:
    """RGB, RGBA where something shines through, or L."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        image = image.convert("RGBA")
        if image.getchannel("A").getextrema() == (255, 255):
            image = image.convert("RGB")
    if image.mode == "P":
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _from_profile(image, profile)
    return image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGB")


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that the camera meant; as they are when its profile is of no use."""
    shown = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=shown)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return image if converted is None else converted


def _encoded(image: Image.Image, *, prefers_png: bool) -> Picture:
    thumbnail = _on_white(image)
    thumbnail.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    small = _saved(thumbnail, "JPEG", quality=80, optimize=True)
    if image.mode == "RGBA" or prefers_png:
        content = _saved(image, "PNG")
        if image.mode == "RGBA" or len(content) <= _MAX_PNG:
            return Picture(MediaType.PNG, content, small)
    content = _saved(image, "JPEG", quality=85, optimize=True, progressive=True)
    return Picture(MediaType.JPEG, content, small)


def _on_white(image: Image.Image) -> Image.Image:
    """A copy without transparency."""
    if image.mode != "RGBA":
        return image.copy()
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _saved(image: Image.Image, picture_format: str, **options: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, picture_format, **options)
    return stream.getvalue()
