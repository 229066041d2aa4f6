"""Regions: the place that a body is of, as its name begins, and its code (``data/regions.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..text import plain
from .data import table

_BEFORE = re.compile(
    r"(?:20\d\d年?度?)?(?:关于)?(?:中国共产主义青年团|中国共产党|中共|共青团|中国人民政治协商会议|政协"
    r"|中国国民党革命委员会|民革|中国民主同盟|民盟|中国民主建国会|民建|中国民主促进会|民进|中国农工民主党|农工党"
    r"|中国致公党|致公党|九三学社|台湾民主自治同盟|台盟|中国红十字会|国家[^省市区县州]{2,6}?局(?=.))?"
)
"""What may stand before the place: a year, a party, a central body whose branch it is."""


_NAME = "[^局委厅处院校部署驻办与及、的省市]"
_NO_CITY, _NO_DISTRICT = "(?![城都门上全本超夜菜我]市)", "(?![山老片市县全本各辖]区)"
_REGION = re.compile(
    rf"(?!国家|全国|中央|中华|[全本各]省)(?:{_NAME}{{1,8}}?(?:省|自治区))?"
    rf"(?:{_NO_CITY}{_NAME}{{1,8}}?(?:自治州|(?<![华东西南北中])地区|(?<![联同加])盟|(?<!城)市)|{_NAME}{{2,4}}?州(?!市))?"
    rf"(?:{_NO_DISTRICT}{_NAME.replace('市', '')}{{1,8}}?"
    rf"(?:自治县|新区|(?<![社灌库校院景护地小])区(?!域)|县(?![域级])|旗)"
    rf"|{_NO_CITY}{_NAME}{{1,4}}?(?<!城)市(?!场|民|区|政|容))?"
)


def region_of(name: str) -> str:
    """Return the place that a name or title begins with, "" where it begins with none.

    A province stands for itself also without 省 or 市, if no smaller place is named so.

    >>> [region_of(name) for name in ("中共江苏省委办公厅", "恩施州财政局", "2024年度甲市乙县水务局")]
    ['江苏省', '恩施州', '甲市乙县']
    >>> region_of("上海交通职业技术学院"), region_of("国家市场监督管理总局")
    ('上海市', '')
    """
    text = plain(name)
    before = _BEFORE.match(text)
    text = text[before.end() :] if before else text
    match = _REGION.match(text)
    if match and match[0]:
        return match[0]
    short = re.match(rf"({'|'.join(_short())})(?![^省市]{{0,2}}[路街])", text)
    return _short()[short[1]] if short else ""


def is_region(name: str) -> bool:
    """Say whether a name is that of a place only.

    >>> is_region("甲市乙区"), is_region("甲市乙区水务局")
    (True, False)
    """
    return bool(name) and bool(_REGION.fullmatch(plain(name)))


def governments(text: str) -> list[str]:
    """Return the places, from the province on, whose governments a text speaks of.

    >>> governments("根据国务院批准的北京市人民政府机构改革方案和《北京市人民政府关于机构设置的通知》")
    ['北京市', '北京市']
    """
    provinces = "|".join(_short().values())
    return re.findall(rf"((?:{provinces})(?:{_NAME}{{1,6}}[市区县州旗])?)人民政府", text)


def region_code(region: str, year: int | None = None) -> str:
    """Return the code of a place by GB/T 2260, "" where it has none or its name is that of several.

    Places that a name does not tell apart are told apart by those above them, and by the year: a name
    or code that was given up is that of earlier years. An autonomous prefecture, county or banner may be
    named without the people it is of. A development zone has no code: it is not its city's.

    Parameters
    ----------
    region : str
        A place as :func:`region_of` returns it, with or without those above it.
    year : int, optional
        The fiscal year; today's division by default.

    Examples
    --------
    >>> [region_code(name) for name in ("上海市普陀区", "普陀区", "恩施州", "江苏省", "甲市乙区")]
    ['310107', '', '422800', '320000', '']
    >>> [region_code("重庆市渝北区", 2023), *(region_code("东乡县", year) for year in (2015, 2024))]
    ['500112', '361029', '622926']
    """
    text = plain(region)
    whole, short = (
        [
            row
            for at in range(len(text))
            for row in _called(shortened).get(text[at:], ())
            if text[:at] in _above(row["code"])
        ]
        for shortened in (False, True)
    )
    then = [[row for row in rows if _stood(row, year)] for rows in (whole, short)]
    codes = {row["code"] for row in next(filter(None, (*then, whole, short)), ())}
    return codes.pop() if len(codes) == 1 else ""


@cache
def _called(shortened: bool) -> dict[str, list[dict[str, str]]]:
    """Return the divisions by name, or by what they may be called for short."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in table("regions"):
        for name in _shortened(row["name"]) if shortened else (row["name"],):
            found.setdefault(name, []).append(row)
    return found


def _shortened(name: str) -> Iterator[str]:
    """Yield what an autonomous division may be called without the people it is of.

    >>> list(_shortened("恩施土家族苗族自治州"))[0], list(_shortened("恩施市"))
    ('恩施州', [])
    """
    for n in range(2, name.find("自治")):
        yield name[:n] + name[-1]


def _above(code: str) -> set[str]:
    """Return what may stand before the name of a division: its province and prefecture, or nothing.

    >>> sorted(_above("320311"))
    ['', '徐州市', '江苏', '江苏徐州市', '江苏省', '江苏省徐州市']
    """
    provinces = [n for n in _by_code().get(f"{code[:2]}0000", ()) if code[2:] != "0000"]
    cities = [n for n in _by_code().get(f"{code[:4]}00", ()) if code[4:] != "00"]
    provinces += [text for text, name in _short().items() if name in provinces]
    cities += [text for name in cities for text in _shortened(name)]
    return {a + b for a in ("", *provinces) for b in ("", *cities)}


@cache
def _by_code() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in table("regions"):
        names.setdefault(row["code"], []).append(row["name"])
    return names


def _stood(row: dict[str, str], year: int | None) -> bool:
    return not row["until"] if year is None else int(row["since"] or 0) <= year <= int(row["until"] or 9999)


@cache
def _short() -> dict[str, str]:
    """Return the provinces by their names without 省, 市 or 自治区."""
    names = [row["name"] for row in table("regions") if re.fullmatch("[1-6].0000", row["code"])]
    return {re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", name): name for name in names}
