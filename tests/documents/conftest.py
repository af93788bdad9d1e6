import io

import pdfplumber
import pytest

from congress.documents.render import render_pdf
from tests.documents import sample


@pytest.fixture(scope="module")
def solid_pages():
    """Pages of unbroken running text, as pdfplumber sees them."""
    with pdfplumber.open(io.BytesIO(render_pdf(sample.solid_html(), title="测试"))) as pdf:
        yield pdf.pages


@pytest.fixture(scope="module")
def report_bytes() -> bytes:
    return sample.report_pdf()


@pytest.fixture(scope="module")
def report(report_bytes):
    with pdfplumber.open(io.BytesIO(report_bytes)) as pdf:
        yield pdf
