"""Noun phrases: what do the words before a figure name, in the keys of ``line_items``?

A noun phrase is read by the aliases of ``data/concepts.csv``: the last noun governs, a fund before it
(一般公共预算财政拨款) qualifies it, and whatever else stands there must be words that add nothing, or
else the phrase names something of its own and keeps only its name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ..knowledge import alias_pattern, any_of, codes_named, concepts
from ..text import marker


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure speaks of, in the keys of ``line_items``.

    ``rank`` is its place in a sentence: ``total`` and ``generic`` open a scope, ``part`` and
    ``class`` stand in one, ``fund`` is money named by its source only, ``context`` lends its
    meaning to the next nameless amount, ``item`` is a name that no concept knows, ``net`` what is left
    out (扣除基建后). ``within`` names the body or the line that it is only a part of; "" is the whole
    department.
    """

    concept: str = ""
    item: str = ""
    rank: str = "item"
    kind: str = "money"
    direction: str = ""
    fund: str = ""
    nature: str = ""
    form: str = ""
    function_code: str = ""
    economic_code: str = ""
    within: str = ""


@cache
def noise(loose: bool = True) -> tuple[re.Pattern[str], re.Pattern[str]]:
    time = (
        rf"(?:{any_of('as_of')})?(?:20\d\d(?:年度?|度)|(?:本|当|今|全)年度?|{any_of('last_year')})"
        r"(?:年?初|\d{1,2}月份?)?(?:\d{1,2}日)?(?:年?[底末])?"
    )
    kinds = ("filler", "tail", "lead", "self") + (("own_kind", "loose") if loose else ())
    words = f'(?:{any_of(*kinds)}|{time}|[，、：“”"《》])'
    return re.compile(time), re.compile(f"{words}*")


_CODE = re.compile(r"[（\[](\d{3}(?:\d{2}){0,2}|2\d{5})[）\]]|(?<!\d)(2\d{6})(?!\d)")


_PATH = re.compile(r"（\d{0,3}[类款项]）")


_PATH_CODE = re.compile(r"（(\d{2,3})[类款项]）")


_DASHED = re.compile(r"[-—/](?=[^-—/\d])")


_EARNED = ("expenditure", "revenue")


_OTHER_BRACKETS = re.compile(r"（(?!境）)[^（）]*）")


def topic(text: str, names: Iterable[str] = (), bodies: Iterable[str] = ()) -> Topic | None:
    """Read a noun phrase: what does a figure after it speak of?

    Parameters
    ----------
    text : str
        Folded text before a figure, from the last break of the sentence.
    names : iterable of str
        Names of the publishing department, which may stand before the noun, longest first.
    bodies : iterable of str
        Names of other bodies that the document speaks of (units of the department), longest first. A
        body before the noun makes the figure its own: it is kept in ``within``.

    Returns
    -------
    Topic or None
        None where the phrase names nothing (``2024年年初预算数``): the subject is elided.

    Examples
    --------
    >>> topic("2024年一般公共预算财政拨款基本支出预算").concept, topic("2024年年初预算数")
    ('basic_expenditure', None)
    >>> topic("教育支出（类）普通教育（款）小学教育（项）").item
    '教育支出/普通教育/小学教育'
    >>> t = topic("某县水文站公用经费")
    >>> t.concept, t.within
    ('operating', '某县水文站')
    """
    text = text[len(marker(text)[1]) :] if marker(text)[0] > 0 else text
    text = re.sub("[“”\"‘’'。]", "", text)
    codes = [a or b for a, b in _CODE.findall(text)]
    text = _CODE.sub("", re.sub(r"^.*(?<![\d（\[])(?=2\d{6}(?!\d))", "", text))
    text = text.lstrip("-—－") if codes else text
    code = codes[-1] if codes else ""
    keys = {"economic_code": code} if code[:1] in "35" and len(code) < 7 else {"function_code": code}
    if _PATH.search(text):
        return _path(text, keys if code else {"function_code": "".join(_PATH_CODE.findall(text))})
    if _DASHED.search(text) and (line := _dashed(text, keys)):
        return line
    return _owned(text, names, bodies, keys)


def _path(text: str, keys: dict[str, str]) -> Topic:
    """Read a path such as ``社会保障和就业支出（类）就业补助（款）``; ``教育（类）支出`` is a class."""
    time, _ = noise()
    parts = [time.sub("", p) for p in _PATH.split(text)]
    begin = re.match(rf"(?:{any_of('self')}|[一二三四五六七八九]是|其中|[、，：])+", parts[0])
    parts[0] = parts[0][begin.end() if begin else 0 :]
    names = [p for p in parts[:-1] if p]
    tail = parts[-1]
    item = re.search(r"[款项]）", text)
    if not item and tail.startswith("支出") and names:
        names[-1] = names[-1].removesuffix("支出") + "支出"
    concept = "function_item" if item else "function_class"
    return Topic(concept, "/".join(names), "class", direction="expenditure", form="@function", **keys)


def _dashed(text: str, keys: dict[str, str]) -> Topic | None:
    """Read a path whose parts are joined by dashes: ``住房保障支出-住房改革支出-住房公积金``."""
    parts = _DASHED.split(noise()[0].sub("", text).removesuffix("科目"))
    known = concepts().get(parts[0].lstrip("，、："))
    if known is None or known["concept"] != "function_class":
        return None
    names = "/".join([parts[0].lstrip("，、："), *parts[1:]])
    return Topic("function_item", names, "class", direction="expenditure", form="@function", **keys)


def _owned(text: str, names: Iterable[str], bodies: Iterable[str], keys: dict[str, str]) -> Topic | None:
    """Read a phrase that may begin with the name of a body, or with what is left out."""
    time, _ = noise()
    text = re.sub(f"({alias_pattern().pattern})|{time.pattern}", lambda m: m[1] or "", text)
    within, text = _known_owner(text, tuple(bodies))
    for name in names:
        text = text.replace(name, "")
    if net := _net().match(text):
        return Topic("", net[0], "net")
    if not within:
        within, text = _owner(text)
    found = _named(text, keys)
    if found is None and within:
        return Topic("", within, "unit", within=within)
    return replace(found, within=within) if found and within else found


@cache
def _net() -> re.Pattern[str]:
    return re.compile(rf"{any_of('net_of')}[^，；。]*?[后外]")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[^的、，：；]{{2,}}?{any_of('body')}(?:（(?:本级|机关|本部)）)?|{any_of('own_part')})(?:本级|机关)?的?"
        r"|(?P<line>[^的、，：；]{2,}?)科目的?"
    )


@lru_cache(maxsize=8)
def _any_body(bodies: tuple[str, ...]) -> re.Pattern[str]:
    lead = rf"(?:{any_of('self', 'filler')}|[一二三四五六七八九]是|[、，：])*?"
    names = "|".join([*map(re.escape, bodies), any_of("own_unit")])
    return re.compile(rf"{lead}(?P<body>{names})(?:本级)?的?(?=.)")


def _known_owner(text: str, bodies: tuple[str, ...]) -> tuple[str, str]:
    """Split the body that a noun is of, known by its name, from the noun."""
    match = _any_body(bodies).match(text)
    return (match["body"], text[match.end() :]) if match else ("", text)


def _owner(text: str) -> tuple[str, str]:
    """Split a body, known by the word that its name ends in, from the noun: ``某县水文站公用经费``."""
    lead = re.match(rf"(?:{any_of('self', 'filler')}|[一二三四五六七八九]是|[、，：])+", text)
    start = lead.end() if lead else 0
    known = concepts()
    first = next(
        (m for m in alias_pattern().finditer(text) if known[m[0]]["rank"] in ("part", "total")), None
    )
    if first is None or known[first[0]]["concept"] == "project_expenditure":
        return "", text
    before = text[start : first.start()]
    if not noise()[1].fullmatch(before) and (body_match := _body().fullmatch(before)):
        return (body_match["line"] or before).removesuffix("的"), text[first.start() :]
    return "", text


def _named(text: str, keys: dict[str, str]) -> Topic | None:
    known = concepts()
    filling = noise()[1]
    spans = [(m.start(), m.end(), known[m[0]]) for m in alias_pattern().finditer(text)]
    heads = [s for s in spans if s[2]["rank"] not in ("fund", "generic")]
    generic = [s for s in spans if s[2]["rank"] == "generic"]
    funds = [s[2]["fund"] for s in spans if s[2]["rank"] == "fund"]
    head = heads[-1] if heads else generic[-1] if generic else None
    context = next((s for s in heads if s[2]["rank"] == "context"), None)
    if context and head and head[2]["concept"] == "project_expenditure":
        head = context  # 纳入绩效目标管理的项目支出: the money under targets
    keep = [s for s in spans if s is head or s in heads[-1:] or s[2]["rank"] in ("fund", "generic")]
    rest = _without(text, keep)
    foreign = not (filling if spans else noise(loose=False)[1]).fullmatch(rest)
    item = _item(text, bool(keys.get("economic_code")))
    fund = funds[-1] if funds else ""
    economic = head and keys.get("economic_code") and head[2]["concept"] == "function_class"
    if (head is None or foreign or economic) and (line := _coded(item, fund, keys)):
        return line
    if head is None or foreign or head[2]["rank"] == "block":
        if head is None and funds and not foreign:
            return Topic(fund, item, "fund", fund=fund, **keys)
        return Topic("", item, fund=fund, **keys) if (foreign or head) and item else None
    row = head[2]
    direction, last = row["direction"], generic[-1] if generic else head
    ways = (direction, last[2]["direction"]) if last[0] >= head[1] else ()
    if ways == _EARNED:
        if row["form"] != "@nature":
            return Topic("", item, direction="revenue", fund=fund, **keys)  # 培训费收入: earned, not spent
        direction = "revenue"
    elif ways == _EARNED[::-1] and row["rank"] == "part":
        return Topic("", item, direction="expenditure", fund=fund or row["fund"], **keys)  # 事业收入支出
    name = text[head[0] : head[1]]
    own_name = row["rank"] == "class" and not keys.get("economic_code")
    nature, form = (row["nature"], row["form"]) if head is not context else managed(row, text)
    return Topic(
        row["concept"], name if own_name else item or name, row["rank"], row["kind"],
        direction, fund or row["fund"], nature, form, **keys,
    )  # fmt: skip


def managed(row: dict[str, str], text: str) -> tuple[str, str]:
    """Return nature and form of money under targets: of projects only where the text names projects."""
    projects = row["nature"] != "project" or ("项目" in text and "整体支出" not in text)
    return (row["nature"], row["form"]) if projects else ("total", "department_targets")


def _coded(item: str, fund: str, keys: dict[str, str]) -> Topic | None:
    """Read a line of the functional or economic classification: by its code, else by its name."""
    economic, code = keys.get("economic_code", ""), keys.get("function_code", "")
    if item and (economic or (not code and item in codes_named("economic", 2))):
        concept = "economic_class" if len(economic) == 3 else "economic_item"
        return Topic(concept, item, "class", direction="expenditure", fund=fund, **keys)
    if item and code:
        concept = "function_class" if len(code) == 3 else "function_item"
        return Topic(concept, item, "class", direction="expenditure", fund=fund, form="@function", **keys)
    return None


def _without(text: str, spans: Iterable[tuple[int, int, dict[str, str]]]) -> str:
    out, at = "", 0
    for start, end, _ in spans:
        out += text[at:start]
        at = end
    return _OTHER_BRACKETS.sub("", out + text[at:])


def _item(text: str, coded: bool = False) -> str:
    """Return the name as stated, without the words around it that only say that money is planned.

    A name that stands with its code (机关工资福利支出（501）) is kept as it is.
    """
    if coded:
        return re.sub(r"^(?:其中)?[、，：]*|(?:科目|预算|合计|[为是])+\Z", "", text)
    spans = [m.span() for m in alias_pattern().finditer(text)]
    kinds, after = (("self", "filler", "loose"), "filler") if spans else (("self", "lead"), "tail")
    first, last = (spans[0][0], spans[-1][1]) if spans else (len(text), 0)
    lead = re.compile(rf"(?:{any_of(*kinds)}|[一二三四五六七八九]是|[、，：])+")
    begin = lead.match(text, 0, first)
    start = begin.end() if begin else 0
    start = start if start == first else _name_start(text[:start], kinds)
    return text[start:last] + re.sub(rf"{any_of(after)}+\Z", "", text[max(last, start) :])


def _name_start(lead: str, kinds: Iterable[str]) -> int:
    """Return where a name begins in the words before it, the last of which may be its first characters.

    中 adds nothing behind 预算 (预算中供暖费) and begins 中医药; 中等 is never filler.

    >>> [_name_start(lead, ("filler",)) for lead in ("安排中", "预算中", "预算中等")]
    [2, 3, 2]
    """
    words = [m[0] for m in re.finditer(rf"{any_of(*kinds)}|.是|.", lead)]
    kept = list(itertools.takewhile(re.compile(any_of("may_begin")).fullmatch, reversed(words)))
    before = words[: len(words) - len(kept)]
    if len(kept) == 1 and before and re.fullmatch("预算|决算|支出|收入|资金|经费|金额|总额|.*数", before[-1]):
        return len(lead)
    return sum(map(len, before))
