"""Named checks that hold the prose against lines of tables: amounts by code or path, units, whose and when.

A line of a classification that the prose names is found by its code or, where it has none, by its path
(类/款/项); a name that several lines have and no path decides between leaves the check insufficient.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from ...amounts import yuan
from ...knowledge import code_name, codes_named, names_in, table
from ...records import Figure, step_of
from ...rulebook import Check, Ledger, Outcome, choose, distinct, hold, one, or_nothing, place, trusted
from ...text import fold, plain

TEN_THOUSAND = Fraction(9_900), Fraction(10_100)


_ENDING = re.compile(r"(?<=.)(?:支出|科目|的)+\Z")


LINES = ("function_item", "economic_item", "economic_class")


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """Fold the name of a line.

    >>> _name("教育支出科目"), _name("-行政运行")
    ('教育', '行政运行')
    """
    return _ENDING.sub("", plain(text).lstrip("-."))


def _standard(code: str) -> str:
    """Return the folded name of a functional or economic code, "" where it is not known."""
    return _name(code_name("function", code) or code_name("economic", code) or "")


class _Lines:
    """The lines of a document's tables, looked up by code and by name; a form is indexed when asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.names: dict[str, set[str]] = defaultdict(set)
        self.by_code: dict[str, dict[str, list[Figure]]] = {}
        self.by_name: dict[str, dict[str, list[Figure]]] = {}
        self.order: dict[str, dict[Any, str]] = {}

    def _index(self, form: str) -> None:
        codes: dict[str, list[Figure]] = defaultdict(list)
        named: dict[str, list[Figure]] = defaultdict(list)
        order: dict[Any, str] = {}
        for f in self.ledger.forms.get(form, ()):
            if f.measure != "amount" or f.is_total or f.carried or not self.ledger.current(f):
                continue
            name = _name(f.item)
            order.setdefault(f.place, name)
            named[name].append(f)
            if f.code:
                codes[f.code].append(f)
                self.names[f.code].add(name)
        self.by_code[form], self.by_name[form], self.order[form] = codes, named, order

    def _under(self, code: str, above: list[str]) -> bool:
        """Say whether a code lies below lines of these names, the nearest last."""
        parents = [code[:n] for n in (5, 3) if n < len(code)]
        for name, parent in zip(reversed(above), parents, strict=False):
            known = (self.names.get(parent, set()) | {_standard(parent)}) - {""}
            if known and _name(name) not in known:
                return False
        return True

    def _walk(self, form: str, path: list[str]) -> Any:
        """Return the place of a line without a code by walking down its path 类/款/项, or None.

        The walk to a 款 may not pass another 类; the walk to a 项 may pass other 项 only.
        """
        places = list(self.order[form].items())
        at = -1
        for depth, name in enumerate(map(_name, path)):
            found = next((n for n in range(at + 1, len(places)) if places[n][1] == name), None)
            passed = {text for _, text in places[at + 1 : found]}
            if found is None or (depth == 1 and passed & _ranked(3)):
                return None
            if depth == 2 and (passed & (_ranked(3) | _ranked(5)) or passed - _ranked(7)):
                return None
            at = found
        return places[at][0]

    def find(self, f: Figure, form: str, nature: str) -> list[Figure]:
        """Return the rows of a form that a stated figure names; of several, none is chosen."""
        if form not in self.by_code:
            self._index(form)
        path = f.item.split("/")
        rows = self.by_code[form].get(f.code) if f.code else self.by_name[form].get(_name(path[-1]))
        rows = distinct([r for r in rows or () if r.nature == nature])
        if f.code or not rows:
            return rows
        if any(r.code for r in rows):
            return [r for r in rows if self._under(r.code, path[:-1])]
        if len(path) > 1 and (len(rows) > 1 or _name(path[-1]) in _common()):
            at = self._walk(form, path)
            rows = [r for r in rows if r.place == at]
        return rows


@cache
def _ranked(digits: int) -> frozenset[str]:
    """Return the collected names of 类 (3 digits), 款 (5) or 项 (7)."""
    return frozenset(map(_name, codes_named("function", digits // 2)))


@cache
def _common() -> frozenset[str]:
    """Return the names that several 项 bear, such as 行政运行: they say nothing without their path."""
    borne: Counter[str] = Counter()
    for name, codes in codes_named("function", 3).items():
        borne[_name(name)] += len(codes)
    return frozenset(name for name, times in borne.items() if times > 1)


Places = tuple[tuple[tuple[str, str, str], tuple[tuple[str, str], ...]], ...]
"""Where which lines stand: concept, fund and nature of the prose; forms and natures of the tables."""


def code_amounts(ledger: Ledger, terms: Places) -> Iterator[Check]:
    """An amount that the prose gives for a line of a classification is that of the table."""
    forms = dict(terms)
    levels = (f for f in ledger.stated if f.role == "level" and f.fen is not None and ledger.current(f))
    named = [f for f in levels if f.concept in LINES and (f.code or f.concept != "economic_class")]
    lines = _Lines(ledger) if named else None
    alike: dict[Any, set[tuple[int | None, str]]] = defaultdict(set)
    for f in named:
        alike[_line(f)].add((f.fen, f.section))
    for f in named:
        where = place(ledger, f, f.item)
        printed = forms.get((f.concept, f.fund, f.nature), ())
        checks = [_held(ledger, lines, f, where, *at) for at in printed if lines and ledger.found.get(at[0])]
        if not checks or not _whole_path(f):
            words = f"no table of {f.fund} lines" if _whole_path(f) else "the heading goes on after the path"
            yield Check.insufficient(where, words, f.fen, named=one(f))
            continue
        check = choose(checks)
        amounts, sections = ({pair[k] for pair in alike[_line(f)]} for k in (0, 1))
        if check.outcome == "fail" and (len(amounts) > 2 or len(sections) >= len(amounts) > 1):
            words = f"{len(amounts)} amounts under one name: not one line but parts of it"
            check = Check.insufficient(where, words, f.fen, named=one(f))
        yield check
    projects = list(_project_amounts(ledger))
    yield from projects
    if not named and not projects:
        yield Check.not_applicable("prose / lines", "the prose gives no amount for a line of a table")


_OF_YEAR = re.compile(r"20\d\d年?度?")


def _project_amounts(ledger: Ledger) -> Iterator[Check]:
    """An amount that the prose gives for a project is that of the list of projects, or of its targets.

    Others may bear its name: it fails only where the sentence names projects whose amounts agree.
    """
    sheets = [(i.project, i.budget_fen) for i in ledger.indicators if i.project and i.budget_fen]
    rows = [f for f in ledger.amounts("project_list") if f.code_kind == "project" and f.fund == "total"]
    known: dict[str, set[int]] = defaultdict(set)
    for name, fen in [*sheets, *((f.item, f.fen) for f in rows if f.fen and not f.is_total)]:
        known[_OF_YEAR.sub("", plain(name), count=1)].add(fen)
    sentences: dict[Any, list[Check]] = defaultdict(list)
    for f in ledger.stated:
        name = _OF_YEAR.sub("", plain(f.item), count=1)
        amounts = known.get(name, ()) if name else ()
        if f.role != "level" or f.concept or not f.fen or len(amounts) != 1 or not ledger.current(f):
            continue
        (fen,) = amounts
        words = f"{yuan(fen)} in the tables of projects"
        gap, where = abs(fen - f.fen), place(ledger, f, f.item)
        outcome: Outcome = "exact" if not gap else "rounding" if gap < step_of(f) else "fail"
        check = Check(where, outcome, words, f.fen, fen, step_of(f), named=one(f))
        sentences[f.said_in].append(check)
    for checks in sentences.values():
        yield from trusted(checks, "it is not known that the project is meant")


def _whole_path(f: Figure) -> bool:
    """Say whether no further name follows the path in the heading that it was read from."""
    title = fold(f.section.rpartition(" > ")[2])
    last = _LAST_NAME.search(title)
    name = f.item.split("/")[-1]
    return not (last and title[: last.start()].endswith((name, f"{name}支出")))


_LAST_NAME = re.compile(r"（[类款]）[^（）]{2,}\Z")


def _line(f: Figure) -> tuple[str, ...]:
    return f.code, f.item, f.fund, f.nature


def _held(ledger: Ledger, lines: _Lines, f: Figure, where: str, form: str, nature: str) -> Check:
    rows = lines.find(f, form, nature)
    if len(rows) == 1:
        check = hold(ledger, where, [(1, f)], [(1, rows[0])], note=f"{form} {rows[0].code}".strip())
        if check.outcome == "fail" and abs((rows[0].fen or 0) - (f.fen or 0)) < step_of(f):
            words = f"{check.detail}; less than one last digit of the prose"
            return check._replace(outcome="rounding", detail=words)
        if check.outcome == "fail" and nature == "basic" != f.nature and (rows[0].fen or 0) < (f.fen or 0):
            return check.but("insufficient", f"{form} has basic expenditure only, the prose may speak of all")
        return check
    if not rows and form in ledger.gaps.forms:
        return Check.unread(where, f"{form} has cells that could not be read", f.fen, named=one(f))
    words = f"{len(rows)} lines of that name" if rows else "no such line"
    return Check.insufficient(where, f"{words} in {form}", f.fen, named=one(f))


def line_names(ledger: Ledger) -> Iterator[Check]:
    """A line of the functional classification is called in the prose what the classification calls it."""
    coded = [row["slug"] for row in table("forms") if row["rows"] == "function"]
    lines = {
        (f.code, f.item) for form in coded for f in ledger.forms.get(form, ()) if f.code_kind == "function"
    }
    by_code: dict[str, set[str]] = defaultdict(set)
    for code, item in lines:
        by_code[code].add(_name(item))
    then = _in(ledger.year)
    known = {n for names in (*by_code.values(), *then.values()) for n in names} | _collected()
    seen: set[tuple[str, str]] = set()
    for f in ledger.stated:
        if f.concept not in ("function_item", "function_class") or (f.code, f.item) in seen:
            continue
        seen.add((f.code, f.item))
        names = [_name(name) for name in f.item.split("/")]
        right = {*by_code.get(f.code, ()), *then.get(f.code, ())}
        strange = [n for n in names if n not in known]
        outcome: Outcome = "exact"
        words = f"{'/'.join(names)} is known"
        if f.code and right and names[-1] not in right:
            outcome, words = "fail", f"{f.code} is called {names[-1]}, elsewhere {' or '.join(sorted(right))}"
        elif not all("\u4e00" <= c <= "\u9fff" or c in "()、" for n in names for c in n):
            outcome, words = "insufficient", "the name is not whole"
        elif strange:
            outcome = "fail" if lines else "insufficient"
            where = "in the tables or among" if lines else "among"
            words = f"{', '.join(strange)} is not {where} the collected names"
        own = [f.code or f.item] if f.concept == "function_item" else []
        yield Check(place(ledger, f, *own, "name"), outcome, words, named=one(f))
    if not seen:
        yield Check.not_applicable("prose / lines", "the prose names no line of the classification")


@cache
def _in(year: int | None) -> dict[str, set[str]]:
    """Return, for each functional code, the names that it bears in a year."""
    return {code: set(map(_name, names)) for code, names in names_in("function", year).items()}


@cache
def _collected() -> frozenset[str]:
    """Return the collected names of lines, those that classes had in earlier years included."""
    classes = {_name(row["alias"]) for row in table("concepts") if row["concept"] == "function_class"}
    return frozenset(
        classes | {*map(_name, (*codes_named("function", 1, 2, 3), *codes_named("economic", 1, 2)))}
    )


@or_nothing("pairs of figures", "no two figures that should be equal are printed")
def unit_slips(ledger: Ledger, found: Mapping[str, Sequence[Check]]) -> Iterator[Check]:
    """No two figures that should be equal are 10,000 times apart (元 taken for 万元)."""
    for name, checks in found.items():
        pairs = [c for c in checks if c.reported and c.calculated]
        for c in pairs:
            ratio = Fraction(c.reported or 0, c.calculated or 1)
            if TEN_THOUSAND[0] <= max(ratio, 1 / ratio) <= TEN_THOUSAND[1]:
                words = f"10,000 times apart in {name}: 元 taken for 万元, or the other way round"
                yield Check(
                    f"{c.where} / unit of money", "fail", words, c.reported, c.calculated, c.tolerance,
                    c.named, c.left, c.op, c.right,
                )  # fmt: skip
        if pairs:
            yield Check(f"pairs of {name}", "exact", f"{len(pairs)} pairs of figures compared")
