"""How fast are pages read, against camelot and against pdfium alone? Ratios measured in one run.

``python -m benchmarks speed [DIR]`` takes pages from the PDFs below DIR (one file of each folder; without
DIR the facsimile in raw/), and prints CPU time a page of each engine, interleaved, imports left out:
the floor (pdfium loads the page, its text and its path objects), the rulings reader, reading and
normalising together, camelot with its vector engine, and camelot as it comes; then the ratios once more for
samples of a few documents each. No figure here is a test: a machine's speed drifts, a ratio of one run does not.
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


Spent = dict[str, list[float]]
"""CPU milliseconds of each engine for each file."""


def measure(files: list[tuple[Path, int]], rounds: int) -> Spent:
    """Return what each engine takes for each file: the median over rounds."""
    spent: dict[str, list[list[float]]] = {name: [[] for _ in files] for name in ENGINES}
    for _ in range(rounds):
        for k, (path, n) in enumerate(files):
            for name, run in ENGINES.items():
                start = time.process_time()
                run(path, n)
                spent[name][k].append(1000 * (time.process_time() - start))
    return {name: [statistics.median(times) for times in mine] for name, mine in spent.items()}


def table(spent: Spent, pages: int) -> None:
    """Print the engines beside each other."""
    ours, alone = sum(spent["read and normalise"]), sum(spent["pdfium alone"])
    print("| engine | ms a page | times read and normalise | times pdfium alone |\n|---|--:|--:|--:|")
    for engine, times in spent.items():
        ms = sum(times)
        print(f"| {engine} | {ms / pages:.1f} | {ms / ours:.1f} | {ms / alone:.1f} |")


def samples(spent: Spent, names: list[str], size: int) -> None:
    """Print, for each `size` documents in their order, how many times as fast as camelot, as slow as pdfium."""
    print("\n| sample | camelot vector | camelot default | of pdfium alone |\n|---|--:|--:|--:|")
    for start in range(0, len(names) - size + 1, size):
        part = {engine: sum(times[start : start + size]) for engine, times in spent.items()}
        ours = part["read and normalise"]
        fast = [f"{part[engine] / ours:.1f}" for engine in ("camelot vector", "camelot default")]
        row = [", ".join(names[start : start + size]), *fast, f"{ours / part['pdfium alone']:.1f}"]
        print(f"| {' | '.join(row)} |")


def main() -> None:
    """Print the tables."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=6, help="pages of each document")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=6, help="documents of a sample")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")  # pages that are not read
    paths = [PDF]
    if options.folder:
        paths = [min(d.glob("*.pdf")) for d in sorted(options.folder.iterdir()) if any(d.glob("*.pdf"))]
    with tempfile.TemporaryDirectory() as name:
        files = [excerpt(path, options.pages, Path(name)) for path in paths]
        for run in ENGINES.values():
            run(*files[0])  # imports and caches
        spent = measure(files, options.rounds)
    pages = sum(n for _, n in files)
    print(f"{pages} pages of {len(files)} documents, median of {options.rounds} rounds, CPU")
    table(spent, pages)
    if len(files) >= options.sample:
        samples(spent, [path.stem for path in paths], options.sample)
