"""How fast are pages read, against camelot and against pdfium alone? Ratios measured in one run.

``python -m benchmarks speed [DIR]`` takes pages from the PDFs below DIR (one file of each folder; without
DIR the facsimile in raw/), and prints CPU time a page of each engine, interleaved, imports left out:
the floor (pdfium loads the page, its text and its path objects), the rulings reader, reading and
normalising together, camelot with its vector engine, and camelot as it comes. No figure here is a test:
a machine's speed drifts, a ratio of one run does not.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

import budgetkit as bk
from budgetkit.readers.formats import read_pages
from tests.support.facsimile import PDF


def floor(path: Path, pages: int) -> None:
    """Load the pages, their text and their objects, and look at nothing."""
    document = pdfium.PdfDocument(path)
    for number in range(pages):
        page = document[number]
        text = page.get_textpage()
        text.get_text_range()
        for k in range(raw.FPDFPage_CountObjects(page)):
            thing = raw.FPDFPage_GetObject(page, k)
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH:
                raw.FPDFPath_CountSegments(thing)
        text.close()
        page.close()
    document.close()


def normalised(path: Path, pages: int) -> None:
    """Read and normalise a document."""
    d = bk.read(path)
    d.line_items, d.blanks, d.indicators  # noqa: B018  the tables are made when they are asked for


def camelot(path: Path, pages: int, **options: str) -> None:
    """Read a document's pages with camelot."""
    import camelot as engine

    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        engine.read_pdf(str(path), pages=f"1-{pages}", suppress_stdout=True, **options)


ENGINES: dict[str, Callable[[Path, int], None]] = {
    "pdfium alone": floor,
    "rulings": lambda path, pages: read_pages(path) and None,
    "read and normalise": normalised,
    "camelot vector": lambda path, pages: camelot(path, pages, flavor="lattice", engine="vector"),
    "camelot default": camelot,
}


def excerpt(path: Path, most: int, folder: Path) -> tuple[Path, int]:
    """Return a file of the pages in the middle of a document, where its tables are."""
    source, target = pdfium.PdfDocument(path), pdfium.PdfDocument.new()
    start = max((len(source) - most) // 2, 0)
    wanted = list(range(start, min(start + most, len(source))))
    target.import_pages(source, wanted)
    out = folder / path.name
    target.save(out)
    return out, len(wanted)


def measure(files: list[tuple[Path, int]], rounds: int) -> dict[str, float]:
    """Return CPU milliseconds a page of each engine: the median over rounds."""
    pages = sum(n for _, n in files)
    spent: dict[str, list[float]] = {name: [] for name in ENGINES}
    for _ in range(rounds):
        for name, run in ENGINES.items():
            start = time.process_time()
            for path, n in files:
                run(path, n)
            spent[name].append(1000 * (time.process_time() - start) / pages)
    return {name: statistics.median(times) for name, times in spent.items()}


def main() -> None:
    """Print the table."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=6, help="pages of each document")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    paths = [PDF]
    if options.folder:
        paths = [min(d.glob("*.pdf")) for d in sorted(options.folder.iterdir()) if any(d.glob("*.pdf"))]
    with tempfile.TemporaryDirectory() as name:
        files = [excerpt(path, options.pages, Path(name)) for path in paths]
        for run in ENGINES.values():
            run(*files[0])  # imports and caches
        spent = measure(files, options.rounds)
    ours, alone = spent["read and normalise"], spent["pdfium alone"]
    print(
        f"{sum(n for _, n in files)} pages of {len(files)} documents, median of {options.rounds} rounds, CPU"
    )
    print("| engine | ms a page | times read and normalise | times pdfium alone |\n|---|--:|--:|--:|")
    for engine, ms in spent.items():
        print(f"| {engine} | {ms:.1f} | {ms / ours:.1f} | {ms / alone:.1f} |")
