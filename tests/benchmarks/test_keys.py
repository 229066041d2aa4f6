from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks import keys
from tests.support import inline


def items(tmp_path: Path, rows: str) -> pd.DataFrame:
    head = "科目编码|科目名称|合计|基本支出|项目支出\n"
    return inline.document(tmp_path, inline.table("部门支出总表", head + rows)).line_items


def test_figures_that_their_keys_do_not_tell_apart_are_found(tmp_path: Path) -> None:
    rows = "合计||9.00||\n201|一般公共服务支出|5.00||\n201|一般公共服务支出|4.00||\n202|外交支出|0.00||\n202|外交支出|0.00||"
    found = list(keys.collisions(items(tmp_path, rows)))
    assert found == [("row", "dept_expenditure", ["inline:p1t1r2c2", "inline:p1t1r3c2"])]
    lines = list(keys.table((kind, form, "a", " ".join(ids)) for kind, form, ids in found))
    assert lines[-1] == "| row | dept_expenditure | 1 | 1 | a 1 |"


def test_it_counts_where_it_is_known_which_figures_add(tmp_path: Path) -> None:
    codes = "201|一般公共服务支出|5.00||\n202|外交支出|4.00||"
    assert keys.adding(items(tmp_path, f"合计||9.00||\n{codes}")) == {
        ("dept_expenditure", "expenditure", "proved"): 1
    }
    assert keys.adding(items(tmp_path, codes)) == {("dept_expenditure", "expenditure", "not known"): 1}
