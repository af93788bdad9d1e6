"""What a page may load, run and send, and where: one policy for everybody, two narrow exceptions.

Decided here alone, by the address and the kind of answer, so that error pages, refusals, static
files and JSON come under it as well. Nothing is only reported: what the policy forbids is stopped.
"""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_STRICT: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
# Alpine.js, which Unfold is made of, evaluates attributes, and both write styles into the page.
_BACK_OFFICE = {
    **_STRICT,
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
}
# Browsers show a PDF in a page of their own, on which older Chromium lays our policy too
# (crbug.com/271452): anything stricter leaves a blank page there. A PDF runs nothing of ours.
_PDF = {"frame-ancestors": [NONE]}

CONTENT_SECURITY_POLICY = {"DIRECTIVES": _STRICT}


class PagePolicyMiddleware(CSPMiddleware):
    """Sends the policy, and what else a browser needn't be allowed.

    Pictures from the camera come through a form's file box, which needs no permission.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if response.get("Content-Type") == "application/pdf":
            parts.config = _PDF
        elif request.path.startswith(reverse("admin:index")):
            parts.config = _BACK_OFFICE
        return parts
