"""Pages of real disclosures, written down figure by figure by eye, are what the package reads off them.

``data/pages/PLACE.csv`` holds one row a printed figure (zeros and dashes included, blanks not), written
from the picture of the page and not from a text layer. The documents are in the reference folder beside
the repository; without it the tests are skipped.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import pytest

import budgetkit as bk
from tests.support import DATA, SHARED

PAGES = DATA / "pages"
KEY = ("direction", "fund", "carried", "nature", "measure", "concept", "fiscal_year")
CODES = ("function_code", "economic_code", "government_code")
ECONOMIC_FIRST = ("economic_code", "government_code", "function_code")
Figure = tuple[str, ...]


def read_keys() -> dict[tuple[str, int], Counter[Figure]]:
    """Return the figures of every (file, page) that has been written down."""
    keys: dict[tuple[str, int], Counter[Figure]] = {}
    for path in sorted(PAGES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                page = keys.setdefault((row["file"], int(row["page"])), Counter())
                page[figure(row, row["code"])] += 1
    return keys


def figure(row: Mapping[str, Any], code: str) -> Figure:
    """Return what a figure says and how it is printed, as text."""
    printed = "".join(str(row["printed"]).split())
    name = "" if row["form"] == "three_public" else str(row["item"])  # the concept says which column it is
    return (str(row["form"]), code or name, *(str(row[k]) for k in KEY), printed)


def code_of(row: Mapping[str, Any]) -> str:
    """Return the code that the form of a line item is about, or nothing."""
    form = str(row["form"])
    economic = form.endswith("_economic") or form == "basic_expenditure"
    return next((str(row[k]) for k in (ECONOMIC_FIRST if economic else CODES) if row[k]), "")


@cache
def line_items(file: str) -> pd.DataFrame:
    """Read a document of the reference folder, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page that holds only images is said, and listed in unread
        return bk.read(SHARED / "corpus" / file.rsplit("-", 1)[0] / f"{file}.pdf").line_items


def to_mend() -> dict[tuple[str, int], str]:
    """Return the pages that are not yet read as they were written down, with the reason."""
    with (DATA / "pages_to_mend.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["file"], int(row["page"])): row["why"] for row in csv.DictReader(lines)}


KEYS = read_keys()
PAGES_READ = [
    pytest.param(*page, marks=pytest.mark.xfail(reason=to_mend()[page]) if page in to_mend() else ())
    for page in sorted(KEYS)
]


@pytest.mark.parametrize(("file", "page"), PAGES_READ, ids=lambda value: str(value))
def test_every_figure_of_the_page_is_read_as_it_was_written_down(file: str, page: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference folder shared/ is not beside the repository")
    items = line_items(file)
    rows: list[Any] = items[items["page"] == page].to_dict("records")
    read = Counter(figure(row, code_of(row)) for row in rows)
    written = KEYS[file, page]
    assert {"not read": written - read, "not on the page": read - written} == {
        "not read": Counter(),
        "not on the page": Counter(),
    }
