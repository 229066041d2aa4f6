"""Tables -> CSV files and their data package."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from ..knowledge import frame_fields
from ..records import TABLES


def write(tables: dict[str, pd.DataFrame], processed: Path) -> None:
    """Write the tables and their data package, all or nothing."""
    processed.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=processed.absolute().parent, prefix=".processed-") as name:
        folder = Path(name)
        for table, rows in tables.items():
            rows.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n", encoding="utf-8")
        package = json.dumps(_package(folder), ensure_ascii=False, indent=2) + "\n"
        (folder / "datapackage.json").write_text(package, encoding="utf-8")
        processed.mkdir(exist_ok=True)
        for path in folder.iterdir():
            shutil.move(path, processed / path.name)


def _package(folder: Path) -> dict[str, Any]:
    """Return the data package descriptor: the data dictionary of ``fields.csv`` and the files' digests."""
    resources = []
    for name in TABLES:
        content = (folder / f"{name}.csv").read_bytes()
        resources.append(
            {
                "name": name.replace("_", "-"),
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": {"fields": [_field(spec) for spec in frame_fields(name)], "missingValues": [""]},
            }
        )
    return {
        "name": "budgetkit",
        "title": "Figures of Chinese government budget disclosures, reconciled",
        "profile": "tabular-data-package",
        "resources": resources,
    }


def _field(spec: dict[str, str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if spec["key"] in ("required", "unique"):
        constraints["required"] = True
    if spec["key"] == "unique":
        constraints["unique"] = True
    if spec["enum"]:
        constraints["enum"] = spec["enum"].split()
    field: dict[str, Any] = {"name": spec["name"], "type": spec["type"], "description": spec["description"]}
    if spec["type"] == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return {**field, "constraints": constraints} if constraints else field
