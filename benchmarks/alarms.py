"""How many alarms are true, by rule and by place, and what thresholds from other places would change.

``python -m benchmarks alarms DIR`` reads and reconciles every PDF below DIR. Each check of severity error that
fails is looked up in ``tests/data/judged_alarms.csv``, where it was judged on its page: a contradiction that is
printed, or a defect of this package; what is not there is not judged yet. It prints both by rule and by place,
and for each place the alarms of plausibility (ratios beyond their limits) with the limits as they are and with
those that the other places alone would set: a limit moves as the quantile does that the note of its rule names,
when the publications of the place are left out of it (``observed_values.csv``).
"""

from __future__ import annotations

import argparse
import csv
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

import budgetkit as bk
from budgetkit.knowledge.data import table
from budgetkit.rulebook.measures import measures
from tests.support import DATA

from ._rows import write_rows
from .observed import STATISTICS

CLAIM = re.compile(
    r"(?P<limit>[\d.]+%?) (?P<side>above|below) "
    r"(?P<statistic>minimum|p05|p25|median|p75|p95|maximum) of (?P<measure>[^;]+)"
)
"""What the note of a rule says of a limit: where it lies in the distribution."""

VERDICTS = ("contradiction", "defect", "not judged")


class Alarm(NamedTuple):
    """A failed check of severity error."""

    file: str
    rule: str
    where: str

    @property
    def place(self) -> str:
        return self.file.split("-")[0]


def alarms(path: Path) -> list[Alarm]:
    """Return the alarms of one document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        failures = bk.reconcile(bk.read(path)).failures
    return [Alarm(path.name, str(r.rule_id), str(r.where)) for r in failures.itertuples()]


def judged() -> dict[Alarm, str]:
    """Return the verdicts."""
    with (DATA / "judged_alarms.csv").open(encoding="utf-8", newline="") as file:
        return {Alarm(r["file"], r["rule_id"], r["where"]): r["verdict"] for r in csv.DictReader(file)}


def verdict(alarm: Alarm, known: dict[Alarm, str]) -> str:
    """Say what an alarm is: what was once excused and fails again is a defect.

    >>> alarm = Alarm("a-01.pdf", "W01", "here")
    >>> verdict(alarm, {alarm: "rule too strict"}), verdict(alarm, {alarm: "contradiction"}), verdict(alarm, {})
    ('defect', 'contradiction', 'not judged')
    """
    found = known.get(alarm, "not judged")
    return found if found in VERDICTS else "defect"


COLUMNS = ("document", "page", "rule_id", "where", "reported", "calculated", "verdict", "fails", "what")
"""Of the file that ``--out`` writes, one row an alarm that fails (``fails``) or once did."""


def rows(found: Iterable[Alarm]) -> Iterator[tuple[object, ...]]:
    """Return the alarms that were judged, and those that fail and were not, for a file."""
    failing = set(found)
    with (DATA / "judged_alarms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            alarm = Alarm(row["file"], row["rule_id"], row["where"])
            told = (row[key] for key in COLUMNS[1:7])
            yield Path(row["file"]).stem, *told, alarm in failing, row["what"]
    for alarm in sorted(failing - set(judged())):
        yield Path(alarm.file).stem, "", alarm.rule, alarm.where, "", "", "not judged", True, ""


def counted(found: Iterable[Alarm], by: str) -> Iterator[str]:
    """Count alarms by rule or by place, as rows of a Markdown table."""
    known = judged()
    counts: dict[str, Counter[str]] = {}
    for alarm in found:
        for name in ("**all**", getattr(alarm, by)):
            counts.setdefault(name, Counter())[verdict(alarm, known)] += 1
    for name, mine in sorted(counts.items()):
        precision = f"{100 * mine['contradiction'] / mine.total():.1f} %"
        yield f"| {name} | {mine.total()} | {' | '.join(str(mine[v]) for v in VERDICTS)} | {precision} |"


def number(text: str) -> float:
    """Read a limit: ``5%`` is 0.05."""
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def limits(place: str = "") -> dict[tuple[str, str], tuple[float, float]]:
    """Return the least and the greatest ratio that is no alarm; of other places than one, where it is given."""
    notes = {row["id"]: row["note"] for row in table("rules")}
    found = {}
    for rule, known in measures().items():
        for m in known:
            if not m.in_year(2024):
                continue
            low, high = float(m.in_year(2024)[-1].low), float(m.in_year(2024)[-1].high)
            others = [value for where, value in _values(rule, m.name) if where != place]
            if place and others:
                claims = [c for c in CLAIM.finditer(notes[rule]) if c["measure"].strip() == m.name]
                everywhere = [value for _, value in _values(rule, m.name)]
                low, high = (
                    _moved(limit, side, claims, others, everywhere)
                    for limit, side in ((low, "below"), (high, "above"))
                )
            found[rule, m.name] = low, high
    return found


def _moved(
    limit: float, side: str, claims: list[re.Match[str]], others: list[float], everywhere: list[float]
) -> float:
    """Return a limit as the quantile beside it moves; the first that the note names on that side."""
    for claim in claims:
        if number(claim["limit"]) == limit and claim["side"] == side:
            now, then = (float(np.quantile(v, STATISTICS[claim["statistic"]])) for v in (everywhere, others))
            return limit * then / now if now else limit
    return limit


def _values(rule: str, measure: str) -> list[tuple[str, float]]:
    return [
        (v["document"].split("-")[0], float(v["value"]))
        for v in table("observed_values") if (v["rule_id"], v["measure"]) == (rule, measure)
    ]  # fmt: skip


def plausibility() -> Iterator[str]:
    """Count, for each place, ratios beyond the limits, and beyond those that the other places would set."""
    now = limits()
    for place in sorted({d["place"] for d in table("observed_documents")}):
        other = limits(place)
        mine = [(key, value) for key in now for where, value in _values(*key) if where == place]
        beyond = [
            sum(not low <= value <= high for key, value in mine for low, high in [of[key]])
            for of in (now, other)
        ]
        yield f"| {place} | {len(mine)} | {beyond[0]} | {beyond[1]} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, help="also write one row an alarm to this file")
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.pdf"))
    with ProcessPoolExecutor(options.workers) as pool:
        found = [alarm for mine in pool.map(alarms, paths, chunksize=2) for alarm in mine]
    if options.out:
        write_rows(options.out, COLUMNS, rows(found))
    flagged = len({alarm.file for alarm in found})
    print(f"{len(found)} alarms in {flagged} of {len(paths)} documents")
    for by in ("rule", "place"):
        print(f"\n| {by} | alarms | {' | '.join(VERDICTS)} | true |\n|---|--:|--:|--:|--:|--:|")
        print(*counted(found, by), sep="\n")
    print(
        "\n| place | ratios | beyond the limits | beyond those that the other places set |\n|---|--:|--:|--:|"
    )
    print(*plausibility(), sep="\n")
    known = judged()
    print(
        *(f"  {' '.join(a)}: {verdict(a, known)}" for a in found if verdict(a, known) != "contradiction"),
        sep="\n",
    )
