"""The nouns that figures speak of (``data/concepts.csv``)."""

from __future__ import annotations

import re
from functools import cache

from .data import table


@cache
def concepts() -> dict[str, dict[str, str]]:
    """Return the nouns that figures speak of, by alias."""
    return {row["alias"]: row for row in table("concepts")}


@cache
def alias_pattern() -> re.Pattern[str]:
    """Return a pattern of all nouns that money is counted for, longest first."""
    names = [alias for alias, row in concepts().items() if row["kind"] == "money"]
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
