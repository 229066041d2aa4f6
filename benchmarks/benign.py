"""Honest layouts: what a document may print otherwise without being wrong, and how often that is called an error.

``python -m benchmarks benign DIR`` is the counterpart of ``injection``: it reads every PDF below DIR and the
disclosure of ``raw/``, takes those whose checks of severity error all hold, and changes their layout, one
change at a time, as real disclosures differ from each other. Every check of severity error that fails then
is a false alarm. It prints, by kind, how many changes were made and how many of them raise an alarm.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

import budgetkit as bk
from tests.support import ROOT

from ._rows import write_rows
from .injection import copy

CUT = 10_000
"""The last digit, in fen, of amounts that are cut off: 0.01 万元."""

Changed = Iterator[SimpleNamespace]


def _some(rows: pd.DataFrame, rng: random.Random) -> pd.Series | None:
    return rows.iloc[rng.randrange(len(rows))] if len(rows) else None


def _amounts(d: Any, form: str) -> pd.DataFrame:
    items = d.line_items
    return items[(items["form"] == form) & (items["measure"] == "amount") & items["amount_fen"].notna()]


def _row(items: pd.DataFrame, of: pd.Series) -> pd.Series:
    return (items["page"] == of["page"]) & (items["table"] == of["table"]) & (items["row"] == of["row"])


def _new(like: pd.Series, name: str, **changed: object) -> pd.Series:
    line = like.copy()
    for key, value in {"line_id": f"{like['line_id']}{name}", **changed}.items():
        line[key] = value
    return line


def _with(d: Any, lines: list[pd.Series], items: pd.DataFrame | None = None) -> SimpleNamespace:
    items = d.line_items if items is None else items
    added = pd.DataFrame(lines)[items.columns].astype(items.dtypes)
    return copy(d, line_items=pd.concat([items, added], ignore_index=True))


def _raised(items: pd.DataFrame, where: pd.Series, by: int) -> None:
    items.loc[where, "amount_fen"] = items.loc[where, "amount_fen"] + by


def carried_over(d: Any, rng: random.Random) -> Changed:
    """The summary counts money carried in, and out again, and the other tables do not."""
    for form in ("dept_summary", "fiscal_summary"):
        blanks = d.blanks[d.blanks["form"] == form]
        places = [_some(blanks[blanks["concept"] == c], rng) for c in ("carry_in", "carry_out")]
        items = d.line_items.copy()
        heads = (items["form"] == form) & (items["concept"] == "grand_total")
        current = items[(items["form"] == form) & (items["concept"] == "current_total")]
        if (
            any(p is None for p in places)
            or current["direction"].nunique() < 2
            or items[heads]["col"].nunique() != 2
        ):
            continue
        amount = rng.randrange(1_000_000, 100_000_000, 10_000)
        _raised(items, heads, amount)
        like = items[heads].iloc[0]
        lines = [
            _new(p.reindex(items.columns), "", amount_fen=amount, state="value", step_fen=like["step_fen"],
                 printed="", fiscal_year=like["fiscal_year"])
            for p in places if p is not None
        ]  # fmt: skip
        kept = d.blanks[~d.blanks["line_id"].isin([line["line_id"] for line in lines])]
        made = _with(d, lines, items)
        made.blanks = kept
        yield made


def operating_within(d: Any, rng: random.Random) -> Changed:
    """A column of operating expenditure says how much of the total a unit pays from its operating income."""
    rows = _amounts(d, "dept_expenditure")
    if (rows["nature"] == "operations").any() or rows["table"].nunique() > 1 or rows["carried"].any():
        return
    totals = rows[(rows["nature"] == "total") & (rows["amount_fen"] > 10_000)]
    leaf = _some(totals[totals["function_code"].str.len() == 7], rng)
    if leaf is None or not (rows["nature"] == "project").any():
        return
    code, part = leaf["function_code"], int(leaf["amount_fen"] * rng.uniform(0.1, 0.9) // 10_000 * 10_000)
    above = totals[totals["is_total"] | totals["function_code"].isin([code, code[:5], code[:3]])]
    if part <= 0 or above["function_code"].duplicated().any():
        return
    col = int(rows["col"].max()) + 1
    yield _with(
        d,
        [
            _new(r, "op", nature="operations", col=col, amount_fen=part, header="事业单位经营支出")
            for _, r in above.iterrows()
        ],
    )


def cut_off(d: Any, rng: random.Random) -> Changed:
    """All amounts of tables are printed in 万元, cut off after two decimals."""
    items = d.line_items.copy()
    fine = items["amount_fen"].notna() & (items["step_fen"] < CUT)
    if fine.sum() < 0.5 * len(items):
        return
    sign = items.loc[fine, "amount_fen"].map(lambda v: -1 if v < 0 else 1)
    items.loc[fine, "amount_fen"] = items.loc[fine, "amount_fen"].abs() // CUT * CUT * sign
    items.loc[fine, "step_fen"] = CUT
    yield copy(d, line_items=items)


def prose_cut_off(d: Any, rng: random.Random) -> Changed:
    """The prose cuts off what the tables print in full."""
    stated = d.stated.copy()
    exact = {int(v) for v in d.line_items["amount_fen"].dropna()}
    near = {v // CUT * CUT: v for v in exact}
    levels = stated["amount_fen"].notna() & (stated["step_fen"] == CUT) & (stated["role"] == "level")
    found = levels & stated["amount_fen"].isin({round(v / CUT) * CUT for v in exact if v % CUT})
    if not found.any():
        return
    for n in stated.index[levels]:
        fen = int(stated.at[n, "amount_fen"])
        if fen - CUT in near and round(near[fen - CUT] / CUT) * CUT == fen:
            stated.at[n, "amount_fen"] = fen - CUT
    yield copy(d, stated=stated)


def subtotal_blank(d: Any, rng: random.Random) -> Changed:
    """The amounts of a 类 or 款 are left blank; the rows below it stand for them."""
    for form in ("dept_expenditure", "public_expenditure"):
        rows = _amounts(d, form)
        parents = rows[rows["function_code"].str.len().isin([3, 5])]
        one = _some(parents, rng)
        below = rows["function_code"].str.startswith(one["function_code"]) if one is not None else None
        if (
            one is None
            or below is None
            or not (below & (rows["function_code"] != one["function_code"])).any()
        ):
            continue
        items = d.line_items
        gone = _row(items, one)
        blank = items[gone].copy()
        blank["amount_fen"], blank["state"], blank["printed"] = pd.NA, "blank", ""
        columns = d.blanks.columns
        blanks = pd.concat([d.blanks, blank.reindex(columns=columns).astype(d.blanks.dtypes)])
        yield copy(d, line_items=items[~gone], blanks=blanks)


def lane_repeated(d: Any, rng: random.Random) -> Changed:
    """A summary lists its expenditure twice side by side, by function and by economic category."""
    for form in ("dept_summary", "fiscal_summary"):
        rows = _amounts(d, form)
        spent = rows[rows["direction"].isin(["expenditure", "carry_out"])]
        kept = spent[spent["is_total"] | (spent["direction"] == "carry_out")]
        if kept.empty or spent["col"].nunique() != 1:
            continue
        wage = kept[kept["is_total"]].iloc[0]
        lines = [
            _new(r, "L", col=int(r["col"]) + 2, x0=r["x0"] + 150, x1=r["x1"] + 150)
            for _, r in kept.iterrows()
        ]
        lines.append(
            _new(
                wage,
                "W",
                col=int(wage["col"]) + 2,
                row=1,
                item="工资福利支出",
                concept="",
                is_total=False,
                level=1,
            )
        )
        yield _with(d, lines)


def unit_rows(d: Any, rng: random.Random) -> Changed:
    """A table of revenue or expenditure lists the units of the department below its total."""
    for form in ("dept_revenue", "dept_expenditure"):
        rows = _amounts(d, form)
        heads = rows[rows["is_total"]]
        if (
            heads.empty
            or heads["row"].nunique() != 1
            or (rows["code_kind"] == "unit").any()
            or len(rows) > len(heads)
        ):
            continue
        shares = [rng.randint(1, 9) for _ in range(2)]
        nested, lines = rng.random() < 0.5, []
        for _, head in heads.iterrows():
            fen, step = int(head["amount_fen"]), max(int(head["step_fen"]), 1)
            first = fen * shares[0] // sum(shares) // step * step
            for n, part in enumerate((fen, first, fen - first) if nested else (first, fen - first)):
                lines.append(
                    _new(head, f"u{n}", row=int(head["row"]) + 1 + n, code_kind="unit", is_total=False, concept="",
                         item=f"某单位{n}", budget_unit=f"某单位{n}", amount_fen=part, level=pd.NA)
                )  # fmt: skip
        yield _with(d, lines)


def rows_withheld(d: Any, rng: random.Random) -> Changed:
    """An item is not printed, as a secret one is not; its 款, its 类 and the total count it."""
    for form in ("dept_expenditure", "public_expenditure"):
        rows = _amounts(d, form)
        leaf = _some(rows[(rows["function_code"].str.len() == 7) & (rows["amount_fen"] > 0)], rng)
        if leaf is None or _row(rows, leaf).sum() < 2:
            continue
        yield copy(
            d, line_items=d.line_items[~_row(d.line_items, leaf)], blanks=d.blanks[~_row(d.blanks, leaf)]
        )  # fmt: skip


def against_execution(d: Any, rng: random.Random) -> Changed:
    """A change of the prose is against last year's execution, where the others are against its budget."""
    stated = d.stated
    changes = stated[
        (stated["role"] == "change") & stated["amount_fen"].notna() & stated["base_year"].notna()
    ]
    one = _some(changes, rng)
    if one is None or one["change_direction"] not in ("increase", "decrease"):
        return
    alike = (
        (stated["sentence_id"] == one["sentence_id"])
        & (stated["concept"] == one["concept"])
        & (stated["item"] == one["item"])
        & (stated["fund"] == one["fund"])
    )
    level = stated[alike & (stated["role"] == "level") & stated["amount_fen"].notna()]
    if (
        len(level) != 1
        or (stated[alike]["role"] == "prior").any()
        or stated[alike]["role"].eq("change").sum() != 1
    ):
        return
    now, step = int(level.iloc[0]["amount_fen"]), max(int(one["step_fen"]), 1)
    prior = int(now * rng.uniform(0.6, 0.95)) // step * step
    if prior <= 0:
        return
    made = stated.copy()
    made.loc[one.name, ["amount_fen", "change_direction", "base"]] = [now - prior, "increase", "final"]
    rates = alike & (stated["role"] == "percent")
    percent = f"{100 * (now - prior) / prior:.2f}"
    made.loc[rates, ["value", "printed", "change_direction", "base"]] = [
        float(percent),
        f"{percent}%",
        "increase",
        "executed",
    ]
    yield copy(d, stated=made)


KINDS: dict[str, Callable[[Any, random.Random], Changed]] = {
    "carry-over added to a summary": carried_over,
    "operating expenditure within the total": operating_within,
    "tables cut off to 0.01 万元": cut_off,
    "prose cut off": prose_cut_off,
    "a subtotal blank": subtotal_blank,
    "a lane repeated": lane_repeated,
    "rows of units added": unit_rows,
    "a row withheld": rows_withheld,
    "a change against execution": against_execution,
}


def trial(path: Path, each: int, seed: int) -> list[tuple[str, str, str]]:
    """Change one document; return for each change its kind, and the rule and the place of an alarm, if any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        d = copy(bk.read(path))
    if len(bk.reconcile(d).failures):
        return []
    return [entry for kind in KINDS for entry in changes(d, kind, each, f"{path.stem} {seed}")]


def changes(d: Any, kind: str, each: int, seed: str) -> Iterator[tuple[str, str, str]]:
    """Make up to `each` changes of one kind in each of its forms."""
    rng = random.Random(f"{seed} {kind}")
    for _ in range(1 if "cut off" in kind else each):
        for made in KINDS[kind](d, rng):
            failures = bk.reconcile(made).failures
            first = failures.iloc[0] if len(failures) else None
            yield kind, "" if first is None else first["rule_id"], "" if first is None else first["where"]


def report(results: list[tuple[str, list[tuple[str, str, str]]]]) -> str:
    """Write the table by kind, and every alarm."""
    made = Counter(kind for _, found in results for kind, *_ in found)
    alarms = [(name, *entry) for name, found in results for entry in found if entry[1]]
    raised = Counter(kind for _, kind, *_ in alarms)
    documents = sum(bool(found) for _, found in results)
    return "\n".join(
        [
            f"{sum(made.values())} changes of layout, one at a time, in {documents} documents: {len(alarms)} alarms",
            "", "| | changes | false alarms |", "|---|---|---|",
            *(f"| {kind} | {made[kind]} | {raised[kind]} |" for kind in KINDS),
            *(f"  {' '.join(alarm)}" for alarm in alarms),
        ]
    )  # fmt: skip


COLUMNS = ("document", "kind", "rule_id", "where")
"""Of the file that ``--out`` writes, one row a change; rule and place of the first alarm, or empty."""


def rows(results: list[tuple[str, list[tuple[str, str, str]]]]) -> Iterator[tuple[str, ...]]:
    """Return what became of each change, for a file."""
    return ((Path(name).stem, *entry) for name, found in results for entry in found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=2, help="changes of each kind for each form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, help="also write one row a change to this file")
    options = parser.parse_args()
    paths = [*sorted((ROOT / "raw").glob("*.pdf")), *sorted(options.folder.rglob("*.pdf"))]
    with ProcessPoolExecutor(options.workers) as pool:
        size = len(paths)
        found = pool.map(trial, paths, [options.each] * size, [options.seed] * size, chunksize=2)
        results = [(path.name, entries) for path, entries in zip(paths, found, strict=True)]
    print(report(results))
    if options.out:
        write_rows(options.out, COLUMNS, rows(results))
