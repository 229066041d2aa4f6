"""The questions index: what people ask of a budget, with the line of code that answers it, and the answer."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from .markdown import cell
from .stage import ROOT

SETUP = """\
import pandas as pd

import budgetkit as bk
from budgetkit import analysis
from budgetkit.analysis import restated, trust

d = bk.read("raw/banan-2024-budget.pdf")
r, m, items = bk.reconcile(d), d.measures, d.line_items

documents, measures, lines = (bk.load(name, panel=True) for name in ("documents", "measures", "line_items"))
checks, stated = (bk.load(name, panel=True) for name in ("checks", "stated"))
now = analysis.cross_section(documents)
"""
ABOUT = {"document": "Of one document 一份文件", "panel": "Of many documents 多份文件"}
ROWS, TEXT = 6, 900
"""So many rows, and characters of text, of an answer are shown."""


def questions() -> list[dict[str, str]]:
    """Return the questions, in order."""
    with (ROOT / "docs" / "questions.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def names() -> dict[str, Any]:
    """Run the set-up and return what it defines."""
    found: dict[str, Any] = {}
    exec(SETUP, found)
    return found


def answer(code: str) -> Any:
    """Return what a line of code comes to."""
    return eval(code, names())


def shown(value: Any) -> str:
    """Return an answer as HTML: the head of a table, or text."""
    if isinstance(value, pd.Series):
        value = value.to_frame("")
    if isinstance(value, pd.DataFrame):
        more = len(value) - ROWS
        left = f"<p>… {more} more rows 另有 {more} 行</p>" if more > 0 else ""
        numbered = pd.api.types.is_integer_dtype(value.index) and value.index.name is None
        text = value.head(ROWS).to_html(border=0, index=not numbered, classes="docutils", na_rep="")
        return f'<div class="answer">{text}</div>{left}'
    text = str(value)
    text = text if len(text) <= TEXT else f"{text[:TEXT]} …"
    return f'<pre class="answer">{html.escape(text)}</pre>'


def _block(number: int, row: dict[str, str]) -> str:
    book = f"[{row['notebook']}](notebooks/{row['notebook']}.ipynb)"
    return f"""### {number} {cell(row["question_zh"])}

{cell(row["question_en"])}

```python
{row["code"]}
```

```{{raw}} html
{shown(answer(row["code"]))}
```

{{py:obj}}`{row["function"]}` · {book}
"""


def pages() -> Iterator[tuple[str, str]]:
    """Return the page of the questions by its path."""
    asked = questions()
    parts = [
        f"# {len(asked)} questions 个问题",
        "What people ask of a department's budget, each with one line of code that answers it, what it comes to, "
        "the function and the notebook that says more. The tests run every line. 每个问题配一行代码、运行结果、所用函数与笔记本。",
        "All lines follow these 先运行：",
        f"```python\n{SETUP}```",
    ]
    for about, title in ABOUT.items():
        parts.append(f"## {title}")
        parts += [_block(n, row) for n, row in enumerate(asked, 1) if row["about"] == about]
    yield "questions.md", "\n\n".join(parts)
