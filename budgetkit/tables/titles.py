"""Titles: which form a line of text names (``data/titles.csv``), and whose table it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..amounts import find_unit
from ..knowledge import OTHER, Form, form_of, is_region, words
from ..readers import Grid
from ..records import Caption
from ..text import plain, squash, unnumbered

_SENTENCE = re.compile(r"[。；;]|,.*,|如下")
_NUMBER = r"(?:\d+(?:-\d+)?表|表\d+(?:-\d+)?|表[一二三四五六七八九十]{1,3}(?=[:.、\d]|$))"
_TABLE_NUMBER = re.compile(rf"(?:部门|单位)?(?:附|公开|预算|决算)*{_NUMBER}[:.、]?")
_LONGEST = 48
_LONGEST_LINE, _LONGEST_LABEL = 60, 80


_ENTITY = re.compile(
    r"(?:(?:编制|填报|公开|预算|预算编制|部门)?(?:单位|部门)|(?:预算)?主管部门)(?:名称)?(?:\([^)]*\))?(?:\(公?开?章\))?"
    r":(?P<entity>[^:;,。]{3,40}?)(?:(?:金额)?单位:.*|金额单位.*)?"
)


_GOVERNMENT = re.compile(
    r"(?:20\d\d年?(?:度)?)?(?P<place>.{2,20}?)(?:本级)?(?:20\d\d年?(?:度)?)?"
    r"(?:一般公共|政府性基金|国有资本经营|社会保险基金|公共财政)(?:预算)?(?:收入|支出|收支).*"
)


@lru_cache(maxsize=4096)
def find_title(text: str) -> Form | None:
    """Return the form that a line of text names as a table's title, or None.

    The title of a table of a part of the money, which is none of the forms, names :data:`OTHER`.

    >>> find_title("2024年一般公共预算财政拨款基本支出预算表").slug
    'basic_expenditure'
    >>> find_title("表三") is None
    True
    """
    label = unnumbered(plain(text))[1]
    numbered = _TABLE_NUMBER.match(label)
    label = label[numbered.end() :] if numbered else label
    if len(label) > _LONGEST or _SENTENCE.search(label):
        return None
    row = words("titles").find(label)
    if row is None:
        return None
    return OTHER if row["slug"] == OTHER.slug else form_of(row["slug"], row["fund"], row["carried"])


def of_government(title: str) -> bool:
    """Say whether a title names the budget of a whole place, not of a department.

    >>> of_government("2024年乙县一般公共预算支出表"), of_government("表5 全市一般公共预算支出预算表")
    (True, True)
    >>> of_government("2024年市级部门一般公共预算支出表"), of_government("一般公共预算支出表")
    (False, False)
    """
    label = unnumbered(plain(title))[1]
    numbered = _TABLE_NUMBER.match(label)
    match = _GOVERNMENT.fullmatch(label[numbered.end() :] if numbered else label)
    place = match["place"] if match else ""
    return re.fullmatch("全[省市区县州旗]", place) is not None or is_region(place)


def is_table_number(text: str) -> bool:
    """Say whether a text only numbers a table.

    >>> is_table_number("表11"), is_table_number("附表三：")
    (True, True)
    """
    return bool(_TABLE_NUMBER.fullmatch(plain(text)))


def find_entity(text: str) -> str:
    """Return whose table it is where a line such as ``编制单位：…`` says so, else "".

    >>> find_entity("部门名称：某市交通局　　单位：万元"), find_entity("单位：万元")
    ('某市交通局', '')
    """
    match = _ENTITY.fullmatch(plain(text))
    if not match or re.fullmatch(r"(?:人民币)?(?:亿|百万|万|千)?元.*", match["entity"]):
        return ""
    return re.sub(r"\((?:公章|盖章|签章|章)\)$", "", match["entity"]).replace("(", "（").replace(")", "）")


def nearest_title(lines: Sequence[str]) -> tuple[Form | None, str]:
    """Return the form that the nearest title above names; a title may be broken over two lines."""
    for k in range(len(lines) - 1, -1, -1):
        form = find_title(lines[k])
        joined = squash("".join(lines[k - 1 : k + 1])) if k else ""
        alone = k and (find_title(before := lines[k - 1]) or is_table_number(before) or _in_brackets(before))
        if joined and not alone and not find_unit(lines[k]):
            longer = find_title(joined)
            if longer and (form is None or longer != form) and not find_entity(lines[k - 1]):
                return longer, joined
        if form:
            after = squash(lines[k + 1]) if k + 1 < len(lines) else ""
            if plain(after).startswith("(") and (refined := find_title(squash(lines[k]) + after)):
                return refined, squash(lines[k]) + after
            return form, squash(lines[k])
    return None, ""


def _in_brackets(line: str) -> bool:
    """Say whether a line is a remark of its own, such as （无此项支出）, which no title goes on with."""
    return bool(re.fullmatch(r"\([^()]*\)", plain(line)))


def captions(grids: Iterable[Grid], file: int = 0) -> Iterator[Caption]:
    """Yield the titles above the tables of a file, and what these say whose they are.

    They stand in the last four lines above a table, or, whose it is, in its first cells.
    """
    for grid in grids:
        above = grid.above[-4:]
        for text in above:
            if len(text) < _LONGEST_LINE and (form := find_title(text)) not in (None, OTHER):
                yield Caption(text, form.slug, file=file, page=grid.page)
        for text in (*above, *(cell.text for cell in grid.cells[:4])):
            labelled = (":" in text or "：" in text) and len(text) < _LONGEST_LABEL
            if labelled and (entity := find_entity(text)):
                yield Caption(text, entity=entity, file=file, page=grid.page)
