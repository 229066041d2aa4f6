"""Whose document the prose says that it is, for where no cover and no label does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..knowledge import governments, region_of
from ..readers import Line, Page
from ..text import plain
from .cover import is_organ

_PAGES, _CLEAR = 8, 10


_NAME = (
    r"(?P<name>[\u4e00-\u9fff|]{2,32}?(?:局|委|委员会|厅|办公室|中心|院|学校|[小中大]学|幼儿园|馆|站|所|队|处|会|署|社|场|部"
    r"|街道|镇|人民政府|办事处)(?:\((?:本级|机关|本部|汇总)\))?)"
)
_AFTER = (
    r"(?:\((?!本级)[^()]{2,24}?\))?\|?(?P<after>概况|贯彻|根据|(?:的)?(?:主要)?职[责能]|的?主要|,?[是为]|属于|系|负责|承担"
    r"|包括|本级|(?:机关)?内设|下[设属]|所属|共有|20\d\d年|现有)"
)
_SUBJECT = re.compile(rf"(?<![\u4e00-\u9fff])(?:第.{{1,2}}部分)?(?={_NAME}{_AFTER})")
_NO_SUBJECT = re.compile(
    r"(?:[本我该各其他对由向为与和按经将在要年省市区县]|有关|所属|上级|根据).*"
    r"|.*(?:职责|职能|概况|情况|部分|原因|目录|主要|纳入|其中|分别|包括|关于|下属|负责|推进|承担|协助).*"
)


def subject(pages: Sequence[Page]) -> str:
    """Return the body that the prose has as its subject most often: 某市审计局主要职责是….

    A heading 某市审计局概况 says it clearly. A name without a place has to be said twice.

    >>> subject([Page(1, blocks=(Line("（一）部门职责"), Line("甲市审计局贯彻落实党的方针。")))])
    '甲市审计局'
    """
    found: Counter[str] = Counter()
    for text in map(_text, pages[:_PAGES]):
        for match in _SUBJECT.finditer(text):
            name = re.sub(r"\||^(?:设[立置]|成立)", "", match["name"])
            if is_organ(name) and not _NO_SUBJECT.fullmatch(name):
                found[name] += _CLEAR if match["after"] == "概况" else 1 + bool(region_of(name))
    best = max(found, key=lambda name: found[name], default="")
    return best if found[best] > 1 else ""


def place(pages: Sequence[Page]) -> str:
    """Return the place whose government the prose speaks of, if it speaks of one place only, and twice."""
    said = Counter(governments("|".join(map(_text, pages[:_PAGES]))))
    return next(iter(said)) if len(said) == 1 and max(said.values()) > 1 else ""


def _text(page: Page) -> str:
    """Return the lines of a page, with | between them."""
    return "|".join(plain(b.text) for b in page.blocks if isinstance(b, Line))
