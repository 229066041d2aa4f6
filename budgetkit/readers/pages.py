"""Grid and Page: the one shape that every reader yields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..knowledge import message

SURE = 0.95
"""The score from which on the text of a picture is taken for what it shows; ``python -m benchmarks scans``
measures it. What lies below is in doubt."""

UNSEEN = "hidden: in the file, not to be seen on the sheet"
"""The doubt of a cell that stands in a hidden row or column, or is white on white."""

BBox = tuple[float, float, float, float]
"""``(x0, y0, x1, y1)`` in points, origin top left, on the page as a reader holds it upright."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text outside of tables.

    Attributes
    ----------
    text : str
        The text as printed, Kangxi radicals folded, no leading or trailing space.
    bbox : BBox or None
        Where it stands; None where the format has no geometry (Markdown).
    level : int
        Heading level where the format says so (Markdown ``#`` is 1), else 0.
    score : float or None
        As that of a :class:`Cell`.
    ends : bool
        The format says that a paragraph ends with it.
    """

    text: str
    bbox: BBox | None = None
    level: int = 0
    score: float | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a printed table, verbatim.

    ``row`` and ``col`` (from 0) are the top left position, ``rowspan`` and ``colspan`` say how
    many positions it covers. Lines within the cell are joined by ``\\n``. ``note`` holds marks
    that are not part of the text (a raised ¹) and what is struck out; ``doubt`` says why the text may not be
    what the page shows there (a picture, outlined characters, a word that runs over the border);
    ``wrapped``, that its lines are one text which the width of the cell broke. ``ref`` is the cell as its own
    format names it (sheet and cell of a workbook, path of an element), "" where page and box say it;
    ``score``, from 0 to 1, how sure the recognition of a picture is of the text, None where characters were
    read.
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    bbox: BBox | None = None
    note: str = ""
    doubt: str = ""
    wrapped: bool = False
    ref: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """One printed table of one page, verbatim.

    Attributes
    ----------
    page : int
        Page number, from 1.
    index : int
        Number of the table on its page in reading order, from 1.
    n_rows, n_cols : int
        Shape. Every position belongs to exactly one cell; a merged cell covers several.
    cells : tuple of Cell
        In row-major order of their top left positions.
    bbox : BBox or None
        Outline of the table.
    above, below : tuple of str
        Text lines between the table before (or the top of the page) and this table, and between
        this table and the next one (or the bottom of the page): title, unit and note stand there.
    engine : str
        The reader that made it: ``rulings``, ``text`` (the same one, where a table has no rulings),
        ``camelot``, ``camelot-stream``, ``markdown``, ``html`` or ``docx``.
    open_top, open_bottom : bool
        The grid has no horizontal rule at that end: a page break cut it.

    Examples
    --------
    >>> g = Grid(1, 1, 1, 2, (Cell(0, 0, "合计"), Cell(0, 1, "367.10")))
    >>> g
    <Grid page 1 table 1: 1 × 2>
    >>> g.matrix()
    [['合计', '367.10']]
    """

    page: int
    index: int
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    bbox: BBox | None = None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    engine: str = ""
    open_top: bool = False
    open_bottom: bool = False

    def __repr__(self) -> str:
        return message("repr.grid", page=self.page, table=self.index, rows=self.n_rows, columns=self.n_cols)

    def positions(self) -> list[list[Cell | None]]:
        """Return an ``n_rows`` × ``n_cols`` list of the cell that covers each position."""
        table: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.rowspan == cell.colspan == 1:  # as most are
                table[cell.row][cell.col] = cell
                continue
            for r in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                for c in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                    table[r][c] = cell
        return table

    def matrix(self) -> list[list[str]]:
        """Return an ``n_rows`` × ``n_cols`` list of texts; a merged cell's text stands once."""
        table = [[""] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            table[cell.row][cell.col] = cell.text
        return table


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its blocks in reading order.

    ``rotation`` is the clockwise turn in degrees that makes a rendering of the page upright, on
    top of the page's own /Rotate entry, and ``slant`` the counter-clockwise one after it that makes a picture
    straight; coordinates of lines and cells are on the upright, straight page. ``scanned`` says that its text
    was recognised on a picture.
    ``hidden`` holds runs of characters that the file has for this page and that are not to be seen
    on it (clipped away, invisible); ``image_only`` says that nothing but images is on it. ``remarks`` say
    what of the page (or, on the first one, of the file) was not read: pictures, attached files; ``lost`` that
    tables may be among it, since the page is damaged or not decoded; ``repeats``, which
    page before it has all the same texts and figures (0: none has). ``file`` is the number of its file, from
    1, where several are read as one; a reader leaves it 0. ``title`` is the line of which the format itself
    says that it is the title, below the menus of a web page, "" where it says nothing.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    blocks: tuple[Line | Grid, ...] = field(default=(), repr=False)
    rotation: int = 0
    hidden: tuple[str, ...] = field(default=(), repr=False)
    image_only: bool = False
    remarks: tuple[str, ...] = ()
    lost: bool = False
    repeats: int = 0
    file: int = 0
    title: str = ""
    slant: float = 0.0
    scanned: bool = False

    @property
    def grids(self) -> list[Grid]:
        """The tables of the page."""
        return [b for b in self.blocks if isinstance(b, Grid)]

    @property
    def lines(self) -> list[Line]:
        """The text lines of the page that stand outside of tables."""
        return [b for b in self.blocks if isinstance(b, Line)]

    def scaled(self, k: float) -> Page:
        """Return the page with all its lengths multiplied by `k`."""
        if k == 1:
            return self

        def box(old: BBox | None) -> BBox | None:
            return old and (old[0] * k, old[1] * k, old[2] * k, old[3] * k)

        blocks = tuple(
            replace(b, bbox=box(b.bbox), cells=tuple(replace(c, bbox=box(c.bbox)) for c in b.cells))
            if isinstance(b, Grid)
            else replace(b, bbox=box(b.bbox))
            for b in self.blocks
        )
        return replace(self, width=self.width * k, height=self.height * k, blocks=blocks)

    def texts(self, cells: bool = False) -> Iterator[str]:
        """Yield the printed texts in reading order: the lines, and with `cells` those of tables, too.

        >>> page = Page(1, blocks=(Line("收入表"), Grid(1, 1, 1, 1, (Cell(0, 0, "合计"),))))
        >>> list(page.texts()), list(page.texts(cells=True))
        (['收入表'], ['收入表', '合计'])
        """
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.text
            elif cells:
                yield from (cell.text for cell in block.cells)

    def __iter__(self) -> Iterator[Line | Grid]:
        return iter(self.blocks)


def with_surroundings(blocks: Sequence[Line | Grid]) -> tuple[Line | Grid, ...]:
    """Number the grids and tell each the lines around it.

    ``above`` reaches up to the table before, ``below`` down to the next heading or table.

    >>> made = with_surroundings([Line("收入表"), Grid(1, 1, 1, 1, (Cell(0, 0, "合计"),)), Line("注：无")])
    >>> made[1].above, made[1].below
    (('收入表',), ('注：无',))
    """
    result: list[Line | Grid] = []
    above: list[str] = []
    index = 0
    for i, block in enumerate(blocks):
        if isinstance(block, Line):
            above.append(block.text)
            result.append(block)
            continue
        below: list[str] = []
        for after in blocks[i + 1 :]:
            if isinstance(after, Grid) or after.level:
                break
            below.append(after.text)
        index += 1
        result.append(replace(block, index=index, above=tuple(above), below=tuple(below)))
        above = []
    return tuple(result)
