"""The cover: the title of a document, over as many lines as it takes, and the labels below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..knowledge import is_region
from ..readers import Grid, Line, Page
from ..tables import find_entity, find_title
from ..text import marker, plain, squash

_PAGES, _BLOCKS, _LINES, _LONGEST = 3, 12, 6, 72
_KINDS = r"(?:部门|单位)"
_TAIL = (
    r"(?:信息|公开|公示|编制|情况|有关|相关|事项|的|及|和|说明|报告|报表|文本|材料|资料|附?表格?|书|草案"
    r"|\((?:草案|.{0,4}稿|公开.{0,3})\))"
)


_TITLE = re.compile(
    r"(?P<before>[^0-9:。,;]{2,50}?)?\(?(?P<year>20\d\d)年?(?:度)?\)?(?P<rest>[^。;]*?(?:预算|决算|绩效).*)"
)
_UNDATED = rf"(?P<before>[^0-9:。,;]{{4,50}}?)?(?P<rest>{_KINDS}(?:综合|汇总|年初)?(?:预算|决算)(?:{_TAIL})*)"
_YEAR_LINE = r"\(?(?P<year>20\d\d)年?(?:度)?\)?"
_PATTERNS = (_TITLE, re.compile(_UNDATED + _YEAR_LINE), re.compile(_UNDATED + "(?P<year>)"))
_NEXT_YEAR = re.compile(r"预算执行情况.{1,6}?(20\d\d)年(?:度)?预算")
_BODY = re.compile(
    r"(?P<entity>[^,。:;]{2,50}?)(?:(?<=[省市区县州盟旗])本级|区级|市级|县级|省级)?(?:部门|单位)?(?:整体|项目)?(?:支出)?"
    r"(?:综合|汇总|年初)?(?:预算|决算|绩效).*"
)
_NO_ENTITY = re.compile(
    r".*(?:部分|封面|目录|情况|说明|概况|附件|报表|公开|预算|决算|编制|总表|科目|收入|支出|收支|一般公共|财政拨款|政府性基金"
    r"|国有资本|三公|经费|绩效|区级|市级|县级|省级|纳入|原因|主要|其中|增加|减少).*|[本我该].*|.{0,2}|.{3}(?<![部局委厅院署学])"
)


_DATE = re.compile(r"(?:20\d\d|[二0一三四五六七八九○OoＯ零]{4})年[\d一二三四五六七八九十]{1,3}月.{0,4}")
_ATTACHED = re.compile(r"附(?:件|表)[\d一二三四五六七八九十]{0,2}(?:-\d+)?[:：.、]?")
_PERSON = re.compile(
    r"审签|填报人|负责人|经办人|联系人|责任人|编制人|审核人|校对|[初复终]审|保密审查|联系电话"
)
_STOP = re.compile(
    r"目录?|录|封面|内部资料.*|\(.{9,}\)|.*(?:\.{4}|…{2}).*|.*[,。;!].*|.*(?:万元|元)|[^:]{1,24}:.*"
)
_PAGE_NUMBER = re.compile(r"(?!20\d\d)[-—]*第?\d{1,3}页?(?:[,/]?共?\d+页?)?[-—]*|[^0-9A-Za-z\u4e00-\u9fff]*")
_ORGAN = re.compile(
    r"[^:;,。]{2,}(?:局|委|委员会|厅|办|办公室|中心|院|校|[小中大]学|幼儿园|馆|站|所|队|处|会|署|社|场|部|团|镇|乡|街道|人民政府|公司"
    r"|台|库|园|基地|监狱|联|政协|人大|集团)(?:\((?:本级|机关|本部|汇总)\))?"
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a title says: itself as printed, whose and of which year it is, and its words after the year."""

    title: str = ""
    entity: str = ""
    year: int | None = None
    words: str = ""


def cover(pages: Sequence[Page]) -> Cover:
    """Read the title in the first lines of the first pages, and whose name stands below it.

    A title ends before a label with a colon, a date, a sentence, a list of contents and a line that
    names who checked it; marks without a letter and page numbers do not count as lines. Title lines
    that only go on with 信息公开, 情况说明 and the like are part of it.

    >>> lines = "附件2 2026年度 甲市公安局治安管理 支队 单位预算 初审：某人".split()
    >>> c = cover([Page(1, blocks=tuple(map(Line, lines)))])
    >>> c.title, c.entity, c.year
    ('2026年度甲市公安局治安管理支队单位预算', '甲市公安局治安管理支队', 2026)
    """
    runs = [run for page in pages[:_PAGES] for run in _runs(page)]
    for pattern in _PATTERNS:
        for run in runs if pattern is _TITLE else _runs(pages[0]) if pages else ():
            for k in range(len(run)):
                if found := _title(run[k : k + _LINES], pattern):
                    return found if found.entity else _within(run[k : k + _LINES], found, pattern)
    return Cover()


def _within(lines: Sequence[str], found: Cover, pattern: re.Pattern[str]) -> Cover:
    """Return the title that names a body and ends as one without a name does, below what stood before it."""
    shorter = (_title(lines[k:], pattern) for k in range(1, len(lines)))
    return next((c for c in shorter if c and c.entity and found.title.endswith(c.title)), found)


def below(pages: Sequence[Page], title: str) -> tuple[str, str]:
    """Return the name, and its label if any, that stands on the cover below the title.

    >>> below([Page(1, blocks=(Line("2024年部门预算"), Line("某市水务局")))], "2024年部门预算")
    ('某市水务局', '')
    """
    texts = [squash(t) for t in _texts(pages[0])] if pages else []
    at = next((k for k, text in enumerate(texts) if text and title.endswith(text)), None)
    for text, after in zip(texts, [*texts, ""][1:], strict=True):
        for said in (text, text + after if plain(text).endswith(":") else ""):
            if (entity := find_entity(said)) and is_name(entity):
                on = find_entity(said + after) if not is_organ(entity) and not _stops(after) else ""
                return on if is_organ(on) else entity, plain(said)
    for text in texts[at + 1 : at + 3] if title and at is not None else ():
        text = text[1:-1] if re.fullmatch(r"\([^()]*\)", plain(text)) else text
        if _ORGAN.fullmatch(plain(text)) and not _NO_ENTITY.fullmatch(plain(text)) and not _stops(text):
            return text, ""
    return "", ""


def lone_year(pages: Sequence[Page]) -> int | None:
    """Return the year that stands alone on the first page: 2024年, （2024年度）.

    >>> lone_year([Page(1, blocks=(Line("部门预算公开"), Line("（2024年度）")))])
    2024
    """
    years = (re.fullmatch(_YEAR_LINE, _arabic(plain(text))) for text in (_texts(pages[0]) if pages else ()))
    return next((int(match["year"]) for match in years if match), None)


def titled(lines: Iterable[str]) -> Cover:
    """Return the title that one of some lines, such as running headers, is; an empty one if none is."""
    for text in lines:
        if not _stops(text) and (found := _title([text], _TITLE)):
            return found
    return Cover()


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a body.

    >>> is_name("某市水务局"), is_name("部门预算"), is_name("“三公”经费")
    (True, False, False)
    """
    return not _NO_ENTITY.fullmatch(plain(text))


def is_organ(text: str) -> bool:
    """Say whether a text is a name that ends as the names of bodies do.

    >>> is_organ("某市水务局（本级）"), is_organ("支出项目名称")
    (True, False)
    """
    return bool(_ORGAN.fullmatch(plain(text))) and is_name(text)


def _texts(page: Page) -> list[str]:
    return [b.text for b in _top(page) if isinstance(b, Line)]


def _top(page: Page) -> tuple[Line | Grid, ...]:
    """Return the first blocks of a page: from the title on, where its format says which line that is."""
    at = (k for k, b in enumerate(page) if page.title and isinstance(b, Line) and b.text == page.title)
    start = next(at, 0)
    return page.blocks[start : start + _BLOCKS]


def _runs(page: Page) -> Iterator[list[str]]:
    """Yield the lines of a page that may be one title, cut where no title goes on."""
    run: list[str] = []
    for block in _top(page):
        text = squash(block.text) if isinstance(block, Line) else ""
        attached = _ATTACHED.match(text)
        text = re.sub(r"第\d{1,3}页.{0,6}$", "", text[attached.end() :] if attached else text)
        if isinstance(block, Line) and _PAGE_NUMBER.fullmatch(plain(text)):
            continue
        if text and not _stops(text):
            run.append(text.removesuffix("目录"))
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _stops(text: str) -> bool:
    """Say whether a line is no part of a title and ends it."""
    folded = plain(text)
    listed = marker(folded)[0] >= 0
    return bool(listed or _DATE.fullmatch(folded) or _STOP.fullmatch(folded) or _PERSON.search(folded))


def _title(lines: Sequence[str], pattern: re.Pattern[str]) -> Cover | None:
    """Return the title that some lines begin with: the shortest that names a body, else the shortest."""
    nameless = None
    for n in range(1, len(lines) + 1):
        printed = "".join(lines[:n])
        match = pattern.fullmatch(_arabic(plain(printed)))
        if not match or len(printed) > _LONGEST or re.search(r"\d[.\d]*(?:万元|元|%)", printed):
            continue
        body = _BODY.fullmatch(match["rest"])
        named = [_bare(e) for e in (match["before"], body["entity"] if body else "") if e]
        entity = next((e for e in named if is_name(e)), "")
        title = _whole(lines, n)
        later = _NEXT_YEAR.match(match["rest"])
        year = int(later[1] if later else match["year"]) if match["year"] else None
        if entity and (year or not is_region(entity)):
            return Cover(title, entity, year, match["rest"])
        if nameless is None and not find_title(printed):
            place = next((e for e in named if is_region(e)), "")
            nameless = Cover(title, place, year, match["rest"])
    return nameless


def _whole(lines: Sequence[str], n: int) -> str:
    """Return the title of n lines with the lines that only go on with it."""
    head = plain("".join(lines[:n]))
    begun = head[max(head.rfind(word) + 2 for word in ("预算", "决算", "绩效")) :]
    while n < len(lines) and re.fullmatch(f"(?:{_TAIL})+", begun + plain(lines[n])):
        begun += plain(lines[n])
        n += 1
    return "".join(lines[:n])


def _bare(name: str) -> str:
    """Take off a name what only says that something is made public.

    >>> _bare("关于某市水务局"), _bare("某市水务局关于公开")
    ('某市水务局', '某市水务局')
    """
    return re.sub(r"^(?:关于|[^\u4e00-\u9fff(]+)+|(?:关于)?(?:公开|公布|报送|批复|印发)?$", "", name)


def _arabic(text: str) -> str:
    """Write a year in Chinese digits as a number: 二0二六年.

    >>> _arabic(plain("二〇二六年度部门预算"))
    '2026年度部门预算'
    """
    digits = str.maketrans("二0一三四五六七八九○OoＯ零", "201345678900000")
    return re.sub(
        r"二[0○OoＯ零][二0一三四五六七八九○OoＯ零]{2}(?=年)", lambda m: m[0].translate(digits), text
    )
