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


def main(root: Path = ROOT) -> None:
    """Write the generated parts."""
    parts = {
        "coverage": coverage(),
        "example": example(),
        "notebooks": headlines("notebooks/"),
        "citation": citation(),
    }
    readme = root / "README.md"
    readme.write_text(fill(readme.read_text(encoding="utf-8"), parts), encoding="utf-8")
    index = root / "notebooks" / "README.md"
    index.write_text(fill(index.read_text(encoding="utf-8"), {"notebooks": headlines("")}), encoding="utf-8")


if __name__ == "__main__":
    main()
