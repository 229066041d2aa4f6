"""What a report says of one document, section by section, in both languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ...analysis import found
from ...disclosure import Disclosure
from ...errors import ExtractionError
from ...knowledge import table
from ...readers import BBox
from ...reconciliation import Reconciliation
from ...records import Figure, Unread
from ..evidence import ids_in
from ..outcome import decided, problems, rare
from ..places import Sheets, figure_place, merged, unread_place
from ..report import Report, kind_of
from .pictures import Pictures, View
from .register import MARKS, Register, outcome
from .tables import printed
from .words import Both, Told, detail, made, named, paged, placed, rule, say

AROUND = 12
"""How many characters of a sentence are shown before and after a figure."""

Section = dict[str, Any]


def content(d: Disclosure, r: Reconciliation, register: Register, pictures: Pictures) -> Section:
    """Return all sections of a report, by name; what they need of the pages is asked of `pictures`."""
    told = Told(d, r)
    return {
        "about": told.lines(Report.verdict_lines),
        "keys": list(_keys(d, told, register)),
        "forms": _forms(d),
        "matrix": list(_matrix(r)),
        "decided": decided(r),
        "title": told.line(Report.title, problems(r)),
        "contradictions": list(_contradictions(d, r, told, register, pictures)),
        "findings": _findings(r, told),
        "printed": printed(d, register),
        "stated": list(_stated(d, register)),
        "unread": list(_unread(d, pictures)),
        "consistency": detail(r.consistency.detail),
    }


def _keys(d: Disclosure, told: Told, register: Register) -> Iterator[Section]:
    """Yield the figures that a reader looks for first, as the text report words them, with their numbers."""
    for key in (f for f in found(d) if f.key):
        yield {"line": told.line(Report.key, key), "numbers": _numbers(key.figures, register)}


def _numbers(figures: Sequence[Figure], register: Register) -> list[tuple[int, str]]:
    return [(register.number[f.id], f.printed) for f in figures if f.id in register.number]


def _forms(d: Disclosure) -> Section:
    """Return which forms were found, and which statutory ones are missing."""
    rows = d.forms.to_dict("records")
    sheets = Sheets(d.records("line_items"))
    shown = [{**row, "name": named("form", str(row["form"])), "at": _at(row, sheets)} for row in rows]
    return {status: [row for row in shown if row["status"] == status] for status in ("found", "missing")}


def _at(row: Mapping[Any, Any], sheets: Sheets) -> Both:
    if row["status"] != "found":
        return say("none")
    return made(lambda lang: sheets.words(str(row["pages"]), lang))


def _matrix(r: Reconciliation) -> Iterator[Section]:
    """Yield the groups of rules with the number of checks by outcome, of the group and of each rule."""
    counts = r.summary()
    rules = {row["id"]: row for row in table("rules")}
    for group in dict.fromkeys(row["group"] for row in rules.values()):
        mine = [id for id in counts.index if rules[str(id)]["group"] == group]
        rows = [
            {
                "id": id,
                "statement": rule(str(id)),
                "severity": named("severity", rules[str(id)]["severity"]),
                "counts": _outcomes(counts.loc[id], rules[str(id)]["severity"]),
            }
            for id in mine
        ]
        if rows:
            total = [sum(numbers) for numbers in zip(*(row["counts"] for row in rows), strict=True)]
            yield {"name": say(f"html.group.{group}"), "counts": total, "rules": rows}


def _outcomes(counts: pd.Series, severity: str) -> list[int]:
    """Return how many checks of a rule came out as each of :data:`MARKS`, and how many do not apply."""
    found = {outcome(str(key), severity): int(n) for key, n in counts.items()}
    return [found.get(key, 0) for key in (*MARKS, "not_applicable")]


def _contradictions(
    d: Disclosure, r: Reconciliation, told: Told, register: Register, pictures: Pictures
) -> Iterator[Section]:
    """Yield the errors: what disagrees, where, who is likely wrong and on what that rests."""
    figures = {f.id: f for name in ("line_items", "blanks", "stated") for f in d.records(name)}
    for problem in problems(r):
        failing, sets = [], problem.suspects
        for row in problem.checks.itertuples():
            named_ = [figures[id] for id in ids_in(str(row.line_ids)) if id in figures]
            views = _views(d, named_, pictures, problem.culprits)
            failing.append(
                {
                    "lines": told.lines(Report.contradiction, row),
                    "explained": r.explain(str(row.check_id)),
                    "numbers": _numbers(named_, register),
                    "views": views,
                    "told": any(view.wrong for view in views),
                }
            )
        failing.sort(key=lambda check: not check["told"])  # what is likely wrong is seen first
        yield {
            "number": problem.number,
            "title": told.line(Report.group, problem),
            "sentence": told.line(Report.sentence, problem),
            "failing": failing,
            "others": told.lines(Report.others, problem),
            "suspects": told.lines(Report.suspects, problem),
            "numbers": _numbers([figures[id] for id in sets["line_id"] if id in figures], register),
            "rests": list(_rests(r, sets)),
        }


def _rests(r: Reconciliation, sets: pd.DataFrame) -> Iterator[Both]:
    """Yield the checks that would hold if the figures that are likely wrong were as required."""
    ids = [id for ids in sets.loc[sets["line_id"].ne(""), "check_ids"] for id in str(ids).split()]
    rows = r.checks.set_index("check_id").loc[list(dict.fromkeys(ids))]
    for row in rows.itertuples():
        said, place = rule(str(row.rule_id)), placed(r, str(row.Index), str(row.where))
        yield Both(f"[{row.rule_id}] {said.zh}：{place.zh}", f"[{row.rule_id}] {said.en}: {place.en}")


def _views(
    d: Disclosure, figures: Sequence[Figure], pictures: Pictures, culprits: Collection[str]
) -> list[View]:
    """Return windows on the figures of a check, those first that show what is likely wrong."""
    try:
        places = [figure_place(d, f) for f in figures]
    except ExtractionError:  # a document without pages
        return []
    boxes: dict[tuple[Path, int], set[BBox]] = defaultdict(set)
    for place, f in zip(places, figures, strict=True):
        if f.id in culprits:
            boxes[place.path, place.page.number] |= {*place.boxes}
    views = [pictures.view(place, boxes[place.path, place.page.number]) for place in merged(places)]
    return sorted(views, key=lambda view: not view.wrong)


def _findings(r: Reconciliation, told: Told) -> Section:
    """Return what is unusual, and what many disclosures share, by rule."""
    rows = r.findings
    few = rare(rows)
    known = r.checks[r.checks["severity"].eq("information") & r.checks["outcome"].eq("fail")]
    return {
        "n": int(few.sum()),
        "rare": list(_by_rule(rows[few], told)),
        "rest": list(_by_rule(pd.concat([rows[~few], known]), told)),
    }


def _by_rule(rows: pd.DataFrame, told: Told) -> Iterator[list[Both]]:
    for _, mine in rows.groupby("rule_id", sort=False):
        yield told.lines(Report.by_rule, mine)


def _stated(d: Disclosure, register: Register) -> Iterator[Section]:
    """Yield the figures of the prose by heading, each with the few words around it."""
    paragraphs = {p.number: p for p in d.prose}
    sections: dict[str, list[Section]] = {}
    sheets = Sheets(d.records("line_items"))
    for f in d.records("stated"):
        text, start, end = paragraphs[f.paragraph].text, f.start or 0, f.end or 0
        n = register.number[f.id]
        what = Both(f.item, f.item) if f.item else named("concept", f.concept)
        sections.setdefault(f.section, []).append(
            {
                "where": paged([(f.file, f.page)], sheets), "n": n, "mark": register.marks[n],
                "printed": text[start:end] or f.printed,
                "before": text[max(start - AROUND, 0) : start], "after": text[end : end + AROUND // 2],
                "what": what, "role": named("role", f.role),
            }
        )  # fmt: skip
    yield from ({"name": name, "figures": rows} for name, rows in sections.items())


def _where(u: Unread, sheets: Sheets) -> Both:
    return Both(u.ref, u.ref) if u.ref else paged([(u.file, u.page)], sheets)


def _unread(d: Disclosure, pictures: Pictures) -> Iterator[Section]:
    """Yield what was not read by its kind of reason: each place, and windows on those that have one."""
    kinds: dict[Both, list[Unread]] = {}
    sheets = Sheets(d.records("line_items"))
    for u in d.records("unread"):
        kinds.setdefault(detail(kind_of(u.why)), []).append(u)
    for why, rows in kinds.items():
        places = [place for u in rows if (place := unread_place(d, u))]
        yield {
            "why": why,
            "rows": [{"page": _where(u, sheets), "printed": u.printed, "why": detail(u.why)} for u in rows],
            "views": [pictures.view(place) for place in merged(places)],
        }
