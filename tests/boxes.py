"""What a browser would send: the boxes of a form as the page draws them."""

from html.parser import HTMLParser
from typing import Any


class _Boxes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._text: str | None = None
        self._select: str | None = None
        self._several = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name")
        if tag == "input" and name and "disabled" not in values:
            kind = values.get("type")
            if kind in ("checkbox", "radio") and "checked" not in values:
                return
            if kind not in ("submit", "button", "file", "search"):
                default = "on" if kind == "checkbox" else ""
                self.sent.setdefault(name, []).append(values.get("value") or default)
        elif tag == "textarea" and name:
            self._text = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select, self._several = name, "multiple" in values
        elif tag == "option" and self._select:
            chosen = self.sent.setdefault(self._select, [])
            if "selected" in values:
                chosen.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self.sent[self._text] = [self.sent[self._text][0].removeprefix("\n")]
            self._text = None
        elif tag == "select":
            if self._select and not self._several and not self.sent.get(self._select):
                self.sent[self._select] = [""]
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sent[self._text][0] += data


def boxes_of(response: Any) -> dict[str, Any]:
    """Names and values of all boxes on a page, but for the template rows of the back office."""
    parser = _Boxes()
    parser.feed(response.content.decode())
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in parser.sent.items()
        if "__prefix__" not in name and values
    }
