from __future__ import annotations

import pytest

from budgetkit.amounts import MOST, UNITS, find_unit, format_fen, parse
from budgetkit.errors import AmountError


@pytest.mark.parametrize(
    ("text", "unit", "fen", "step"),
    [
        ("1,137.10", "万元", 1_137_100_000, 10_000),
        ("1137.1", "万元", 1_137_100_000, 100_000),
        ("326,658,710", "元", 32_665_871_000, 100),
        ("0.123456", "万元", 123_456, 1),
        ("-12.5", "元", -1_250, 10),
        ("(12.50)", "元", -1_250, 1),
        ("１，０００．５", "万元", 1_000_500_000, 100_000),
        ("1682.7\n6", "万元", 1_682_760_000, 10_000),
        ("2.5", "亿元", 25_000_000_000, 1_000_000_000),
        (".5", "元", 50, 10),
    ],
)
def test_a_printed_amount_is_exact_fen_with_its_printed_step(
    text: str, unit: str, fen: int, step: int
) -> None:
    amount = parse(text, unit)
    assert (amount.fen, amount.step_fen, amount.state) == (fen, step, "value")


@pytest.mark.parametrize(
    ("text", "state", "fen"),
    [("", "blank", None), ("0", "zero", 0), ("0.00", "zero", 0), ("—", "dash", None), ("--", "dash", None)],
)
def test_blank_dash_and_zero_are_three_things(text: str, state: str, fen: int | None) -> None:
    amount = parse(text, "万元")
    assert (amount.state, amount.fen) == (state, fen)


@pytest.mark.parametrize(
    "text", ["1,13.10", "12.3.4", "12%", "约12", "1e3", "(-3)", "12,34", "1 137.1a", ",", "."]
)
def test_what_is_not_one_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountError, match="is not an amount"):
        parse(text, "万元")


def test_digits_below_one_fen_are_refused_not_rounded() -> None:
    with pytest.raises(AmountError, match="below one fen"):
        parse("0.0000001", "万元")
    assert parse("0.0000010", "万元").fen == 1


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(AmountError, match="unknown unit"):
        parse("1", "美元")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:万\n元", "万元"),
        ("金额单位：人民币元", "元"),
        ("单位（亿元）", "亿元"),
        ("编制单位：某局", None),
        ("万元", None),
    ],
)
def test_a_stated_unit_is_found_and_no_other(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


@pytest.mark.parametrize("unit", list(UNITS))
def test_what_is_formatted_reads_back_alike(unit: str) -> None:
    for fen in (0, 1_137_100_000, -500_000_000_000):
        assert parse(format_fen(fen, unit, 8), unit).fen == fen


def test_formatting_rounds_half_up_and_never_prints_minus_zero() -> None:
    assert (format_fen(5_000), format_fen(4_999), format_fen(-4_999)) == ("0.01", "0.00", "0.00")


def test_the_largest_amount_is_read_and_a_larger_one_is_refused_so_that_sums_of_many_stay_within_64_bits() -> (
    None
):
    assert parse("1,000,000,000,000,000.00", "元").fen == MOST
    assert MOST * 90 < 2**63
    for text in ("1,000,000,000,000,000.01", "-1,000,000,000,000,000.01", "9" * 19, "9" * 99):
        with pytest.raises(AmountError, match="larger than any budget"):
            parse(text, "元")
