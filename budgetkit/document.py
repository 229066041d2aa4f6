"""Who publishes what for which year: read off the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .amounts import squash
from .forms import Table
from .grid import Line, Page
from .knowledge import plain

__all__ = ["Document", "describe"]

_TITLE = re.compile(r"(?P<entity>[^0-9:。，,]{2,40}?)?(?P<year>20\d\d)年?(?:度)?(?P<rest>.*?(?:预算|决算).*)")
_YEAR = re.compile(r"(20\d\d)年(?:度)?[^。，]{0,20}?(预算|决算)")
_ENTITY = re.compile(
    r"(?:编制|填报|公开)?(?:单位|部门)(?:名称)?(?:\([^)]*\))?:(?P<entity>[^:0-9]{3,40}?)(?:单位:.*|金额单位.*)?"
)
_REGION = re.compile(
    r"(?:.{2,8}?(?:省|自治区))?(?:.{2,8}?(?:自治州|地区|盟|市))?(?:.{2,8}?(?:自治县|新区|区|县|旗))?"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says about itself; an attribute is "" or None where it says nothing.

    ``phase`` is ``approved`` for a budget (预算) and ``executed`` for a final account (决算);
    ``scope`` is ``department`` (部门) or ``unit`` (单位).
    """

    document_id: str
    title: str = ""
    entity: str = ""
    region: str = ""
    scope: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    pages: int = 0


def describe(document_id: str, pages: Sequence[Page], tables: Iterable[Table] = ()) -> Document:
    """Read title, entity, region, scope, year and phase off a document.

    Parameters
    ----------
    document_id : str
        Name to give the document.
    pages : sequence of Page
        What a reader returned.
    tables : iterable of Table
        Its recognised tables, whose titles and 编制单位 lines are used too.

    Examples
    --------
    >>> p = Page(1, blocks=(Line("某市某区教育局2024年部门预算情况说明"),))
    >>> d = describe("x", [p])
    >>> d.entity, d.region, d.fiscal_year, d.phase, d.scope
    ('某市某区教育局', '某市某区', 2024, 'approved', 'department')
    """
    heads = _head_lines(pages)
    title, entity, year, rest = _title(heads)
    captions = [t.title for t in tables] + [c for t in tables for f in t.fragments for c in f.grid.above]
    entity = entity or _labelled_entity([*heads, *captions])
    votes = Counter(m.groups() for text in [title, *heads, *captions] if (m := _YEAR.search(plain(text))))
    if year is None and votes:
        year = int(votes.most_common(1)[0][0][0])
    words = rest or "".join(heads + captions)
    phase = (
        "executed"
        if "决算" in rest or (not rest and words.count("决算") > words.count("预算"))
        else "approved"
    )
    scope = "department" if "部门" in words else "unit" if "单位" in words else ""
    region = _REGION.match(entity)
    return Document(document_id, title, entity, region[0] if region else "", scope, year, phase, len(pages))


def _head_lines(pages: Sequence[Page], most: int = 12) -> list[str]:
    """Return the first lines of the document, where a cover title stands."""
    return [squash(b.text) for page in pages[:2] for b in page.blocks[:most] if isinstance(b, Line)]


def _title(lines: Sequence[str]) -> tuple[str, str, int | None, str]:
    for k in range(len(lines)):
        for n in (1, 2, 3):  # a title may be broken over lines
            text = plain("".join(lines[k : k + n]))
            match = _TITLE.fullmatch(text)
            if match and len(text) <= 60 and (match["entity"] or n == 3):
                return "".join(lines[k : k + n]), match["entity"] or "", int(match["year"]), match["rest"]
    return "", "", None, ""


def _labelled_entity(lines: Iterable[str]) -> str:
    found = Counter(m["entity"] for text in lines if (m := _ENTITY.fullmatch(plain(text))))
    return found.most_common(1)[0][0] if found else ""
