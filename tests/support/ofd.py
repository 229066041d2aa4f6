"""Small OFD files as programs write them: in mm or in points under a transform, distances one by one or counted.

Sheet(210, 297, texts=[Text(20, 30, 4, "收入表")], lines=[(20, 40, 190, 40)])
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from budgetkit.readers.pdf.pdfium import open_document, read_page
from budgetkit.readers.pdf.text import Text as Characters

NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
POINT = 72 / 25.4
STYLES = ("millimetres", "points")


@dataclass(frozen=True)
class Text:
    """A text: its origin and size in mm, and the distances between its characters (one size if none)."""

    x: float
    y: float
    size: float
    text: str
    steps: Sequence[float] = ()
    more: str = ""
    turn: float = 0.0  # radians, counter-clockwise


@dataclass(frozen=True)
class Sheet:
    """A page: its size in mm, texts, strokes (x0, y0, x1, y1), more objects as they are written."""

    width: float = 210.0
    height: float = 297.0
    texts: Sequence[Text] = ()
    lines: Sequence[tuple[float, float, float, float]] = ()
    more: str = ""
    frame: str = field(default="", kw_only=True)  # what its template draws


def text_object(n: int, t: Text, style: str) -> str:
    """A text as one program or another writes it."""
    steps = list(t.steps) or [t.size] * (len(t.text) - 1)
    code = escape(t.text)
    k = POINT if style == "points" or t.turn else 1.0
    if k > 1:  # a transform from points, the place in the boundary
        cos, sin = math.cos(t.turn) / k, math.sin(t.turn) / k
        place = f'CTM="{cos:.5f} {-sin:.5f} {sin:.5f} {cos:.5f} 0 0" Boundary="{t.x:.4f} {t.y:.4f} 90 {t.size:.4f}"'
        delta = " ".join(f"{s * k:.4f}" for s in steps)
        start = 'X="0" Y="0"'
    else:
        rounded = [round(s, 3) for s in steps]
        runs = [(len(list(same)), value) for value, same in groupby(rounded)]
        delta = " ".join(f"g {n} {value}" if n > 1 else f"{value}" for n, value in runs)
        place, start = 'Boundary="0 0 300 300"', f'X="{t.x:.3f}" Y="{t.y:.3f}"'
    return (
        f'<ofd:TextObject ID="{n}" {place} Font="1" Size="{t.size * k:.4f}" {t.more}>'
        f'<ofd:TextCode {start} DeltaX="{delta}">{code}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(n: int, line: tuple[float, float, float, float], style: str) -> str:
    """A stroke as one program or another writes it: as a line, or as a thin filled box."""
    x0, y0, x1, y1 = line
    if style == "points":
        w, h = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        return (
            f'<ofd:PathObject ID="{n}" Boundary="{x0:.4f} {y0:.4f} {w:.4f} {h:.4f}" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 0"/>'
            f"<ofd:AbbreviatedData>M 0 0 L {w:.4f} 0 L {w:.4f} {h:.4f} L 0 {h:.4f} C</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return (
        f'<ofd:PathObject ID="{n}" Boundary="{x0:.4f} {y0:.4f} {x1 - x0:.4f} {y1 - y0:.4f}" LineWidth="0.18">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def objects(sheet: Sheet, style: str) -> str:
    """The layer of a page."""
    made = [path_object(1000 + n, line, style) for n, line in enumerate(sheet.lines)]
    made += [text_object(5000 + n, t, style) for n, t in enumerate(sheet.texts)]
    return f'<ofd:Layer ID="9" Type="Body">{"".join(made)}{sheet.more}</ofd:Layer>'


def write(path: Path, sheets: Sequence[Sheet], style: str = STYLES[0], **parts: str) -> Path:
    """Write a file; ``parts`` are more of them by their name, those of Document.xml by ``common`` and ``document``."""
    common, document = parts.pop("common", ""), parts.pop("document", "")
    resources = parts.pop("resources", "")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "OFD.xml",
            f"<ofd:OFD {NAMES}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        pages = templates = ""
        for n, sheet in enumerate(sheets):
            pages += f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
            used = ""
            if sheet.frame:
                templates += f'<ofd:TemplatePage ID="{100 + n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>'
                used = f'<ofd:Template TemplateID="{100 + n}" ZOrder="Background"/>'
                file.writestr(
                    f"Doc_0/Tpls/Tpl_{n}/Content.xml",
                    f'<ofd:Page {NAMES}><ofd:Content><ofd:Layer ID="8">{sheet.frame}</ofd:Layer></ofd:Content></ofd:Page>',
                )
            area = f"<ofd:Area><ofd:PhysicalBox>0 0 {sheet.width:.4f} {sheet.height:.4f}</ofd:PhysicalBox></ofd:Area>"
            content = f"<ofd:Content>{objects(sheet, style)}</ofd:Content>"
            file.writestr(
                f"Doc_0/Pages/Page_{n}/Content.xml", f"<ofd:Page {NAMES}>{used}{area}{content}</ofd:Page>"
            )
        file.writestr("Doc_0/PublicRes.xml", f"<ofd:Res {NAMES}>{resources}</ofd:Res>")
        shared = f"<ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{templates}{common}</ofd:CommonData>"
        file.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {NAMES}>{shared}<ofd:Pages>{pages}</ofd:Pages>{document}</ofd:Document>",
        )
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def of_pdf(path: Path) -> Iterator[Sheet]:
    """The pages of a PDF, character by character at their places, as programs that convert it write them."""
    with open_document(path) as (document, count):
        for index in range(count):
            with read_page(document, index, path) as raw:
                left, bottom, right, top = raw.box
                text = raw.text._replace(origins=raw.text.origins - [left, top])
                lines = (raw.segments - [left, top, left, top]) / POINT
                strokes = [(x0, -y1, x1, -y0) for x0, y0, x1, y1 in lines.tolist()]
                yield Sheet((right - left) / POINT, (top - bottom) / POINT, list(_texts(text)), strokes)


def _texts(text: Characters) -> Iterator[Text]:
    """Runs of characters of one text object on one line, at one angle."""
    keep = np.flatnonzero(text.visible & (text.objects > 0) & (text.codes >= 0x20))
    turns = np.radians(text.angles)
    across = (text.origins[:, 1] * np.cos(turns) - text.origins[:, 0] * np.sin(turns)).round(1)
    along = (text.origins[:, 0] * np.cos(turns) + text.origins[:, 1] * np.sin(turns)) / POINT
    sizes = np.where(np.abs(np.sin(turns)) > 0.5, *(text.boxes[:, k + 2] - text.boxes[:, k] for k in (0, 1)))
    key = [text.objects.astype(float), across, text.angles.round()]
    for _, same in groupby(keep.tolist(), lambda k: tuple(float(values[k]) for values in key)):
        run = list(same)
        x, y = (text.origins[run[0]] / POINT).tolist()
        code = "".join(chr(c) if (c := text.codes[k]) < 0xFFFE else "-" for k in run)  # pdfium's hyphen
        steps = [b - a for a, b in pairwise(along[run].tolist())]
        yield Text(x, -y, float(sizes[run].max()) / POINT, code, steps, turn=float(turns[run[0]]))
