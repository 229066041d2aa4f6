"""What a build can leave as it is."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

Rows = dict[str, list[dict[str, Any]]]
"""What one document yields: the rows of each table."""


def kept(store: Path, key: Sequence[object], make: Callable[[], Rows]) -> Rows:
    """Return what is kept under a key for this state of the package, or make it and keep it."""
    digest = hashlib.sha256(json.dumps([*key, _fingerprint()]).encode()).hexdigest()
    path = store / f"{digest[:32]}.json"
    if path.exists():
        found: Rows = json.loads(path.read_text(encoding="utf-8"))
        return found
    rows = make()
    store.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{uuid4().hex}")  # no other process, or machine, writes to it
    part.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
    return rows


@cache
def _fingerprint() -> str:
    """Return a digest of the package's own code and data: what decides the result besides the file."""
    digest = hashlib.sha256(sys.version.encode())
    root = Path(str(files("budgetkit")))
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
