"""An example of a rule in Markdown: whose document, its figures with their pages, and what the check says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

import budgetkit as bk
from budgetkit.amounts import yuan
from budgetkit.knowledge import name, page_words, placed, said

from .cases import BANAN, Example
from .markdown import cell, code, fenced, table

FROM = {
    "panel": "A document of the panel 面板中的文件",
    "injected": "An error put in 人为改错。 The Banan budget agrees with itself; one amount of it was made ten "
    "times as large, to show what this rule finds. 原件并无此错误",
    "made": "A made document 虚构的例子: the worked case of this rule in the tests",
}
PHASES = {"approved": "预算", "executed": "决算"}
SIGNS = {"=": "", "+": "+", "-": "−"}
HEAD = ("", "form 表", "row 行", "column 栏", "printed 所载", "page 页", "id")
AMOUNTS = ("reported_fen", "calculated_fen", "difference_fen", "tolerance_fen")
PAGES_SHOWN = 30
"""Characters of page numbers up to which they are written out."""


def _row(sign: str, figure: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a figure as a row: its form, row, column, amount as printed, page and id."""
    get = {key: "" if pd.isna(value) else value for key, value in figure.items()}
    form = name("form", get["form"], "zh") if get.get("form") else "文字 prose"
    what = [str(get[key]) for key in ("function_code", "economic_code", "item") if get.get(key)]
    keys = ("direction", "fund", "nature", "role")
    column = [name(k, get[k], "zh") for k in keys if get.get(k) and get[k] not in ("total", "level")]
    printed = str(get.get("printed") or "(blank 空白)")
    unit = "" if str(get.get("unit", "")) in printed else str(get["unit"])
    return (
        SIGNS[sign],
        cell(form),
        cell(" ".join(what) or name("concept", get.get("concept") or "total", "zh")),
        cell(" ".join(column)),
        f"{cell(printed)} {cell(unit)}".strip(),
        str(get.get("page", "")),
        code(get["id"]),
    )


def _document(example: Example) -> str:
    """Say whose document it is, and on which pages the check stands; nothing of a made one."""
    if example.kind == "made":
        return ""
    document = str(example.check["document_id"])
    listed = bk.load("documents", panel=document != BANAN).set_index("document_id")
    row = listed.loc[document]
    pages = str(example.check["pages"])
    words = " ".join(page_words(pages, lang) for lang in ("en", "zh"))
    where = f", {words}" if 0 < len(pages) < PAGES_SHOWN else ""
    year = "" if pd.isna(row["fiscal_year"]) else row["fiscal_year"]
    return f"{cell(row['entity'])} {year} {PHASES.get(row['phase'], '')} (`{document}`){where}"


def _line(text: str) -> str:
    return text.replace("\n", " ⏎ ").strip() or "(nothing)"


def _changed(example: Example) -> Iterator[str]:
    """Say what was changed to make the rule fail."""
    old, new = example.change
    if example.kind == "injected":
        yield f"Put in 改动: `{old}`, printed {new}, made ten times as large (it is shown as printed)."
    elif old:
        yield f"Changed 改动: `{_line(old)}` → `{_line(new)}`"


def shown(example: Example) -> Iterator[str]:
    """Return the paragraphs that show an example."""
    check = example.check
    yield f"*{FROM[example.kind]}.* {_document(example)}".strip()
    if example.text:
        yield fenced(example.text)
    yield from _changed(example)
    if example.figures:
        yield table(HEAD, [_row(sign, figure) for sign, figure in example.figures], right=(4, 5))
    words = [f"{placed(check['where'], lang)}: {said(check['detail'], lang)}" for lang in ("zh", "en")]
    amounts = [check[key] for key in AMOUNTS]
    if not any(pd.isna(fen) for fen in amounts):
        left, right, gap, allowed = (
            yuan(abs(int(fen)) if at > 1 else int(fen)) for at, fen in enumerate(amounts)
        )
        words.append(f"{left} / {right}; {gap} apart, rounding allows {allowed} (相差 {gap}，允许 {allowed})")
    yield "\n".join(f"- {cell(line)}" for line in words)
