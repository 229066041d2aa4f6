"""For each rule a case that it passes and one that it fails: of the panel, of an error put in, or made.

A failing case of a rule of severity error is a contradiction that was judged on its page, of any other rule a
finding. Where the panel has none, one wrong amount is put into the Banan budget; where that shows nothing
either, the worked case of the tests is taken, which is a made document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

import pandas as pd

import budgetkit as bk
from benchmarks.injection import with_amount
from tests.support.cases import read_cases
from tests.support.worked import documents

from .stage import ROOT

AGREES = ("exact", "rounding")
BANAN = "banan-2024-budget"
FIGURES = 6
"""Figures up to which a case is preferred: more are not taken in at a look."""


class Example(NamedTuple):
    """A check, what it names, and where it is from: ``panel``, ``banan``, ``injected`` or ``made``.

    ``figures`` are (side and sign, row of line_items or stated); ``change`` says what was put in.
    """

    kind: str
    check: Mapping[str, Any]
    figures: tuple[tuple[str, Mapping[str, Any]], ...]
    text: str = ""
    change: tuple[str, str] = ("", "")


def sides(line_ids: str) -> Iterator[tuple[str, str]]:
    """Return the figures that a check names, with the side and sign of each.

    >>> list(sides("a = +b -c"))
    [('=', 'a'), ('+', 'b'), ('-', 'c')]
    >>> list(sides("+a +b"))
    [('+', 'a'), ('+', 'b')]
    """
    for word in line_ids.split():
        if word != "=":
            yield (word[0], word[1:]) if word[0] in "+-" else ("=", word)


class Rows:
    """The printed and stated figures of documents, by id."""

    def __init__(self, source: Any) -> None:
        self.source = source

    @cached_property
    def tables(self) -> list[pd.DataFrame]:
        keys = {"line_items": "line_id", "blanks": "line_id", "stated": "stated_id"}
        get = self.source.get if isinstance(self.source, dict) else lambda name: getattr(self.source, name)
        return [get(name).set_index(key) for name, key in keys.items()]

    def of(self, line_ids: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Return the rows of the figures that a check names."""
        return tuple((sign, found) for sign, name in sides(line_ids) if (found := self._row(name)))

    def _row(self, name: str) -> Mapping[str, Any]:
        for table in self.tables:
            if name in table.index:
                return {"id": name, **table.loc[name].to_dict()}
        return {}


@cache
def panel_rows() -> Rows:
    """Return the figures of the panel."""
    return Rows({name: bk.load(name, panel=True) for name in ("line_items", "blanks", "stated")})


@cache
def panel_checks() -> pd.DataFrame:
    """Return the checks of the panel, how many figures each names, and whether its document is counted."""
    checks = bk.load("checks", panel=True)
    documents_ = bk.load("documents", panel=True).set_index("document_id")
    checks["named"] = checks["line_ids"].map(lambda ids: sum(1 for _ in sides(ids)))
    checks["apart"] = (checks["named"] - 3).abs().where(checks["named"].between(1, FIGURES), 99)
    checks["shown"] = checks["document_id"].map(documents_["latest"]).fillna(False).astype(bool)
    checks["nothing"] = ~(checks["reported_fen"].fillna(0) > 0)
    return checks


@cache
def _by_rule(outcomes: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Return the checks of the panel with these outcomes, the most telling of each rule first."""
    checks = panel_checks()
    chosen = checks[checks["outcome"].isin(outcomes) & checks["withheld"].eq("")]
    order = ["shown", "apart", "nothing", "document_id", "check_id"]
    chosen = chosen.sort_values(order, ascending=[False, True, True, True, True])
    return {str(rule): rows for rule, rows in chosen.groupby("rule_id", sort=False)}


@cache
def _judged() -> set[tuple[str, str, str]]:
    """Return the alarms that stand and were judged to be printed contradictions."""
    alarms = pd.read_csv(ROOT / "processed" / "measured" / "alarms.csv")
    stand = alarms[alarms["verdict"].eq("contradiction") & alarms["fails"].eq(1)]
    return set(zip(stand["document"], stand["rule_id"], stand["where"], strict=True))


def _of_panel(rule: str, outcomes: tuple[str, ...], judged: bool = False) -> Example | None:
    rows = _by_rule(outcomes).get(rule)
    for row in () if rows is None else rows.to_dict("records"):
        if not judged or (row["document_id"], rule, row["where"]) in _judged():
            return Example("panel", row, panel_rows().of(row["line_ids"]))
    return None


@cache
def _banan() -> Any:
    return bk.read(ROOT / "raw" / f"{BANAN}.pdf")


def _injected(rule: str) -> Example | None:
    """Put one wrong amount, ten times what is printed, into the Banan budget, so that the rule is broken."""
    d = _banan()
    before = bk.reconcile(d, only=[rule]).checks
    if before["outcome"].eq("fail").any():
        return None
    for line_ids in before.loc[before["outcome"].isin(AGREES), "line_ids"]:
        for _, figure in Rows(d).of(line_ids):
            if figure["id"] not in set(d.line_items["line_id"]) or not figure["amount_fen"]:
                continue
            after = bk.reconcile(
                with_amount(d, figure["id"], int(figure["amount_fen"]) * 10), only=[rule]
            ).checks
            if len(broken := after[after["outcome"].eq("fail")]):
                found = broken.iloc[0].to_dict()
                change = (figure["id"], f"{figure['printed']} {figure['unit']}")
                return Example("injected", found, Rows(d).of(found["line_ids"]), change=change)
    return None


def _made(rule: str, change: tuple[str, str] = ("", "")) -> Example:
    """Return the worked case of a rule, as it holds or with the change that breaks it."""
    text = read_cases()[rule].text.replace(*change, 1) if change[0] else read_cases()[rule].text
    first, *others = documents(text)
    checks = bk.reconcile(first, only=[rule], against=others).checks
    found = checks[checks["outcome"].isin(("fail",) if change[0] else AGREES)].iloc[0].to_dict()
    return Example("made", found, Rows(first).of(found["line_ids"]), text.strip(), change)


@cache
def passing(rule: str) -> Example:
    """Return a case that a rule passes: of the panel, or made."""
    return _of_panel(rule, AGREES) or _made(rule)


@cache
def failing(rule: str, severity: str) -> Example | None:
    """Return a case that a rule fails; None where there is none."""
    change = (read_cases()[rule].old, read_cases()[rule].new)
    found = _of_panel(rule, ("fail",), severity == "error") or _injected(rule)
    return found or (_made(rule, change) if change[0] else None)
