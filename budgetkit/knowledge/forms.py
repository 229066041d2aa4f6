"""The statutory forms (``data/forms.csv``)."""

from __future__ import annotations

from functools import cache

import pandas as pd

from .data import table

OTHER: dict[str, str] = {
    "slug": "other",
    "title_zh": "",
    "kind": "other",
    "rows": "",
    "direction": "",
    "fund": "",
    "nature": "",
    "carried": "",
    "statutory": "no",
}
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
def form_of(slug: str, fund: str = "", carried: str = "") -> dict[str, str]:
    """Return a form as its title narrows it: ``财政拨款“三公”经费`` speaks of another fund."""
    form = next(f for f in table("forms") if f["slug"] == slug)
    return {**form, "fund": fund or form["fund"], "carried": carried}
