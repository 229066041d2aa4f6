"""Who publishes what for which year: read off the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..errors import SourceError
from ..readers import Grid, Line, Page
from ..records import Document
from ..tables import Table, find_entity
from ..text import plain, squash

_TITLE = re.compile(
    r"(?P<before>[^0-9:。,;]{2,40}?)?(?P<year>20\d\d)年?(?:度)?(?P<rest>[^。;]*?(?:预算|决算).*)"
)


_YEAR = re.compile(r"(20\d\d)年(?:度)?[^。，]{0,20}?(?:预算|决算|表(?:$|\())|\((20\d\d)年?度?\)")


_SAID = re.compile(
    r"(?<![比较与同由从于])(20\d\d)年(?:度)?(?:初)?[^，。；：、\d]{0,20}?(?:预算|决算|收入|支出|三公)(?!数?执行)"
)


_REGION = re.compile(
    r"(?:中国共产党|中共)?(?P<region>(?:.{2,8}?(?:省|自治区))?(?:.{2,8}?(?:自治州|地区|盟|(?<!城)市))?(?:.{2,8}?(?:自治县|新区|区|县|旗))?)"
)


_BODY = re.compile(
    r"(?P<entity>[^,。:;]{2,40}?)(?:本?级|区级|市级|县级|省级)?(?:部门|单位)?(?:综合|汇总|年初)?(?:预算|决算).*"
)


_NO_ENTITY = re.compile(
    r".*(?:部分|目录|情况|说明|概况|附件|报表|公开|预算|决算|编制|总表|科目|收入|支出|一般公共|财政拨款|政府性基金|国有资本).*|.{0,3}"
)


def describe(document_id: str, pages: Sequence[Page], tables: Iterable[Table] = ()) -> Document:
    """Read title, entity, region, scope, year and phase off a document.

    Parameters
    ----------
    document_id : str
        Name to give the document.
    pages : sequence of Page
        What a reader returned.
    tables : iterable of Table
        Its recognised tables, whose titles and 编制单位 lines are used too.

    Examples
    --------
    >>> p = Page(1, blocks=(Line("某市某区教育局2024年部门预算情况说明"),))
    >>> d = describe("x", [p])
    >>> d.entity, d.region, d.fiscal_year, d.phase, d.scope
    ('某市某区教育局', '某市某区', 2024, 'approved', 'department')
    """
    tables = list(tables)
    heads = _head_lines(pages)
    captions = [text for t in tables for f in t.fragments for text in (*_inside(f.grid), *f.grid.above)]
    title, entity, year, rest = _title(heads)
    entity = _best_entity(entity, heads, tables)
    if year is None:
        year = _said_year(pages) or _headed_year([*heads, *captions])
    words = rest or "".join(heads + captions)
    phase = (
        "executed"
        if "决算" in rest or (not rest and words.count("决算") > words.count("预算"))
        else "approved"
    )
    scope = "department" if "部门" in words else "unit" if "单位" in words else ""
    regions = (match["region"] for text in (entity, plain(title)) if (match := _REGION.match(text)))
    region = next(filter(None, regions), "")
    return Document(document_id, title, entity, region, scope, year, phase, len(pages))


def combine(documents: Sequence[Document]) -> Document:
    """Return what several files that are one disclosure say together.

    Raises
    ------
    SourceError
        They say different entities, years or phases.

    Examples
    --------
    >>> d = combine([Document("x", fiscal_year=2026, pages=3), Document("y", entity="某局", pages=2)])
    >>> d.document_id, d.entity, d.fiscal_year, d.pages
    ('x', '某局', 2026, 5)
    """
    merged = documents[0]
    for other in documents[1:]:
        for name in ("entity", "fiscal_year", "phase"):
            mine, theirs = getattr(merged, name), getattr(other, name)
            if mine and theirs and mine != theirs and not _same_entity(str(mine), str(theirs)):
                raise SourceError(
                    f"{other.document_id} says {name} {theirs}, "
                    f"{merged.document_id} says {mine}: not one disclosure"
                )
        kept = {
            name: getattr(merged, name) or getattr(other, name)
            for name in ("title", "entity", "region", "scope", "fiscal_year", "phase")
        }
        merged = replace(merged, **kept, pages=merged.pages + other.pages)
    return merged


def _said_year(pages: Sequence[Page]) -> int | None:
    """Return the year that the prose budgets for: the last of those that it speaks of most.

    >>> _said_year([Page(1, blocks=(Line("2023年预算执行数5万元，2024年预算安排6万元，比2023年预算多。"),))])
    2024
    """
    said: Counter[int] = Counter()
    for page in pages:
        text = "".join(squash(b.text) for b in page.blocks if isinstance(b, Line))
        said.update(int(year) for year in _SAID.findall(text))
    most = max(said.values(), default=0)
    return max((year for year, n in said.items() if 2 * n >= most), default=None)


def _headed_year(lines: Iterable[str]) -> int | None:
    votes = Counter(m[1] or m[2] for line in lines if (m := _YEAR.search(plain(line))))
    return int(votes.most_common(1)[0][0]) if votes else None


def _same_entity(a: str, b: str) -> bool:
    return not a.isdigit() and (a in b or b in a)


def _inside(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row < 4 and 0 < len(cell.text) < 24]


def _head_lines(pages: Sequence[Page], most: int = 12) -> list[str]:
    """Return the first lines of the document, where a cover title stands."""
    return [squash(b.text) for page in pages[:3] for b in page.blocks[:most] if isinstance(b, Line)]


def _title(lines: Sequence[str]) -> tuple[str, str, int | None, str]:
    """Return title, entity, year and what follows the year; a title may be broken over lines."""
    for k in range(len(lines)):
        for n in (1, 2, 3):
            text = plain("".join(lines[k : k + n]))
            match = _TITLE.fullmatch(text)
            if not match or len(text) > 60 or re.search("[,。;].", text):
                continue
            body = _BODY.fullmatch(match["rest"])
            found = [
                e
                for e in (match["before"], body["entity"] if body else "")
                if e and not _NO_ENTITY.fullmatch(e)
            ]
            if found or n == 3:
                title = "".join(lines[k : k + n]).removesuffix("目录")
                return title, found[0] if found else "", int(match["year"]), match["rest"]
    return "", "", None, ""


def _best_entity(stated: str, heads: Sequence[str], tables: Sequence[Table]) -> str:
    """Choose whose document it is: the title's name, unless that is only a region, or what labels say."""
    region = _REGION.fullmatch(stated)
    if stated and not region:
        return _neat(stated)
    labelled = [e for e in map(find_entity, heads) if e]
    sheets = [
        squash(after.text)
        for t in tables
        if t.slug == "department_targets"
        for cell, after in pairwise([c for c in t.fragments[0].grid.cells if c.text])
        if re.fullmatch(r"(?:部门|单位)(?:\((?:部门|单位)\))?名称", plain(cell.text))
    ]
    common = [e for e, _ in Counter(t.entity for t in tables if t.entity).most_common(1)]
    return _neat(next((e for e in [*labelled, *common, *sheets] if not _NO_ENTITY.fullmatch(e)), stated))


def _neat(entity: str) -> str:
    """Undo the folding of brackets and drop 部门 behind the name.

    >>> _neat("某市某局(本级)部门")
    '某市某局（本级）'
    """
    return re.sub(r"(?<=.{3})(?:部门|单位)$", "", entity).replace("(", "（").replace(")", "）")
