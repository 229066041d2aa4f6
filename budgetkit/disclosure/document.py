"""Who publishes what for which year: read off the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..errors import SourceError
from ..knowledge import body_name, is_region, region_of
from ..readers import Grid, Line, Page
from ..records import Document
from ..tables import Table, find_entity
from ..text import plain, squash
from .cover import below, cover, is_name, is_organ, lone_year, titled
from .subject import place, subject

_LABEL = 60


_YEAR = re.compile(r"(20\d\d)年(?:度)?[^。，]{0,20}?(?:预算|决算|表(?:$|\())|\((20\d\d)年?度?\)")


_SAID = re.compile(
    r"(?<![比较与同由从于])(20\d\d)年(?:度)?(?:初)?[^，。；：、\d]{0,20}?(?:预算|决算|收入|支出|三公)(?!数?执行)"
)


_YEARLY = re.compile(r"(20\d\d)年度(?![^。，]{0,6}(?:绩效自评|决算))")


_KIND = re.compile(r"(?<![各所])(部门|单位)(?:综合|汇总|年初)?(?:预算|决算)(?!(?:支出)?经济分类)")
_LOOSE_KIND = re.compile(
    r"(?<![各所])(部门|单位)(?:\(单位\))?(?:综合|汇总|年初)?"
    r"(?:整体|收支|收入|支出(?!经济)|职[责能]|概况|基本情况|构成|(?:预算|决算)(?!(?:支出)?经济分类))"
)
_KIND_LABEL = re.compile(r"(?:预算)?(?:主管)?(部门|单位)[^:]{0,4}:.*")
_KINDS = {"部门": "department", "单位": "unit"}


def describe(document_id: str, pages: Sequence[Page], tables: Iterable[Table] = ()) -> Document:
    """Read title, entity, region, scope, year and phase off a document.

    Where two readings are possible, the title goes before the rest of the cover (预算单位：…), that before
    the labels of tables (编制单位：…, 部门名称), these before running headers and footers, and all of them
    before the prose. A document that is one table has its heading as its title.

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
    said = cover(pages)
    said = said if said.title else replace(said, title=_one_heading(pages, tables))
    under, label = below(pages, said.title)
    lines = _running(pages)
    running = titled(lines)
    heads = _head_lines(pages)
    captions = [text for t in tables for f in t.fragments for text in (*_inside(f.grid), *f.grid.above)]
    names = [said.entity, under, _labelled(pages, heads, tables), running.entity, *filter(is_organ, lines)]
    entity = next((n for n in names if n and not is_region(n)), "") or subject(pages)
    entity = _neat(entity or next(filter(None, names), ""))
    year = said.year or lone_year(pages) or running.year or _said_year(pages)
    year = year or _headed_year([*heads, *captions]) or _yearly(tables)
    words = said.words or said.title
    region = region_of(entity) or region_of(said.title) or place(pages)
    above = [text for t in tables for f in t.fragments for text in f.grid.above]
    scope = _scope([words, label, running.words, *map("|".join, (heads, above, captions))])
    evaluated = {t.slug for t in tables} - {"other"} == {"self_evaluation"}
    phase = _phase(words or "自评" * evaluated, heads + above) or _phase(words, captions) or "approved"
    return Document(document_id, said.title, entity, region, scope, year, phase, len(pages))


def _phase(words: str, others: Sequence[str]) -> str:
    """Say whether it is a budget or a final account, by its title, else by what its headings speak of more.

    A self-evaluation speaks of money that has been spent: it is not an approved budget.

    >>> _phase("部门决算", []), _phase("部门整体支出绩效自评报告", []), _phase("", ["部门预算", "收支总表"])
    ('executed', 'executed', 'approved')
    """
    if re.search("决算|自评", words):
        return "executed"
    text = words if "预算" in words else "".join(others)
    spent, planned = text.count("决算") + text.count("绩效自评"), text.count("预算")
    return "executed" if spent > planned else "approved" if planned else ""


def _scope(texts: Iterable[str]) -> str:
    """Say whether it is a department's or a unit's, by the first of title and other texts that says so.

    >>> _scope(["2024年预算", "预算单位:某市某部门服务中心", "部门收支总表"])
    'unit'
    """
    texts = [plain(text) for text in texts]
    for k, text in enumerate(texts):
        if match := _KIND_LABEL.fullmatch(text):
            return _KINDS[match[1]]
        title = Counter(_KIND.findall(text)) if k == 0 else None
        found = title or Counter(_LOOSE_KIND.findall(text))
        if found:
            return _KINDS[max(_KINDS, key=lambda kind: found[kind])]
    return next((_KINDS[kind] for kind in _KINDS if kind in "".join(texts)), "")


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
    one, other = body_name(a), body_name(b)
    return not a.isdigit() and (one in other or other in one)


def _inside(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row < 4 and 0 < len(cell.text) < 24]


def _head_lines(pages: Sequence[Page], most: int = 12) -> list[str]:
    """Return the first lines of the document, where a cover title stands."""
    return [squash(b.text) for page in pages[:3] for b in page.blocks[:most] if isinstance(b, Line)]


def _one_heading(pages: Sequence[Page], tables: Sequence[Table]) -> str:
    """Return the heading of a document that is one table, over all its pages."""
    titles = {t.title for t in tables}
    if not pages or len(titles) != 1 or len({t.slug for t in tables}) != 1:
        return ""
    heads = [squash(b.text) for b in pages[0].blocks[:3] if isinstance(b, Line)]
    return next((head for head in heads if head in titles), "")


def _labelled(pages: Sequence[Page], heads: Sequence[str], tables: Sequence[Table]) -> str:
    """Return whose the labels of tables say that they are: lines above, cells of a form, any other line."""
    above = [heads, *(t.fragments[0].grid.above[-5:] for t in tables)]
    pairs = [a + b for lines in above for a, b in pairwise(lines) if plain(a).endswith(":")]
    common = [e for e, _ in Counter(t.entity for t in tables if t.entity).most_common(1)]
    lines = [b.text for page in pages for b in page.blocks if isinstance(b, Line) and len(b.text) < _LABEL]
    found = [*map(find_entity, heads), *common, *map(find_entity, pairs), *_cells(tables)]
    found += map(find_entity, lines)
    return next((e for e in found if e and is_name(e)), "")


def _cells(tables: Sequence[Table]) -> Iterator[str]:
    """Yield the names in the cells after 部门名称 in the first rows of tables, forms of targets first."""
    for t in sorted(tables, key=lambda t: t.slug != "department_targets"):
        cells = [c for c in t.fragments[0].grid.cells if c.text]
        whole = t.slug == "department_targets"
        for cell, after in pairwise(cells):
            if not whole and not cell.row == after.row < 4:
                continue
            label = re.fullmatch(r"(?:预算|填报)?(?:部门|单位)(?:\((?:部门|单位)\))?名称:?", plain(cell.text))
            if label and (whole or is_organ(squash(after.text))):
                yield squash(after.text)


def _running(pages: Sequence[Page]) -> list[str]:
    """Return the first and last lines of pages that stand on most pages, without page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [squash(b.text) for b in page.blocks if isinstance(b, Line)]
        seen.update(
            {
                re.sub(r"^(?:关于)|[-—第·|]*\d{1,3}(?:页.*|[-—·|]*)?$", "", t)
                for t in (*lines[:2], *lines[-2:])
            }
        )
    return [text for text, n in seen.most_common() if n > 1 and 2 * n >= len(pages)]


def _yearly(tables: Sequence[Table]) -> int | None:
    """Return the year that the cells of tables speak of most as a budget year (2026年度)."""
    text = "".join(squash(c.text) + "|" for t in tables for f in t.fragments for c in f.grid.cells)
    votes = Counter(_YEARLY.findall(text))
    return int(votes.most_common(1)[0][0]) if votes else None


def _neat(entity: str) -> str:
    """Undo the folding of brackets and drop 部门 behind the name.

    >>> _neat("某市某局(本级)部门")
    '某市某局（本级）'
    """
    return re.sub(r"(?<=.{3})(?:部门|单位)$", "", entity).replace("(", "（").replace(")", "）")
