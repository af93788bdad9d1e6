"""Pictures are drawn anew: upright, small enough, and nothing but the picture."""

import io

import pytest
from PIL import Image, ImageCms, ImageFile

from congress.common.attachments.content import check_file
from congress.common.attachments.pictures import LONGEST, THUMBNAIL
from congress.common.exceptions import RuleViolation
from congress.common.models import MediaType
from tests.attachments import samples
from tests.attachments.samples import photo, saved, two_colours


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_reddish(colour) -> bool:
    return colour[0] > 200 and colour[2] < 80


@pytest.mark.parametrize(
    ("picture_format", "media_type"),
    [
        ("JPEG", MediaType.JPEG),
        ("PNG", MediaType.PNG),
        ("WEBP", MediaType.JPEG),
        ("HEIF", MediaType.JPEG),
    ],
)
def test_photo_loses_place_and_device(picture_format, media_type):
    sent = photo(picture_format=picture_format)
    assert samples.CAMERA.encode() in sent  # the sample is as it should be
    kept = check_file(sent, "照片")
    assert kept.media_type == media_type
    for content in (kept.content, kept.thumbnail):
        assert samples.CAMERA.encode() not in content
        assert b"Exif" not in content
        assert b"eXIf" not in content
        image = opened(content)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
            "progressive",
            "progression",
        }


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photo_is_turned_upright(picture_format, orientation):
    image = opened(check_file(photo((400, 200), picture_format, orientation), "照片").content)
    corners = [image.getpixel((5, 5)), image.getpixel((image.width - 6, image.height - 6))]
    turned = {1: (400, 200), 3: (400, 200), 6: (200, 400), 8: (200, 400)}
    assert image.size == turned[orientation]
    # Turned by 180° or to the left, the red half comes last.
    assert is_reddish(corners[1 if orientation in (3, 8) else 0])
    assert not is_reddish(corners[0 if orientation in (3, 8) else 1])


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG"])
def test_big_picture_is_scaled_and_keeps_its_shape(picture_format):
    kept = check_file(saved(two_colours((6000, 1500)), picture_format), "航拍")
    assert opened(kept.content).size == (LONGEST, LONGEST // 4)
    assert opened(kept.thumbnail).size == (THUMBNAIL, THUMBNAIL // 4)


def test_small_picture_is_not_blown_up():
    assert opened(check_file(saved(two_colours((40, 20)), "PNG"), "图").content).size == (40, 20)


@pytest.mark.parametrize(
    ("mode", "left"),
    [
        ("RGB", (254, 0, 0)),
        ("RGBA", (254, 0, 0)),
        ("P", (254, 0, 0)),
        ("L", 76),
        ("LA", (76, 76, 76)),
        ("1", None),
    ],
)
def test_picture_of_any_mode_keeps_its_look(mode, left):
    kept = opened(check_file(saved(two_colours().convert(mode), "PNG"), "图").content)
    assert kept.mode in ("RGB", "L", "1")
    if left is not None:
        assert kept.getpixel((2, 2)) == pytest.approx(left, abs=2)


def test_shades_of_16_bits_become_shades_of_8():
    sent = saved(Image.new("I;16", (40, 20), 40_000), "PNG")
    assert opened(check_file(sent, "图").content).getpixel((2, 2)) == 156


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparent_picture_stays_transparent_and_has_a_white_thumbnail(mode):
    stamp = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    stamp.paste((255, 0, 0, 255), (40, 40, 60, 60))
    sent = saved(stamp if mode == "RGBA" else stamp.quantize(8), "PNG")
    kept = check_file(sent, "公章")
    assert opened(kept.content).getpixel((5, 5))[3] == 0
    assert opened(kept.content).getpixel((50, 50))[3] == 255
    assert min(opened(kept.thumbnail).getpixel((5, 5))) > 250


def test_colours_for_print_become_colours_for_the_screen():
    kept = opened(check_file(saved(two_colours(mode="CMYK"), "JPEG"), "印刷").content)
    assert kept.mode == "RGB"
    assert is_reddish(kept.getpixel((5, 5)))


def test_profile_of_the_camera_is_applied_and_left_out():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(check_file(saved(two_colours(), "JPEG", icc_profile=lab), "照片").content)
    assert "icc_profile" not in kept.info
    assert is_reddish(kept.getpixel((5, 5)))


def test_comment_and_what_hangs_behind_the_picture_are_gone():
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    sent = saved(two_colours(), "JPEG", comment=b"secret remark") + hidden
    kept = check_file(sent, "照片.jpg").content
    assert b"secret remark" not in kept
    assert hidden not in kept


def test_first_of_two_pictures_in_a_jpeg_is_taken():
    second = Image.new("RGB", (50, 50))
    sent = saved(two_colours(), "MPO", save_all=True, append_images=[second])
    assert opened(check_file(sent, "照片").content).size == (400, 200)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (photo()[:-300], "可能没有传完"),
        (photo(picture_format="HEIF")[:-200], "可能没有传完"),
        (saved(two_colours(), "PNG")[:60], "可能没有传完"),
        (b"\xff\xd8\xff\xe0" + samples.HTML * 9, "可能没有传完"),
        (samples.bomb_png(9000, 9000), "像素超过5000万"),
        (samples.bomb_png(60_000, 60_000), "像素超过5000万"),
        (
            saved(
                two_colours(),
                "PNG",
                save_all=True,
                append_images=[two_colours(mode="RGB").rotate(180)],
            ),
            "动图",
        ),
        (saved(two_colours(), "GIF"), "动图"),
        (saved(two_colours(), "TIFF"), "另存为JPG"),
        (saved(two_colours(), "BMP"), "另存为JPG"),
        (saved(two_colours(), "AVIF"), "另存为JPG"),
    ],
)
def test_picture_that_can_not_be_taken_is_refused_in_words(sent, why, monkeypatch):
    # So WeasyPrint leaves it, as soon as anything was printed.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(RuleViolation) as refused:
        check_file(sent, "照片.jpg")
    assert refused.value.message.startswith("“照片.jpg”没有收：")
    assert why in refused.value.message
