"""The generated parts of README.md and notebooks/README.md: nothing in them is typed by hand.

``python -m tests.support.readme`` fills what stands between ``<!-- begin:NAME -->`` and ``<!-- end:NAME -->``
from processed/, from the notebooks' saved outputs, and from running the example.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path

import budgetkit as bk
from budgetkit.amounts import format_fen
from budgetkit.analysis import pitfalls
from budgetkit.knowledge import frame_fields, table
from budgetkit.outputs.panel import PANEL, fields
from budgetkit.records import TABLES
from tests.support import nb

ROOT = nb.ROOT
EXAMPLE = """\
import budgetkit as bk
d = bk.read("raw/banan-2024-budget.pdf")
d
bk.reconcile(d)
items = d.line_items
items.loc[items["economic_code"] == "30226", ["nature", "item", "printed", "page", "line_id"]]
"""


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


def coverage() -> str:
    """Say what processed/ covers, counted."""
    documents, items, checks = bk.load("documents"), bk.load("line_items"), bk.load("checks")
    lines = [
        "| document | year | pages | tables | figures | checks decided | contradictions | unread |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for d in documents.itertuples():
        mine = checks[checks["document_id"] == d.document_id]
        decided = mine["outcome"].isin(["exact", "rounding", "fail"]).sum()
        errors = (mine["outcome"].eq("fail") & mine["severity"].eq("error")).sum()
        figures = items["document_id"].eq(d.document_id).sum()
        lines.append(
            f"| {d.title} | {d.fiscal_year} | {d.pages} | {d.tables} | {figures} | {decided} | {errors} | {d.unread} |"
        )
    return "Covered by the data in this repository:\n\n" + "\n".join(lines)


def read_first() -> str:
    """Return the ways to a wrong number with an example of each, from the panel."""
    tables = [bk.load(name, panel=True) for name in ("line_items", "documents", "measures")]
    lines = [
        "| what is not alike | example in the panel | right, 万元 | wrong, 万元 | times | so |",
        "|---|---|--:|--:|--:|---|",
    ]
    for p in pitfalls(*tables):
        right, wrong = format_fen(p.right_fen), format_fen(p.wrong_fen)
        times = f"{p.wrong_fen / p.right_fen:,.2f}"
        lines.append(
            f"| **{p.name}** ({p.name_zh}) | {p.what} ({p.documents}) | {right} | {wrong} | {times} | {p.rule} |"
        )
    return "\n".join(lines)


def panel() -> str:
    """Say what the panel holds, counted."""
    documents = bk.load("documents", panel=True)
    files = documents["files"].str.split().explode()
    counts = {name: len(bk.load(name, panel=True)) for name in ("line_items", "stated", "checks")}
    lines = [
        f"{len(files)} files of {documents['region'].nunique()} regions, {documents['fiscal_year'].min()}–"
        f"{documents['fiscal_year'].max()}, are {len(documents)} documents, of which "
        f"{documents['comparable'].sum()} may stand beside each other ({documents['latest'].sum()} bodies and "
        f"phases in their latest year): {counts['line_items']:,} printed figures in tables, "
        f"{counts['stated']:,} in the prose, {counts['checks']:,} checks.",
    ]
    return "\n".join(lines)


def headlines(folder: str) -> str:
    """Return the notebooks with their questions and their answers, as their outputs give them."""
    lines = []
    for path in nb.notebooks():
        ledger = nb.read(path)
        question = (
            next(c.source for c in ledger.cells if c.cell_type == "markdown").splitlines()[0].lstrip("# ")
        )
        answers = (
            str(o.data["text/markdown"]).strip().strip("*")
            for c in ledger.cells
            if c.cell_type == "code"
            for o in c.outputs
            if "data" in o and str(o.data.get("text/markdown", "")).startswith("**")
        )
        lines.append(f"- [{question}]({folder}{path.name})  \n  {next(answers, 'not executed yet')}")
    return "\n".join(lines)


def citation() -> str:
    """Return an example of a citation, from the data."""
    items, documents = bk.load("line_items"), bk.load("documents")
    row = items[(items["economic_code"] == "30226") & (items["nature"] == "operating")].iloc[0]
    title = documents.set_index("document_id").loc[row["document_id"], "title"]
    return (
        f"> {title}, {row['item']} ({row['economic_code']}) {row['printed']} {row['unit']}, p. {row['page']} of the facsimile, "
        f"`{row['line_id']}`, budgetkit {bk.__version__}."
    )


def dictionary() -> str:
    """Return the columns of every table, of a build and of the panel."""
    changes = {(row["table"], row["name"]): row["how"] for row in table("panel")}
    said = {"left_out": "not in the panel", "added": "only in the panel"}
    parts = []
    for name in PANEL:
        parts += [f"### {name}", "", "| column | type | what | panel |", "|---|---|---|---|"]
        built = frame_fields(name) if name in TABLES else []
        known = {spec["name"]: spec for spec in (*built, *fields(name))}
        for spec in known.values():
            how = changes.get((name, spec["name"]), "")
            kind = spec["type"] + (f": {', '.join(spec['enum'].split())}" if spec["enum"] else "")
            words = spec["description"].replace("|", "\\|")
            said_of = said.get(how, "a sentence is withheld" if how else "")
            parts.append(f"| `{spec['name']}` | {kind} | {words} | {said_of} |")
        parts.append("")
    return "\n".join(parts)


def main(root: Path = ROOT) -> None:
    """Write the generated parts."""
    first = {"read-first": read_first(), "panel": panel()}
    parts = {
        **first,
        "coverage": coverage(),
        "example": example(),
        "notebooks": headlines("notebooks/"),
        "citation": citation(),
    }
    readme = root / "README.md"
    readme.write_text(fill(readme.read_text(encoding="utf-8"), parts), encoding="utf-8")
    about = root / "processed" / "panel" / "README.md"
    about.write_text(fill(about.read_text(encoding="utf-8"), first), encoding="utf-8")
    words = root / "docs" / "data-dictionary.md"
    words.write_text(
        fill(words.read_text(encoding="utf-8"), {**first, "dictionary": dictionary()}), encoding="utf-8"
    )
    index = root / "notebooks" / "README.md"
    index.write_text(fill(index.read_text(encoding="utf-8"), {"notebooks": headlines("")}), encoding="utf-8")


if __name__ == "__main__":
    main()
