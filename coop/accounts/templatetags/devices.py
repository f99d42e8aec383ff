"""From where somebody has signed in, in words that the person knows."""

from django import template

register = template.Library()

# The first mark that is found says it: browsers name those before them, and Edge names them all.
BROWSERS = {
    "Edg": "Microsoft Edge",
    "coc_coc": "Cốc Cốc",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def device_name(user_agent: str) -> str:
    """“Chrome, Windows”; what names no browser that we know stays as it is."""
    browser = _first_named(BROWSERS, user_agent)
    system = _first_named(SYSTEMS, user_agent)
    return ", ".join(filter(None, (browser, system))) if browser else user_agent


def _first_named(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
