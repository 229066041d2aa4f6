"""Can what pdfium hands on be what the page prints? Scans and fonts without a Unicode map cannot."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ...errors import ExtractionError
from ...knowledge import sentence
from .arrays import Bools, Codes

ENOUGH = 30  # printed characters from which a page can be judged
ODD_PAGE = 0.25  # of a page's characters; on 154 real disclosures the worst page has 0.06
ODD_DOCUMENT = 0.10  # of a document's: then a page that has as much is not read either
SALAD = 0.2  # of a page's characters
_USUAL = (  # beyond GB 2312: signs that disclosures print
    (0x2010, 0x205F),  # dashes, quotation marks, per mille
    (0x20A0, 0x23FF),  # currency, letter-like, numbers, arrows, mathematics
    (0x2460, 0x27BF),  # enclosed numbers, boxes, shapes, ticks
    (0xFB00, 0xFB06),  # ligatures of Latin print
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed ideographs, squared units
    (0xFE30, 0xFE6F),  # compatibility and small forms
    (0xFF00, 0xFFEF),  # full-width forms
)
_SYMBOLS = np.array([c for c in range(0x21, 0x7F) if not chr(c).isalnum() and chr(c) not in ".,-()%:;/"])


@dataclass(frozen=True, slots=True)
class PageStats:
    """What a page prints: characters, those that no Chinese text has, symbols of ASCII, images.

    ``symbols`` leaves out the two kinds of them that are most frequent: leaders and rules of ``_`` or ``*``
    are no sign of garbage, in which all kinds stand.
    """

    number: int
    printed: int
    odd: int
    ideographs: int
    symbols: int
    images: int
    hidden: int

    def unreadable(self, share: float = ODD_PAGE) -> bool:
        """Too many characters that no Chinese text has; or a salad of ASCII symbols."""
        salad = self.ideographs < 0.02 * self.printed and self.symbols > SALAD * self.printed
        judged = self.printed >= ENOUGH or share < ODD_PAGE
        return judged and (self.odd > share * self.printed or (salad and self.printed >= ENOUGH))


@cache
def _expected() -> Bools:
    """Return for each code point up to U+FFFF whether Chinese text is made of it (GB 2312 and signs)."""
    fine = np.zeros(0x10000, bool)
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            character = bytes((lead, trail)).decode("gb2312", "ignore")
            fine[[ord(c) for c in character]] = True
    fine[0x20:0x7F] = True
    for first, last in _USUAL:
        fine[first : last + 1] = True
    return fine


def page_stats(number: int, codes: Codes, images: int, hidden: int) -> PageStats:
    """Count the printed characters `codes` (n,) of one page, white space left out."""
    odd = ~_expected()[np.minimum(codes, 0xFFFF)] | (codes > 0xFFFF)
    ideographs = (codes >= 0x4E00) & (codes < 0xA000)
    kinds = np.sort(np.bincount(codes[codes < 0x80], minlength=0x80)[_SYMBOLS])
    return PageStats(
        number, len(codes), int(odd.sum()), int(ideographs.sum()), int(kinds[:-2].sum()), images, hidden
    )


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:12])) + (", …" if len(numbers) > 12 else "")


def check_readable(path: Path, pages: list[PageStats], scanned: bool = False) -> set[int]:
    """Return the numbers of the pages of which what was read cannot be what they print.

    Where somebody else reads pages as pictures (`scanned`), nothing is raised and nobody warned.

    Raises
    ------
    ExtractionError
        All pages are images, or no page with text is left that is decoded.

    Warns
    -----
    UserWarning
        Some pages are images, or not decoded; what they print is missing.
    """
    printed = sum(page.printed for page in pages)
    bare = [page.number for page in pages if page.images and not page.printed]
    if not printed and bare and not scanned:
        layer = " (there is an invisible text layer, which is a guess of OCR software)"
        hidden = layer if any(page.hidden for page in pages) else ""
        raise ExtractionError(
            f"{path}: {len(bare)} page(s), all images without printed text: a scan{hidden}; "
            "read it with engine='scan', which recognises its text (pip install 'budgetkit[scan]')"
        )
    many = sum(page.odd for page in pages) > ODD_DOCUMENT * max(printed, ENOUGH)
    unreadable = [page for page in pages if page.unreadable(ODD_DOCUMENT if many else ODD_PAGE)]
    numbers = [page.number for page in unreadable]
    if scanned:
        return set(numbers)
    if unreadable and not any(page.printed >= ENOUGH for page in pages if page.number not in numbers):
        lost = sum(page.printed for page in unreadable)
        raise ExtractionError(
            f"{path}: {lost} of {printed} characters stand on pages that are not decoded "
            f"(page {_listed(numbers)}): their fonts do not say which characters their glyphs are "
            "(no ToUnicode map); read it with engine='scan' (pip install 'budgetkit[scan]'), "
            "or find another copy"
        )
    if unreadable:
        told = f"{path}: page {_listed(numbers)} is not decoded, and not read"
        warnings.warn(sentence(told), stacklevel=3)
    if bare:
        told = f"{path}: page {_listed(bare)} holds only images, which only engine='scan' reads"
        warnings.warn(sentence(told), stacklevel=3)
    return set(numbers)
