"""Every page of the back office, with the parts of it that a person reads."""

import re
from html.parser import HTMLParser
from typing import Any

from django.contrib import admin
from django.urls import NoReverseMatch, reverse

_SKIPPED = {"script", "style", "template", "svg", "noscript"}
_SPOKEN = ("placeholder", "title", "aria-label", "alt")
# What stays in Latin letters in Chinese text too.
ALLOWED = re.compile(
    r"(?<![A-Za-z])(ICP|PDF|xlsx|csv|Excel|Ctrl|esc|K|km2|https?|portal|zhangwei|zw|[A-D]|GB|T|x|UTF|IP)(?![A-Za-z])"
)


PUBLIC_ID = re.compile(r"(?<!\w)[2-9b-z]{10}(?!\w)")


class VisibleText(HTMLParser):
    """Text and spoken attributes of a page, without scripts, icons and what nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        icon = "material-symbols-outlined" in (values.get("class") or "")
        if tag in _SKIPPED or (icon and tag == "span") or self._hidden:
            if tag not in ("input", "br", "img", "meta", "link", "hr", "path", "circle"):
                self._hidden.append(tag)
            return
        self.parts += [values[name] or "" for name in _SPOKEN if name in values]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.parts.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag in self._hidden:
            while self._hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.parts.append(data.strip())


def visible(html: str) -> list[str]:
    """The texts of a page, in order."""
    parser = VisibleText()
    parser.feed(html)
    return parser.parts


def english(html: str, names: tuple[str, ...] = ()) -> list[str]:
    """Texts with words in Latin letters that have no business there."""
    found = []
    for text in visible(html):
        rest = ALLOWED.sub("", PUBLIC_ID.sub("", text))
        for name in names:
            rest = re.sub(name, "", rest, flags=re.IGNORECASE)
        if re.search(r"[A-Za-z]{2,}", rest):
            found.append(text[:120])
    return found


_VERBS = "增加|添加|修改|变更|查看|删除|选择|选中|恢复|还原|导出|一个|所选的|选中的|条|确认|成功"
_GAP = re.compile(rf"(?:{_VERBS}) +[\u4e00-\u9fff]|[\u4e00-\u9fff] +(?:吗|的|将|已)")


def gaps(html: str) -> list[str]:
    """Texts with a blank between verb and noun, as in translations made from English.

    The blank between a person's name and office is the record's own.
    """
    texts = (" ".join(text.split()) for text in visible(html))
    return [text[:120] for text in texts if _GAP.search(text)]


def address(model: Any, page: str, *args: Any) -> str:
    """The address of a model's page; "" where it has none."""
    opts = model._meta
    try:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""


def registered() -> list[Any]:
    """All models of the back office, by label."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def labels() -> list[str]:
    return [model._meta.label for model in registered()]
