"""The department and the other bodies that a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..knowledge import any_of


def own_names(texts: Iterable[str], entity: str) -> tuple[str, ...]:
    """Find how a document names its own department: before its totals, more than once.

    Where the document does not say whose it is, the first that states its totals is taken.

    >>> own_names(["某县水务局收入预算5万元。", "2024年某县水务局“三公”经费1万元。"], "")
    ('某县水务局',)
    """
    pattern = re.compile(
        rf"(?:^|[，。；：]|年度?，?|关于)(?P<name>[^，。；：、（）\d]{{3,40}}?)(?:（[^）]*）)?(?:20\d\d年度?)?{any_of('after_entity')}"
    )
    is_org = re.compile(rf"[^的“”]+{any_of('org')}")
    found = Counter(
        m["name"] for text in texts for m in pattern.finditer(text) if is_org.fullmatch(m["name"])
    )
    names = {name for name, n in found.items() if n > 1 or (entity and name.startswith(entity))}
    names |= {entity} if entity else {name for name, _ in found.most_common(0 if names else 1)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def bodies(texts: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Find the other bodies that a document speaks of: names that stand alone, in a list or a heading.

    >>> bodies(["下属单位：某县水文站、某县水利工程质量监督中心。"], ["某县水利局"])
    ('某县水利工程质量监督中心', '某县水文站')
    """
    known, texts = tuple(own), list(texts)
    itself = re.compile(any_of("itself"))
    if not known and sum(len(itself.findall(text)) for text in texts) < 3:
        return ()  # whose document it is, is not known: any name may be its own
    pattern = re.compile(
        rf"(?<![^，。；：、\s\d）])[^，。；：、（）\d\s的“”]{{4,28}}?{any_of('body')}(?:（[^（）\d]{{1,8}}）)?(?=[，。；：、（\s\d]|\Z)"
    )
    found = {m[0] for text in texts for m in pattern.finditer(text)}
    others = {name for name in found if not any(name in mine for mine in known)}
    return tuple(sorted(others, key=lambda name: (-len(name), name)))
