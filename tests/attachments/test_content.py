"""What a file is, its bytes say; what isn't on the list is refused with a sentence."""

import time
import zipfile

import pytest

from congress.common.attachments.content import check_file
from congress.common.exceptions import RuleViolation
from congress.common.models import MediaType
from tests.attachments import samples
from tests.attachments.samples import docx, ole, package, pdf, photo


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf(), MediaType.PDF),
        (samples.xlsx(), MediaType.XLSX),
        (docx(), MediaType.DOCX),
        (samples.ofd(), MediaType.OFD),
        (ole("WordDocument", "1Table"), MediaType.DOC),
        (ole("Workbook"), MediaType.XLS),
        (ole("PowerPoint Document"), MediaType.PPT),
    ],
)
def test_document_is_known_by_its_content_and_kept_as_it_is(content, media_type):
    kept = check_file(content, "材料.jpg")
    assert (kept.media_type, kept.content) == (media_type, content)
    assert kept.name == f"材料.{media_type.extension}"


def test_picture_called_pdf_is_a_picture():
    kept = check_file(photo(picture_format="PNG"), "通知.pdf")
    assert (kept.media_type, kept.name) == (MediaType.PNG, "通知.png")


_BOMB = package({"[Content_Types].xml": "x", "word/document.xml": b"\0" * 60_000_000})
_BAD_CHECKSUM = docx().replace(b"<document/>", b"<document?>")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (samples.HTML, "可以上传的有"),
        (samples.SVG, "可以上传的有"),
        (samples.EXE, "可以上传的有"),
        ("纯文本".encode(), "可以上传的有"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 50, "录像"),
        (b"Rar!\x1a\x07", "压缩包"),
        (package({"a.exe": samples.EXE}), "压缩包"),
        (package({"[Content_Types].xml": "<Types/>"}), "压缩包"),
        (_BOMB, "解开以后太大"),
        (package({f"part{n}": b"" for n in range(3001)}), "解开以后太大"),
        (docx(samples.MACRO_WORD), "宏"),
        (docx(**{"word/vbaProject.bin": b"x"}), "宏"),
        (docx(**{"word/activeX/activeX1.bin": b"x"}), "宏"),
        (docx()[:-30], "打不开"),
        (
            package({"[Content_Types].xml": "x" * 50}, zipfile.ZIP_STORED).replace(b"xxx", b"xyx"),
            "打不开",
        ),
        (ole("WordDocument", "_VBA_PROJECT"), "宏"),
        (ole("EncryptedPackage"), "密码"),
        (ole("Contents"), "看不出"),
        (pdf()[:-40], "不完整"),
        (pdf(password="secret"), "密码"),
        (pdf(password=""), "密码"),
        (pdf(script="app.alert(1)"), "自动运行"),
        (samples.pdf_with_hidden_script(), "自动运行"),
        (pdf().replace(b"xref\n", b"<</S/Launch/F(a.exe)>>xref\n", 1), "自动运行"),
    ],
)
def test_content_that_can_not_be_taken_is_refused_in_words(content, why):
    with pytest.raises(RuleViolation) as refused:
        check_file(content, "材料.pdf")
    assert why in refused.value.message
    assert refused.value.message.startswith("“材料.pdf”没有收：")


def test_encrypted_package_is_told():
    marked = bytearray(docx())
    at = marked.index(b"PK\x01\x02")
    marked[at + 8] |= 1
    with pytest.raises(RuleViolation, match="密码"):
        check_file(bytes(marked), "材料.docx")


def test_file_over_the_limit_is_told_both_sizes(settings):
    settings.PORTAL_FILE_MB = 1
    with pytest.raises(RuleViolation) as refused:
        check_file(b"%PDF-" + b"\0" * 1_500_000, "扫描.pdf")
    assert "文件有1.4MB，每个最多1MB" in refused.value.message


def test_pdf_full_of_open_streams_is_read_in_time():
    stream = b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + b"x\xda" * 3000
    sent = b"%PDF-1.7\n" + stream * 3000 + b"startxref\n0\n%%EOF"
    began = time.monotonic()
    assert check_file(sent, "a.pdf").media_type == MediaType.PDF
    assert time.monotonic() - began < 10
