"""The rules as pages: what each says, what it rests on, when it holds, and a case of either kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pandas as pd

import budgetkit as bk
from budgetkit.knowledge import name
from budgetkit.knowledge import table as data
from budgetkit.reconciliation import OUTCOMES
from budgetkit.rulebook import SEVERITIES

from .cases import AGREES, failing, panel_checks, passing
from .markdown import cell, code, table
from .shown import shown

GROUPS = {
    "W": ("表内", "within a table"),
    "X": ("表间", "between tables"),
    "N": ("文表", "prose against tables"),
    "I": ("文内", "within the prose"),
    "Y": ("跨年、跨文件", "between years and documents"),
    "P": ("合理性", "plausibility"),
    "D": ("公开", "disclosure"),
}
CONTRADICTION = (
    "Two printed figures contradict each other; the page was looked at (`tests/data/judged_alarms.csv`). "
    "所载数字互相矛盾，已逐页核对。"
)
FINDING = "A finding, not an error: it contradicts no figure. 属于提示，不是错误。"
NONE = (
    "There is none: no document of the panel fails this rule, no wrong amount makes the Banan budget fail "
    "it, and its worked case has no change of text that would. 暂无。"
)
INDEX = """\
# The {n} rules 全部规则

Each is a row of `budgetkit/data/rules.csv` ([how they are written](../rule-language.md)). Only `error` says
that two printed figures contradict each other; all else is a finding. 只有 `error` 表示所载数字互相矛盾。

{severities}

The letter is the group: {groups}. The last two columns count documents of the panel in which a check of
the rule agrees, and in which one fails. 最后两列为面板中有核对相符、有核对不符的文件数。

{rules}

```{{toctree}}
:hidden:

{toc}
```
"""


def _both(kind: str, key: str) -> str:
    """Say a name in both languages."""
    return f"{name(kind, key, 'zh')} {name(kind, key, 'en')}"


def _head(rule: Mapping[str, Any]) -> Iterator[str]:
    source = next(row for row in data("references") if row["id"] == rule["reference"])
    years = f"{rule['since'] or '…'}–{rule['until'] or '…'}" if rule["since"] or rule["until"] else ""
    yield f"# {rule['id']} {cell(rule['statement_zh'])}"
    yield f"**{cell(rule['statement_en'])}.**"
    rows = [
        ("Group 类别", " ".join(GROUPS[rule["id"][0]])),
        ("Severity 性质", f"{_both('severity', rule['severity'])} ({code(rule['severity'])})"),
        ("Reference 依据", cell(" ".join(dict.fromkeys((source["title"], source["title_zh"]))))),
        ("Read at 出处", cell("; ".join(filter(None, (source["location"], source["read_at"]))))),
        ("Fiscal years 年度", years),
        ("Exceptions 例外", cell(rule["exceptions"]) or "none known"),
        ("Note 说明", cell(rule["note"])),
        (
            "Evaluated as 计算式",
            f"{code(rule['kind'])} {code(rule['terms'])} ([language](../rule-language.md))",
        ),
    ]
    yield table(["", ""], [row for row in rows if row[1]])


def _readings(rule: Mapping[str, Any]) -> Iterator[str]:
    if not (admitted := rule["readings"].split()):
        return
    yield "## Admissible readings 可接受的读法"
    yield "A layout that can be read in one of these ways is not accused. 可按下列读法解释的，不报错误。"
    known = {row["reading"]: row for row in data("readings")}
    keys = ("statement_zh", "statement_en", "source")
    rows = [(code(one), *(cell(known[one][key]) for key in keys)) for one in admitted]
    yield table(["reading", "读法", "how it is read", "seen 见于"], rows)


def _counts(rule: str) -> Iterator[str]:
    own = panel_checks()[panel_checks()["rule_id"].eq(rule)]
    yield "## How often it holds 成立的频率"
    yield (
        f"In the panel of collected disclosures, {len(own):,} checks of "
        f"{own['document_id'].nunique()} documents, "
        'as `bk.load("checks", panel=True)` has them. 面板中的核对结果：'
    )
    rows = [
        (_both("outcome", outcome), f"{len(some):,}", str(some["document_id"].nunique()))
        for outcome in OUTCOMES
        if len(some := own[own["outcome"].eq(outcome)])
    ]
    yield table(["outcome 结果", "checks 核对", "documents 文件"], rows, right=(1, 2))


def page(rule: Mapping[str, Any]) -> str:
    """Return the page of a rule."""
    good, bad = passing(rule["id"]), failing(rule["id"], rule["severity"])
    parts = [*_head(rule), *_readings(rule), *_counts(rule["id"])]
    parts += ["## A case that passes 通过的例子", *shown(good)]
    parts += ["## A case that fails 不通过的例子"]
    if bad and bad.kind == "panel":
        parts += [CONTRADICTION if rule["severity"] == "error" else FINDING]
    parts += shown(bad) if bad else [NONE]
    return "\n\n".join(parts) + "\n"


@cache
def _documents() -> pd.Series:
    """Return in how many documents of the panel a check of a rule has an outcome (agreeing ones as one)."""
    checks = panel_checks()
    outcome = checks["outcome"].mask(checks["outcome"].isin(AGREES), "agrees")
    return checks.groupby(["rule_id", outcome])["document_id"].nunique()


def index(rules: pd.DataFrame) -> str:
    """Return the list of the rules, with how often each holds."""
    counts = _documents()
    rows = []
    for rule in rules.to_dict("records"):
        words = f"{cell(rule['statement_zh'])}<br>{cell(rule['statement_en'])}"
        often = [str(counts.get((rule["id"], outcome), 0)) for outcome in ("agrees", "fail")]
        rows.append((f"[{rule['id']}]({rule['id']}.md)", words, _both("severity", rule["severity"]), *often))
    kinds = [(code(s), _both("severity", s), str(rules["severity"].eq(s).sum())) for s in SEVERITIES]
    return INDEX.format(
        n=len(rules),
        severities=table(["severity", "性质", "rules 条数"], kinds, right=(2,)),
        groups="; ".join(f"{letter} {en} ({zh})" for letter, (zh, en) in GROUPS.items()),
        rules=table(
            ["rule", "statement 内容", "severity 性质", "agrees 成立", "fails 不成立"], rows, right=(3, 4)
        ),
        toc="\n".join(f"{rule} <{rule}>" for rule in rules["id"]),
    )


def pages() -> Iterator[tuple[str, str]]:
    """Return the pages of the rules by their paths."""
    rules = bk.rules()
    yield "rules/index.md", index(rules)
    for rule in rules.to_dict("records"):
        yield f"rules/{rule['id']}.md", page(rule)
