"""The statutory forms (``data/forms.csv``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from .data import table


@dataclass(frozen=True, slots=True)
class Form:
    """One form, as a row of ``forms.csv`` and the title of a table describe it.

    Attributes
    ----------
    slug, title : str
        Its name in all tables, and its Chinese title.
    kind : str
        ``codes``, ``summary``, ``expense``, ``targets`` or ``other``.
    rows : str
        What its rows are (``function``, ``economic``, ``line``, …).
    direction, fund, nature : str
        What its figures are, unless a column or row says otherwise.
    statutory : bool
        Every department has to publish it, since the fiscal year `since`.
    expects : tuple of (str, str)
        Keys and values that its columns or rows should have.
    carried : bool
        The title speaks of money carried over.
    """

    slug: str
    title: str = ""
    kind: str = "other"
    rows: str = ""
    direction: str = ""
    fund: str = ""
    nature: str = ""
    statutory: bool = False
    since: int = 0
    expects: tuple[tuple[str, str], ...] = ()
    carried: bool = False

    @property
    def accounting(self) -> bool:
        """Its rows are figures of the accounts: codes, lines or expenses."""
        return self.kind in ("codes", "summary", "expense")


OTHER = Form("other")
"""The form of a table that is not recognised: kept, with its figures listed as unread."""


def forms() -> pd.DataFrame:
    """Return the forms that the package knows.

    Returns
    -------
    DataFrame
        One row a form: slug, title_zh, title_en, kind, what its rows are, the direction, fund and
        nature of its figures, whether it is statutory, since and until which fiscal year, source.

    Examples
    --------
    >>> f = forms()
    >>> f.loc[f["slug"] == "three_public", "title_zh"].tolist()
    ['一般公共预算“三公”经费支出表']
    """
    return pd.DataFrame(list(table("forms")))


@cache
def known_forms() -> tuple[Form, ...]:
    """Return the forms that the package knows, in the order of ``forms.csv``.

    >>> [f.slug for f in known_forms() if f.statutory][:2]
    ['dept_summary', 'dept_revenue']
    """
    return tuple(
        Form(
            row["slug"], row["title_zh"], row["kind"], row["rows"],
            row["direction"], row["fund"], row["nature"],
            row["statutory"] == "yes", int(row["since"] or 0), tuple(map(_pair, row["expects"].split())),
        )
        for row in table("forms")
    )  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, value


@cache
def form_of(slug: str, fund: str = "", carried: str = "") -> Form:
    """Return a form as its title narrows it: ``财政拨款“三公”经费`` speaks of another fund."""
    form = next(f for f in known_forms() if f.slug == slug)
    return replace(form, fund=fund or form.fund, carried=carried == "yes")
