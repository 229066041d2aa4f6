"""The comparer of charts: sees what a reader would, overlooks what a platform does."""

from __future__ import annotations

import base64
import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from tests.support import pictures

BUDGET = (314.23, 155.04, 771.87, 182.5)


def bars(values=BUDGET, labels=None, dpi: int = 72, size: float = 8, noise: int = 0) -> bytes:
    figure, ax = plt.subplots(figsize=(6, 3.5))
    ax.barh(range(len(values)), values, color="#4477aa")
    for y, label in enumerate(labels or [f"{value:.2f}" for value in BUDGET]):
        ax.text(900, y, label, fontsize=size, va="center")
    ax.set_xlim(0, 1000)
    return saved(figure, dpi, noise)


def curve(values, dpi: int = 72) -> bytes:
    figure, ax = plt.subplots(figsize=(6, 3.5))
    ax.plot(values, color="#4477aa")
    ax.set_ylim(0, 100)
    return saved(figure, dpi)


def saved(figure, dpi: int, noise: int = 0) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=dpi)
    plt.close(figure)
    return shaken(buffer.getvalue(), noise) if noise else buffer.getvalue()


def shaken(png: bytes, levels: int) -> bytes:
    """Every pixel at an edge a few grey levels off, as another rasteriser leaves it."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    down, across = np.gradient(pixels.min(axis=2).astype(float))
    edge = np.abs(down) + np.abs(across) > 5
    off = np.random.default_rng(7).integers(-levels, levels + 1, edge.shape) * edge
    return encoded((pixels + off[..., None]).clip(0, 255).astype("uint8"))


def encoded(pixels: np.ndarray, **options) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", **options)
    return buffer.getvalue()


def test_a_picture_is_the_same_as_itself():
    assert pictures.difference(bars(), bars()) == (0, 0)
    assert pictures.same(bars(), bars())


@pytest.mark.parametrize("dpi", [72, 100, 150])
def test_antialiasing_noise_at_every_edge_passes(dpi):
    noisy = bars(dpi=dpi, noise=8)
    assert noisy != bars(dpi=dpi)
    assert pictures.same(bars(dpi=dpi), noisy)


@pytest.mark.parametrize("dpi", [72, 100, 150])
@pytest.mark.parametrize("changed", ["314.28", "314.22", "314.73", "344.23", "814.23"])
def test_one_changed_digit_in_a_label_is_caught(dpi, changed):
    other = bars(labels=[changed, "155.04", "771.87", "182.50"], dpi=dpi)
    assert not pictures.same(bars(dpi=dpi), other)
    assert pictures.difference(bars(dpi=dpi), other)[0] < pictures.MEAN_LIMIT, "only the block sees it"


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_a_bar_three_percent_longer_is_caught(which):
    values = [value * (1.03 if at == which else 1) for at, value in enumerate(BUDGET)]
    assert not pictures.same(bars(), bars(values))


def test_a_curve_that_moved_is_caught():
    years = np.linspace(30, 70, 8)
    assert not pictures.same(curve(years), curve(years + 1))


def test_one_point_of_a_curve_that_moved_is_caught():
    years = np.linspace(30, 70, 8)
    moved = years.copy()
    moved[3] += 2
    assert not pictures.same(curve(years), curve(moved))


def test_a_slight_shift_of_colour_everywhere_is_caught_by_the_mean():
    ground = np.full((64, 64, 3), 200, dtype="uint8")
    assert not pictures.same(encoded(ground), encoded(ground + 1))


def test_a_change_in_one_channel_counts_in_full():
    white = np.full((16, 16, 3), 255, dtype="uint8")
    yellow = white.copy()
    yellow[..., 2] = 245
    assert pictures.difference(encoded(white), encoded(yellow)) == (10, 10)


def test_a_spot_across_block_borders_is_not_diluted():
    blank = np.zeros((40, 40), dtype="uint8")
    spot = blank.copy()
    spot[12:20, 20:28] = 10
    assert pictures.difference(encoded(blank), encoded(spot))[1] == 10


def test_the_last_row_and_column_are_looked_at():
    blank = np.zeros((37, 41), dtype="uint8")
    corner = blank.copy()
    corner[-8:, -8:] = 12
    assert pictures.difference(encoded(blank), encoded(corner))[1] == 12


def test_a_picture_smaller_than_a_block_is_compared():
    assert pictures.difference(encoded(np.zeros((3, 5), "uint8")), encoded(np.full((3, 5), 9, "uint8"))) == (
        9,
        9,
    )


def test_another_size_is_another_picture():
    assert pictures.difference(bars(dpi=72), bars(dpi=73)) is None
    assert not pictures.same(bars(dpi=72), bars(dpi=73))


def test_version_and_time_are_stripped_and_every_pixel_kept():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Software", "Matplotlib version3.11.2")
    notes.add_text("Creation Time", "2024-01-01")
    pixels = np.arange(300, dtype="uint8").reshape(10, 10, 3)
    marked = encoded(pixels, pnginfo=notes, dpi=(100, 100))
    bare = pictures.strip_metadata(marked)
    assert b"Matplotlib" in marked and b"Matplotlib" not in bare and b"Creation" not in bare
    assert (np.asarray(Image.open(io.BytesIO(bare))) == pixels).all()
    assert Image.open(io.BytesIO(bare)).info["dpi"] == pytest.approx((100, 100), abs=0.1)


def test_what_is_not_a_png_is_refused():
    with pytest.raises(ValueError, match="not a PNG"):
        pictures.strip_metadata(b"GIF89a")


def test_base64_over_several_lines_is_decoded():
    text = base64.encodebytes(b"x" * 100).decode()
    assert text.count("\n") > 1
    assert pictures.decode(text) == b"x" * 100
