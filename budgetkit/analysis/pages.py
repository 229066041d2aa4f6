"""A page as it is printed, beside the rows that were read from it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..knowledge import name

if TYPE_CHECKING:
    from PIL import Image

RED, INK, SIZE, LINE, COLOURS = "#c0392b", "#222222", 17, 22, 32


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture that notebooks show; as plain text, what it is of.

    Attributes
    ----------
    image : PIL.Image.Image
    caption : str
    """

    image: Image.Image
    caption: str

    def __repr__(self) -> str:
        return self.caption

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.quantize(COLOURS).save(buffer, "PNG", optimize=True)  # text on paper needs no more
        return buffer.getvalue()


def beside(disclosure: Any, page: int, scale: float = 1.6, whole: bool = False) -> Picture:
    """Return a picture of a page with every figure that was read boxed and numbered, and the rows beside it.

    Parameters
    ----------
    disclosure : Disclosure
        What :func:`budgetkit.read` returned; its file must still be there.
    page : int
        Number of the page, from 1 (of the first file, where there are several).
    scale : float
        Pixels a point.
    whole : bool
        Keep what is above and below the figures and blanks.

    Returns
    -------
    Picture
        At the right the number, the item and what is printed of each row of ``line_items``.

    Raises
    ------
    ValueError
        No figure was read from that page.

    Examples
    --------
    >>> import budgetkit as bk
    >>> beside(bk.read("raw/banan-2024-budget.pdf"), 7)
    page 7 of banan-2024-budget: 2 figures
    """
    part = disclosure.parts[0]
    items = disclosure.line_items
    rows = items[items["page"].eq(page) & items["file"].eq(part.path.name) & items["x0"].notna()]
    if rows.empty:
        raise ValueError(f"no figure was read from page {page}")
    blanks = disclosure.blanks
    empty = blanks[blanks["page"].eq(page) & blanks["file"].eq(part.path.name) & blanks["x0"].notna()]
    picture = _marked(part.picture(page, scale), rows, scale)
    if not whole:
        both = pd.concat([rows, empty])
        top, bottom = (both["y0"].min() - 110) * scale, (both["y1"].max() + 40) * scale
        picture = picture.crop((0, max(int(top), 0), picture.width, min(int(bottom), picture.height)))
    caption = f"page {page} of {disclosure.document.document_id}: {len(rows)} figures"
    return Picture(_with_rows(picture, rows), caption)


def _marked(picture: Image.Image, rows: pd.DataFrame, scale: float) -> Image.Image:
    """Box each figure on the picture of a page, its number at the left edge of its cell."""
    from PIL import ImageDraw

    draw, font = ImageDraw.Draw(picture), _font(13)
    for number, row in enumerate(rows.to_dict("records"), 1):
        x0, y0, x1, y1 = (float(row[key]) * scale for key in ("x0", "y0", "x1", "y1"))
        draw.rectangle((x0 + 1, y0 + 1, x1 - 1, y1 - 1), outline=RED, width=2)
        draw.text((x0 + 4, y0 + 1), str(number), fill=RED, font=font)
    return picture


def _with_rows(picture: Image.Image, rows: pd.DataFrame) -> Image.Image:
    """Set a list of rows at the right of a picture, in as many columns as its height asks for."""
    from PIL import Image, ImageDraw

    font = _font(SIZE)
    lines = [(str(n), _words(row), str(row["printed"])) for n, row in enumerate(rows.to_dict("records"), 1)]
    text = max(font.getlength(item) for _, item, _ in lines)
    wide = max(font.getlength(printed) for *_, printed in lines)
    column = int(40 + text + 24 + wide + 24)
    deep = max(picture.height // LINE + 2, 12)
    across = -(-len(lines) // deep)
    height = max(picture.height, LINE * min(len(lines), deep) + 20)
    sheet = Image.new("RGB", (picture.width + 20 + across * column, height), "white")
    sheet.paste(picture, (0, 0))
    draw = ImageDraw.Draw(sheet)
    for at, (number, item, printed) in enumerate(lines):
        left, y = picture.width + 20 + at // deep * column, 10 + at % deep * LINE
        draw.text((left + 30 - font.getlength(number), y), number, fill=RED, font=font)
        draw.text((left + 40, y), item, fill=INK, font=font)
        draw.text((left + column - 24 - font.getlength(printed), y), printed, fill=INK, font=font)
    return sheet


def _words(row: dict[Any, Any]) -> str:
    """Say what a figure is of: code, item, and which column it stands in."""
    column = name("nature", row["nature"], "zh") if row["nature"] else ""
    of = f"{row['economic_code'] or row['function_code']} {row['item']}".strip()
    return f"{of} · {column}" if column else of


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf"), size)
