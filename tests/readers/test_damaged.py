"""A page whose content is damaged, or cannot be had, says so: it costs what stands on it, never in silence."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from budgetkit import read, reconcile
from budgetkit.errors import ExtractionError, SourceError
from budgetkit.readers.pdf.file import File
from budgetkit.readers.pdf.page import read as read_pages
from budgetkit.readers.pdf.readable import check_readable, page_stats
from tests.support.typeset import Cell, Document, Table

TABLE = Table(
    [[Cell("科目"), Cell("合计")], [Cell("行政运行"), Cell("120.00")], [Cell("水利"), Cell("80.00")]]
)


def whole(path: Path) -> bytes:
    """Set two pages, each with a table under its title and unit."""
    document = Document(path)
    for first in (True, False):
        if not first:
            document.page_break()
        document.heading("部门支出总表", 1).line(right="单位：万元").table(TABLE)
    document.save()
    return path.read_bytes()


def of_page_2(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the stream of the second page; pages are set uncompressed."""
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    start = content.index(b"\n" + number + b" 0 obj")
    stream, end = content.index(b"stream\n", start) + 7, content.index(b"endstream", start)
    packed = change(content[stream:end])
    head = b"\n" + number + b" 0 obj\n<< /Length %d /Filter %s >>\nstream\n"
    kind = b"[/ASCII85Decode /FlateDecode]" if packed.endswith(b"~>") else b"/FlateDecode"
    return content[:start] + head % (len(packed), kind) + packed + b"\n" + content[end:]


def flipped(stream: bytes) -> bytes:
    packed = bytearray(zlib.compress(stream))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = bytes(range(40))
    return bytes(packed)


def zeros(stream: bytes) -> bytes:
    packed = zlib.compress(stream)
    return packed[: len(packed) // 3] + bytes(len(packed) - len(packed) // 3)


def cut(stream: bytes) -> bytes:
    return zlib.compress(stream)[:-60]


def other_checksum(stream: bytes) -> bytes:
    return zlib.compress(stream)[:-4] + b"abcd"


def in_ascii(stream: bytes) -> bytes:
    return base64.a85encode(flipped(stream)) + b"~>"


@pytest.mark.parametrize("change", [flipped, zeros, cut, other_checksum, in_ascii])
def test_a_damaged_content_stream_is_listed_with_its_page_and_why(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(of_page_2(whole(path), change))
    d = read(path)
    of_page = d.unread[d.unread["why"].str.contains("damaged")]
    assert of_page["page"].tolist() == [2]
    assert of_page["why"].str.fullmatch(r"its content is damaged \([a-z ]+\); what .* missing or wrong").all()
    assert f"{len(d.unread)} unread" in repr(d)


@pytest.mark.parametrize("change", [zlib.compress, lambda s: zlib.compress(s)[:-4]])
def test_a_stream_that_holds_all_it_should_is_not_called_damaged(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(of_page_2(whole(path), change))
    assert [page.remarks for page in read_pages(path)] == [(), ()]


def test_zeros_in_a_stream_that_is_not_deflated_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = bytearray(whole(path))
    at = content.rindex(b"BT")
    content[at - 200 : at] = bytes(200)
    path.write_bytes(content)
    assert [page.remarks for page in read_pages(path)][1][0].startswith(
        "its content is damaged (a part of it was"
    )


def test_a_content_stream_that_is_not_in_the_file_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    path.write_bytes(content.replace(b"/Contents %s 0 R" % number, b"/Contents 99 0 R"))
    assert [page.remarks for page in read_pages(path)] == [(), ("its content is missing from the file",)]


def test_a_page_without_content_is_blank_and_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    path.write_bytes(content.replace(b"/Contents %s 0 R" % number, b""))
    assert [page.remarks for page in read_pages(path)] == [(), ()]


def test_a_page_that_cannot_be_loaded_costs_that_page_and_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    kids = re.search(rb"/Kids \[ (\d+) 0 R (\d+) 0 R \]", content)
    path.write_bytes(content.replace(kids[0], kids[0].replace(kids[2] + b" 0 R", b"null ")))
    d = read(path)
    assert len(d.line_items) == 2
    assert d.unread[["page", "why"]].to_numpy().tolist() == [
        [2, "the page cannot be loaded: the file is damaged there"]
    ]


@pytest.mark.parametrize(
    "place",
    [
        rb"/Length (\d+)",
        rb"/Contents (\d+) 0 R",
        rb"/Kids \[ (\d+) 0 R",
        rb"/Font (\d+) 0 R",
        rb"/Root (\d+) 0 R",
    ],
)
def test_a_number_of_thousands_of_digits_in_a_file_is_no_error_of_ours(tmp_path: Path, place: bytes) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    found = re.search(place, content)
    path.write_bytes(content[: found.start(1)] + b"1" * 5000 + content[found.end(1) :])
    try:
        assert len(read_pages(path)) == 2
    except SourceError as error:
        assert "damaged" in str(error)


def test_a_tree_of_pages_of_any_depth_and_objects_packed_under_endless_numbers_are_looked_through() -> None:
    nodes = b"".join(b"%d 0 obj<</Kids[%d 0 R]>>endobj " % (k, k + 1) for k in range(10, 4000))
    packed = (
        b"9 0 obj<</Type/ObjStm/First 5009>>stream\n" + b"1" * 5000 + b" 0 8 0  <</A 1>>\nendstream endobj "
    )
    page = b"4000 0 obj<</Type/Page/Contents 4001 0 R>>endobj "
    file = File(
        b"%PDF-1.7 " + packed + nodes + page + b"1 0 obj<</Pages 10 0 R>>endobj trailer<</Root 1 0 R>>"
    )
    assert file.damaged() == {0: "its content is missing from the file"}


def test_a_form_that_is_not_found_is_not_missing_where_a_page_could_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    outcomes = []
    for stored in (content, of_page_2(content, zeros)):
        path.write_bytes(stored)
        checks = reconcile(read(path)).checks
        outcomes += checks.loc[checks["rule_id"] == "D01", "outcome"].tolist()
    assert outcomes == ["insufficient", "insufficient"]


TEXT = "2024年部门预算收入1,137.10万元，比2023年增加25.89万元，主要是人员增加。"


def undecoded(path: Path, first: str, *others: str) -> Path:
    """Set a page a text; the fonts of all but the first have no Unicode map."""
    with as_file(files("budgetkit") / "data" / "BudgetKitSansSC-Regular.ttf") as font:
        pdfmetrics.registerFont(TTFont("Sans", str(font)))
    whole_file = PdfDocument.new()
    for texts, name in (((first,), b"/ToUnicode"), (others, b"/ToNothing")):
        canvas = Canvas(str(path), pageCompression=0)
        for text in texts:
            canvas.setFont("Sans", 10)
            canvas.drawString(60, 700, text)
            canvas.showPage()
        canvas.save()
        path.write_bytes(path.read_bytes().replace(b"/ToUnicode", name))
        with PdfDocument(path) as pages:
            whole_file.import_pages(pages)
    whole_file.save(path)
    return path


def test_pages_whose_font_is_not_decoded_cost_those_pages_and_not_the_file(tmp_path: Path) -> None:
    path = undecoded(tmp_path / "a.pdf", TEXT, TEXT[::-1], TEXT)
    with pytest.warns(UserWarning, match=r"a\.pdf: page 2, 3 is not decoded"):
        d = read(path)
    assert [len(page.lines) for page in d.pages] == [1, 0, 0]
    assert len(d.stated) == 2
    assert d.unread["page"].tolist() == [2, 3]
    assert d.unread["why"].str.startswith("its text is not decoded, and not read").all()


def test_a_file_of_which_no_page_with_text_is_decoded_is_refused(tmp_path: Path) -> None:
    path = undecoded(tmp_path / "a.pdf", "封面", TEXT, TEXT)
    with pytest.raises(ExtractionError, match=r"\b(\d\d) of \d\d characters .* not decoded \(page 2, 3\)"):
        read_pages(path)


ENGLISH = {
    "leaders": "Revenue ______________ 1,137 * ** *** Expenditure _____________ 980 $ + #",
    "ligatures": "The o\ufb03ce con\ufb01rms that the \ufb02ow of \ufb01nance is e\ufb03cient " * 4,
    "amounts in dollars": '$1,137 $980 $44 $52 $61 $75 & $8 $9 <$1 * $5 ** #3 + "net" [a]',
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_with_leaders_ligatures_and_signs_is_what_it_prints(text: str) -> None:
    codes = np.array([ord(c) for c in text if c != " "], np.uint32)
    assert len(codes) > 30
    assert check_readable(Path("a.pdf"), [page_stats(1, codes, images=0, hidden=0)]) == set()


def test_a_salad_of_signs_is_not_decoded_and_the_refusal_counts_its_characters() -> None:
    salad = "!\"#$%&'()*+,-./!#%')+-/\"$&(*,.<=>?@[]^_`{|}~" * 2
    codes = np.array([ord(c) for c in salad], np.uint32)
    with pytest.raises(ExtractionError, match=f"{len(codes)} of {len(codes)} characters"):
        check_readable(Path("a.pdf"), [page_stats(1, codes, images=0, hidden=0)])
