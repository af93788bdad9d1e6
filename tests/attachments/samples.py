"""Files as people have them, made here: photographs, documents, and what only looks like them."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

pillow_heif.register_heif_opener()

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
CAMERA = "InventedCamera"
PLACE = {1: "N", 2: (29.0, 50.0, 12.0), 3: "E", 4: (113.0, 33.0, 1.0)}
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00" + b"\0" * 200
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled"


def saved(image: Image.Image, picture_format: str, **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, picture_format, **options)
    return stream.getvalue()


def two_colours(size=(400, 200), mode="RGB") -> Image.Image:
    """The left half red, the right half blue: which way is up can be seen."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image.convert(mode)


def photo(size=(400, 200), picture_format="JPEG", orientation=1, **options) -> bytes:
    """As a camera writes it: with the place, the device and which way it was held."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, CAMERA
    exif.get_ifd(GPS).update(PLACE)
    return saved(two_colours(size), picture_format, exif=exif.tobytes(), **options)


def bomb_png(width: int, height: int) -> bytes:
    """A head that promises many pixels, and hardly anything behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def pdf(**actions) -> bytes:
    """One blank page; ``script`` and ``password`` do what they say."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if script := actions.get("script"):
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(script),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if "password" in actions:
        writer.encrypt(user_password=actions["password"], owner_password="owner")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_with_hidden_script() -> bytes:
    """The script's name stands only within a compressed stream of objects, and oddly spelt."""
    inner = zlib.compress(b"7 0 << /S /Java#53cript /JS (app.alert(1)) >>")
    head = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(
        inner
    )
    return pdf().replace(
        b"xref\n", head + b"\nstream\n" + inner + b"\nendstream\nendobj\nxref\n", 1
    )


def xlsx() -> bytes:
    book = Workbook()
    book.active.append(["姓名", "签到"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def package(parts: dict[str, bytes | str], packing=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(main_type=WORD, **parts) -> bytes:
    part = f'<Override PartName="/word/document.xml" ContentType="{main_type}.main+xml"/>'
    types = f"<Types>{part}</Types>"
    body = {"[Content_Types].xml": types, "word/document.xml": "<document/>"}
    return package(body | parts)


def ofd() -> bytes:
    return package({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<Document/>"})


def ole(*names: str) -> bytes:
    """A compound file whose directory holds these names."""
    entries = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le")
        kind = 5 if name == "Root Entry" else 2
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1) + b"\0" * 60
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(512, b"\0")
