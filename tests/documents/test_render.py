"""render_pdf: what it reads, what it refuses, what it writes into the file."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from congress.documents.render import ResourceRefused, render_document, render_pdf

PAGE = '<html><link rel="stylesheet" href="official.css"><body><p>江湾镇</p>{}</body></html>'


@pytest.mark.parametrize(
    "element",
    [
        '<img src="http://example.com/a.png">',
        '<img src="https://example.com/a.png">',
        '<img src="//example.com/a.png">',
        '<img src="file:///etc/hostname">',
        '<img src="/etc/hostname">',
        '<img src="../render.py">',
        '<img src="/static/../../../../etc/hostname">',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="http://example.com/a.css">',
        '<link rel="stylesheet" href="missing.css">',
        "<style>@font-face{font-family:x;src:url(http://example.com/x.ttf)}</style>",
        '<p style="background:url(http://example.com/x.png)">x</p>',
        '<svg width="9" height="9"><image href="http://example.com/x.png"/></svg>',
    ],
)
def test_address_outside_styles_fonts_and_static_is_refused(element):
    with pytest.raises(ResourceRefused, match="不能读取这个地址"):
        render_pdf(PAGE.format(element), title="甲")


def test_link_to_a_page_is_not_read():
    assert render_pdf(PAGE.format('<a href="http://example.com/">某页</a>'), title="甲")


def test_static_file_is_read_from_disk(settings, tmp_path):
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    )
    settings.STATICFILES_DIRS = [tmp_path]
    assert render_pdf(PAGE.format('<img src="/static/dot.svg">'), title="甲")


def test_engine_works_again_after_a_refusal():
    with pytest.raises(ResourceRefused):
        render_pdf(PAGE.format('<img src="http://example.com/a.png">'), title="甲")
    assert render_pdf(PAGE.format(""), title="甲").startswith(b"%PDF")


def test_same_input_gives_the_same_bytes():
    one, two = (render_pdf(PAGE.format("㐱"), title="甲") for _ in range(2))
    assert one == two


def test_file_carries_title_language_and_the_date_it_was_given():
    created = datetime(2027, 1, 18, 8, 30, tzinfo=UTC)
    pdf = render_pdf(PAGE.format(""), title="江湾镇工作报告", created=created)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title == "江湾镇工作报告"
    assert reader.metadata.creation_date == created
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_file_has_no_date_unless_given_one():
    metadata = pypdf.PdfReader(io.BytesIO(render_pdf(PAGE.format(""), title="甲"))).metadata
    assert "/CreationDate" not in metadata


@pytest.mark.parametrize("template", ["documents/base_official.html", "documents/base_form.html"])
def test_base_template_prints_its_title_escaped(template):
    pdf = render_document(template, {}, title="江湾镇<报告>")
    assert "江湾镇<报告>" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
