"""Every error that a reader of disclosures can meet is said in Chinese, too, with nothing of it lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import budgetkit as bk
from budgetkit.cli import main
from budgetkit.knowledge import table
from budgetkit.reconciliation import error_words
from tests.support import ROOT
from tests.support.inline import document
from tests.support.inline import table as printed

PACKAGE = ROOT / "budgetkit"
OURS = {"SourceError", "ExtractionError", "AmountError", "DependencyError", "UnknownEngineError"}
"""What is raised for those who use the package; a KnowledgeError is mostly for those who write its data."""


def pieces(node: ast.AST) -> list[str | None]:
    """The text of a message, None for what is filled in."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    if isinstance(node, ast.BinOp):
        return pieces(node.left) + pieces(node.right)
    return [None]


def templates(path: Path) -> Iterator[str]:
    """The messages of the errors that a module raises, line by line, as ``errors.csv`` writes them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OURS:
            whole = "".join("{}" if part is None else part for part in pieces(node.args[0]))
            yield from (line for line in whole.split("\n") if line.replace("{}", "").strip())


SENTENCES = sorted({line for path in PACKAGE.rglob("*.py") for line in templates(path)})
ROWS = {re.sub(r"\{\d\}", "{}", row["en"]): row for row in table("errors")}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_message_that_the_package_raises_has_its_chinese(sentence):
    assert sentence in ROWS


def test_there_are_as_many_messages_as_were_counted_when_this_was_written_or_more():
    assert len(SENTENCES) >= 60 and len(ROWS) == len(table("errors"))


@pytest.mark.parametrize("row", table("errors"), ids=lambda row: row["en"])
def test_a_row_fills_in_the_same_in_both_languages_and_says_something(row):
    slots = [re.findall(r"\{(\d)\}", row[lang]) for lang in ("en", "zh")]
    assert slots[0] == [str(n) for n in range(len(slots[0]))] and sorted(slots[1]) == slots[0]
    assert row["source"] and (re.search("[\u4e00-\u9fff]", row["zh"]) or row["en"].split()[-1] in row["zh"])


def test_no_row_is_for_a_message_that_is_gone():
    texts = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
                texts.append("".join("{}" if part is None else part for part in pieces(node)))
    there = {line.strip("\n") for text in texts for line in text.split("\n")}
    last = {"{} {}: reported {}, calculated {} ({})", "{} {}: not as it should be ({})"}  # said in two pieces
    gone = [en for en in ROWS if en not in there | last and not any(t.endswith(f" {en}") for t in there)]
    assert gone == []


def raised(call) -> bk.BudgetkitError:
    with pytest.raises(bk.BudgetkitError) as info:
        call()
    return info.value


def test_a_file_that_is_not_there_is_said_with_its_path(tmp_path):
    error = raised(lambda: bk.read(tmp_path / "无.pdf"))
    assert error.zh == f"{tmp_path / '无.pdf'}：没有这个文件；请检查路径（当前目录：{Path.cwd()}）"
    assert str(error).startswith(f"{tmp_path / '无.pdf'}: no such file;")


def test_a_foreign_format_is_named_with_what_to_do(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"Rar!\x1a\x07")
    zh = raised(lambda: bk.read(tmp_path / "x.pdf")).zh
    assert zh.partition("：")[2].startswith("是 RAR 压缩包，不读取；") and zh.endswith(
        "；请解压后读取其中的文件"
    )


def test_a_web_page_that_is_no_document_is_said(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"<html><body>404</body></html>")
    assert raised(lambda: bk.read(tmp_path / "x.pdf")).zh.partition("：")[2] == (
        "是网页，只说明所要的内容不存在；请重新下载，并确认能在阅读器中打开"
    )


def test_several_files_that_cannot_be_read_are_said_each_on_its_line(tmp_path):
    (tmp_path / "a.md").write_text(" ", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    lines = raised(lambda: bk.build(tmp_path, tmp_path / "out")).zh.split("\n")
    assert lines[0] == "2 份文件中有 2 份无法读取："
    assert lines[1].endswith("a.md：只有空白；请重新下载")
    assert "b.pdf：无法作为 PDF 打开" in lines[2]


def test_contradictions_are_said_with_both_amounts_and_where(tmp_path):
    rows = "科目编码|科目名称|合计\n|合计|3.00\n201|甲|1.00\n202|乙|1.00"
    d = document(tmp_path, printed("一般公共预算支出表", rows))
    zh = raised(bk.reconcile(d).require).zh
    assert zh.split("\n")[0] == "inline 中有 1 项核对不符："
    assert zh.split("\n")[1] == (
        "  W08 一般公共预算支出表 / 合计：所列 3 万元，应为 2 万元"
        "（2 项与 1 项比较，印至 0.01 万元；相差 1 万元，超出允许误差 0.015 万元）"
    )


def test_the_name_of_a_document_is_not_translated_though_it_is_that_of_a_form(tmp_path):
    rows = "科目编码|科目名称|合计\n|合计|3.00\n201|甲|1.00\n202|乙|1.00"
    document(tmp_path, printed("一般公共预算支出表", rows))
    d = bk.read(tmp_path / "inline.md", document_id="three_public")
    assert raised(bk.reconcile(d).require).zh.startswith("three_public 中有 1 项核对不符：")


def test_what_has_no_chinese_stays_as_it_is():
    assert error_words(ValueError("quite\nnew")) == "quite\nnew"
    assert (
        error_words(bk.SourceError("x.pdf: is empty (0 bytes); quite new"))
        == "x.pdf：是空文件（0 字节）；quite new"
    )


def test_the_command_line_says_errors_in_the_language_that_was_asked_for(tmp_path, capsys):
    assert main(["check", str(tmp_path), "--lang", "zh"]) == 2
    assert capsys.readouterr().err == f"budgetkit: {tmp_path}：是文件夹；请给出其中的一个文件\n"
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"budgetkit: {tmp_path}: is a directory; give one of the files in it\n"
