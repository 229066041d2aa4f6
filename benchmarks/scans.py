"""How well pictures of pages are read: PDFs drawn, spoilt, read again, and held against the PDFs' own reading."""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

import budgetkit as bk

ROOT = Path(__file__).resolve().parents[1]

KINDS: dict[str, dict[str, float]] = {
    "200 dpi": {"dpi": 200},
    "150 dpi": {"dpi": 150},
    "100 dpi": {"dpi": 100},
    "200 dpi, turned by 1°": {"dpi": 200, "turn": 1.0},
    "200 dpi, JPEG 35": {"dpi": 200, "jpeg": 35},
    "200 dpi, noise": {"dpi": 200, "noise": 20},
    "150 dpi, noise": {"dpi": 150, "noise": 20},
    "100 dpi, noise, JPEG 35": {"dpi": 100, "noise": 25, "jpeg": 35},
    "75 dpi": {"dpi": 75},
}
COLUMNS = (
    "figures", "right", "doubtful, right", "doubtful, wrong", "proved", "proved, wrong", "listed",
    "wrong in silence", "lost in silence", "false alarms", "s/page",
)  # fmt: skip
FIELDS = (
    "page", "form", "direction", "fund", "carried", "nature", "measure", "code_kind", "function_code",
    "economic_code", "government_code", "item", "budget_unit", "project", "concept", "level", "is_total",
    "year", "phase", "fen", "unit", "step",
)  # fmt: skip


def few_pages(path: Path, most: int, folder: Path) -> Path:
    """Write a PDF of the first page of another one and of those with most figures."""
    counts = Counter(f.page for f in bk.read(path).records("line_items"))
    kept = sorted({1, *(page for page, _ in counts.most_common(most))})
    new = pdfium.PdfDocument.new()
    new.import_pages(pdfium.PdfDocument(path), [page - 1 for page in kept])
    out = folder / path.name
    new.save(str(out))
    return out


def spoilt(page: Any, dpi: float, turn: float = 0, jpeg: int = 0, noise: float = 0) -> Image.Image:
    """Draw a page, turned by degrees, with noise of so many grey values, as a JPEG of a quality."""
    picture = page.render(scale=dpi / 72).to_pil().convert("L")
    if turn:
        picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        grey = np.asarray(picture) * 0.9 + 15
        grey = grey + np.random.default_rng(7).normal(0, noise, grey.shape)
        picture = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    if jpeg:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=int(jpeg))
        picture = Image.open(buffer).convert("L")
    return picture


def pictured(path: Path, folder: Path, kind: str) -> Path:
    """Write the pages of a PDF as the pictures of one TIFF file."""
    how = KINDS[kind]
    pages = [spoilt(page, **how) for page in pdfium.PdfDocument(path)]  # type: ignore[arg-type]
    out = folder / f"{path.stem}.tiff"
    resolution = (how["dpi"], how["dpi"])
    pages[0].save(out, save_all=True, append_images=pages[1:], dpi=resolution, compression="tiff_deflate")
    return out


def key(figure: Any) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in FIELDS)


def compared(truth: bk.Disclosure, scan: bk.Disclosure) -> dict[str, int]:
    """Hold the figures of two readings against each other in every field."""
    own, found = truth.records("line_items"), scan.records("line_items")
    r = bk.reconcile(scan)
    left = Counter(map(key, own))
    count: Counter[str] = Counter(figures=len(own))
    lost = Counter(f.page for f in own)
    for f in found:
        right = left[key(f)] > 0
        left[key(f)] -= right
        lost[f.page] -= 1
        proved = f.state == "doubtful" and f.id in r.proved
        doubted = f.state == "doubtful" and not proved
        count["proved"] += proved and right
        count["proved, wrong"] += proved and not right
        count["right"] += right and not doubted and not proved
        count["doubtful, right"] += right and doubted
        count["doubtful, wrong"] += not right and doubted
        count["wrong in silence"] += not right and not doubted and not proved
    unread = Counter(u.page for u in scan.records("unread"))
    whole = {
        page.number for page in scan.pages if page.lost or page.image_only
    }  # said of the page as a whole
    for page, n in lost.items():
        said = n if page in whole else unread[page]
        count["listed"] += max(min(n, said), 0)
        count["lost in silence"] += max(n - said, 0)
    count["false alarms"] = max(len(r.failures) - len(bk.reconcile(truth).failures), 0)
    return dict(count)


def misses(truth: bk.Disclosure, scan: bk.Disclosure) -> Iterator[str]:
    """Yield a line a figure that is wrong in silence: each field that is not as in the truth at its place."""
    own, r = truth.records("line_items"), bk.reconcile(scan)
    left = Counter(map(key, own))
    for f in scan.records("line_items"):
        right = left[key(f)] > 0
        left[key(f)] -= right
        if right or (f.state == "doubtful" and f.id not in r.proved):
            continue
        near = min(own, key=lambda o: sum(a != b for a, b in zip(key(o), key(f), strict=True)), default=f)
        differs = [
            f"{n}: {getattr(near, n)!r} read as {getattr(f, n)!r}"
            for n in FIELDS
            if getattr(near, n) != getattr(f, n)
        ]
        yield f"{f.id} {f.printed} {f.ocr_score} {f.state}: {'; '.join(differs) or 'twice'}"


def scores(truth: bk.Disclosure, scan: bk.Disclosure) -> Iterator[tuple[float, bool]]:
    """Yield the score of each figure of a scan, and whether its amount stands at its place in the truth."""
    left = Counter((f.page, f.fen, f.step) for f in truth.records("line_items"))
    for f in scan.records("line_items"):
        at = (f.page, f.fen, f.step)
        yield f.ocr_score if f.ocr_score is not None else 1.0, left[at] > 0
        left[at] -= 1


def measured(files: Iterable[Path], kinds: Iterable[str], pages: int) -> Iterator[dict[str, Any]]:
    """Yield a row a document and kind."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in files:
            small = few_pages(path, pages, folder)
            truth = bk.read(small)
            for kind in kinds:
                picture = pictured(small, folder, kind)
                start = time.process_time()
                scan = bk.read(picture, document_id=truth.document.document_id)
                seconds = time.process_time() - start
                row = compared(truth, scan) | {"seconds": seconds, "pages": len(scan.pages)}
                row |= {"document": path.stem, "kind": kind, "scores": list(scores(truth, scan))}
                yield row | {"misses": list(misses(truth, scan))}


def table(rows: list[dict[str, Any]]) -> str:
    """Return a table in Markdown, a row a kind, and what thresholds would part."""
    lines = [f"| pages as | {' | '.join(COLUMNS)} |", f"|---|{'--:|' * len(COLUMNS)}"]
    for kind in [*KINDS, "all"]:
        mine = [row for row in rows if kind in (row["kind"], "all")]
        if mine:
            sums = [sum(row.get(name, 0) for row in mine) for name in COLUMNS[:-1]]
            speed = sum(row["seconds"] for row in mine) / sum(row["pages"] for row in mine)
            lines.append(f"| {kind} | {' | '.join(map(str, sums))} | {speed:.1f} |")
    lines += [
        "",
        "| threshold | wrong amounts below | above | right amounts below | above |",
        "|--:|--:|--:|--:|--:|",
    ]
    pairs = [pair for row in rows for pair in row["scores"]]
    for least in (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999):
        parts = [
            sum((score >= least) is above and good is right for score, good in pairs)
            for right in (False, True)
            for above in (False, True)
        ]
        lines.append(f"| {least} | {' | '.join(map(str, parts))} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--documents", nargs="+", required=True, metavar="NAME", help="files, by their stems")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--pages", type=int, default=6, help="of each document, those with most figures")
    parser.add_argument("--misses", action="store_true", help="list figures that are wrong in silence")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    paths = [*sorted((ROOT / "raw").glob("*.pdf")), *sorted(options.folder.rglob("*.pdf"))]
    files = [path for path in paths if path.stem in options.documents]
    rows = []
    for row in measured(files, options.kinds, options.pages):
        rows.append(row)
        print(row["document"], row["kind"], {k: v for k, v in row.items() if k in COLUMNS and v}, flush=True)
        if options.misses:
            print(*row["misses"], sep="\n", flush=True)
    print(table(rows))
    return 0
