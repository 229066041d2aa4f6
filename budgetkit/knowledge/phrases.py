"""The words of the prose, by kind (``data/phrases.csv``)."""

from __future__ import annotations

import re
from functools import cache

from .data import table


@cache
def phrases(kind: str) -> dict[str, str]:
    """Return phrase -> value for one kind of ``phrases.csv``."""
    return {row["phrase"]: row["value"] for row in table("phrases") if row["kind"] == kind}


@cache
def any_of(*kinds: str) -> str:
    """Return a regular expression source that matches any phrase of some kinds, longest first."""
    found = sorted({p for kind in kinds for p in phrases(kind)}, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(map(re.escape, found)) + ")"
