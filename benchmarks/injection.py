"""What happens when one error is put into a document that agrees with itself: is it found, and where?

``python -m benchmarks injection DIR`` reads every PDF below DIR and the disclosure of ``raw/``, takes those
whose checks of severity error all hold and whose sums have all their rows printed, and puts one error at a time into what was read, some of each
kind into each document: an amount that takes part in at least one equation of a rule of severity error is
changed by more than the tolerance, a row is dropped, two columns are swapped, a figure or a word of the
prose is made stale. A cell is shifted only where a sum can see it: moved within a row that nothing but
its own total speaks of, it leaves every sum as it was. It prints, by kind and by rule, how many errors make a check fail, how many of those
are traced (:meth:`Reconciliation.localise`) to at most two figures with the wrong one among them, and to
exactly that one; and which checks of which documents fail without any error put in.
"""

from __future__ import annotations

import argparse
import csv
import random
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

import budgetkit as bk
from budgetkit.diagnosis.equations import Equation, System
from budgetkit.diagnosis.events import holds
from budgetkit.records import Figure, from_frame
from tests.support import DATA, ROOT

from ._rows import write_rows

TABLES = (
    "document",
    "forms",
    "line_items",
    "blanks",
    "stated",
    "indicators",
    "unread",
    "pages",
    "prose",
    "captions",
)
CELLS = ("digit changed", "two digits swapped", "sign", "factor 10", "元 for 万元", "cell shifted")
OTHERS = ("row dropped", "two columns swapped", "stale figure in prose", "wrong direction word")


class Error(NamedTuple):
    """One error put in: the figures that are changed, the rules that speak of them, and the document.

    ``heads`` are the sums that a dropped row is missing from.
    """

    kind: str
    changed: frozenset[str]
    rules: frozenset[str]
    document: SimpleNamespace
    heads: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """What became of one error; ``named`` are the figures of the likeliest explanations."""

    kind: str
    rules: frozenset[str]
    where: str
    detected: bool
    contained: bool
    named: int
    exact: bool


def copy(d: Any, **changed: Any) -> SimpleNamespace:
    """Return a document of the same tables, some of them changed."""
    made = SimpleNamespace(**{name: getattr(d, name) for name in TABLES if hasattr(d, name)} | changed)
    said = {f.id: f for f in d.records("stated")}

    def records(name: str) -> list[Any]:
        """Return the rows of a table; what no column says, what a share is of, is as it was."""
        found = from_frame(name, getattr(made, name))
        if name != "stated":
            return found
        of = ("share_of", "of_concepts", "of_fund")
        return [f._replace(**{key: getattr(said[f.id], key) for key in of}) for f in found]

    made.records = records
    return made


def equalities(system: System, name: str) -> list[Equation]:
    """Return the equations (not inequalities) of rules of severity error that a figure takes part in."""
    found = [system.equations[n] for n in system.of.get(name, ())]
    return [
        e for e in found if all(abs(s.low) != float("inf") and abs(s.high) != float("inf") for s in e.sides)
    ]


def beyond(system: System, name: str, change: int) -> bool:
    """Say whether a change of a figure is larger than the tolerance of one of its equations."""
    for e in equalities(system, name):
        side = e.sides[0]
        weight, gap = dict(side.weights).get(name, 0), system.gap(side)
        if not side.low <= gap + weight * change <= side.high:
            return True
    return False


# errors in one amount: the amount printed instead, in fen, or None where the slip is not possible


def digit_changed(f: Figure, rng: random.Random) -> int | None:
    text = str(abs(f.fen or 0) // f.step)
    at = rng.randrange(len(text))
    digit = rng.choice([c for c in "0123456789" if c != text[at] and (at or c != "0")])
    return _amount(f, text[:at] + digit + text[at + 1 :])


def digits_swapped(f: Figure, rng: random.Random) -> int | None:
    text = str(abs(f.fen or 0) // f.step)
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and (i or text[1] != "0")]
    if not places:
        return None
    at = rng.choice(places)
    return _amount(f, text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def sign(f: Figure, rng: random.Random) -> int | None:
    return -(f.fen or 0)


def factor_10(f: Figure, rng: random.Random) -> int | None:
    return _scaled(f, 10, rng)


def factor_10000(f: Figure, rng: random.Random) -> int | None:
    return _scaled(f, 10_000, rng)


def _scaled(f: Figure, factor: int, rng: random.Random) -> int | None:
    """Return the amount that many times larger or, printed to its step, smaller."""
    fen = f.fen or 0
    smaller = round(fen / factor / f.step) * f.step
    keeps = smaller and (factor == 10 or smaller * factor == fen)
    return rng.choice([fen * factor, smaller]) if keeps else fen * factor


def _amount(f: Figure, digits: str) -> int:
    return (-1 if (f.fen or 0) < 0 else 1) * int(digits) * f.step


SLIPS: dict[str, Callable[[Figure, random.Random], int | None]] = {
    "digit changed": digit_changed,
    "two digits swapped": digits_swapped,
    "sign": sign,
    "factor 10": factor_10,
    "元 for 万元": factor_10000,
}


def with_amount(d: Any, name: str, fen: int) -> SimpleNamespace:
    """Return a document in which one figure has another amount."""
    items = d.line_items.copy()
    items.loc[items["line_id"] == name, "amount_fen"] = fen
    return copy(d, line_items=items)


class Injector:
    """Puts errors into one document, of every kind, seeded by its name."""

    def __init__(self, d: Any, seed: str) -> None:
        r = bk.reconcile(d)
        self.d, self.system, self.findings = d, r.system, frozenset(r.findings["check_id"])
        self.rng = random.Random(seed)
        names = sorted(n for n, f in self.system.figures.items() if f.fen and equalities(self.system, n))
        self.cells = [n for n in names if not self.system.figures[n].role and self.system.figures[n].id]
        self.spoken = [n for n in names if self.system.figures[n].role]

    def rules(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(e.rule_id for n in names for e in equalities(self.system, n))

    def errors(self, each: int) -> Iterator[Error]:
        """Make up to `each` errors of every kind."""
        for kind in (*CELLS, *OTHERS):
            make = {
                "cell shifted": self.shifted,
                "row dropped": self.dropped,
                "two columns swapped": self.swapped,
                "stale figure in prose": self.stale,
                "wrong direction word": self.turned,
            }.get(kind) or (lambda kind=kind: self.slipped(kind))
            made: dict[frozenset[str], Error] = {}
            for _ in range(6 * each):
                if len(made) < each and (error := make()):
                    made.setdefault(error.changed, error)
            yield from made.values()

    def slipped(self, kind: str) -> Error | None:
        if not self.cells:
            return None
        name = self.rng.choice(self.cells)
        figure = self.system.figures[name]
        fen = SLIPS[kind](figure, self.rng)
        if fen is None or not beyond(self.system, name, fen - (figure.fen or 0)):
            return None
        return Error(kind, frozenset([name]), self.rules([name]), with_amount(self.d, name, fen))

    def shifted(self) -> Error | None:
        """Move an amount to an empty place of its row."""
        if not self.cells or not len(self.d.blanks):
            return None
        name = self.rng.choice(self.cells)
        f = self.system.figures[name]
        blanks = self.d.blanks
        empty = blanks[(blanks["page"] == f.page) & (blanks["table"] == f.table) & (blanks["row"] == f.row)]
        empty = empty[(empty["col"] - f.col).abs() <= 2]
        if not len(empty) or not beyond(self.system, name, -(f.fen or 0)):
            return None
        other = self.rng.choice(sorted(empty["line_id"]))
        if holds(self.system, {name: 0, other: f.fen or 0}):
            return None  # no sum sees it
        items = self.d.line_items
        here, there = (
            items[items["line_id"] == name].iloc[0].copy(),
            blanks[blanks["line_id"] == other].iloc[0].copy(),
        )
        for column in ("amount_fen", "state", "printed", "step_fen"):
            here[column], there[column] = there[column], here[column]
        d = copy(
            self.d,
            line_items=pd.concat([items[items["line_id"] != name], there.to_frame().T.astype(items.dtypes)]),
            blanks=pd.concat([blanks[blanks["line_id"] != other], here.to_frame().T.astype(blanks.dtypes)]),
        )
        return Error("cell shifted", frozenset([name, other]), self.rules([name]), d)

    def dropped(self) -> Error | None:
        """Leave out a row that a sum counts."""
        if not self.cells:
            return None
        f = self.system.figures[self.rng.choice(self.cells)]
        if f.is_total or f.level is None:
            return None
        frames = {}
        for name in ("line_items", "blanks"):
            rows = getattr(self.d, name)
            frames[name] = rows[
                ~((rows["page"] == f.page) & (rows["table"] == f.table) & (rows["row"] == f.row))
            ]
        gone = frozenset(self.d.line_items["line_id"]) - frozenset(frames["line_items"]["line_id"])
        sums = [n for n in gone if any(e.kind == "hierarchy" for e in equalities(self.system, n))]
        if not sums or self._is_parent(f):
            return None
        heads = frozenset(
            k
            for n in sums
            for e in equalities(self.system, n)
            for k, w in e.sides[0].weights
            if e.kind == "hierarchy" and w > 0 and k != n
        )
        return Error("row dropped", gone, self.rules(sums), copy(self.d, **frames), heads)

    def _is_parent(self, f: Figure) -> bool:
        items = self.d.line_items
        codes = items[items["form"] == f.form][["function_code", "economic_code"]]
        return bool(f.code) and any(
            str(c).startswith(f.code) and str(c) != f.code
            for c in (*codes["function_code"], *codes["economic_code"])
        )

    def swapped(self) -> Error | None:
        """Swap the amounts of two columns of one printed table."""
        if not self.cells:
            return None
        f = self.system.figures[self.rng.choice(self.cells)]
        items = self.d.line_items
        mine = items[(items["page"] == f.page) & (items["table"] == f.table)]
        columns = sorted(set(mine["col"]))
        if len(columns) < 2:
            return None
        a, b = self.rng.sample(columns, 2)
        both = pd.concat([mine, self._blanks(f)])
        moved = items.copy()
        changed = set()
        for _, row in both.groupby("row"):
            first, second = row[row["col"] == a], row[row["col"] == b]
            if len(first) != 1 or len(second) != 1:
                continue
            x, y = first.iloc[0], second.iloc[0]
            if pd.isna(x["amount_fen"]) or pd.isna(y["amount_fen"]) or x["amount_fen"] == y["amount_fen"]:
                continue
            for here, there in ((x, y), (y, x)):
                moved.loc[moved["line_id"] == here["line_id"], "amount_fen"] = there["amount_fen"]
                changed.add(here["line_id"])
        part = [n for n in changed if n in self.system.of]
        if not any(beyond(self.system, n, 10**15) for n in part):
            return None
        return Error(
            "two columns swapped", frozenset(changed), self.rules(part), copy(self.d, line_items=moved)
        )

    def _blanks(self, f: Figure) -> pd.DataFrame:
        blanks = self.d.blanks
        return blanks[(blanks["page"] == f.page) & (blanks["table"] == f.table)]

    def stale(self) -> Error | None:
        """Let the prose state another amount than it does: that of an earlier draft."""
        if not self.spoken:
            return None
        name = self.rng.choice(self.spoken)
        f = self.system.figures[name]
        fen = round((f.fen or 0) * self.rng.uniform(0.6, 1.4) / f.step) * f.step
        if not beyond(self.system, name, fen - (f.fen or 0)):
            return None
        stated = self.d.stated.copy()
        stated.loc[stated["stated_id"] == name, "amount_fen"] = fen
        return Error(
            "stale figure in prose", frozenset([name]), self.rules([name]), copy(self.d, stated=stated)
        )

    def turned(self) -> Error | None:
        """Write 增加 for 减少, or the other way round, in a change that takes part in an equation."""
        names = [n for n in self.spoken if self.system.figures[n].role == "change"]
        if not names:
            return None
        name = self.rng.choice(names)
        f = self.system.figures[name]
        if f.change_direction not in ("increase", "decrease") or not beyond(
            self.system, name, 2 * (f.fen or 0)
        ):
            return None
        stated = self.d.stated.copy()
        way = "decrease" if f.change_direction == "increase" else "increase"
        stated.loc[stated["stated_id"] == name, "change_direction"] = way
        return Error(
            "wrong direction word", frozenset([name]), self.rules([name]), copy(self.d, stated=stated)
        )


def judge(error: Error, findings: frozenset[str] = frozenset(), seconds: float | None = None) -> Outcome:
    """Reconcile a document with an error in it.

    A wrong amount is detected where a check of severity error fails, a dropped row also where a finding
    says that rows are not printed; a wrong word also where a check of
    any other severity fails that did not fail before (`findings`).
    """
    r = bk.reconcile(error.document)
    where = " ".join(sorted(error.changed)[:3])
    if error.kind == "row dropped" and (heads := missing_rows(r)):
        contained = bool(error.heads & heads)
        return Outcome(error.kind, error.rules, where, True, contained, len(heads), heads <= error.heads)
    if r.failures.empty:
        word = error.kind == "wrong direction word" and bool(set(r.findings["check_id"]) - findings)
        return Outcome(error.kind, error.rules, where, word, False, 0, False)
    best = r.localise(seconds)
    best = best[best["rank"] == 1]
    named = frozenset(best["line_id"]) - {""}
    contained = bool((error.heads or error.changed) & named)
    return Outcome(
        error.kind, error.rules, where, True, contained, len(named), named == (error.heads or error.changed)
    )


def missing_rows(r: Any) -> frozenset[str]:
    """Return the sums of which a finding (D18) says that rows below them are not printed."""
    found = r.findings[r.findings["rule_id"] == "D18"]
    return frozenset(" ".join(found["line_ids"]).split())


def trial(path: Path, each: int, seed: int) -> tuple[str, list[Outcome], list[tuple[str, str, str]]]:
    """Put errors into one document; return its outcomes, or else the checks that fail by themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        d = bk.read(path)
    d = copy(d)
    r = bk.reconcile(d)
    if len(r.failures) or missing_rows(r):  # rows that are withheld leave no sums to see an error by
        return path.name, [], [(path.name, f.rule_id, f.where) for f in r.failures.itertuples()]
    injector = Injector(d, f"{path.stem} {seed}")
    return path.name, [judge(e, injector.findings) for e in injector.errors(each)], []


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def lines(outcomes: Iterable[Outcome], by: Callable[[Outcome], Iterable[str]]) -> Iterator[str]:
    """Count outcomes under each name that `by` gives them, as rows of a Markdown table."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        for name in by(o):
            groups[name].append(o)
    for name, mine in groups.items():
        found = [o for o in mine if o.detected]
        two = sum(o.contained and o.named <= 2 for o in found)
        exact, contained = sum(o.exact for o in found), sum(o.contained for o in found)
        cells = [
            f"{len(mine)}",
            share(len(found), len(mine)),
            *(share(n, len(found)) for n in (contained, two, exact)),
        ]
        yield f"| {name} | " + " | ".join(cells) + " |"


HEAD = (
    "| | put in | detected | traced to figures with the wrong one among them | to at most two of these "
    "| to exactly the wrong one |\n|---|---|---|---|---|---|"
)


COLUMNS = ("document", "kind", "one_amount", "rules", "where", "detected", "traced", "named", "exact")
"""Of the file that ``--out`` writes, one row an error; ``traced``: the wrong figure is among those ``named``."""


def rows(
    results: Iterable[tuple[str, list[Outcome], list[tuple[str, str, str]]]],
) -> Iterator[tuple[Any, ...]]:
    """Return what became of each error, for a file."""
    for name, outcomes, _ in results:
        for o in outcomes:
            rules = " ".join(sorted(o.rules))
            yield (
                Path(name).stem,
                o.kind,
                o.kind in CELLS,
                rules,
                o.where,
                o.detected,
                o.contained,
                o.named,
                o.exact,
            )


REACH = ("document", "form", "amounts", "in_an_identity")
"""Of the file that ``--reach`` writes: how many amounts, not 0, of a document's forms an identity speaks of."""


def reach(path: Path) -> list[tuple[Any, ...]]:
    """Count the amounts by form (or prose), and those that take part in an identity of severity error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        d = bk.read(path)
        system = bk.reconcile(d).system
    items = d.line_items[d.line_items["measure"].eq("amount")]
    parts = [
        items.rename(columns={"line_id": "id"}),
        d.stated.assign(form="prose").rename(columns={"stated_id": "id"}),
    ]
    rows = pd.concat([part[["id", "form", "amount_fen"]] for part in parts])
    rows = rows[rows["amount_fen"].fillna(0).ne(0)]
    rows["seen"] = [bool(equalities(system, name)) for name in rows["id"]]
    return [(path.stem, form, len(of), int(of["seen"].sum())) for form, of in rows.groupby("form", sort=True)]


def known() -> set[tuple[str, str, str]]:
    """Return the contradictions that are printed in the documents, each one seen by eye."""
    with (DATA / "judged_alarms.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["verdict"] == "contradiction"]
    return {(r["file"], r["rule_id"], r["where"]) for r in rows}


def report(results: Iterable[tuple[str, list[Outcome], list[tuple[str, str, str]]]]) -> str:
    """Write the tables by kind and by rule, and the false alarms."""
    results = list(results)
    outcomes = [o for _, mine, _ in results for o in mine]
    amounts = [o for o in outcomes if o.kind in CELLS]
    order = {kind: n for n, kind in enumerate((*CELLS, *OTHERS))}
    outcomes.sort(key=lambda o: order[o.kind])
    failing = [f for _, _, mine in results for f in mine]
    alarms = [f for f in failing if f not in known()]
    clean = sum(not mine for _, _, mine in results)
    out = [
        f"{len(outcomes)} errors, one at a time, in {clean} of {len(results)} documents (all checks of severity error hold in these)",
        f"false alarms: {len(alarms)} ({len(failing)} checks fail in the other {len(results) - clean} documents; "
        f"{len(failing) - len(alarms)} of them are contradictions that are printed there)",
        *(f"  {' '.join(a)}" for a in alarms),
        "", HEAD,
        *lines(amounts, lambda o: ["**one wrong amount, all kinds**"]),
        *lines(outcomes, lambda o: [o.kind]),
        "", "By rule that the wrong amount takes part in (one wrong amount, all kinds):", "", HEAD,
        *sorted(lines(amounts, lambda o: sorted(o.rules))),
    ]  # fmt: skip
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=2, help="errors of each kind for each document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="list what was not detected or traced")
    parser.add_argument("--out", type=Path, help="also write one row an error to this file")
    parser.add_argument(
        "--reach", type=Path, help="only count, in this file, the amounts that identities see"
    )
    options = parser.parse_args()
    paths = [*sorted((ROOT / "raw").glob("*.pdf")), *sorted(options.folder.rglob("*.pdf"))]
    with ProcessPoolExecutor(options.workers) as pool:
        if options.reach:
            found = pool.map(reach, paths, chunksize=2)
            return write_rows(options.reach, REACH, (row for rows in found for row in rows))
        size = len(paths)
        results = list(pool.map(trial, paths, [options.each] * size, [options.seed] * size, chunksize=2))
    print(report(results))
    if options.out:
        write_rows(options.out, COLUMNS, rows(results))
    if options.misses:
        for _, outcomes, _ in results:
            for o in outcomes:
                if o.kind in CELLS and not (o.contained and o.named <= 2):
                    print(
                        o.kind,
                        o.where,
                        " ".join(sorted(o.rules)),
                        "not detected" if not o.detected else o.named,
                        sep="  ",
                    )
