"""A printed thing as the answer to a request."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The file, opened in the browser and saved under a name in Chinese; kept by no cache."""
    response = HttpResponse(pdf, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
