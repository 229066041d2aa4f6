"""Regions: the place that a body is of, as its name begins."""

from __future__ import annotations

import re

from ..text import plain

_PROVINCES = re.findall(
    r"\w+",
    """
    北京市 天津市 上海市 重庆市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省
    河南省 湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省 陕西省 甘肃省 青海省
    内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区
    """,
)


_SHORT = {re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", name): name for name in _PROVINCES}


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
    short = re.match(rf"({'|'.join(_SHORT)})(?![^省市]{{0,2}}[路街])", text)
    return _SHORT[short[1]] if short else ""


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
    return re.findall(rf"((?:{'|'.join(_PROVINCES)})(?:{_NAME}{{1,6}}[市区县州旗])?)人民政府", text)
