"""The generated parts of the READMEs and of docs/: nothing in them is typed by hand.

``python -m tests.support.readme`` fills what stands between ``<!-- begin:NAME -->`` and ``<!-- end:NAME -->``
from processed/, from the notebooks' saved outputs, and from running the example.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import re
from pathlib import Path
from typing import Any

import budgetkit as bk
from budgetkit.amounts import format_fen
from budgetkit.analysis import pitfalls
from budgetkit.knowledge import frame_fields, table
from budgetkit.outputs.panel import PANEL, fields
from budgetkit.outputs.report import as_text
from budgetkit.records import BUILT
from tests.support import DATA, first_look, nb, numbers

ROOT = nb.ROOT
EXAMPLE = """\
import budgetkit as bk
d = bk.read("raw/banan-2024-budget.pdf")
d
bk.reconcile(d)
items = d.line_items
items.loc[items["economic_code"] == "30226", ["nature", "item", "printed", "page", "line_id"]]
"""

BANAN = "raw/banan-2024-budget.pdf"
CHECKED = 3
"""How many lines of each part of what ``check`` prints a README shows."""

COVERED = {
    "en": "| in this repository | year | pages | tables | figures | checks decided | contradictions | unread |",
    "zh": "| 本仓库中的文件 | 年度 | 页 | 表 | 数字 | 已判定的核对 | 矛盾 | 未能读出 |",
}
PITFALLS = {
    "en": "| what is not alike | example in the panel | right, 万元 | wrong, 万元 | times | so |",
    "zh": "| 不可混加的 | 面板数据中的例子 | 正确（万元） | 错误（万元） | 倍数 | 所以 |",
}
HELD = {
    "en": "{files} files of {regions} regions, {since}–{until}, are {documents} documents, of which {beside} may "
    "stand beside each other ({latest} bodies and phases in their latest year): {line_items:,} printed figures in "
    "tables, {stated:,} in the prose, {checks:,} checks.",
    "zh": "{regions} 个地区的 {files} 个文件（{since}–{until} 年）合为 {documents} 份公开文件，其中 {beside} 份可以相互比较"
    "（最近年度 {latest} 份，按部门和预算、决算计）：表中 {line_items:,} 个数字，文字中 {stated:,} 个，核对 {checks:,} 项。",
}
CITED = {
    "en": "> {title}, {item} ({economic_code}) {printed} {unit}, p. {page} of the facsimile, `{line_id}`, "
    "budgetkit {version}.",
    "zh": "> 《{title}》，{item}（{economic_code}）{printed} {unit}，重排本第 {page} 页，`{line_id}`，budgetkit {version}。",
}


def fill(text: str, parts: dict[str, str]) -> str:
    """Return `text` with the parts between the markers replaced.

    Raises
    ------
    ValueError
        A part has no place in the text.
    """
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- begin:{name} -->\n).*?(<!-- end:{name} -->)", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"no place for {name!r}")
        text = pattern.sub(lambda m, part=part: m[1] + part.strip("\n") + "\n" + m[2], text)
    return text


def example() -> str:
    """Run the example and return it with its real output."""
    names: dict[str, object] = {}
    out: list[str] = []
    for node in ast.parse(EXAMPLE).body:
        source = ast.get_source_segment(EXAMPLE, node)
        out.append(f">>> {source}")
        with contextlib.redirect_stdout(io.StringIO()):
            if isinstance(node, ast.Expr):
                out.append(repr(eval(str(source), names)))
            else:
                exec(str(source), names)
    return "```pycon\n" + "\n".join(out) + "\n```"


def coverage(lang: str = "en") -> str:
    """Say what processed/ covers, counted."""
    documents, items, checks = bk.load("documents"), bk.load("line_items"), bk.load("checks")
    lines = [COVERED[lang], "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for d in documents.itertuples():
        mine = checks[checks["document_id"] == d.document_id]
        decided = mine["outcome"].isin(["exact", "rounding", "fail"]).sum()
        errors = (mine["outcome"].eq("fail") & mine["severity"].eq("error")).sum()
        figures = items["document_id"].eq(d.document_id).sum()
        lines.append(
            f"| {d.title} | {d.fiscal_year} | {d.pages} | {d.tables} | {figures} | {decided} | {errors} | {d.unread} |"
        )
    return "\n".join(lines)


def check(lang: str = "en") -> str:
    """Return the beginning of what ``check`` prints of the Banan budget: verdict, key figures, findings."""
    d = bk.read(BANAN)
    shown, option = [], "" if lang == "en" else f" --lang {lang}"
    for part in as_text(d, bk.reconcile(d), lang).split("\n\n")[:-1]:
        lines = part.splitlines()
        shown += ["", *lines[:CHECKED], *(["  …"] if len(lines) > CHECKED else [])]
    return "\n".join(["```", f"$ budgetkit check {BANAN}{option}", *shown[1:], "```"])


def read_first(lang: str = "en") -> str:
    """Return the ways to a wrong number with an example of each, from the panel."""
    tables = [bk.load(name, panel=True) for name in ("line_items", "documents", "measures")]
    lines = [PITFALLS[lang], "|---|---|--:|--:|--:|---|"]
    for p in pitfalls(*tables):
        right, wrong = format_fen(p.right_fen), format_fen(p.wrong_fen)
        times = f"{p.wrong_fen / p.right_fen:,.2f}"
        if lang == "zh":
            named, what = f"**{p.name_zh}**", f"{p.what_zh}（{p.documents.replace(' and ', '、')}）"
            lines.append(f"| {named} | {what} | {right} | {wrong} | {times} | {p.rule_zh} |")
        else:
            named, what = f"**{p.name}** ({p.name_zh})", f"{p.what} ({p.documents})"
            lines.append(f"| {named} | {what} | {right} | {wrong} | {times} | {p.rule} |")
    return "\n".join(lines)


def panel(lang: str = "en") -> str:
    """Say what the panel holds, counted."""
    documents = bk.load("documents", panel=True)
    counts = {name: len(bk.load(name, panel=True)) for name in ("line_items", "stated", "checks")}
    return HELD[lang].format(
        files=len(documents["files"].str.split().explode()), regions=documents["region"].nunique(),
        since=documents["fiscal_year"].min(), until=documents["fiscal_year"].max(), documents=len(documents),
        beside=documents["comparable"].sum(), latest=documents["latest"].sum(), **counts,
    )  # fmt: skip


def questions(lang: str = "en") -> str:
    """Return the notebooks with their questions."""
    with (DATA / "notebooks_zh.csv").open(encoding="utf-8", newline="") as file:
        chinese = {row["question"]: row["zh"] for row in csv.DictReader(file)}
    asked = {path: question(nb.read(path)) for path in nb.notebooks()}
    said = {path: chinese[words] if lang == "zh" else words for path, words in asked.items()}
    return "\n".join(f"- [{words}](notebooks/{path.name})" for path, words in said.items())


def question(notebook: Any) -> str:
    """Return the question that a notebook asks in its first heading."""
    first = next(c.source for c in notebook.cells if c.cell_type == "markdown")
    return str(first.splitlines()[0].lstrip("# "))


def headlines() -> str:
    """Return the notebooks with their questions and their answers, as their outputs give them."""
    lines = []
    for path in nb.notebooks():
        ledger = nb.read(path)
        answers = (
            str(o.data["text/markdown"]).strip().strip("*")
            for c in ledger.cells
            if c.cell_type == "code"
            for o in c.outputs
            if "data" in o and str(o.data.get("text/markdown", "")).startswith("**")
        )
        lines.append(f"- [{question(ledger)}]({path.name})  \n  {next(answers, 'not executed yet')}")
    return "\n".join(lines)


def citation(lang: str = "en") -> str:
    """Return an example of a citation, from the data."""
    items, documents = bk.load("line_items"), bk.load("documents")
    row = items[(items["economic_code"] == "30226") & (items["nature"] == "operating")].iloc[0]
    title = documents.set_index("document_id").loc[row["document_id"], "title"]
    return CITED[lang].format(title=title, version=bk.__version__, **row)


def dictionary() -> str:
    """Return the columns of every table, of a build and of the panel."""
    changes = {(row["table"], row["name"]): row["how"] for row in table("panel")}
    said = {"left_out": "not in the panel", "added": "only in the panel"}
    parts = []
    for name in PANEL:
        parts += [f"### {name}", "", "| column | type | what | panel |", "|---|---|---|---|"]
        built = frame_fields(name) if name in BUILT else []
        known = {spec["name"]: spec for spec in (*built, *fields(name))}
        for spec in known.values():
            how = changes.get((name, spec["name"]), "")
            kind = spec["type"] + (f": {', '.join(spec['enum'].split())}" if spec["enum"] else "")
            words = spec["description"].replace("|", "\\|")
            said_of = said.get(how, "a sentence is withheld" if how else "")
            parts.append(f"| `{spec['name']}` | {kind} | {words} | {said_of} |")
        parts.append("")
    return "\n".join(parts)


def measures() -> str:
    """Return the measures with their names in both languages, what each is counted within, and what it is."""
    lines = ["| measure | 名称 | name | within 计入 | what it is |", "|---|---|---|---|---|"]
    for m in bk.measures().to_dict("records"):
        within = f"`{m['of']}`" if m["kind"] == "amount" and m["of"] else ""
        lines.append(f"| `{m['measure']}` | {m['name_zh']} | {m['name_en']} | {within} | {m['definition']} |")
    return "\n".join(lines)


def front(lang: str = "en") -> dict[str, str]:
    """Return the generated parts of the README in a language."""
    return {
        "read-first": read_first(lang), "panel": panel(lang), "coverage": coverage(lang), "check": check(lang),
        "example": example(), "trust": numbers.five(lang), "questions": questions(lang), "citation": citation(lang),
    }  # fmt: skip


def pages() -> dict[str, dict[str, str]]:
    """Return the files with generated parts, and these."""
    english = front()
    first = {name: english[name] for name in ("read-first", "panel")}
    measured = {"injection": numbers.injection(), "by-rule": numbers.by_rule(), "benign": numbers.benign()}
    return {
        "README.md": english,
        "README.zh-CN.md": front("zh"),
        "docs/measurements.md": measured,
        "docs/data-dictionary.md": {**first, "dictionary": dictionary()},
        "docs/measures.md": {"measures": measures()},
        "processed/panel/README.md": first,
        "notebooks/README.md": {"notebooks": headlines()},
    }


def main(root: Path = ROOT) -> None:
    """Write the generated parts, and draw the picture."""
    for name, parts in pages().items():
        path = root / name
        path.write_text(fill(path.read_text(encoding="utf-8"), parts), encoding="utf-8")
    first_look.main(root)


if __name__ == "__main__":
    main()
