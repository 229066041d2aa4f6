"""Pages that are pictures: their figures come out as those of a PDF do, or are in doubt, or are listed."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageOps

import budgetkit as bk
from budgetkit.errors import DependencyError, ExtractionError, SourceError
from budgetkit.readers.pages import Page
from budgetkit.readers.picture import render
from budgetkit.readers.scan import recognise as recogniser
from budgetkit.readers.scan import upright
from tests.support import scans

needs = pytest.mark.skipif(
    any(__import__("importlib").util.find_spec(name) is None for name in ("rapidocr", "onnxruntime", "cv2")),
    reason="the extra scan (rapidocr, onnxruntime, OpenCV) is not installed",
)


def figures(d: bk.Disclosure) -> list[tuple[str, str, str]]:
    return [("" if f.is_total else f.code, f.nature, f.printed) for f in d.records("line_items")]


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bk.Disclosure:
    """The committed picture, 150 dpi, turned by 0.7°, a JPEG; nothing may be fetched while it is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda *_: pytest.fail("something is fetched"))
        return bk.read(scans.PICTURE)


@needs
def test_a_turned_picture_gives_every_figure_in_every_field_and_how_sure_it_is(
    picture: bk.Disclosure,
) -> None:
    assert figures(picture) == scans.FIGURES and len(scans.FIGURES) == 22
    assert picture.engine == "scan" and picture.unread.empty and len(picture.blanks) == 2
    rows = picture.line_items
    assert set(rows["unit"]) == {"万元"} and set(rows["step_fen"]) == {10_000}
    assert set(rows["form"]) == {"dept_expenditure"} and rows["amount_fen"].sum() == 22_770_800_000
    assert set(rows["state"]) == {"value", "zero"} and rows["ocr_score"].min() >= 0.95
    assert not len(bk.reconcile(picture).failures)


@needs
def test_a_picture_is_turned_straight_and_its_boxes_are_where_the_figures_are(picture: bk.Disclosure) -> None:
    page = picture.pages[0]
    assert (page.scanned, page.rotation) == (True, 0) and abs(page.slant + 0.7) < 0.1
    first = picture.line_items.iloc[0]
    shown = bk.trace(picture, first["line_id"])
    assert "printed 2,846.35" in shown.captions[0]
    drawn = np.asarray(render(scans.PICTURE, page, 2.0).convert("L"))
    box = [round(2 * first[k]) for k in ("x0", "y0", "x1", "y1")]
    inside = drawn[box[1] + 4 : box[3] - 4, box[0] + 4 : box[2] - 4]
    assert (inside < 128).sum() > 50 and (inside[:, :20] < 128).sum() == 0  # digits at the right, no ruling


@needs
def test_pages_of_a_pdf_that_are_pictures_are_read_where_that_is_asked_for(tmp_path: Path) -> None:
    text = scans.page(tmp_path / "text.pdf")
    sideways = scans.drawn(text).rotate(90, expand=True)
    scan = scans.in_pdf(tmp_path / "scan.pdf", [sideways])
    with pytest.raises(ExtractionError, match=r"engine='scan'.*budgetkit\[scan\]"):
        bk.read(scan)
    d = bk.read(scan, engine="scan")
    assert figures(d) == scans.FIGURES and d.pages[0].rotation == 90
    assert bk.read(text, engine="scan").pages == bk.read(text).pages


@needs
def test_the_same_picture_gives_the_same_records(picture: bk.Disclosure) -> None:
    again = bk.read(scans.PICTURE)
    assert again.records("line_items") == picture.records("line_items") and again.pages == picture.pages


@needs
def test_a_picture_without_text_is_no_document(tmp_path: Path) -> None:
    Image.new("L", (600, 800), 255).save(tmp_path / "white.png")
    with pytest.raises(ExtractionError, match="no text is recognised"):
        bk.read(tmp_path / "white.png")


@needs
def test_a_damaged_picture_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(scans.PICTURE.read_bytes()[:2000])
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    for name in ("a.jpg", "b.png"):
        with pytest.raises(SourceError, match=f"{name}: a picture that cannot be opened"):
            bk.read(tmp_path / name)


@needs
def test_a_picture_that_says_to_be_of_more_than_there_is_memory_for_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One length in a PNG was spoilt, found by fuzzing: Pillow asks for as much memory."""

    def too_much(*_: object) -> None:
        raise MemoryError

    Image.new("L", (600, 800), 255).save(tmp_path / "a.png")
    monkeypatch.setattr(ImageOps, "exif_transpose", too_much)
    with pytest.raises(SourceError, match=r"a\.png: a picture that cannot be opened \(MemoryError\)"):
        bk.read(tmp_path / "a.png")


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(DependencyError, match=r"pip install 'budgetkit\[scan\]'"):
        bk.read(scans.PICTURE)


@needs
def test_a_cell_with_ink_that_is_no_text_is_listed_and_no_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from budgetkit.readers.scan import page as module

    real = module.recognise
    monkeypatch.setattr(module, "recognise", lambda p: ("", 0.0) if real(p)[0] == "346.35" else real(p))
    d = bk.read(scans.PICTURE)
    *cells, page = d.unread["why"]
    assert cells == ["something is drawn in the cell in which no text is recognised"] * 6
    assert page == "6 of 47 pieces of text are not recognised" and not d.pages[0].lost
    assert len(d.blanks) == 2 and len(d.line_items) == 16


def test_the_boxes_of_flat_strokes_and_of_words_far_apart() -> None:
    pytest.importorskip("cv2")
    from budgetkit.readers.scan.ink import Box, text_boxes

    ink = np.zeros((60, 300), bool)
    ink[20:22, 10:30] = ink[34:36, 8:32] = True  # 二
    ink[15:38, 200:220] = True
    ink[50, 100] = True  # dirt
    assert text_boxes(ink, 30) == [Box(200, 15, 220, 38), Box(8, 20, 32, 36)]


def test_a_page_that_says_nothing_of_its_size_is_taken_for_a4(tmp_path: Path) -> None:
    from budgetkit.readers.picture import frame

    Image.new("RGBA", (1000, 500), (0, 0, 0, 0)).save(tmp_path / "a.png")
    picture, size = frame(tmp_path / "a.png", 1)
    assert size == (842.0, 421.0) and picture.getpixel((0, 0)) == (255, 255, 255)
    assert Page(1).slant == 0.0


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "views",
    [
        {0: (6, 11.7, 0.999), 90: (87, 1.8, 0.301), 180: (6, 1.0, 0.293), 270: (87, 3.8, 0.997)},
        {0: (30, 6.0, 1.0), 90: (30, 2.5, 0.372), 180: (5, 0.2, 0.0), 270: (5, 9.6, 0.980)},
        {0: (14, 14.5, 0.995), 90: (5, 4.6, 0.333), 180: (14, 1.1, 0.356), 270: (12, 7.5, 0.983)},
        {0: (12, 11.0, 0.968), 90: (60, 1.1, 0.324), 180: (12, 2.3, 0.500), 270: (52, 2.5, 0.995)},
    ],
    ids=["prose", "table", "wide table", "names"],
)
def test_a_page_on_its_side_is_turned_though_its_characters_are_recognised_one_by_one(
    monkeypatch: pytest.MonkeyPatch, views: dict[int, tuple[int, float, float]], lies: int
) -> None:
    """How many lines, how long, how sure: measured on four pages, as they are seen under each turn."""
    seen = iter([views[(turn - lies) % 360] for turn in (0, 90, 270, 180)])
    monkeypatch.setattr(upright, "_legible", lambda *_: next(seen))
    assert upright.quarter(np.zeros((9, 9), np.uint8), 11.0) == lies


@needs
@pytest.mark.parametrize(
    ("first", "again", "text"),
    [
        ("118, 853, 953", "118,853, 953", "118,853,953"),
        ("1,137.10", "1, 137.10", "1,137.10"),
        ("2024, 5", "2024, 5", "2024, 5"),
        ("12, 3456", "12, 3456", "12, 3456"),
    ],
)
def test_a_blank_behind_the_comma_of_a_number_is_none_and_puts_it_in_no_doubt(
    monkeypatch: pytest.MonkeyPatch, first: str, again: str, text: str
) -> None:
    readings = iter([first, again])
    confs = [SimpleNamespace(confs=[0.98])]
    engine = lambda *_, **__: SimpleNamespace(txts=[next(readings)], word_results=confs)  # noqa: E731
    monkeypatch.setattr(recogniser, "_engine", lambda: engine)
    assert recogniser.recognise(np.zeros((20, 90), np.uint8)) == (text, 0.98)
