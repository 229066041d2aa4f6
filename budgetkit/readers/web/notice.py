"""Pages that servers send in place of what was asked for: errors, redirects, forms to log in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ...knowledge import table
from ..pages import Page

_SHORT = 400
"""Characters: a page with more says something of its own."""

_SAYS = {
    "missing": "only says that what was asked for is not there",
    "denied": "only says that access is denied",
    "failed": "only says that the server failed",
    "proof": "asks to prove that one is no robot",
    "login": "asks to log in",
}


@cache
def _notices() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"], re.IGNORECASE), row["kind"]) for row in table("notices")]


def said_only(page: Page, tree: Any) -> str:
    """Say what a page without figures is, if it is no document; "" if it may be one.

    Parameters
    ----------
    page : Page
        What was read of it.
    tree : element
        Its root.
    """
    text = "".join(page.texts(cells=True))
    title = "".join("".join(node.itertext()) for node in tree.iter("title")).strip()
    if len(text) < _SHORT and any(node.get("type") == "password" for node in tree.iter("input")):
        return _SAYS["login"]
    for pattern, kind in _notices():
        if pattern.search(title) or (len(text) < _SHORT and pattern.search(text)):
            return _SAYS[kind]
    if len(text) < _SHORT and (target := _leads_to(tree)):
        return f"only leads on to another, {target}"
    if text.strip():
        return ""
    scripts = any((node.text or node.get("src") or "").strip() for node in tree.iter("script"))
    return "holds no text: scripts fill it in a browser" if scripts else "holds no text"


def _leads_to(tree: Any) -> str:
    """Return the address of the page that a browser would open instead."""
    for node in tree.iter("meta"):
        said = (node.get("content") or "") if (node.get("http-equiv") or "").lower() == "refresh" else ""
        if found := re.search(r"url\s*=\s*[\"']?([^\"'\s>]+)", said, re.IGNORECASE):
            return found[1][:100]
    for node in tree.iter("script"):
        script = node.text or ""
        found = re.search(r"location(?:\.href|\.replace)?\s*(?:=|\()\s*[\"']([^\"']+)[\"']", script)
        if found and len(script) < 4 * _SHORT:
            return found[1][:100]
    return ""
