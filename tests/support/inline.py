"""Small documents written inline, for tests: tab-separated tables under their titles."""

from __future__ import annotations

from pathlib import Path

from budgetkit.disclosure.disclosure import Disclosure, read

COVER = "# 某市某区教育局2024年部门预算情况说明\n\n"


def document(tmp_path: Path, *blocks: str, cover: str = COVER) -> Disclosure:
    """Read a document of a cover title and `blocks`; in a block ``|`` separates cells."""
    path = tmp_path / "inline.md"
    path.write_text(cover + "\n\n".join(b.replace("|", "\t") for b in blocks) + "\n", encoding="utf-8")
    return read(path)


def table(title: str, rows: str, unit: str = "单位：万元", note: str = "") -> str:
    """Return the text of one table."""
    return "\n\n".join(part for part in (f"## {title}", unit, rows.strip("\n"), note) if part)
