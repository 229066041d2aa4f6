"""Reports on disk, as the command line writes them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from tests.support import ROOT
from tests.support.reports import said, wrong

PDF = ROOT / "raw" / "banan-2024-budget.pdf"
MARKDOWN = "# 某市某区{}2024年部门预算情况说明\n\n## 部门支出总表\n\n单位：万元\n\n科目编码\t科目名称\t总计\t基本支出\t项目支出\n201\t某项\t{}\t4.00\t4.00\n"


def rows(path: Path) -> list[list[str]]:
    """The texts of the index's rows, in Chinese."""
    text = re.sub(r'<span class="en".*?</span>', "", path.read_text(encoding="utf-8"), flags=re.S)
    found = re.findall(r"<tr>(.*?)</tr>", text.partition("<tbody>")[2], re.S)
    return [
        [re.sub(r"<[^>]*>", "", c).strip() for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in found
    ]


def test_report_writes_a_page_and_ends_with_the_codes_of_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "sound.html"
    assert main(["report", str(PDF), "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == f"open {out} in a browser" and told.err.startswith("No contradiction: ")
    assert "没有矛盾" in out.read_text(encoding="utf-8")
    bad = wrong(tmp_path).parts[0].path
    assert main(["report", str(bad), "-o", str(tmp_path / "bad.html")]) == 1
    assert main(["report", str(tmp_path / "nowhere.pdf"), "-o", str(tmp_path / "lost.html")]) == 2
    assert "nowhere.pdf" in capsys.readouterr().err and not (tmp_path / "lost.html").exists()


def test_a_folder_becomes_an_index_with_a_row_and_a_page_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    shutil.copy(PDF, folder / "a#1.pdf")
    (folder / "b.md").write_text(MARKDOWN.format("教育局", "9.00"), encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 nothing")
    out = tmp_path / "all.html"
    assert bk.write_report([folder], out, workers=1) == ["agree", "fail", "unreadable"]
    first, second, third = rows(out)
    assert first == [
        "重庆市巴南区政务服务管理办公室 a#1",
        "2024",
        "预算",
        "没有矛盾",
        "0",
        "8",
        "0",
        "13",
        "197",
    ]
    assert second[:5] == ["某市某区教育局 b", "2024", "预算", "有矛盾", "1"]
    assert third[0] == "c" and third[3].startswith("不能读取") and not re.search("damaged|file", third[3])
    assert re.findall(r'<a href="(.*?)">', out.read_text(encoding="utf-8")) == [
        "all-pages/a%231.html",
        "all-pages/b.html",
    ]
    assert sorted(p.name for p in (tmp_path / "all-pages").iterdir()) == ["a#1.html", "b.html"]


def test_several_files_are_several_documents_and_together_they_are_one(tmp_path: Path) -> None:
    paths = []
    for name, body in (("x", "教育局"), ("y", "水务局")):
        paths.append(tmp_path / f"{name}.md")
        paths[-1].write_text(MARKDOWN.format(body, "8.00"), encoding="utf-8")
    out = tmp_path / "two.html"
    assert bk.write_report(paths, out, workers=2) == ["agree", "agree"]
    assert [row[0] for row in rows(out)] == ["某市某区教育局 x", "某市某区水务局 y"]
    prose = tmp_path / "prose.md"
    prose.write_text("# 某市某区教育局2024年部门预算情况说明\n\n2024年支出预算8.00万元。\n", encoding="utf-8")
    assert bk.write_report([paths[0], prose], out, together=True) == ["agree"]
    text = out.read_text(encoding="utf-8")
    assert "x.md, prose.md" in text and "第1个文件第1页" in text and "<tbody>" in text


def test_documents_of_one_name_and_what_is_no_page_are_refused(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "x.md").write_text(MARKDOWN.format("教育局", "8.00"), encoding="utf-8")
    with pytest.raises(bk.SourceError, match="several documents are called x"):
        bk.write_report([tmp_path / "a" / "x.md", tmp_path / "b" / "x.md"], tmp_path / "r.html")
    with pytest.raises(bk.SourceError, match=r"give it a name such as report\.html"):
        bk.write_report([PDF], tmp_path / "report")


def test_a_report_says_what_does_not_agree_with_another_document(tmp_path: Path) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text(MARKDOWN.format("教育局", "8.00"), encoding="utf-8")
    other.write_text(MARKDOWN.format("教育局", "9.00").replace("\t4.00\n", "\t5.00\n"), encoding="utf-8")
    out = tmp_path / "r.html"
    bk.write_report([one], out, against=[other])
    text = said(out.read_text(encoding="utf-8"), "findings", "en")
    assert "2 places differ (" in text and "8 万元 and 9 万元" in text
    bk.write_report([one], out)
    assert "places differ" not in out.read_text(encoding="utf-8")
