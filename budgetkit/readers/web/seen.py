"""What of a page is to be seen: styles of elements, and the simple ones of style sheets."""

from __future__ import annotations

import re
from typing import Any

_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?", re.IGNORECASE)
_NONE = re.compile(
    r"(?:^|;)(?:display:none|mso-hide:all|font-size:0(?:px|pt|em|%)?(?=;|!|$)|opacity:0(?:\.0+)?(?=;|!|$))"
)
_VOID = re.compile(r"(?:^|;)visibility:(?:hidden|collapse)")
_APART = re.compile(r"(?:^|;)(?:display:(?:inline-)?(?:block|flex|grid|table)[\w-]*|float:(?:left|right))")
_STRUCK = re.compile(r"(?:^|;)text-decoration[\w-]*:[^;]*line-through")
_RULED = re.compile(r"(?:^|;)border(?:-(?:top|bottom|left|right))?:[^;]*(?:solid|double|dotted|dashed)")


class Styles:
    """The styles of a page: what an element is given by itself, its tag, its class and its id.

    Selectors of more than one of these are not followed, nor what only holds in print.

    Parameters
    ----------
    sheets : str
        The style sheets of the page, one after another.

    Examples
    --------
    >>> from lxml import html
    >>> [cell] = html.fragments_fromstring("<td class='x off'>12.50</td>")
    >>> Styles("td.off, .y { Display : none }").hidden(cell), Styles("").hidden(cell)
    ('gone', '')
    """

    def __init__(self, sheets: str) -> None:
        self._by_name: dict[str, str] = {}
        first, *more = sheets.replace("<!--", "").replace("-->", "").split("/*")  # comments left out
        printed = False  # within a block that only holds in print
        for part in "".join([first, *(rest.partition("*/")[2] for rest in more)]).split("}"):
            before, brace, declared = part.rpartition("{")
            outer, nested, selectors = before.rpartition("{")
            printed = "@media" in outer and "print" in outer if nested else printed and bool(brace)
            if printed:
                continue
            tight = _tight(declared)
            if not any(known.search(tight) for known in (_NONE, _VOID, _APART, _STRUCK, _RULED)):
                continue
            for selector in selectors.split(","):
                if _SIMPLE.fullmatch(name := selector.strip()) and name:
                    self._by_name[name] = self._by_name.get(name, "") + ";" + tight

    def of(self, element: Any) -> str:
        """Return the declarations that hold for an element, without white space."""
        own = _tight(element.get("style") or "")
        if not self._by_name:
            return own
        tag, found = element.tag, []
        names = ["." + name for name in (element.get("class") or "").split()]
        names += ["#" + element.get("id")] if element.get("id") else []
        for name in (tag, *names, *(tag + name for name in names)):
            if name in self._by_name:
                found.append(self._by_name[name])
        return ";".join([*found, own])

    def hidden(self, element: Any) -> str:
        """Say whether an element is ``gone``, ``void`` (its place stays empty) or "": to be seen."""
        style = self.of(element)
        if self.display(element) not in ("", "none"):
            style = re.sub(r"display:none", "", style)
        if element.get("hidden") is not None or _NONE.search(style):
            return "gone"
        return "void" if _VOID.search(style) else ""

    def display(self, element: Any) -> str:
        """Return how an element is said to be shown (``table-row``), "" if nothing says so.

        >>> from lxml import html
        >>> [row] = html.fragments_fromstring("<p style='display: none; display: table-row'>12.50</p>")
        >>> Styles("").display(row)
        'table-row'
        """
        shown = re.findall(r"(?:^|;)display:([\w-]+)", self.of(element))
        return shown[-1] if shown else ""

    def apart(self, element: Any) -> bool:
        """Say whether an element that is part of a line by its name stands apart by its style."""
        return bool(_APART.search(self.of(element)))

    def struck(self, element: Any) -> bool:
        """Say whether the text of an element is struck out."""
        return bool(_STRUCK.search(self.of(element)))

    def ruled(self, table: Any) -> bool:
        """Say whether a table is said to have rules, by itself or by one of its cells."""
        width = re.match(r"\s*(\d{1,9})", table.get("border") or "")
        if (width and int(width[1])) or table.get("rules", "none") != "none":
            return True
        return any(_RULED.search(self.of(node)) for node in table.iter("table", "tr", "td", "th"))


def _tight(declared: str) -> str:
    return re.sub(r"\s+", "", declared).lower()
