from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import budgetkit as bk
from budgetkit.outputs.evidence import SCALE
from tests.support import ROOT, inline

RED = np.array([0xD0, 0, 0])
BLUE = np.array([0x1F, 0x5F, 0xA8])


@pytest.fixture(scope="module")
def d() -> bk.Disclosure:
    return bk.read(ROOT / "raw" / "banan-2024-budget.pdf")


def extent(evidence: bk.evidence.Evidence, colour: np.ndarray) -> tuple[int, int]:  # type: ignore[type-arg]
    """Width and height of what is drawn in a colour, 0 by 0 where there is nothing."""
    pixels = np.asarray(evidence.image)
    ys, xs = np.nonzero((pixels == colour).all(axis=2))
    return (int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1) if len(xs) else (0, 0)


def test_the_cell_of_a_figure_is_boxed_at_its_size(d: bk.Disclosure) -> None:
    row = d.line_items.set_index("line_id").loc["banan-2024-budget:p6t1r19c4"]
    shown = bk.trace(d, str(row.name))
    width, height = extent(shown, RED)
    assert width == pytest.approx((row["x1"] - row["x0"]) * SCALE + 4, abs=2)
    assert height == pytest.approx((row["y1"] - row["y0"]) * SCALE + 4, abs=2)
    assert shown.captions == ("banan-2024-budget:p6t1r19c4: page 6, 劳务费, printed 155.04",)


def test_the_boxed_cell_holds_ink_and_a_blank_one_does_not(d: bk.Disclosure) -> None:
    def ink(which: str) -> float:
        shown = np.asarray(bk.trace(d, which).image)
        ys, xs = np.nonzero((shown == RED).all(axis=2))
        inside = shown[ys.min() + 8 : ys.max() - 8, xs.min() + 8 : xs.max() - 8]
        return float((inside.min(axis=2) < 128).mean())

    blank = d.blanks[d.blanks["function_code"] == "2101199"]["line_id"].iloc[0]
    assert ink("banan-2024-budget:p6t1r19c4") > 0.02
    assert ink(blank) == 0


def test_a_check_shows_both_sides_reported_in_red_and_parts_in_blue(d: bk.Disclosure) -> None:
    checks = bk.reconcile(d).checks
    check = checks[(checks["rule_id"] == "W08") & (checks["outcome"] == "rounding")].iloc[0]
    shown = bk.trace(d, check["check_id"], checks)
    assert len(shown.captions) == 5
    assert extent(shown, RED)[1] > 0 and extent(shown, BLUE)[1] > extent(shown, RED)[1]


def test_a_check_across_tables_shows_a_crop_of_each(d: bk.Disclosure) -> None:
    checks = bk.reconcile(d).checks
    check = checks[checks["rule_id"] == "X01"].iloc[0]
    shown = bk.trace(d, check["check_id"], checks)
    assert [c.split(": ")[1].split(",")[0] for c in shown.captions] == ["page 5", "page 6"]


def test_a_figure_in_the_prose_is_boxed_in_its_line(d: bk.Disclosure) -> None:
    row = d.stated[(d.stated["concept"] == "operating_cost") & (d.stated["role"] == "change")].iloc[0]
    shown = bk.trace(d, row["stated_id"])
    assert extent(shown, RED)[0] > 200 and f"printed {row['printed']}" in shown.captions[0]


def test_an_unknown_id_and_a_document_without_pages_say_so(d: bk.Disclosure, tmp_path: Path) -> None:
    with pytest.raises(bk.ExtractionError, match="no figure 'x'"):
        bk.trace(d, "x")
    text = inline.document(
        tmp_path, inline.table("部门支出总表", "科目编码|科目名称|总计\n201|一般公共服务支出|9.00")
    )
    with pytest.raises(
        bk.ExtractionError, match=r"no pages to show; the row reads \['201', '一般公共服务支出', '9.00'\]"
    ):
        bk.trace(text, text.line_items["line_id"].iloc[0])


def test_the_same_figure_gives_the_same_picture(d: bk.Disclosure) -> None:
    one, two = (bk.trace(d, "banan-2024-budget:p6t1r19c4")._repr_png_() for _ in range(2))
    assert one == two


def test_every_stated_figure_is_traced_to_the_line_it_is_printed_on(d: bk.Disclosure) -> None:
    paragraphs = {p.number: p for p in d.prose}
    for row in d.stated.itertuples():
        paragraph = paragraphs[int(row.sentence_id.rpartition(":p")[2].partition(".")[0])]
        places = paragraph.places(row.start, row.end)
        lines = [line.text for page, box in places for line in d.pages[page - 1].lines if line.bbox == box]
        printed = "".join(row.printed.split())
        assert printed in "".join("".join(lines).split()), (row.stated_id, lines)
