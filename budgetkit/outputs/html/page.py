"""The report of one document: one file that needs nothing else, made of what reading and checking found."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ...disclosure import Disclosure
from ...reconciliation import Reconciliation
from ...version import VERSION
from ..outcome import verdict
from ..paper import printed_numbers
from ..report import when
from ..writing import replacing
from .pictures import Pictures
from .register import MARKS, Register
from .sections import content
from .words import Both, made, named, say

if TYPE_CHECKING:
    from jinja2 import Environment

TOUCHED = (
    "id", "page", "form", "column", "row", "printed", "keys", "checks", "none", "close", "go", "lost",
    "onpage", "infile",
)  # fmt: skip
"""What the script says of a figure that is touched: rows ``html.about.…`` of ``messages.csv``."""


def page(d: Disclosure, r: Reconciliation, index: str = "") -> str:
    """Return the report of a document as one HTML page that loads nothing from elsewhere.

    Parameters
    ----------
    d : Disclosure
        What :func:`budgetkit.disclosure.disclosure.read` returned; its files must still be there.
    r : Reconciliation
        Of the document.
    index : str
        Address of the list of documents that the page belongs to, if it does.

    Returns
    -------
    str

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> text = page(d, bk.reconcile(d))
    >>> text.count("<h1>"), text.count('data-f=') > 300, "https:" in text
    (1, True, False)
    """
    register, pictures = Register(d, r), Pictures(printed_numbers(d.pages))
    found = content(d, r, register, pictures)
    drawn = pictures.draw()
    words = {key: say(f"html.about.{key}", page="{page}", file="{file}") for key in TOUCHED}
    return environment().get_template("page.html.j2").render(
        **found, document=d.document, name=_title(d), verdict=verdict(d, r),
        lost=len(d.unread), files=_files(d), cite=_cite(d), pictures=drawn, drawn=pictures.drawn, index=index,
        data=register.data() | {"words": words},
    )  # fmt: skip


def _title(d: Disclosure) -> str:
    return f"{d.document.entity or d.document.document_id} {d.document.fiscal_year or ''}".strip()


def _files(d: Disclosure) -> list[dict[str, str]]:
    return [{"name": p.path.name, "digest": hashlib.sha256(p.path.read_bytes()).hexdigest()} for p in d.parts]


def _cite(d: Disclosure) -> Both:
    about = d.document
    return say(
        "html.cite",
        entity=about.entity or about.document_id,
        title=about.title or about.document_id,
        when=made(lambda lang: when(about, lang)),
        version=VERSION,
    )


@cache
def environment() -> Environment:
    """Return the templates; what is put into them is text, and is escaped."""
    from jinja2 import Environment, PackageLoader
    from markupsafe import Markup, escape

    def both(words: Both) -> Markup:
        """Write both languages, of which the page shows one."""
        if words.zh == words.en:
            return escape(words.zh)
        form = Markup('<span class="zh" lang="zh-Hans">{}</span><span class="en" lang="en">{}</span>')
        return form.format(words.zh, words.en)

    def plain(words: Both) -> str:
        """Write both languages where no markup can stand."""
        return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"

    made_ = Environment(
        loader=PackageLoader("budgetkit.outputs.html"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made_.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    folder = files("budgetkit.outputs.html") / "templates"
    made_.globals.update(
        t=both, plain=plain, say=say, named=named, version=VERSION,
        outcomes=[*MARKS, "not_applicable"], marks=[*MARKS.values(), ""],
        style=Markup((folder / "style.css").read_text(encoding="utf-8")),
        script=Markup((folder / "script.js").read_text(encoding="utf-8")),
    )  # fmt: skip
    return made_


def save(text: str, path: Path) -> None:
    """Write a page, and the folder that it stands in."""
    with replacing(path) as made:
        made.write_text(text, encoding="utf-8", newline="\n")
