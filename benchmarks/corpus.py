"""How much of a folder of real disclosures is read, and how many of its figures agree.

``python -m benchmarks corpus DIR`` reads every PDF below DIR, two at a time, and prints for every folder and
in all what was found. Which numbers of the raw text layer are amounts, with decimals and whole ones, says
:mod:`benchmarks.printed`; they are counted page by page as multisets of their digits.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pypdfium2 as pdfium

import budgetkit as bk
from benchmarks.printed import digits, printed_amounts

SEPARATOR = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")


@dataclass
class Tally:
    """What one document, or a folder of them, comes to; tallies are added."""

    documents: int = 0
    pages: int = 0
    crashes: int = 0
    tables: int = 0
    other: int = 0
    amounts: int = 0
    items: int = 0
    unread: int = 0
    neither: int = 0
    whole: int = 0
    whole_items: int = 0
    whole_unread: int = 0
    whole_neither: int = 0
    invented: int = 0
    decided: int = 0
    hold: int = 0
    cpu: float = 0.0
    peak_mb: float = 0.0
    with_tables: int = 0
    misses: list[str] = field(default_factory=list)

    def __iadd__(self, o: Tally) -> Tally:
        for f in fields(self):
            mine, theirs = getattr(self, f.name), getattr(o, f.name)
            setattr(self, f.name, max(mine, theirs) if f.name == "peak_mb" else mine + theirs)
        return self


def joined(left: Counter[str], read: Counter[str], printed: Counter[str]) -> Counter[str]:
    """Return the amounts of `left` that the text layer runs together, or breaks into lines, and `read` has.

    Right-aligned and left-aligned cells can touch, and then no space stands between their texts: a read amount,
    then digits of the next. In a narrow cell the last digits stand in the next line.
    """
    found: Counter[str] = Counter()
    long = [number for number in read if len(number.partition(".")[2]) > 2]
    for text, n in left.items():
        if "." not in text:
            if any(number.endswith(text) and number.removesuffix(text) in printed for number in long):
                found[text] = n
            continue
        heads = (text[: text.index(".") + k] for k in (3, 5, 7))
        if any(head in read and head != text for head in heads) or any(
            (number.endswith("." + text.split(".")[1]) and text.split(".")[0] in number)
            or (number.startswith(text) and len(text) > 5)
            for number in read
        ):
            found[text] = n
    return found


def pieces(texts: Iterable[str]) -> Iterator[str]:
    """Return every number in cell texts, as printed: in one piece and line by line."""
    for text in texts:
        whole = SEPARATOR.sub("", "".join(text.split()))
        yield from NUMBER.findall(whole)
        if "\n" in text:
            yield from (n for line in text.split("\n") for n in NUMBER.findall(SEPARATOR.sub("", line)))


def by_page(rows: pd.DataFrame, *columns: str) -> dict[int, Counter[str]]:
    """Return the numbers printed in `columns`, page by page."""
    out: dict[int, Counter[str]] = {}
    for column in columns:
        for page, text in zip(rows["page"], rows[column], strict=True):
            out.setdefault(int(page), Counter()).update(pieces([str(text)]))
    return out


def misplaced(path: Path, items: pd.DataFrame) -> list[str]:
    """Return the line items whose printed digits are not in the text layer within the cell they name.

    Pages that are turned, by the file or by their contents, are left out: their text layer has other
    coordinates.
    """
    wrong: list[str] = []
    pdf = pdfium.PdfDocument(path)
    for number, rows in items.groupby("page"):
        page = pdf[int(number) - 1]
        left, bottom, right, top = page.get_cropbox()
        if page.get_rotation() or rows["x1"].max() > right - left or rows["y1"].max() > top - bottom:
            continue
        text = page.get_textpage()
        for row in rows.itertuples():
            box = (left + row.x0 - 2, top - row.y1 - 2, left + row.x1 + 2, top - row.y0 + 2)
            there = "".join(digits(text.get_text_bounded(*map(float, box))).split())
            if digits("".join(row.printed.split())).strip("()") not in there and row.state != "dash":
                wrong.append(f"{row.line_id}: {row.printed!r} not in {there!r}")
    pdf.close()
    return wrong


def measure(path: Path) -> Tally:
    """Read, normalise and reconcile one document and count."""
    tally = Tally(documents=1)
    start = time.process_time()
    try:
        d = bk.read(path)
        items, _, _ = d.line_items, d.unread, d.indicators
        tally.cpu = time.process_time() - start
        checks = bk.reconcile(d).checks
    except bk.BudgetkitError as error:
        tally.crashes, tally.misses = 1, [f"{path.stem}: {error}"]
        return tally
    except Exception as error:  # a crash is counted, not hidden
        tally.crashes, tally.misses = 1, [f"{path.stem}: CRASH {type(error).__name__}: {error}"]
        return tally
    tally.pages = len(d.pages)
    tally.tables = sum(t.slug != "other" for t in d.tables)
    tally.other = len(d.tables) - tally.tables
    tally.with_tables = int(bool(tally.tables))
    read, whole, listed = _numbers(d)
    for page, (decimals, wholes) in printed_amounts(path).items():
        both = decimals + wholes
        lost, more = (
            _share_out(decimals, read, listed, page, both),
            _share_out(wholes, whole, listed, page, both),
        )
        tally += Tally(
            amounts=decimals.total(), items=lost.read, unread=lost.listed, neither=lost.lost.total()
        )
        tally += Tally(
            whole=wholes.total(),
            whole_items=more.read,
            whole_unread=more.listed,
            whole_neither=more.lost.total(),
        )
        if missed := dict(lost.lost + more.lost):
            tally.misses.append(f"{path.stem} p{page}: {missed}")
    wrong = misplaced(path, items)
    tally.invented = len(wrong)
    tally.misses += [f"NOT AT ITS PLACE {text}" for text in wrong]
    errors = checks[checks["severity"] == "error"]
    tally.decided = int(errors["outcome"].isin(["exact", "rounding", "fail"]).sum())
    tally.hold = int(errors["outcome"].isin(["exact", "rounding"]).sum())
    tally.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return tally


ByPage = dict[int, Counter[str]]


def _numbers(d: bk.Disclosure) -> tuple[list[ByPage], list[ByPage], ByPage]:
    """Return the numbers that are read as amounts, those that are read at all, and those that are listed."""
    rows = pd.concat([d.line_items, d.blanks], ignore_index=True)
    codes = ["function_code", "economic_code", "government_code", "item", "budget_unit", "project"]
    for kind in codes[1:3]:  # codes over two columns
        rows = rows.assign(**{f"{kind}_1": rows[kind].str[:3], f"{kind}_2": rows[kind].str[3:]})
        codes += [f"{kind}_1", f"{kind}_2"]
    targets = d.indicators.assign(
        weight=[f"{w:g};{w:.1f};{w:.2f}" for w in d.indicators["weight"].fillna(0)],
        funding=d.indicators["funding"].str.replace(" ", ";"),
    )
    above = by_page(targets.assign(page=targets["page"] - 1), "funding")  # a sheet begun on the page before
    words = by_page(targets, "target", "indicator", "weight", "funding", "project")
    read = [by_page(d.line_items, "printed"), words, above]
    whole = [*read, by_page(rows, *codes), by_page(targets, "category"), by_page(d.stated, "printed")]
    return read, whole, by_page(d.unread, "printed")


class Shares(NamedTuple):
    """How many amounts of a page are read and how many listed, and those that are neither."""

    read: int
    listed: int
    lost: Counter[str]


def _share_out(
    amounts: Counter[str], read: list[ByPage], listed: ByPage, page: int, printed: Counter[str]
) -> Shares:
    """Say what became of some amounts of a page; `printed` are all of them."""
    mine = sum((r.get(page, Counter()) for r in read), Counter())
    left = amounts - mine
    left -= joined(left, mine, printed)
    lost = left - listed.get(page, Counter())
    lost -= joined(lost, listed.get(page, Counter()), printed)
    return Shares((amounts - left).total(), (left - lost).total(), lost)


def run(folder: Path, workers: int) -> dict[str, Tally]:
    """Measure every PDF below a folder; the key is the name of the folder that it is in."""
    paths = sorted(folder.rglob("*.pdf"))
    tallies: dict[str, Tally] = {}
    with ProcessPoolExecutor(workers) as pool:
        jobs = {pool.submit(measure, path): path for path in paths}
        for done in as_completed(jobs):
            place = jobs[done].parent.name
            tally = tallies.setdefault(place, Tally())
            tally += done.result()
            if sys.stderr.isatty():
                print(f"{sum(t.documents for t in tallies.values())}/{len(paths)}", end="\r", file=sys.stderr)
    return dict(sorted(tallies.items()))


def report(tallies: dict[str, Tally]) -> str:
    """Return the table, one row a place and one in all."""
    total = Tally()
    rows = []
    for place, t in tallies.items():
        rows.append((place, t))
        total += t
    rows.append(("all", total))
    head = ["place", "docs", "pages", "crashes", "tables", "other", "amounts", "line items", "unread", "neither",
            "whole", "read", "unread", "neither",
            "not at its place", "errors decided", "hold", "decided/doc", "ms/page", "peak MB"]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    for place, t in rows:
        cells = [
            place, t.documents, t.pages, t.crashes, t.tables, t.other, t.amounts, share(t.items, t.amounts),
            share(t.unread, t.amounts), share(t.neither, t.amounts, 3),
            t.whole, share(t.whole_items, t.whole), share(t.whole_unread, t.whole), share(t.whole_neither, t.whole, 3), t.invented, t.decided, share(t.hold, t.decided),
            round(t.decided / t.with_tables) if t.with_tables else "–", f"{1000 * t.cpu / t.pages:.1f}" if t.pages else "–",
            round(t.peak_mb),
        ]  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def share(part: int, whole: int, decimals: int = 2) -> str:
    """Return a percentage, or a dash of nothing."""
    return f"{100 * part / whole:.{decimals}f} %" if whole else "–"


def main() -> None:
    """Print the table for a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--misses", action="store_true", help="list what was neither read nor listed")
    options = parser.parse_args()
    tallies = run(options.folder, options.workers)
    print(report(tallies))
    for t in tallies.values() if options.misses else ():
        print("\n".join(t.misses))
