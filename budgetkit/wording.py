"""The words that departments state figures in: numbers, what they speak of, how they change.

The words themselves are rows: ``data/concepts.csv`` (nouns: what a figure can speak of) and
``data/phrases.csv`` (everything else). This module cuts a text by them; what a figure means in its
sentence is decided in :mod:`budgetkit.narrative`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from .knowledge import table
from .prose import marker

__all__ = ["Base", "Clause", "Figure", "Topic", "absent_topics", "any_of", "context_topic", "count_topic", "figures", "flat",
    "fold", "heading_topic", "inherit", "phrases", "read_clause", "topic"]

_FOLD = str.maketrans("０１２３４５６７８９．％();:－−﹣", "0123456789.%（）；：---")
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")


@cache
def phrases(kind: str) -> dict[str, str]:
    """Return phrase -> value for one kind of ``phrases.csv``."""
    return {row["phrase"]: row["value"] for row in table("phrases") if row["kind"] == kind}


@cache
def any_of(*kinds: str) -> str:
    """Return a regular expression source that matches any phrase of some kinds, longest first."""
    found = sorted({p for kind in kinds for p in phrases(kind)}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, found)) + ")"


def fold(text: str) -> str:
    """Fold full-width digits and half-width punctuation, character by character (offsets hold).

    >>> fold("预算１,137.1万元,其中:基本支出")
    '预算1,137.1万元，其中：基本支出'
    """
    return _COMMA.sub("，", text.translate(_FOLD))


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number with its unit; ``kind`` is money, percent, count or bare."""

    start: int
    end: int
    number: str
    unit: str
    kind: str


@cache
def _figure_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\d.A-Za-z〔\[【第图表件])(?P<number>(?:(?<![\d）A-Za-z%元年月])-)?"
        r"(?:\d{1,3}(?:，\d{3})+(?=\.\d|[万亿千百]?元)(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
        r"(?![\d\]〕】A-Za-z]|\.\d|,\d)"
        rf"(?P<unit>{any_of('unit')}|[万亿](?=[，。；、）]|\Z))?"
    )


@cache
def _not_budget() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    before = re.compile(any_of("target") + r"\Z")
    after = re.compile(any_of("physical"))
    return before, after, re.compile(any_of("threshold"))


def figures(text: str) -> list[Figure]:
    """Find the numbers of a folded text that can be budget figures.

    Years, dates, ordinals, document numbers, budget codes, list markers, lengths and areas,
    thresholds (单价100万元以上) and targets (≥99%) are none.

    >>> [(f.number, f.unit) for f in figures("2024年预算5万元，购置单价100万元以上设备2台，满意度≥95%")]
    [('5', '万元'), ('2', '台')]
    """
    before, after, threshold = _not_budget()
    found = []
    for m in _figure_pattern().finditer(text):
        unit = m["unit"] or ""
        rest = text[m.end() : m.end() + 8]
        if before.search(text, max(0, m.start() - 4), m.start()) and not _plain_reach(text, m.start(), unit):
            continue
        if threshold.match(rest) or (unit in ("个", "") and after.match(unit + rest)):
            continue
        if not unit and (_is_code(m["number"], text, m.start(), m.end()) or _is_marker(text, m.start(), m.end())):
            continue
        unit = {"万": "万元", "亿": "亿元"}.get(unit, unit)
        kind = phrases("unit").get(unit, "bare")
        found.append(Figure(m.start(), m.end(), m["number"].replace("，", ","), unit, kind))
    return found


def _plain_reach(text: str, start: int, unit: str) -> bool:
    """Tell ``支出达5万元`` (a figure) from ``满意度达到95%`` (a target)."""
    return unit in phrases("unit") and phrases("unit")[unit] == "money" and text[start - 1] in "达到"


def _is_code(number: str, text: str, start: int, end: int) -> bool:
    """Tell a functional or economic code: seven digits, or in brackets after its name."""
    if not number.isdigit() or len(number) not in (3, 5, 7):
        return False
    return len(number) == 7 or (text[start - 1 : start] == "（" and text[end : end + 1] == "）")


def _is_marker(text: str, start: int, end: int) -> bool:
    inside = text[start - 1 : start] == "（" and text[end : end + 1] == "）"
    opens = start == 0 or text[start - 1] in "。；：，"
    return end - start <= 2 and (inside or (opens and text[end : end + 1] in "、．."))


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured against: ``year`` (None where unknown), ``kind`` budget, final or ""."""

    year: int | None
    kind: str = ""


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
def _concepts() -> dict[str, dict[str, str]]:
    return {row["alias"]: row for row in table("concepts")}


@cache
def _alias_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_concepts(), key=len, reverse=True))))


@cache
def _noise() -> tuple[re.Pattern[str], re.Pattern[str]]:
    time = (
        rf"(?:{any_of('as_of')})?(?:20\d\d年度?|(?:本|当|今|全)年度?|{any_of('last_year')})"
        r"(?:年?初|\d{1,2}月份?)?(?:\d{1,2}日)?(?:年?[底末])?"
    )
    words = f"(?:{any_of('filler', 'self')}|{time}|[，、：“”\"《》])"
    return re.compile(time), re.compile(f"{words}*")


_CODE = re.compile(r"[（\[](\d{3}(?:\d{2}){0,2})[）\]]|(?<!\d)(2\d{6})(?!\d)")
_PATH = re.compile(r"（(?:类|款|项)）")
_OTHER_BRACKETS = re.compile(r"（(?!境）)[^（）]*）")


def topic(text: str, entity: str = "") -> Topic | None:
    """Read a noun phrase: what does a figure after it speak of?

    Parameters
    ----------
    text : str
        Folded text before a figure, from the last break of the sentence.
    entity : str
        Name of the publishing department, which may stand before the noun.

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
    text = _CODE.sub("", text)
    code = codes[-1] if codes else ""
    keys = {"economic_code": code} if code[:1] in "35" and len(code) < 7 else {"function_code": code}
    if _PATH.search(text):
        return _path(text, keys)
    return _named(text, entity, keys)


def _path(text: str, keys: dict[str, str]) -> Topic:
    """Read a path such as ``社会保障和就业支出（类）就业补助（款）``; ``教育（类）支出`` is a class."""
    time, _ = _noise()
    parts = [time.sub("", p) for p in _PATH.split(text)]
    begin = re.match(rf"(?:{any_of('self')}|[一二三四五六七八九]是|其中|[、，：])+", parts[0])
    parts[0] = parts[0][begin.end() if begin else 0 :]
    names = [p for p in parts[:-1] if p]
    tail = parts[-1]
    if "（项）" not in text and "（款）" not in text and tail.startswith("支出") and names:
        names[-1] = names[-1].removesuffix("支出") + "支出"
    concept = "function_item" if "（项）" in text or "（款）" in text else "function_class"
    return Topic(concept, "/".join(names), "class", direction="expenditure", form="@function", **keys)


def _named(text: str, entity: str, keys: dict[str, str]) -> Topic | None:
    concepts = _concepts()
    time, noise = _noise()
    text = re.sub(f"({_alias_pattern().pattern})|{time.pattern}", lambda m: m[1] or "", text)
    if entity:
        text = text.replace(entity, "")
    spans = [(m.start(), m.end(), concepts[m[0]]) for m in _alias_pattern().finditer(text)]
    heads = [s for s in spans if s[2]["rank"] not in ("fund", "generic")]
    generic = [s for s in spans if s[2]["rank"] == "generic"]
    funds = [s[2]["fund"] for s in spans if s[2]["rank"] == "fund"]
    head = heads[-1] if heads else generic[-1] if generic else None
    keep = [s for s in spans if s is head or s[2]["rank"] in ("fund", "generic")]
    rest = _without(text, keep)
    foreign = not noise.fullmatch(rest) and not (not entity and _is_org(rest))
    item = _item(text)
    fund = funds[-1] if funds else ""
    if head is None or foreign or head[2]["rank"] == "block":
        if head is None and funds and not foreign:
            return Topic(fund, item, "fund", fund=fund, **keys)
        return Topic("", item, fund=fund, **keys) if (foreign or head) and item else None
    row = head[2]
    return Topic(
        row["concept"], item or text[head[0] : head[1]], row["rank"], row["kind"], row["direction"],
        fund or row["fund"], row["nature"], row["form"], **keys,
    )  # fmt: skip


def _without(text: str, spans: Iterable[tuple[int, int, dict[str, str]]]) -> str:
    out, at = "", 0
    for start, end, _ in spans:
        out += text[at:start]
        at = end
    return _OTHER_BRACKETS.sub("", out + text[at:])


def _is_org(text: str) -> bool:
    return re.fullmatch(rf".{{1,30}}{any_of('org')}{any_of('own_part', 'self', 'filler')}*", text) is not None


def _item(text: str) -> str:
    """Return the name as stated, without the words around it that only say that money is planned."""
    spans = [m.span() for m in _alias_pattern().finditer(text)]
    kinds, after = (("self", "filler"), "filler") if spans else (("self", "lead"), "tail")
    first, last = (spans[0][0], spans[-1][1]) if spans else (len(text), 0)
    lead = re.compile(rf"(?:{any_of(*kinds)}|[一二三四五六七八九]是|[、，：])+")
    begin = lead.match(text, 0, first)
    start = begin.end() if begin else 0
    return text[start:last] + re.sub(rf"{any_of(after)}+\Z", "", text[max(last, start) :])


@dataclass(frozen=True, slots=True)
class Clause:
    """How the text before a figure (or before a break) reads.

    ``role`` is level, change, prior, share or completion; ``noun`` the part that names a subject.
    """

    noun: str
    role: str = "level"
    direction: str = ""
    base: Base | None = None


@cache
def _clause_patterns() -> dict[str, re.Pattern[str]]:
    year = rf"(?P<year>20\d\d)年度?|(?P<last>{any_of('last_year')})"
    return {
        "base": re.compile(
            rf"(?:(?P<exceed>{any_of('exceed')})了?|{any_of('compare')}于?)(?:{year}|(?={any_of('own_base')}))|同比|环比"
        ),
        "way": re.compile(
            rf"(?P<become>{any_of('become')})|(?P<either>{any_of('direction')}(?:（|/|或){any_of('direction')}）?)|"
            rf"(?P<way>{any_of('direction')})|(?P<tight>{any_of('direction_tight')}\Z)"
        ),
        "share": re.compile(rf"{any_of('share')}(?P<of>(?![有用比])[^占]*)\Z"),
        "completion": re.compile(rf"{any_of('completion')}(?P<of>[^，]*)\Z"),
        "from": re.compile(rf"{any_of('from')}(?:{year})"),
        "when": re.compile(rf"(?P<year>20\d\d)年|(?P<last>{any_of('last_year')})"),
        "kind": re.compile(any_of("base")),
    }


def _base(match: re.Match[str], between: str, fiscal_year: int | None) -> Base:
    groups = match.groupdict()
    year = groups.get("year")
    kinds = [phrases("base")[m[0]] for m in _clause_patterns()["kind"].finditer(between)]
    kind = "final" if "final" in kinds else kinds[-1] if kinds else ""
    if year:
        return Base(int(year), kind)
    own = not groups.get("last") and match[0] not in ("同比", "环比")
    return Base(None if fiscal_year is None else fiscal_year - (0 if own else 1), kind)


def read_clause(text: str, fiscal_year: int | None, percent: bool = False) -> Clause:
    """Read the folded text between the last break and a figure.

    Parameters
    ----------
    text : str
        From the last break (punctuation, figure before) up to the figure.
    fiscal_year : int or None
        Year of the document, which 上年 counts from.
    percent : bool
        The figure is a percentage.

    Examples
    --------
    >>> c = read_clause("收入比2023年增加", 2024)
    >>> c.noun, c.role, c.direction, c.base
    ('收入', 'change', 'increase', Base(year=2023, kind=''))
    >>> read_clause("比上年预算数", 2024)
    Clause(noun='', role='prior', direction='', base=Base(year=2023, kind='budget'))
    """
    patterns = _clause_patterns()
    if percent and (m := patterns["share"].search(text)):
        return Clause(text[: m.start()], "share")
    if m := patterns["completion"].search(text):
        base = Base(fiscal_year, "budget")
        if percent or patterns["kind"].search(m["of"]):
            return Clause(text[: m.start()], "completion" if percent else "prior", base=base)
    base_match = patterns["base"].search(text)
    at = base_match.end() if base_match else 0
    ways = [m for m in patterns["way"].finditer(text, at)]
    way = ways[-1] if ways else None
    if base_match:
        return _with_base(text, base_match, way, fiscal_year)
    if way:
        return _with_way(text, way, None, text[: way.start()])
    return _level(text, fiscal_year)


def _with_base(text: str, match: re.Match[str], way: re.Match[str] | None, year: int | None) -> Clause:
    between = text[match.end() : way.start() if way else len(text)]
    noun, named, after = text[: match.start()], *_split(between)
    base = _base(match, named, year)
    if match["exceed"] and not way:
        return Clause(noun, "change", phrases("exceed")[match["exceed"]], base)
    if way is None:
        return Clause(noun or after, "prior", base=base)
    return _with_way(text, way, base, after or noun)


def _split(between: str) -> tuple[str, str]:
    """Split ``相比收入总计各``: what belongs to the base, and a noun after 相比."""
    named, mark, after = between.partition("相比")
    after = after.lstrip("较，")
    return named, after if mark else ""


def _with_way(text: str, way: re.Match[str], base: Base | None, noun: str) -> Clause:
    if way["become"]:
        return Clause(noun, "level", base=base)
    words = phrases("direction") | phrases("direction_tight")
    direction = "none" if way["either"] else words[way["way"] or way["tight"]]
    thing = text[way.end() :]
    _, noise = _noise()
    if not noise.fullmatch(thing) or _alias_pattern().search(thing):
        return Clause(thing, "change", direction, base)  # verb before object: 增加车辆购置经费5万元
    earlier = [m for m in _clause_patterns()["way"].finditer(noun)]
    return Clause(noun[earlier[-1].end() :] if earlier else noun, "change", direction, base)


def _level(text: str, fiscal_year: int | None) -> Clause:
    patterns = _clause_patterns()
    if m := patterns["from"].search(text):
        return Clause(text[: m.start()] or text[m.end() :], "prior", base=_base(m, text[m.end() :], fiscal_year))
    when = [m for m in patterns["when"].finditer(text) if not re.search(any_of("as_of") + r"\Z", text[: m.start()])]
    if when and (m := when[-1]):
        base = _base(m, text[m.end() :], fiscal_year)
        carried = re.match(any_of("carried"), text[m.end() :])
        if base.year is not None and fiscal_year is not None and base.year != fiscal_year and not carried:
            return Clause(text[: m.start()] + text[m.end() :], "prior", base=base)
    return Clause(text)


def inherit(child: Topic, scope: Topic | None) -> Topic:
    """Let a topic take fund, direction and form from the scope that it stands in."""
    fund = child.fund or (scope.fund if scope else "") or ("total" if child.kind == "money" else "")
    if child.kind == "money":
        child = _as_money_of(replace(child, fund=fund), scope)
    elif scope and scope.concept == "vehicles_to_buy" and child.concept.startswith("vehicles_") and child.rank == "part":
        child = replace(child, concept=child.concept.replace("vehicles_", "vehicles_to_buy_"), fund=fund)
    elif scope and scope.kind == child.kind and child.rank == "part":
        child = replace(child, fund=fund)
    nature = child.nature or ("total" if child.kind == "money" else "")
    return replace(child, form=_form(child), nature=nature)


def _as_money_of(child: Topic, scope: Topic | None) -> Topic:
    """Say what money named only by its fund, or only as income or spending, is."""
    if scope and scope.rank == "context" and child.rank == "generic" and child.fund != "total":
        child = replace(child, rank="fund")
    if child.rank not in ("fund", "generic"):
        direction = child.direction or (scope.direction if scope else "")
        return replace(child, direction="" if direction == "both" else direction)
    direction = child.direction or (scope.direction if scope else "")
    inside = scope is not None and scope.rank not in ("fund", "generic", "class", "item") and child.rank == "fund"
    if inside and scope and scope.concept and scope.kind == "money" and scope.concept != "revenue_budget":
        return replace(child, concept=scope.concept, direction=scope.direction, nature=scope.nature, form=scope.form)
    source = scope is not None and scope.concept == "revenue_budget"
    names = {
        ("revenue", "total"): ("revenue_budget", "dept_summary"),
        ("expenditure", "total"): ("expenditure_budget", "dept_summary"),
        ("both", "total"): ("total_budget", "dept_summary"),
        ("revenue", "general_public"): ("general_public", "dept_summary") if source else ("public_revenue", "fiscal_summary"),
        ("expenditure", "general_public"): ("public_expenditure", "public_expenditure"),
    }
    other = "dept_summary" if source else "fiscal_summary" if direction in ("revenue", "both") else "@function"
    concept, form = names.get((direction, child.fund), (child.fund, other if direction else ""))
    return replace(child, concept=concept, form=form, direction="" if direction == "both" else direction)


def _form(child: Topic) -> str:
    kind, at, group = child.form.partition("@")
    if not at:
        return kind
    return phrases(f"form:{group}").get(child.fund, "")


def heading_topic(text: str) -> Topic | None:
    """Read what a heading speaks of; a heading that lists several things names only their fund.

    >>> heading_topic("（八）政府性基金预算支出情况说明").fund
    'government_fund'
    """
    text = re.sub("[“”\"‘’]", "", fold(text))
    rows = [_concepts()[m[0]] for m in _alias_pattern().finditer(text)]
    heads = [r for r in rows if r["rank"] in ("total", "part", "class", "context")]
    funds = [r["fund"] for r in rows if r["rank"] == "fund"]
    fund = funds[0] if len(set(funds)) == 1 else ""
    named = heads or [r for r in rows if r["rank"] == "generic"]
    if len({r["concept"] for r in named}) == 1:
        row = named[-1]
        return Topic(
            row["concept"], row["alias"], row["rank"], row["kind"], row["direction"],
            fund or row["fund"], row["nature"], row["form"],
        )  # fmt: skip
    return Topic(fund, "", "fund", fund=fund) if fund else None


@cache
def _counted() -> list[tuple[str, dict[str, str]]]:
    rows = [(alias, row) for alias, row in _concepts().items() if row["kind"] != "money"]
    return sorted(rows, key=lambda pair: len(pair[0]), reverse=True)


def count_topic(before: str, after: str, unit: str, scope: Topic | None) -> Topic | None:
    """Read what a count speaks of: the noun before it, or directly after it (``4个项目``).

    >>> count_topic("所属各预算单位共有车辆", "", "辆", None).concept
    'vehicles_total'
    """
    _, noise = _noise()
    fits = [(a, r) for a, r in _counted() if unit[0] in r["kind"] or unit in r["kind"]]
    found = [(before.rfind(a) + len(a), len(a), a, r) for a, r in fits if a in before]
    found = [f for f in found if noise.fullmatch(before, f[0])]
    if not found:
        near = re.split(r"[，。；：、（]", after)[0][:14]
        found = [(-near.find(a), len(a), a, r) for a, r in fits if a in near]
        if found and unit[0] in "辆台" and "购置" not in before:
            return None
    if not found:
        return None
    _, _, alias, row = max(found)
    concept = row["concept"]
    if concept in ("equipment", "vehicles_total") and "购置" in before:
        concept = {"equipment": "equipment_to_buy"}.get(concept, "vehicles_to_buy")
    funds = [_concepts()[m[0]] for m in _alias_pattern().finditer(before)]
    fund = next((r["fund"] for r in funds if r["rank"] == "fund"), "")
    return Topic(concept, alias, row["rank"], row["kind"], fund=fund)


@cache
def _flat_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<base>{any_of('compare')}(?:于)?(?:20\d\d年度?|{any_of('last_year')}|{any_of('own_base')})[^，。；]*?|同比)"
        rf"(?P<flat>{any_of('flat')})"
    )


def flat(text: str) -> tuple[int, int, bool] | None:
    """Find ``与上年持平``: start, end, and whether it says so exactly (not 基本持平).

    >>> flat("基本支出与上年预算数基本持平")
    (4, 14, False)
    """
    match = _flat_pattern().search(text)
    return (match.start(), match.end(), phrases("flat")[match["flat"]] == "exact") if match else None


def absent_topics(text: str, entity: str, year: int | None) -> list[tuple[int, int, Topic | None]]:
    """Find what a clause says there is none of: start and end of the phrase, and the topic.

    A clause that is only 无 has the topic None. Statements about another year or about money carried
    over are left out.

    >>> [t.fund for _, _, t in absent_topics("2024年无政府性基金预算支出", "", 2024)]
    ['government_fund']
    """
    match = re.search(rf"(?!{any_of('not_absent')}){any_of('absent')}", text)
    years = {int(y) for y in re.findall(r"20\d\d(?=年)", text)}
    if not match or re.search(any_of("carried"), text) or (year and years - {year}):
        return []
    after = text[match.end() :]
    if not after:
        before = topic(text[: match.start()], entity)
        return [(match.start(), match.end(), before)]
    found = []
    at = match.end()
    for part in re.split("([、和及])", after):
        named = _counted_name(part) or topic(part, entity)
        if named and named.concept:
            found.append((match.start(), at + len(part), named))
        at += len(part)
    return found


def _counted_name(text: str) -> Topic | None:
    for alias, row in _counted():
        if alias in text and row["rank"] == "total" and "购置" in text:
            return Topic("vehicles_to_buy", alias, row["rank"], row["kind"])
    return None


def context_topic(text: str) -> Topic | None:
    """Find a word that lends its meaning to the next nameless amount (绩效目标管理，涉及5万元).

    >>> context_topic("项目支出均实行绩效目标管理").concept
    'performance_amount'
    """
    rows = [_concepts()[m[0]] for m in _alias_pattern().finditer(text)]
    found = next((r for r in rows if r["rank"] == "context"), None)
    if found is None:
        return None
    return Topic(found["concept"], found["alias"], "context", direction=found["direction"], nature=found["nature"], form=found["form"])
