"""What a browser calls itself, in the words of whoever uses it: 微信 · 安卓."""

PROGRAMS = (  # the first that is found: many call themselves by several names
    ("MicroMessenger", "微信"),
    ("wxwork", "企业微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux"),
)


def spoken(user_agent: str) -> str:
    found = [_first(user_agent, PROGRAMS), _first(user_agent, SYSTEMS)]
    return " · ".join(word for word in found if word) or "其他程序"


def _first(text, names):
    return next((word for name, word in names if name in text), "")
