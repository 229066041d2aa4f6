"""A reconciliation in words, text and JSON."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import asdict
from numbers import Integral
from typing import Any

import pandas as pd

from ..amounts import format_fen
from ..diagnosis import SLIPS
from ..disclosure import Disclosure
from ..reconciliation import Reconciliation


def as_record(d: Disclosure, r: Reconciliation) -> dict[str, Any]:
    """Return a document's checks, likely errors and what was not read, ready for JSON."""
    tables = {"checks": r.checks, "suspects": r.suspects, "unread": d.unread}
    about = {
        "document": asdict(d.document),
        "failures": len(r.failures),
        "consistency": r.consistency._asdict(),
    }
    return about | {name: json.loads(t.to_json(orient="records")) for name, t in tables.items()}


def as_text(d: Disclosure, r: Reconciliation) -> str:
    lines = [repr(d), repr(r)]
    for title, rows in (("contradictions", r.failures), ("findings", r.findings)):
        lines.append(f"{title}: {len(rows) or 'none'}")
        lines += [
            f"  {row.rule_id} {row.where}: {_sides(row.reported_fen, row.calculated_fen)}{row.detail}"
            for row in rows.itertuples()
        ]
        if title == "contradictions" and len(rows):
            lines += _suspects(r)
    lines.append(f"all together: {r.consistency.detail}")
    lines.append(f"unread: {len(d.unread) or 'none'}")
    lines += [f"  page {row.page}: {row.printed!r}: {row.why}" for row in d.unread.itertuples()]
    return "\n".join(lines)


def _suspects(r: Reconciliation) -> list[str]:
    """Say where the errors are likely to be: the likeliest explanations of each group of failures."""
    rows = r.suspects
    errors = rows["error"].nunique()
    lines = [f"likely errors: {errors}"]
    for error, sets in rows[rows["rank"].fillna(1) == 1].groupby("error"):
        checks = sets["check_ids"].iloc[0].split()
        lines.append(f"  error {error}, behind {len(checks)} failing check{'s' if len(checks) > 1 else ''}:")
        for n, (_, figures) in enumerate(sets.groupby("explanation")):
            words = " and ".join(_suspect(f) for f in figures.to_dict("records"))
            more = "" if figures["minimal"].fillna(True).all() else " (a smaller set may exist)"
            lines.append(f"    {'or ' if n else ''}{words}{more}")
    return lines


def _suspect(row: dict[Hashable, Any]) -> str:
    if not row["line_id"]:
        return str(row["detail"])
    if row["detail"]:
        slip = f": {SLIPS[row['slip']][1]}" if row["slip"] else ""
        return f"{row['where']} [{row['line_id']}]: {row['detail']}{slip}"
    printed = "blank" if pd.isna(row["printed_fen"]) else f"{format_fen(int(row['printed_fen']))} printed"
    slip = f": {SLIPS[row['slip']][1]}" if row["slip"] else ""
    required = format_fen(int(row["required_fen"]))
    return f"{row['where']} [{row['line_id']}]: {printed}, {required} 万元 required{slip}"


def _sides(reported: object, calculated: object) -> str:
    if not isinstance(reported, Integral) or not isinstance(calculated, Integral):
        return ""
    return f"{format_fen(int(reported))} reported, {format_fen(int(calculated))} calculated 万元; "
