"""What people call the program and the machine that they open a page with."""

import re

# The first that fits: many claim to be Chrome and Safari as well.
_PROGRAMS = [
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("HuaweiBrowser|ArkWeb", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("HeyTapBrowser", "OPPO浏览器"),
    ("VivoBrowser", "vivo浏览器"),
    ("QihooBrowser|360SE|360EE", "360浏览器"),
    ("Quark", "夸克"),
    ("UCBrowser|UBrowser", "UC浏览器"),
    ("MQQBrowser|QQBrowser", "QQ浏览器"),
    (r"\bQQ/", "QQ"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
]
_MACHINES = [
    ("OpenHarmony|HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS", "Mac"),
    ("Linux|X11", "Linux"),
]


def browser_label(user_agent: str) -> str:
    """微信（安卓）, Chrome（Windows）; 其他浏览器 for what isn't known."""
    program = _first(_PROGRAMS, user_agent) or "其他浏览器"
    machine = _first(_MACHINES, user_agent)
    return f"{program}（{machine}）" if machine else program


def _first(known: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in known if re.search(mark, user_agent)), "")
