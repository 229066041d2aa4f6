"""A value in a number format is the text that a spreadsheet shows for it."""

from __future__ import annotations

import datetime as dt

import pytest

from budgetkit.readers.sheets.number_format import FormatError, Value, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1137.1, "0.00", "1137.10"),
        (1137.1, "#,##0.00", "1,137.10"),
        (155.04000000000002, "#,##0.00", "155.04"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00_);[红色](#,##0.00)", "(1,234.50)"),
        (-3, "#,##0;[Red]-#,##0", "-3"),
        (-3, "0.00", "-3.00"),
        (0, '#,##0.00;-#,##0.00;"-"', "-"),
        (0, "0.00;-0.00;;@", ""),
        (5, ";;;", ""),
        (0, "#,###", ""),
        (0, "#,##0", "0"),
        (1137.1, ACCOUNTING, "1,137.10"),
        (-1137.1, ACCOUNTING, "-1,137.10"),
        (0, ACCOUNTING, "-"),
        ("合计", ACCOUNTING, "合计"),
        ("合计", ";;;", ""),
        (1234567, "0!.0,", "123.5"),
        (12345678, "0!.0000", "1234.5678"),
        (12345678, "0\\.0000", "1234.5678"),
        (12345678, "#,##0.00,", "12,345.68"),
        (0.125, "0.0%", "12.5%"),
        (1137.1, '#,##0.00"万元"', "1,137.10万元"),
        (1137.1, "[$￥-804]#,##0.00", "￥1,137.10"),
        (5000, '[>=1000]#,##0.0,"千";0', "5.0千"),
        (500, '[>=1000]#,##0.0,"千";0', "500"),
        (2010301.0, "General", "2010301"),
        (2010301, "@", "2010301"),
        (12, "000", "012"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (1234.56789012, "G/通用格式", "1234.56789"),
        (123456789012, "General", "1.23457E+11"),
        (1.005, "0.00", "1.01"),
        (2.675, "0.00", "2.68"),
        (1234567.891, "#,##0.####", "1,234,567.891"),
        (True, "General", "TRUE"),
        (dt.datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (dt.datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (dt.datetime(2024, 3, 5, 9, 7), "yyyy/m/d h:mm", "2024/3/5 9:07"),
        (dt.datetime(2024, 3, 5), "[$-804]aaaa", "星期二"),
        (45292, "yyyy年m月", "2024年1月"),
    ],
)
def test_the_text_is_what_is_seen(value: Value, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize("code", ["# ?/?", "0.00E+00", "[DBNum2]General", "0." + "0" * 40, "0" + "%" * 5000])
def test_a_format_that_is_not_known_is_said_and_not_guessed(code: str) -> None:
    with pytest.raises(FormatError):
        shown(0.5, code)
