"""A second, independent reader of PDF: camelot's lattice parser, for checking the first."""

from __future__ import annotations

import importlib
import logging
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import DependencyError, ExtractionError, SourceError
from ..process import listening, patched
from ..text import squash
from .camelot_table import grid
from .pages import BBox, Grid, Line, Page
from .pdf.page import read as read_rulings

_AMOUNT = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


_PASSES: tuple[dict[str, Any], ...] = (
    {"flavor": "lattice", "engine": "vector", "split_text": True},
    # on a rendering, 300 ms a page: finds rulings that are drawn as polygons
    {"flavor": "lattice", "engine": "combined", "line_scale": 40, "split_text": True},
    # no rulings at all: columns by the alignment of the text
    {"flavor": "network"},
)


_RENDERED = 3e6  # square points: no larger page is rendered, which takes camelot gigabytes
_KEEP_NEAR_EMPTY = "camelot.parsers.lattice", "_GRID_WHITESPACE_REJECT", 101.0
"""Percent of empty cells from which camelot drops a grid; above 100: never. An empty form is a finding."""


def read(path: Path) -> list[Page]:
    """Read a PDF with camelot (lattice, vector engine, text split at rulings).

    Table structure and cell text come from camelot alone. Text outside of tables (titles, units, notes,
    prose), page sizes and page rotation come from pdfium through :mod:`~budgetkit.readers.pdf.page`.

    Returns
    -------
    list of Page
        Every page of the document, also those without a table. Grids have engine ``camelot``, or
        ``camelot-stream`` where a page has rows of amounts and no rulings that camelot sees.

    Raises
    ------
    SourceError
        pdfium cannot open the file, or its owner forbids taking text out of it.
    ExtractionError
        The text cannot be had (as :func:`budgetkit.readers.pdf.page.read`).
    DependencyError
        camelot is not installed.
    """
    camelot = _camelot()
    pages = read_rulings(path)
    tables: list[Grid] = []
    with _upright(path, pages) as upright:
        for options in _PASSES:
            wanted = [p.number for p in pages if _wants(p, tables, options)]
            if wanted:
                found = _tables(camelot, upright, path, ",".join(map(str, wanted)), options)
                tables += _new(found, tables)
    return [_page(p, [g for g in tables if g.page == p.number]) for p in pages]


def _wants(page: Page, tables: list[Grid], options: dict[str, Any]) -> bool:
    """Tell whether a page is worth a pass: the first sees all, the others what may have been missed."""
    if options is _PASSES[0]:
        return True
    here = [g for g in tables if g.page == page.number]
    if options["flavor"] == "network":
        return not here and _looks_tabular(page)
    missed = any(not any(_meet(g, t) for t in here) for g in page.grids)
    return page.width * page.height <= _RENDERED and (missed or (not here and _looks_tabular(page)))


def _new(found: list[Any], tables: list[Grid]) -> list[Grid]:
    """Turn camelot's tables into grids, but for prose and what is there already."""
    new = []
    for table in found:
        made = grid(table, "camelot-stream" if table.flavor == "network" else "camelot")
        prose = table.flavor == "network" and not _is_tabular(made)
        if not prose and not any(t.page == made.page and _meet(made, t) for t in tables):
            new.append(made)
    return new


def _camelot() -> Any:
    """Import camelot without the log handler that its import puts on standard error."""
    ours = "camelot" not in sys.modules
    try:
        camelot = importlib.import_module("camelot")
    except ImportError as error:
        raise DependencyError(
            f"engine 'camelot' needs the package camelot-py ({error}); pip install camelot-py, "
            "or use engine='rulings'"
        ) from error
    if ours:
        logger = logging.getLogger("camelot")
        logger.removeHandler(camelot.handler)
        logger.addHandler(logging.NullHandler())
    return camelot


@contextmanager
def _upright(path: Path, pages: list[Page]) -> Iterator[Path]:
    """Yield the file, or a copy in which pages with turned content are upright.

    camelot reads a page that stands on its head as it is, without a word.
    """
    turned = [p for p in pages if p.rotation]
    if not turned:
        yield path
        return
    from pypdfium2 import PdfDocument

    with tempfile.TemporaryDirectory(prefix="budgetkit-") as folder, PdfDocument(path) as document:
        for page in turned:
            sheet = document[page.number - 1]
            sheet.set_rotation((sheet.get_rotation() + page.rotation) % 360)
        copy = Path(folder, "upright.pdf")
        document.save(copy)
        yield copy


def _tables(camelot: Any, file: Path, path: Path, pages: str, options: dict[str, Any]) -> list[Any]:
    """Run camelot; what it and its parser complain about becomes one warning that names the file."""
    playa = importlib.import_module("playa.exceptions")
    with patched(*_KEEP_NEAR_EMPTY), listening("playa") as said:
        try:
            tables = list(camelot.read_pdf(str(file), pages=pages, **options))
        except playa.PDFEncryptionError as error:
            raise SourceError(
                f"{path}: camelot may not or cannot decrypt it ({error}); read it with engine='rulings', "
                "or save it without protection first"
            ) from error
        except Exception as error:
            raise ExtractionError(
                f"{path}: camelot fails on it ({type(error).__name__}: {error}); "
                "read it with engine='rulings'"
            ) from error
    # "No tables found" is about a page without text, which is no loss
    told = sorted({m for m in said if "No tables found" not in m})
    if told:
        more = f" (and {len(told) - 3} more)" if len(told) > 3 else ""
        warnings.warn(f"{path}: camelot: " + "; ".join(told[:3]) + more, stacklevel=4)
    return tables


def _looks_tabular(page: Page) -> bool:
    """Tell whether a page without ruled tables has rows of amounts."""
    rows: dict[int, int] = {}
    for line in _all_lines(page):
        if line.bbox:
            amounts = sum(bool(_AMOUNT.fullmatch(word)) for word in line.text.split())
            height = round((line.bbox[1] + line.bbox[3]) / 8)
            rows[height] = rows.get(height, 0) + amounts
    return sum(n > 1 for n in rows.values()) >= 3


def _is_tabular(grid: Grid) -> bool:
    """Tell a table from prose that a parser without rulings took for one: three rows of two amounts."""
    amounts = [sum(bool(_AMOUNT.fullmatch(squash(t))) for t in row) for row in grid.matrix()]
    return grid.n_cols > 1 and sum(n > 1 for n in amounts) >= 3


def _page(page: Page, grids: list[Grid]) -> Page:
    """Put camelot's grids among the lines that pdfium reads outside of them, in reading order."""
    lines = [line for line in _all_lines(page) if not any(_inside(line.bbox, g.bbox) for g in grids)]
    blocks: list[Line | Grid] = [*lines, *grids]
    blocks.sort(key=lambda b: (b.bbox[1], b.bbox[0]) if b.bbox else (0.0, 0.0))
    at = [i for i, block in enumerate(blocks) if isinstance(block, Grid)]
    for index, i in enumerate(at, 1):
        above = blocks[at[index - 2] + 1 if index > 1 else 0 : i]
        below = blocks[i + 1 : at[index] if index < len(at) else len(blocks)]
        table = blocks[i]
        assert isinstance(table, Grid)
        blocks[i] = replace(table, index=index, above=_texts(above), below=_texts(below))
    return replace(page, blocks=tuple(blocks))


def _all_lines(page: Page) -> Iterator[Line]:
    """Yield the texts of a page; what pdfium's reader has in a table that camelot lacks is text, too."""
    for block in page:
        if isinstance(block, Line):
            yield block
        else:
            yield from (Line(cell.text, cell.bbox) for cell in block.cells if cell.text)


def _inside(box: BBox | None, outer: BBox | None) -> bool:
    """Tell whether the centre of a box lies in another."""
    if box is None or outer is None:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _meet(a: Grid, b: Grid) -> bool:
    """Tell whether two grids of one page cover the same table."""
    return _inside(a.bbox, b.bbox) or _inside(b.bbox, a.bbox)


def _texts(blocks: list[Line | Grid]) -> tuple[str, ...]:
    return tuple(b.text for b in blocks if isinstance(b, Line))
