"""Documents for reports, and what a report says, taken out of its HTML without a browser."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import budgetkit as bk
from budgetkit.outputs.html import page
from tests.support.layouts import pages, sheet

SCRIPT = "<script>window.hacked=1</script>"


def wrong(tmp_path: Path, **look: Any) -> bk.Disclosure:
    """A table of which one row does not add up, one cell is no amount and one name is a script."""
    table = sheet(
        f"""
        科目编码 | 科目名称 | 总计 | 基本支出 | 项目支出
        合计 | | 20.00 | 12.00 | 8.00
        201 | 一般公共服务支出 | 20.00 | 12.00 | 8.00
        20101 | 人大事务{SCRIPT} | 20.00 | 12.00 | 8.00
        2010101 | 行政运行 | 12.00 | 12.00 | 0.00
        2010102 | 一般行政管理事务 | 8.00 | 0.00 | 7.00
        2010103 | 机关服务 | 约3 | |
        """,
        "1,0,1,2",
        head=1,
        widths=[60, 160, 70, 70, 70],
    )
    return pages(tmp_path, "部门支出总表", "单位：万元", table, **look)


def report(d: bk.Disclosure) -> str:
    return page(d, bk.reconcile(d))


def data(text: str) -> dict[str, Any]:
    """What the page knows of its figures."""
    found: dict[str, Any] = json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1]
    )  # type: ignore[index]
    return found


def said(text: str, section: str, lang: str) -> str:
    """What a section says in one language, without its markup."""
    part = re.search(rf'<section id="{section}">(.*?)</section>', text, re.S)[1]  # type: ignore[index]
    other = {"zh": "en", "en": "zh"}[lang]
    part = re.sub(rf'<(span|pre) class="{other}".*?</\1>', "", part, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", part))).strip()
