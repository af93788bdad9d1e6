"""The portal below a path of the county's site: /rd/jiangwan/."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
_PARTS = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def sub_path(text: str) -> str:
    """``PORTAL_SUB_PATH`` as /rd/jiangwan, without a slash at the end; "" when there is none."""
    path = "/" + text.strip().strip("/")
    if path == "/":
        return ""
    if not _PARTS.fullmatch(path):
        raise ImproperlyConfigured(
            f"PORTAL_SUB_PATH={text} 写得不对；请写成 /rd/jiangwan 这样，只用字母、数字、- . _ ~。"
        )
    return path


def mounted(application: Application, path: str) -> Application:
    """The WSGI application below ``path``, whether or not the proxy takes the path off.

    Addresses in pages carry it either way (``FORCE_SCRIPT_NAME``).
    """
    if not path:
        return application

    def below(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if asked == path:
            start_response("301 Moved Permanently", [("Location", f"{path}/")])
            return [b""]
        if asked.startswith(f"{path}/"):
            environ["PATH_INFO"] = asked.removeprefix(path)
        return application(environ, start_response)

    return below
