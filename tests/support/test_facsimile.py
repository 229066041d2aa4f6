"""The facsimile in raw/ is reproducible, complete in its figures, and new in its sentences."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from tests.support import ROOT, SHARED, facsimile
from tests.support.typeset import Cell, Document, Rules, Table, wrap

DISCLOSURE = SHARED / "banan-2024" / "disclosure.md"
AMOUNT = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?!\d)")
STATED = re.compile(r"\d[\d,.]*(?=万元|辆|个|%|天|人|次)")
TARGETS = ("department_targets", "project_targets")


@cache
def page_texts() -> list[str]:
    """The text layer of each page of raw/banan-2024-budget.pdf."""
    with pypdfium2.PdfDocument(facsimile.PDF) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@cache
def titles() -> dict[str, str]:
    return {form: title for form, _, title, _, _ in facsimile.read_rows("forms")}


def original() -> list[str]:
    """Lines of the disclosure, without white space that its conversion put beside digits."""
    if not DISCLOSURE.exists():
        pytest.skip("the disclosure's text is not part of the project: ../shared/banan-2024 is absent")
    return DISCLOSURE.read_text(encoding="utf-8").splitlines()


def original_tables() -> dict[str, list[list[str]]]:
    """Rows of the disclosure's tables by title."""
    tables: dict[str, list[list[str]]] = {}
    title = ""
    for line in original():
        if "\t" in line:
            tables.setdefault(title, []).append(line.split("\t"))
        elif line.strip().startswith("#"):
            title = line.strip("# ")
    return tables


def original_prose() -> list[str]:
    """Paragraphs of the disclosure and the long cells of its target tables."""
    lines = [re.sub(r"\s", "", line) for line in original() if "\t" not in line and line[:1] != "#"]
    cells = [cell for rows in original_tables().values() for row in rows for cell in row]
    return [line for line in lines if line] + [cell for cell in cells if len(cell) > 40]


def accounting_figures(name: str) -> list[str]:
    cells = [cell for row in facsimile.read_rows(name) for cell in row]
    return [cell for cell in cells if AMOUNT.fullmatch(cell)]


def test_writing_the_facsimile_again_gives_the_same_bytes() -> None:
    buffer = io.BytesIO()
    facsimile.write(buffer)
    assert buffer.getvalue() == facsimile.PDF.read_bytes()


def test_nothing_in_the_file_is_compressed_or_dated_and_no_path_is_told() -> None:
    content = facsimile.PDF.read_bytes()
    assert len(content) < 1_000_000
    assert b"/Filter" not in content
    assert set(re.findall(rb"\(D:(\d{8})", content)) == {b"20000101"}
    assert str(ROOT).encode() not in content


def test_sources_csv_tells_the_hash_and_the_page_count_of_every_file_in_raw() -> None:
    raw = facsimile.PDF.parent
    with (raw / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert set(rows) == {p.name for p in raw.iterdir()} - {"sources.csv", "README.md"}
    row = rows[facsimile.PDF.name]
    assert row["sha256"] == hashlib.sha256(facsimile.PDF.read_bytes()).hexdigest()
    assert int(row["pages"]) == len(page_texts()) == 13
    assert (row["fiscal_year"], row["phase"]) == ("2024", "approved")


def test_the_eight_accounting_forms_hold_the_143_figures_of_the_disclosure() -> None:
    tables, total = original_tables(), 0
    for name in facsimile.accounting_tables():
        printed = [cell for row in tables[titles()[name]] for cell in row if AMOUNT.fullmatch(cell)]
        assert accounting_figures(name) == printed, name
        total += len(printed)
    assert total == 143


def test_the_text_layer_holds_every_figure_of_the_accounting_forms_and_no_other() -> None:
    wanted = Counter(f for name in facsimile.accounting_tables() for f in accounting_figures(name))
    pages = [text for text in page_texts() if any(titles()[n] in text for n in facsimile.accounting_tables())]
    assert sum(wanted.values()) == 143
    assert Counter(AMOUNT.findall("\n".join(pages))) == wanted


def test_codes_and_names_of_the_accounting_forms_are_those_of_the_disclosure() -> None:
    tables = original_tables()
    for name in facsimile.accounting_tables():
        printed = {re.sub(r"\s", "", cell) for row in tables[titles()[name]] for cell in row}
        ours = {cell for row in facsimile.read_rows(name) for cell in row}
        assert ours <= printed, name
        assert {c for c in printed if re.fullmatch(r"\d{3,7}", c)} == {c for c in ours if c.isdigit()}


def test_the_16_indicators_are_those_of_the_disclosure() -> None:
    for name, count in zip(TARGETS, (10, 6), strict=True):
        rows = original_tables()[titles()[name]]
        stripped = [row[1:] if not row[0] else [c for i, c in enumerate(row) if i < 6] for row in rows]
        printed = [row[:6] for row in stripped if row[5:] and row[5] in ("是", "否")]
        assert facsimile.read_rows(name) == printed
        assert len(printed) == count


@pytest.mark.parametrize("name", TARGETS)
def test_each_indicator_is_printed_and_the_last_one_alone_on_the_next_page(name: str) -> None:
    pages = [re.sub(r"\s", "", text) for text in page_texts()]
    first = next(i for i, text in enumerate(pages) if titles()[name] in text)
    *upper, last = ["".join(row) for row in facsimile.read_rows(name)]
    assert all(row in pages[first] for row in upper)
    assert last not in pages[first]
    assert pages[first + 1].startswith(last)


def test_the_prose_states_each_amount_and_count_as_often_as_the_disclosure() -> None:
    prose = (facsimile.DATA / "narrative.md").read_text(encoding="utf-8")
    cells = "\n".join(text for _, _, text in facsimile.read_rows("target_texts"))
    assert Counter(STATED.findall(prose + cells)) == Counter(STATED.findall("\n".join(original_prose())))


def ideographs(text: str) -> str:
    """Chinese characters only; figures, full stops and bars separate, commas and quotes do not."""
    return re.sub(r"[^一-鿿|]", "", re.sub(r"[0-9。；：]", "|", text))


def fifteens(texts: Iterable[str]) -> set[str]:
    """Every run of fifteen characters."""
    return {text[i : i + 15] for text in texts for i in range(len(text) - 14)}


def test_no_sentence_of_the_disclosure_is_repeated_here() -> None:
    """Names (headings, items, offices, the title of a cited circular) are no sentences."""
    rows = [row for table in original_tables().values() for row in table]
    names = {ideographs("".join(cell for cell in row if len(cell) <= 40)) for row in rows}
    names |= {ideographs(line) for line in original() if line.startswith("#")} | {
        "重庆市巴南区行政服务和公共资源交易中心",
        "重庆市人民政府办公厅关于推广审批服务结果邮寄送达服务有关工作的通知",
        "公务用车购置及运行维护费",
    }
    sentences = (p for block in original_prose() for p in re.split(r"[0-9。；：]", block))
    grams = {g for g in fifteens(map(ideographs, sentences)) if not any(g in name for name in names)}
    here = [p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".md", ".csv", ".txt")]
    texts = ["".join(page_texts()), *(p.read_text(encoding="utf-8").replace("\n", "|") for p in here)]
    found = grams & fifteens(map(ideographs, texts))
    assert len(grams) > 500
    assert found == set()


# -- the typesetter ----------------------------------------------------------------------------------


def text_of(document: Document, buffer: io.BytesIO) -> list[str]:
    document.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_text_extracts_in_order_with_its_punctuation() -> None:
    buffer, text = io.BytesIO(), "“三公”经费≥0.2万元，=100%（预算）、完。《通知》：“一窗通办”"
    assert text_of(Document(buffer, page_number="").paragraph(text), buffer) == [text]


def test_a_number_is_not_broken_and_no_line_starts_with_a_comma() -> None:
    assert wrap("预算数1,137.10万元，持平", 60, 10) == ["预算数", "1,137.10万", "元，持平"]
    assert wrap("预算，数", 20, 10) == ["预", "算，", "数"]


def test_a_number_wider_than_its_cell_is_broken() -> None:
    assert wrap("123456", 17, 10) == ["123", "456"]


def test_a_merged_cell_cut_by_a_page_break_is_empty_below_it_and_headers_repeat() -> None:
    buffer = io.BytesIO()
    rows = [["标签", "名称"], ["合并", "甲1"], ["", "乙2"], ["", "丙3"]]
    table = Table(rows, [80, 80], spans=[(1, 0, 3, 1)], header_rows=1, break_before={3})
    pages = text_of(Document(buffer, page_number="").table(table), buffer)
    assert [page.split() for page in pages] == [
        ["标签", "名称", "合并", "甲1", "乙2"],
        ["标签", "名称", "丙3"],
    ]


def test_a_span_over_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="covers a text"):
        Document(io.BytesIO()).table(Table([["甲", "乙"]], spans=[(0, 0, 1, 2)]))


def test_a_character_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no glyph"):
        Document(io.BytesIO()).paragraph("㎡")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_rotated_page_shows_upright_and_a_turned_one_does_not(rotate: int) -> None:
    buffer = io.BytesIO()
    document = Document(buffer, landscape=True, rotate=rotate, page_number="").paragraph("左上")
    document.page_break(rotate=0, turn=90, landscape=False).paragraph("右上")
    document.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        upright, turned = (page.render(grayscale=True).to_pil() for page in pdf)
        assert pdf[0].get_rotation() == rotate
        assert [page.get_size()[0] > page.get_size()[1] for page in pdf] == [True, False]
    left, top, right, bottom = upright.point(lambda v: 255 - v).getbbox()
    assert right < upright.width / 2 and bottom < upright.height / 2 and right - left > bottom - top
    left, top, right, bottom = turned.point(lambda v: 255 - v).getbbox()
    assert left > turned.width / 2 and bottom < turned.height / 2 and bottom - top > right - left


def paths(rules: Rules) -> int:
    """How many path objects a 3 × 2 table with a merged first row is drawn with."""
    buffer = io.BytesIO()
    table = Table([["表头", ""], ["甲", "1"], ["乙", Cell("2", bold=True)]], [60, 60],
                  spans=[(0, 0, 1, 2)], header_rows=1, rules=rules)  # fmt: skip
    Document(buffer, page_number="").table(table).save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        return sum(obj.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for obj in pdf[0].get_objects())


@pytest.mark.parametrize(
    ("rules", "count"),
    [
        (Rules(), 7),
        (Rules(kind="rect"), 5),
        (Rules(kind="fill", width=1), 7),
        (Rules(dash=(2, 2)), 7),
        (Rules(outer="horizontal"), 5),
        (Rules(outer="none"), 3),
        (Rules(vertical=False), 6),
        (Rules(horizontal=False, vertical=False, outer="horizontal"), 3),
        (Rules(shade=0.9), 8),
    ],
    ids=str,
)
def test_each_ruling_style_draws_its_rulings_once(rules: Rules, count: int) -> None:
    assert paths(rules) == count
