"""What was measured, as the tables of README and docs/measurements.md: counted from files, typed by nobody.

``python -m tests.support.numbers`` prints the table of the READMEs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pandas as pd

from budgetkit.analysis import trust
from tests.support import DATA, ROOT

AMOUNT = {"printed", "unit", "amount_fen"}
"""Fields of a judged row that are its amount."""

KEPT_ASIDE = 144, 64
"""Documents kept aside and the per cent of their alarms that were right: told, measured elsewhere, once."""

HEAD = {
    "en": "| what | came out | measured on | measured anew by |\n|---|--:|---|---|",
    "zh": "| 内容 | 结果 | 测量对象 | 重新测量的命令 |\n|---|--:|---|---|",
}

ROWS = {
    "en": (
        "| amounts read wrong | {wrong} of {rows} | figures of {places} places drawn at random, compared with "
        "their pages by eye: at most {bound:.1%} at 95 % | `python -m pytest tests/outputs/test_panel_rows.py` |",
        "| wrong amounts found | {found:.1%} of {errors:,} | put in one at a time where an identity speaks of the "
        "amount, in {spoilt} documents | `python -m benchmarks injection DIR --each 2` |",
        "| false alarms | {alarms} of {changes:,} | honest changes of layout in {honest} documents | "
        "`python -m benchmarks benign DIR --each 2` |",
        "| alarms that are true | {kept_true} % | {kept} documents kept aside, once, before the last mends; not "
        "measured there again. On the documents that the rules were made with: {true} of {raised} once raised, and "
        "all {now} that are raised today | none; `python -m benchmarks alarms DIR` for the latter |",
        "| amounts that no check speaks of | {alone:.0%} of {amounts:,} | amounts (not 0) of {reached} files: they "
        "stand in no identity | `python -m benchmarks injection DIR --reach FILE` |",
    ),
    "zh": (
        "| 读错的金额 | {rows} 个中 {wrong} 个 | 从 {places} 个地方的文件中随机抽取，逐一与原页对照：95% 的把握不超过 "
        "{bound:.1%} | `python -m pytest tests/outputs/test_panel_rows.py` |",
        "| 查出的错误金额 | {errors:,} 个中 {found:.1%} | 在 {spoilt} 份文件中，逐个改错一个有等式约束的金额 | "
        "`python -m benchmarks injection DIR --each 2` |",
        "| 误报 | {changes:,} 次中 {alarms} 次 | 对 {honest} 份文件作不影响正误的版式改动 | "
        "`python -m benchmarks benign DIR --each 2` |",
        "| 报出的矛盾属实 | {kept_true} % | {kept} 份另存未用的文件，只测过一次，在最近几次改进之前，此后未再测。"
        "制定规则所用的文件上：先后报出 {raised} 项，{true} 项属实；现在报出的 {now} 项全部属实 | "
        "前者没有；后者 `python -m benchmarks alarms DIR` |",
        "| 没有任何核对涉及的金额 | {amounts:,} 个中 {alone:.0%} | {reached} 个文件中不为 0 的金额：不在任何等式之中 | "
        "`python -m benchmarks injection DIR --reach FILE` |",
    ),
}


def measured(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "processed" / "measured" / f"{name}.csv")


def counted() -> dict[str, float]:
    """Count what the five rows say."""
    with (DATA / "panel_rows.csv").open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file))
    wrong = sum(r["verdict"] == "wrong" and bool(AMOUNT & set(r["fields"].split())) for r in judged)
    if wrong:
        raise ValueError("the bound is that of no wrong amount")
    injection, benign, reach = (measured(name) for name in ("injection", "benign", "reach"))
    amounts, alarms = injection[injection["one_amount"].eq(1)], trust.judged(measured("alarms"))
    true = alarms["judged"].eq("contradiction")
    if not alarms["fails"].eq(1).equals(true):
        raise ValueError("an alarm that is raised today was not judged a contradiction, or one is not raised")
    return {
        "rows": len(judged), "wrong": wrong, "bound": 1 - 0.05 ** (1 / len(judged)),
        "places": len({r["line_id"].rpartition("-")[0].partition("-")[0] for r in judged}),
        "errors": len(amounts), "found": amounts["detected"].mean(), "spoilt": amounts["document"].nunique(),
        "changes": len(benign), "alarms": benign["rule_id"].notna().sum(), "honest": benign["document"].nunique(),
        "kept": KEPT_ASIDE[0], "kept_true": KEPT_ASIDE[1], "raised": len(alarms), "true": true.sum(),
        "now": alarms["fails"].sum(), "amounts": reach["amounts"].sum(), "reached": reach["document"].nunique(),
        "alone": 1 - reach["in_an_identity"].sum() / reach["amounts"].sum(),
    }  # fmt: skip


def five(lang: str = "en") -> str:
    """Return the five numbers that matter, as a table."""
    numbers = counted()
    return "\n".join([HEAD[lang], *(row.format(**numbers) for row in ROWS[lang])])


SHARES = (
    "| | put in | detected | traced to figures with the wrong one among them | to at most two of these "
    "| to exactly the wrong one |\n|---|---|---|---|---|---|"
)


def shares(name: str, rows: pd.DataFrame) -> str:
    """Return one row of :data:`SHARES`: of those put in, how many are found; of these, how many are traced."""
    found = rows[rows["detected"].eq(1)]
    traced = found["traced"].eq(1)
    parts = (traced, traced & found["named"].le(2), found["exact"].eq(1))
    said = [f"{part.mean() * 100:.1f} %" if len(found) else "-" for part in parts]
    return f"| {name} | {len(rows)} | {len(found) / len(rows) * 100:.1f} % | {' | '.join(said)} |"


def injection() -> str:
    """Return what became of the errors put in, by kind."""
    rows = measured("injection")
    kinds = rows.groupby("kind", sort=False)
    by_kind = [shares(kind, kinds.get_group(kind)) for kind in _printed(rows)]
    return "\n".join(
        [SHARES, shares("**one wrong amount, all kinds**", rows[rows["one_amount"].eq(1)]), *by_kind]
    )


def _printed(rows: pd.DataFrame) -> Iterator[str]:
    """Yield kinds of error in the order of the benchmark: errors of one amount first, as they first occur."""
    first = list(dict.fromkeys(rows["kind"]))
    single = set(rows.loc[rows["one_amount"].eq(1), "kind"])
    yield from (kind for kind in first if kind in single)
    yield from (kind for kind in first if kind not in single)


def by_rule() -> str:
    """Return what became of wrong amounts, by rule that they take part in."""
    rows = measured("injection")
    rows = rows[rows["one_amount"].eq(1)].assign(rule=rows["rules"].str.split()).explode("rule")
    return "\n".join([SHARES, *(shares(str(rule), mine) for rule, mine in rows.groupby("rule"))])


def benign() -> str:
    """Return the honest changes and the false alarms, by kind."""
    kinds = measured("benign").groupby("kind", sort=False)["rule_id"].agg(["size", "count"])
    rows = [f"| {kind} | {n} | {alarms} |" for kind, n, alarms in kinds.itertuples()]
    return "\n".join(["| | changes | false alarms |", "|---|--:|--:|", *rows])


if __name__ == "__main__":
    print(five("en"))
