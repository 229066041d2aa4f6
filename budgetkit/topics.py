"""Nouns: what does a figure speak of, in the keys of ``line_items``?

A noun phrase is read by the aliases of ``data/concepts.csv``: the last noun governs, a fund before it
(一般公共预算财政拨款) qualifies it, and whatever else stands there must be words that add nothing, or
else the phrase names something of its own and keeps only its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from .knowledge import table
from .typesetting import marker
from .wording import any_of, phrases

__all__ = ["Topic", "alias_pattern", "concepts", "inherit", "noise", "topic"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure speaks of, in the keys of ``line_items``.

    ``rank`` is its place in a sentence: ``total`` and ``generic`` open a scope, ``part`` and
    ``class`` stand in one, ``fund`` is money named by its source only, ``context`` lends its
    meaning to the next nameless amount, ``item`` is a name that no concept knows.
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


@cache
def concepts() -> dict[str, dict[str, str]]:
    return {row["alias"]: row for row in table("concepts")}


@cache
def alias_pattern() -> re.Pattern[str]:
    """Return a pattern of all nouns that money is counted for, longest first."""
    names = [alias for alias, row in concepts().items() if row["kind"] == "money"]
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@cache
def noise(loose: bool = True) -> tuple[re.Pattern[str], re.Pattern[str]]:
    time = (
        rf"(?:{any_of('as_of')})?(?:20\d\d年度?|(?:本|当|今|全)年度?|{any_of('last_year')})"
        r"(?:年?初|\d{1,2}月份?)?(?:\d{1,2}日)?(?:年?[底末])?"
    )
    kinds = ("filler", "tail", "lead", "self") + (("own_kind", "loose") if loose else ())
    words = f'(?:{any_of(*kinds)}|{time}|[，、：“”"《》])'
    return re.compile(time), re.compile(f"{words}*")


_CODE = re.compile(r"[（\[](\d{3}(?:\d{2}){0,2})[）\]]|(?<!\d)(2\d{6})(?!\d)")
_PATH = re.compile(r"（(?:类|款|项)）")
_OTHER_BRACKETS = re.compile(r"（(?!境）)[^（）]*）")


def topic(text: str, names: Iterable[str] = ()) -> Topic | None:
    """Read a noun phrase: what does a figure after it speak of?

    Parameters
    ----------
    text : str
        Folded text before a figure, from the last break of the sentence.
    names : iterable of str
        Names of the publishing department, which may stand before the noun, longest first. Any
        other organisation before it makes the noun somebody else's.

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
    """
    text = text[len(marker(text)[1]) :] if marker(text)[0] > 0 else text
    text = re.sub("[“”\"‘’']", "", text)
    codes = [a or b for a, b in _CODE.findall(text)]
    text = _CODE.sub("", re.sub(r"^.*(?<![\d（\[])(?=2\d{6}(?!\d))", "", text))
    code = codes[-1] if codes else ""
    keys = {"economic_code": code} if code[:1] in "35" and len(code) < 7 else {"function_code": code}
    if _PATH.search(text):
        return _path(text, keys)
    return _named(text, names, keys)


def _path(text: str, keys: dict[str, str]) -> Topic:
    """Read a path such as ``社会保障和就业支出（类）就业补助（款）``; ``教育（类）支出`` is a class."""
    time, _ = noise()
    parts = [time.sub("", p) for p in _PATH.split(text)]
    begin = re.match(rf"(?:{any_of('self')}|[一二三四五六七八九]是|其中|[、，：])+", parts[0])
    parts[0] = parts[0][begin.end() if begin else 0 :]
    names = [p for p in parts[:-1] if p]
    tail = parts[-1]
    if "（项）" not in text and "（款）" not in text and tail.startswith("支出") and names:
        names[-1] = names[-1].removesuffix("支出") + "支出"
    concept = "function_item" if "（项）" in text or "（款）" in text else "function_class"
    return Topic(concept, "/".join(names), "class", direction="expenditure", form="@function", **keys)


def _named(text: str, names: Iterable[str], keys: dict[str, str]) -> Topic | None:
    known = concepts()
    time, filling = noise()
    text = re.sub(f"({alias_pattern().pattern})|{time.pattern}", lambda m: m[1] or "", text)
    for name in names:
        text = text.replace(name, "")
    spans = [(m.start(), m.end(), known[m[0]]) for m in alias_pattern().finditer(text)]
    heads = [s for s in spans if s[2]["rank"] not in ("fund", "generic")]
    generic = [s for s in spans if s[2]["rank"] == "generic"]
    funds = [s[2]["fund"] for s in spans if s[2]["rank"] == "fund"]
    head = heads[-1] if heads else generic[-1] if generic else None
    keep = [s for s in spans if s is head or s[2]["rank"] in ("fund", "generic")]
    rest = _without(text, keep)
    foreign = not (filling if spans else noise(loose=False)[1]).fullmatch(rest)
    item = _item(text)
    fund = funds[-1] if funds else ""
    if (head is None or foreign) and (line := _coded(item, fund, keys)):
        return line
    if head is None or foreign or head[2]["rank"] == "block":
        if head is None and funds and not foreign:
            return Topic(fund, item, "fund", fund=fund, **keys)
        return Topic("", item, fund=fund, **keys) if (foreign or head) and item else None
    row = head[2]
    return Topic(
        row["concept"], item or text[head[0] : head[1]], row["rank"], row["kind"], row["direction"],
        fund or row["fund"], row["nature"], row["form"], **keys,
    )  # fmt: skip


def _coded(item: str, fund: str, keys: dict[str, str]) -> Topic | None:
    """Read a line of the functional or economic classification: by its code, else by its name."""
    economic, code = keys.get("economic_code", ""), keys.get("function_code", "")
    if item and (economic or (not code and item in _economic_names())):
        concept = "economic_class" if len(economic) == 3 else "economic_item"
        return Topic(concept, item, "class", direction="expenditure", fund=fund, **keys)
    if item and code:
        concept = "function_class" if len(code) == 3 else "function_item"
        return Topic(concept, item, "class", direction="expenditure", fund=fund, form="@function", **keys)
    return None


@cache
def _economic_names() -> frozenset[str]:
    return frozenset(row["name"] for row in table("economic") if len(row["code"]) == 5)


def _without(text: str, spans: Iterable[tuple[int, int, dict[str, str]]]) -> str:
    out, at = "", 0
    for start, end, _ in spans:
        out += text[at:start]
        at = end
    return _OTHER_BRACKETS.sub("", out + text[at:])


def _item(text: str) -> str:
    """Return the name as stated, without the words around it that only say that money is planned."""
    spans = [m.span() for m in alias_pattern().finditer(text)]
    kinds, after = (("self", "filler", "loose"), "filler") if spans else (("self", "lead"), "tail")
    first, last = (spans[0][0], spans[-1][1]) if spans else (len(text), 0)
    lead = re.compile(rf"(?:{any_of(*kinds)}|[一二三四五六七八九]是|[、，：])+")
    begin = lead.match(text, 0, first)
    start = begin.end() if begin else 0
    return text[start:last] + re.sub(rf"{any_of(after)}+\Z", "", text[max(last, start) :])


def inherit(child: Topic, scope: Topic | None) -> Topic:
    """Let a topic take fund, direction and form from the scope that it stands in."""
    fund = child.fund or (scope.fund if scope else "") or ("total" if child.kind == "money" else "")
    if scope and scope.rank == "class" and child.rank == "generic" and not child.fund:
        return scope  # 预算支出 below the heading of a class
    parts = {"item": ("part", "class", "generic"), "class": ("part", "generic")}
    if scope and child.rank in parts.get(scope.rank, ()):
        child = replace(child, concept="", form="", rank="item")  # a part of that line only
    if child.kind == "money":
        child = _as_money_of(replace(child, fund=fund), scope)
    elif (
        scope
        and scope.concept == "vehicles_to_buy"
        and child.concept.startswith("vehicles_")
        and child.rank == "part"
    ):
        child = replace(child, concept=child.concept.replace("vehicles_", "vehicles_to_buy_"), fund=fund)
    elif scope and scope.kind == child.kind and child.rank == "part":
        child = replace(child, fund=fund)
    nature = child.nature or ("total" if child.kind == "money" else "")
    return replace(child, form=_form(child), nature=nature)


def _as_money_of(child: Topic, scope: Topic | None) -> Topic:
    """Say what money named only by its fund, or only as income or spending, is."""
    by_fund = child.rank == "generic" or child.concept in ("public_expenditure", f"{child.fund}_expenditure")
    if scope and scope.rank == "context" and by_fund and child.fund != "total":
        child = replace(child, rank="fund")
    if child.rank not in ("fund", "generic"):
        direction = child.direction or (scope.direction if scope else "")
        return replace(child, direction="" if direction == "both" else direction)
    direction = child.direction or (scope.direction if scope else "")
    inside = (
        scope is not None and scope.rank not in ("fund", "generic", "class", "item") and child.rank == "fund"
    )
    if inside and scope and scope.concept and scope.kind == "money" and scope.concept != "revenue_budget":
        return replace(
            child, concept=scope.concept, direction=scope.direction, nature=scope.nature, form=scope.form
        )
    source = scope is not None and scope.concept == "revenue_budget"
    public = ("general_public", "dept_summary") if source else ("public_revenue", "fiscal_summary")
    names = {
        ("revenue", "total"): ("revenue_budget", "dept_summary"),
        ("expenditure", "total"): ("expenditure_budget", "dept_summary"),
        ("both", "total"): ("total_budget", "dept_summary"),
        ("revenue", "general_public"): public,
        ("expenditure", "general_public"): ("public_expenditure", "public_expenditure"),
    }
    other = (
        "dept_summary" if source else "fiscal_summary" if direction in ("revenue", "both") else "@function"
    )
    suffix = {"expenditure": "_expenditure", "both": "_budget"}.get(direction, "")
    concept, form = names.get((direction, child.fund), (child.fund + suffix, other if direction else ""))
    return replace(child, concept=concept, form=form, direction="" if direction == "both" else direction)


def _form(child: Topic) -> str:
    kind, at, group = child.form.partition("@")
    if not at:
        return kind
    return phrases(f"form:{group}").get(child.fund, "")
