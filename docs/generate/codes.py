"""The code tables as pages, with what each code is in other classifications."""

from __future__ import annotations

from collections.abc import Iterator

import budgetkit as bk

from .markdown import cell, table

TABLES = {
    "functional": ("支出功能分类", "Functional classification", ("cofog", "cofog_employer")),
    "economic": ("部门预算支出经济分类", "Economic classification of departments", ("government", "gfsm")),
    "government_economic": ("政府预算支出经济分类", "Economic classification of the government", ()),
}
HEADS = {
    "cofog": "COFOG", "cofog_employer": "COFOG, own staff 本单位职工缴费",
    "government": "government 政府科目", "gfsm": "GFSM",
}  # fmt: skip
CLASSES = {
    "functional": "类 款 项", "economic": "类 款", "government_economic": "类 款",
}  # fmt: skip


def _across(crosswalk: str, codes: list[str]) -> dict[str, str]:
    """Return what each code is in another classification; several where money is split."""
    rows = bk.crosswalk(crosswalk, only=codes)
    code, to = rows.columns[:2]
    return dict(rows[rows[to].ne("")].groupby(code)[to].agg(lambda found: ", ".join(dict.fromkeys(found))))


def _page(kind: str) -> str:
    zh, en, crosswalks = TABLES[kind]
    codes = bk.codes(kind)
    across = {key: _across(key, sorted(set(codes["code"]))) for key in crosswalks}
    rows = []
    for row in codes.astype(object).where(codes.notna(), "").to_dict("records"):
        years = f"{row['since'] or '…'}–{row['until'] or '…'}" if row["since"] or row["until"] else ""
        other = [cell(across[key].get(row["code"], "")) for key in crosswalks]
        rows.append((
            f"`{row['code']}`", cell(row["name"]), cell(row["name_en"]), years, *other, str(row["documents"]),
            cell(row["confidence"]),
        ))  # fmt: skip
    head = [
        "code 科目",
        "name 名称",
        "English",
        "years 年度",
        *(HEADS[key] for key in crosswalks),
        "printed in 见于",
        "confidence",
    ]
    return f"""# {en} {zh}

{len(codes)} rows of {codes["code"].nunique()} codes ({CLASSES[kind]}); type a code or a word to see some.
输入科目编码或名称即可筛选。 In Python: `bk.codes("{kind}")`. What the columns mean, and that no official table is
published as data: [code tables](../code-tables.md). The English names and the crosswalks to COFOG and GFSM
are proposals of this project.

{table(head, rows, right=(len(head) - 2,))}
"""


def pages() -> Iterator[tuple[str, str]]:
    """Return the pages of the code tables by their paths."""
    lines = [f"- [{zh} {en}]({kind}.md)" for kind, (zh, en, _) in TABLES.items()]
    toc = "\n".join(TABLES)
    yield (
        "codes/index.md",
        (
            "# Code tables 科目表\n\n"
            + "\n".join(lines)
            + "\n- [How they are made, and brought up to date](../code-tables.md)\n\n"
            f"```{{toctree}}\n:hidden:\n\n{toc}\n../code-tables\n```\n"
        ),
    )
    for kind in TABLES:
        yield f"codes/{kind}.md", _page(kind)
