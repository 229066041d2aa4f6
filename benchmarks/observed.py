"""How many real disclosures hold to each rule, and how the ratios of the P rules are distributed.

``python -m benchmarks observed DIR`` reads and reconciles every PDF below DIR and writes three files of
``budgetkit/data``; with ``--check`` it compares with them instead. ``observed.csv``: a row without a measure
counts documents of one phase: the rule *holds* where at least one of its checks is decided and none fails; a
row with a measure is the distribution of a ratio over the documents of the phase in which it can be worked
out, one value a document. ``observed_values.csv`` has these values, ``observed_documents.csv`` the documents
and which of them count: a publication counts once, its copies, other years of the same body, and units of
which the department is there, do not.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

import budgetkit as bk
from budgetkit.knowledge import body_name
from budgetkit.knowledge.data import table
from budgetkit.rulebook.ledger import Ledger
from budgetkit.rulebook.measures import measures
from budgetkit.rulebook.ratios import measure_ratio

FILE = Path(bk.__file__).parent / "data" / "observed.csv"
STATISTICS = {"minimum": 0, "p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "maximum": 1}
COLUMNS = ["rule_id", "measure", "phase", "documents", "holds", "fails", "undecided", *STATISTICS, "source"]
DECIDED = {"exact": "holds", "rounding": "holds", "fail": "fails"}


class Observation(NamedTuple):
    """What one document says: whose it is, the state of each rule and measure, the ratios it gives."""

    place: str
    year: int | None
    states: dict[tuple[str, str], str]
    values: dict[tuple[str, str], float]
    phase: str = "approved"
    document: str = ""
    entity: str = ""
    units: frozenset[str] = frozenset()
    figures: int = 0
    scope: str = "department"

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Which of the publications of one body counts: the latest, a department before its own unit."""
        return self.year or 0, self.scope == "department" and self.figures > 0, self.figures

    @property
    def body(self) -> tuple[str, str, str]:
        """Whose publications count once: the place, the body and the phase."""
        return self.place, body_name(self.entity) or self.document, self.phase


def state(outcomes: Iterable[str]) -> str:
    """Say whether a rule holds in a document, fails, or cannot be decided.

    >>> state(["exact", "insufficient"]), state(["exact", "fail"]), state(["unread"])
    ('holds', 'fails', 'undecided')
    """
    found = {DECIDED.get(outcome, "undecided") for outcome in outcomes}
    return _worst(found)


def observe(path: Path) -> Observation:
    """Read and reconcile one document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages that hold only images
        disclosure = bk.read(path)
        checks = bk.reconcile(disclosure).checks
    ledger = Ledger(disclosure)
    states = {(rule, ""): state(mine) for rule, mine in checks.groupby("rule_id")["outcome"]}
    values = {}
    for rule, known in measures().items():
        outcomes = checks[checks["rule_id"] == rule].groupby("where")["outcome"]
        states |= {(rule, name): state(mine) for name, mine in outcomes if name in {m.name for m in known}}
        for measure in known:
            decided = states.get((rule, measure.name)) in ("holds", "fails")
            if decided and (found := measure_ratio(ledger, measure)[0]):
                values[rule, measure.name] = float(found.value)
    about, items = disclosure.document, disclosure.line_items
    units = frozenset(items["budget_unit"].dropna()) - {"", about.entity}
    return Observation(
        path.parent.name, ledger.year, states, values, about.phase, about.document_id, about.entity or "",
        units, len(items), about.scope,
    )  # fmt: skip


def counted(observations: Sequence[Observation]) -> dict[str, str]:
    """Return, for each document that does not count, of which other one it is part, copy or another year.

    Of the publications of one body and phase that of the latest year counts, of several of one year that
    of the department before that of its own unit, then the one with the most figures.
    """
    best: dict[tuple[str, str, str], Observation] = {}
    for o in observations:
        first = best.get(o.body)
        if first is None or o.rank > first.rank:
            best[o.body] = o
    left: dict[str, str] = {}
    for o in observations:
        first = best[o.body]
        if first is not o:
            left[o.document] = (
                f"{'another year' if first.year != o.year else 'copy or part'} of {first.document}"
            )
    for o in best.values():
        whole = next(
            (w for w in best.values() if w.place == o.place and o.entity in w.units and w is not o), None
        )
        if whole:
            left[o.document] = f"unit of {whole.document}"
    return left


def published(observations: Sequence[Observation]) -> list[Observation]:
    """Return what counts; a publication in parts says all that its parts, or its copies, say of the rules."""
    left = counted(observations)
    whole = []
    for o in observations:
        if o.document not in left:
            parts = [p for p in observations if (p.body, p.year) == (o.body, o.year)]
            keys = {key for p in parts for key in p.states}
            states = {key: _worst(p.states[key] for p in parts if key in p.states) for key in keys}
            whole.append(o._replace(states=states))
    return whole


def _worst(states: Iterable[str]) -> str:
    found = set(states)
    return next(s for s in ("fails", "holds", "undecided") if s in found)


def summarise(observations: Sequence[Observation]) -> list[dict[str, str]]:
    """Return the rows of ``observed.csv``: per rule its counts, then its measures, by phase."""
    observations = published(observations)
    rows = []
    for rule in sorted(row["id"] for row in table("rules")):
        for name in ("", *(m.name for m in measures().get(rule, ()))):
            for phase in PHASES:
                rows.append(_row([o for o in observations if o.phase == phase], rule, name, phase))
    return rows


PHASES = ("approved", "executed")


def _row(mine: Sequence[Observation], rule: str, name: str, phase: str) -> dict[str, str]:
    row: dict[str, str] = dict.fromkeys(COLUMNS, "")
    row |= {"rule_id": rule, "measure": name, "phase": phase, "source": source(mine)}
    count = Counter(o.states[rule, name] for o in mine if (rule, name) in o.states)
    values = [o.values[rule, name] for o in mine if (rule, name) in o.values]
    row |= {k: str(count[k]) for k in ("holds", "fails", "undecided")}
    row["documents"] = str(len(values) if name else count.total())
    if values:
        row |= {k: f"{np.quantile(values, q):.6g}" for k, q in STATISTICS.items()}
    return row


def source(observations: Sequence[Observation]) -> str:
    """Say over how many publications, places and years something was observed."""
    years = sorted({o.year for o in observations if o.year is not None}) or [0]
    places = len({o.place for o in observations})
    return f"{len(observations)} publications of {places} places, {years[0]}-{years[-1]}"


def documents(observations: Sequence[Observation]) -> list[dict[str, str]]:
    """Return the rows of ``observed_documents.csv``."""
    left = counted(observations)
    return [
        {"document": o.document, "place": o.place, "entity": o.entity, "year": str(o.year or ""), "phase": o.phase,
         "counted": "no" if o.document in left else "yes", "why": left.get(o.document, "")}
        for o in observations
    ]  # fmt: skip


def values(observations: Sequence[Observation]) -> list[dict[str, str]]:
    """Return the rows of ``observed_values.csv``: the ratios of the publications that count."""
    return [
        {"rule_id": rule, "measure": name, "document": o.document, "value": f"{value:.6g}"}
        for o in published(observations)
        for (rule, name), value in sorted(o.values.items())
    ]  # fmt: skip


def written(rows: Iterable[dict[str, str]]) -> str:
    """Return rows as the text of the file."""
    rows, text = list(rows), io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def run(folder: Path, workers: int) -> list[Observation]:
    """Observe every PDF below a folder."""
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        sys.exit(f"no PDF below {folder}")
    observations = []
    with ProcessPoolExecutor(workers) as pool:
        for observation in pool.map(observe, paths):
            observations.append(observation)
            if sys.stderr.isatty():
                print(f"{len(observations)}/{len(paths)}", end="\r", file=sys.stderr)
    return observations


def main() -> None:
    """Write, or check, the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    options = parser.parse_args()
    seen = run(options.folder, options.workers)
    stale = []
    for name, rows in (("", summarise(seen)), ("_values", values(seen)), ("_documents", documents(seen))):
        file, text = FILE.with_name(f"observed{name}.csv"), written(rows)
        if not options.check:
            file.write_text(text, encoding="utf-8")
            print(f"{len(rows)} rows in {file.name}")
        elif text != file.read_text(encoding="utf-8"):
            known = set(file.read_text(encoding="utf-8").splitlines())
            stale += [file.name, *(line for line in text.splitlines() if line not in known)]
    if stale:
        sys.exit("\n".join(["these are not what the documents give:", *stale]))
