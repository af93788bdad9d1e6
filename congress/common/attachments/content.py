"""What a file is, read from its bytes: the one list of what is let in.

Not the name and not what the browser says. GIF is not on the list: no camera and no scanner makes
one, and its motion would not survive; nor is TIFF, of which only the first page would.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from congress.common.attachments.limits import max_bytes, size_in_words
from congress.common.attachments.names import display_name, short_name
from congress.common.attachments.ole import ole_kind
from congress.common.attachments.packages import package_kind
from congress.common.attachments.pdf import check_pdf
from congress.common.exceptions import RuleViolation
from congress.common.models.attachments import MediaType

# For the file dialog of the browser; what comes is looked at all the same.
DOCUMENTS_ACCEPTED = ".pdf,.ofd,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.dps"
KINDS_IN_WORDS = "照片（JPG、PNG、WebP、HEIC）、PDF、OFD、Word、Excel、PPT"
_NOT_LISTED = f"可以上传的有：{KINDS_IN_WORDS}。"
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_PICTURES = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",)}
_OTHERS: list[tuple[str, tuple[bytes, ...]]] = [
    ("这是GIF动图。请截一张图再上传。", (b"GIF87a", b"GIF89a")),
    ("这种图片要先另存为JPG或PDF，再上传。", (b"BM", b"II*\0", b"MM\0*")),
    ("这是压缩包。请解开，把里面的文件一个一个上传。", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
    ("这里不收录音和录像。请选照片，或者截一张图。", (b"ID3", b"\x1aE\xdf\xa3", b"#!AMR")),
]


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept. ``content`` is a picture's drawn anew, else as it came."""

    name: str
    media_type: MediaType
    content: bytes
    thumbnail: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_file(content: bytes, name: str) -> CheckedFile:
    """Find out what a file is and make it fit to keep. Raises RuleViolation, naming the file."""
    try:
        return _checked(content, name)
    except RuleViolation as why:
        raise refusal(name, why.message) from why


def refusal(name: str, why: str) -> RuleViolation:
    """The sentence that tells which file was not taken, and why."""
    return RuleViolation(f"“{short_name(name)}”没有收：{why}")


def too_big(size: int) -> str:
    """What is said of a file over the limit."""
    return (
        f"文件有{size_in_words(size)}，每个最多{size_in_words(max_bytes())}。请压缩或拆开后再上传。"
    )


def _checked(content: bytes, name: str) -> CheckedFile:
    if not content:
        raise RuleViolation("文件是空的。请重新选择。")
    if len(content) > max_bytes():
        raise RuleViolation(too_big(len(content)))
    if picture_format := _picture_format(content):
        # Loads the libraries for pictures, which most pages never need.
        from congress.common.attachments.pictures import clean_picture

        picture = clean_picture(content, picture_format)
        name = display_name(name, picture.media_type)
        return CheckedFile(name, picture.media_type, picture.content, picture.thumbnail)
    media_type = _document_kind(content)
    return CheckedFile(display_name(name, media_type), media_type, content, b"")


def _picture_format(content: bytes) -> str:
    """The name that Pillow gives the format, empty for what is no picture we take."""
    for name, signatures in _PICTURES.items():
        if content.startswith(signatures):
            return name
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return "HEIF" if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS else ""


def _document_kind(content: bytes) -> MediaType:
    """Which document it is. Raises RuleViolation for what isn't on the list, or isn't sound."""
    for signature, kind_of in _DOCUMENTS:
        if content.startswith(signature):
            return kind_of(content)
    for why, signatures in _OTHERS:
        if content.startswith(signatures):
            raise RuleViolation(why)
    if content[4:8] == b"ftyp":
        is_still = content[8:12] in (b"avif", b"avis")
        raise RuleViolation(_OTHERS[1][0] if is_still else _OTHERS[3][0])
    raise RuleViolation(_NOT_LISTED)


_DOCUMENTS: list[tuple[bytes, Callable[[bytes], MediaType]]] = [
    (b"%PDF-", check_pdf),
    (b"PK\x03\x04", package_kind),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole_kind),
]
