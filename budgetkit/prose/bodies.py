"""The department and the other bodies that a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..knowledge import any_of
from .nouns import Topic, topic


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose text it is, and of when: what the words of the whole document depend on.

    Attributes
    ----------
    year : int or None
        Fiscal year of the document, which 上年 counts from.
    executed : bool
        It is a final account, so that 预算数 is what its figures are measured against.
    names, bodies : tuple of str
        Names of the department that publishes it, and of other bodies it speaks of, longest first.
    """

    year: int | None = None
    executed: bool = False
    names: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    def topic(self, text: str) -> Topic | None:
        """Read a noun phrase of this document."""
        return topic(text, self.names, self.bodies)

    def owner_of(self, noun: str, own_part: bool) -> str:
        """Return the body that a counted thing is of, "" where that is the department: 某中心更新车辆1辆.

        With `own_part` also the 本级 of the department, which is a part only after the whole: a document
        may be of the 本级 alone.
        """
        noun = noun.lstrip("、，")
        parts = [name + part for name in self.names for part in ("本级", "（本级）") if own_part]
        return next((body for body in (*parts, *self.bodies) if noun.startswith(body)), "")


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
