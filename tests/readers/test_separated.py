"""Text with separators is told from Markdown by what stands in it, and read as a spreadsheet reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.errors import SourceError
from budgetkit.readers.formats import read_pages, sniff
from budgetkit.readers.sheets.separated import records

TABLE = """2031年部门支出总表,,,
编制单位：某市林业局,,,单位：万元
科目编码,科目名称,合计,基本支出
,合计,"1,030.50","1,030.50"
213,农林水支出,"1,030.50","1,030.50"
2130201,"行政
运行","1,010.00","1,010.00"
2130204,事业机构,20.50,20.50
"""


def file(tmp_path: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_figure_is_read_whatever_the_encoding_and_the_separator(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    text = TABLE if mark == "," else TABLE.replace('"1,0', "<").replace(",", mark).replace("<", '"1,0')
    d = bk.read(file(tmp_path, text, "a.xls", encoding))
    assert d.engine == "csv" and d.unread.empty
    assert len(d.line_items) == 8 and d.line_items["amount_fen"].sum() == 6_183_000_000
    assert d.line_items["ref"].tolist()[:2] == ["C4", "D4"] and set(d.line_items["entity"]) == {"某市林业局"}


def test_a_line_break_in_quotes_is_within_the_cell(tmp_path: Path) -> None:
    [page] = read_pages(file(tmp_path, TABLE))
    [grid] = page.grids
    assert grid.matrix()[4] == ["2130201", "行政\n运行", "1,010.00", "1,010.00"] and grid.n_rows == 6
    assert [line.text for line in page.lines] == ["2031年部门支出总表"]


def test_titles_alone_in_their_lines_are_lines(tmp_path: Path) -> None:
    text = "部门支出总表\n单位：元\n科目,合计,基本支出\n合计,3,3\n备注：无\n"
    [page] = read_pages(file(tmp_path, text))
    assert page.grids[0].above == ("部门支出总表", "单位：元") and page.grids[0].matrix()[1] == [
        "合计",
        "3",
        "3",
    ]


def test_a_number_kept_as_text_for_excel_is_that_text(tmp_path: Path) -> None:
    [page] = read_pages(file(tmp_path, 'sep=;\n科目;名称;合计\n="0201";甲;"3,5"\n="0202";乙;4\n'))
    assert page.grids[0].matrix()[1] == ["0201", "甲", "3,5"]


@pytest.mark.parametrize(
    "text",
    [
        "收入1,137.10万元\n支出1,137.10万元\n",
        "# 表\n\n项目\t预算数\n合计\t12.50\n",
        "| 项目 | 预算数 |\n|---|---|\n| 合计 | 1,137.10 |\n",
        "项目\t预算数\n合计\t12.50\n",
        "本年收入1,137.10万元，其中财政拨款1,000.00万元，其他137.10万元\n支出1,137.10万元，较上年增加853.68万元\n",
        "一、概况\n甲局负责某市林业, 园林, 绿化。\n收入3.50万元, 支出3.50万元, 结余0万元。\n",
        "甲,乙\n丙,丁\n",
        "",
    ],
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert records(text) is None


def test_a_row_with_a_field_more_is_not_put_into_columns_by_guess(tmp_path: Path) -> None:
    text = TABLE.replace("2130204,事业机构,20.50,20.50", "2130204,事业机构,20.50,20.50,1,030.00")
    d = bk.read(file(tmp_path, text))
    assert sniff(tmp_path / "a.csv").name == "Markdown"
    assert not (d.line_items["amount_fen"] == 1_000_000).any()


def test_bytes_that_are_no_text_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x05\xff\x81" * 300)
    with pytest.raises(SourceError, match="neither PDF nor text"):
        read_pages(tmp_path / "a.csv")


def test_a_heading_is_no_part_of_the_group_at_its_left_whatever_counts_the_columns_below(
    tmp_path: Path,
) -> None:
    text = (
        "2031年部门支出总表,,,,,\n编制单位：某市林业局,,,,,单位：万元\n科目编码,科目名称,合计,基本支出,,项目支出\n"
        ",,,人员经费,公用经费,\n**,**,1,2,3,4\n213,农林水支出,30.50,10.25,0.25,20.00\n"
    )
    items = bk.read(file(tmp_path, text)).line_items
    assert items["nature"].tolist() == ["total", "personnel", "operating", "project"]
