"""The picture at the head of the READMEs: a table as printed, and what is known of it, drawn from the data.

``python -m tests.support.first_look`` draws it in both languages; one that looks the same is left alone.
"""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

import budgetkit as bk
from budgetkit.outputs.evidence import REPORTED
from budgetkit.outputs.report import as_text
from budgetkit.reconciliation import observed
from tests.support import ROOT, pictures

FIGURE, CHECK = "banan-2024-budget:p6t1r19c4", "banan-2024-budget:W09:basic_expenditure/302/operating"
OPERATING = "banan-2024-budget:p6t1r2c4"
SCALE, COLOURS, ABOVE = 0.6, 160, 11
INK, GREY, GREEN, BLUE = "#1a1a1a", "#666666", "#1a7f37", "#1f5fa8"

Card = tuple[str, str, list[str]]
"""Colour, heading and lines of one statement."""


def cards(lang: str) -> list[Card]:
    """Return what is said beside the table, each figure from what was read and checked."""
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    r = bk.reconcile(d)
    items = d.line_items.set_index("line_id")
    row, (left, right) = items.loc[FIGURE], r.checks.set_index("check_id").at[CHECK, "line_ids"].split(" = ")
    terms, total = items.loc[right.replace("+", "").split(), "printed"], items.at[left, "printed"]
    parts = [*terms.iloc[:2], "…", terms.iloc[-1]]
    part = f"{row['amount_fen'] / items.at[OPERATING, 'amount_fen']:.1%}"
    fails, decided = observed("P08")
    verdict = as_text(d, r, lang).splitlines()[0]
    where = f"{row['economic_code']} {row['item']}  {row['printed']} {row['unit']}"
    adds = f"{total} = {' + '.join(parts)}"
    if lang == "zh":
        return [
            (GREEN, "结论", [verdict.split("（")[0], "（" + verdict.split("（")[1]]),
            (INK, "每个数字一行，注明出处", [where, f"第 {row['page']} 页，{FIGURE}"]),
            (INK, "合计与各项核对", [adds, "完全一致（规则 W09）"]),
            (
                BLUE,
                "少见之处另列，不算矛盾",
                [f"劳务费占公用经费 {part}", f"（规则 P08；另外 {decided} 份文件中 {fails} 份超出界限）"],
            ),
        ]
    first, _, second = verdict.partition(": ")
    return [
        (GREEN, "The verdict", [f"{first}:", second.partition(" (")[0], "(" + second.partition(" (")[2]]),
        (INK, "Every figure is a row, with its place", [where, f"page {row['page']}, {FIGURE}"]),
        (INK, "A total is checked against its parts", [adds, "agrees exactly (rule W09)"]),
        (BLUE, "What is unusual is said, apart from errors",
         [f"劳务费 (labour services) are {part} of 公用经费", f"(rule P08; beyond its limits: {fails} of {decided} others)"]),
    ]  # fmt: skip


def draw(lang: str) -> bytes:
    """Return the picture as PNG."""
    d = bk.read(ROOT / "raw" / "banan-2024-budget.pdf")
    page = _calm(bk.trace(d, CHECK, bk.reconcile(d).checks).image)
    page = page.resize((int(page.width * SCALE), int(page.height * SCALE)), Image.Resampling.LANCZOS)
    page = page.crop((0, ABOVE, page.width, page.height))
    sheet = Image.new("RGB", (page.width + 520, page.height + 20), "white")
    sheet.paste(page, (10, 10))
    pen, y = ImageDraw.Draw(sheet), 50
    for colour, heading, lines in cards(lang):
        left = page.width + 50
        pen.rectangle((left - 16, y, left - 11, y + 30 + 28 * len(lines)), fill=colour)
        pen.text((left, y - 2), heading, fill=colour, font=_font(22))
        for n, line in enumerate(lines):
            pen.text((left, y + 32 + 28 * n), line, fill=GREY if FIGURE in line else INK, font=_font(18))
        y += 30 + 28 * len(lines) + 66
    buffer = io.BytesIO()
    sheet.quantize(COLOURS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _calm(picture: Image.Image) -> Image.Image:
    """Draw the red box blue: the check agrees, and red would say that it does not."""
    pixels = np.array(picture.convert("RGB"))
    pixels[(pixels == ImageColor.getrgb(REPORTED)).all(axis=2)] = ImageColor.getrgb(BLUE)
    return Image.fromarray(pixels)


def _font(size: int) -> Any:
    return ImageFont.truetype(str(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf"), size)


def place(lang: str, root: Path = ROOT) -> Path:
    return root / "docs" / f"first-look.{lang}.png"


def main(root: Path = ROOT) -> None:
    """Draw the picture in both languages."""
    for lang in ("en", "zh"):
        made, path = draw(lang), place(lang, root)
        if not (path.is_file() and pictures.same(path.read_bytes(), made)):
            path.write_bytes(made)


if __name__ == "__main__":
    main()
