"""Names are for people to read; nothing that tricks the eye or the disk survives in them."""

import pytest

from congress.common.attachments.names import display_name, short_name
from congress.common.models import MediaType


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("走访照片.JPG", "走访照片.jpg"),
        ("㐱𠅤代表签到表.jpeg", "㐱𠅤代表签到表.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.ini.jpg"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("照片\u202egpj.exe", "照片gpj.exe.jpg"),
        ("合\u200b同\u2066.pdf", "合同.jpg"),
        ("两\n行\t名.png", "两行名.jpg"),
        ("  前后空格 .jpg", "前后空格.jpg"),
        ('引号"和<尖括号>.jpg', "引号_和_尖括号_.jpg"),
        ("半个字\ud800.jpg", "半个字.jpg"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9.jpg"),
        ("2026.9.28走访", "2026.9.28走访.jpg"),
        ("", "附件.jpg"),
        ("...", "附件.jpg"),
        (".jpg", "jpg.jpg"),
        ("jpg", "jpg.jpg"),
    ],
)
def test_name_is_cleaned_and_ends_in_what_the_file_is(sent, shown):
    assert display_name(sent, MediaType.JPEG) == shown


@pytest.mark.parametrize("char", ["a", "字", "𠅤"])
def test_long_name_is_cut_between_characters(char):
    shown = display_name(char * 300 + ".pdf", MediaType.PDF)
    assert shown.endswith("….pdf")
    assert len(shown.encode()) <= 200
    assert set(shown.removesuffix("….pdf")) == {char}


def test_long_name_is_cut_in_sentences_too():
    assert len(short_name("长" * 300 + "." + "x" * 300)) < 80
