"""Small documents written as inline CSV: what the tests of the rules check against.

Blocks are separated by blank lines. A block is a table (its first line is the form and the keys of its
columns, each further line a label and amounts in 万元), or ``stated``, ``indicators``, ``note``,
``unread`` or ``prose``; ``phase,executed`` at the top makes the document a final account, and
``about,title=…,entity=…`` says what is on its cover. Prose that begins with ``# `` is a heading, ``----`` a
page break::

    public_expenditure,total,basic,project
    合计,10.00,4.00,6.00
    2010301,10.00,4.00,6.00

    stated,concept,fund,amount
    stated,basic_expenditure,general_public,4

An amount that ends in 元 is read in 元, an empty one is a blank cell, and ``?`` one that is not read.

A line ``-- year=2023 entity=…`` begins another document that the first is compared with.
"""

from __future__ import annotations

import csv
import re
from types import SimpleNamespace
from typing import Any

from budgetkit.amounts import parse
from budgetkit.knowledge.data import table
from budgetkit.prose.paragraphs import paragraphs
from budgetkit.readers.pages import Line, Page
from budgetkit.records import frame

Row = dict[str, Any]

DIRECTIONS = ("revenue", "expenditure", "carry_in", "carry_out")
NATURES = ("basic", "project", "personnel", "operating", "operations")
FUNDS = (
    "fiscal",
    "general_public",
    "government_fund",
    "state_capital",
    "special_account",
    "unit",
    "business",
)
EXPENSES = ("three_public", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
LABELS: dict[str, Row] = {
    "合计": {"concept": "grand_total", "is_total": True, "level": 0},
    "本年收入": {"concept": "current_total", "is_total": True, "level": 0},
    "本年支出": {"concept": "current_total", "is_total": True, "level": 0},
    "上年结转": {"concept": "carry_in", "direction": "carry_in", "carried": True},
    "结转下年": {"concept": "carry_out", "direction": "carry_out", "carried": True},
    "一般公共预算资金": {"fund": "general_public"},
    "政府性基金预算资金": {"fund": "government_fund"},
    "事业收入": {"fund": "business"},
    "年初结转和结余": {"concept": "carry_in", "direction": "carry_in", "carried": True},
    "年初一般公共预算结转": {"fund": "general_public", "direction": "carry_in", "carried": True},
    "年末结转和结余": {"concept": "carry_out", "direction": "carry_out", "carried": True},
    "使用非财政拨款结余": {"concept": "surplus_used", "fund": "surplus"},
    "结余分配": {"concept": "surplus_distributed"},
    "人员经费合计": {"nature": "personnel"},
    "公用经费合计": {"nature": "operating"},
}
YEAR = 2024


def document(text: str, year: int | None = YEAR) -> SimpleNamespace:
    """Return a Disclosure-like object for the document that `text` describes."""
    doc = _Document(year)
    for block in text.strip().split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        if lines:
            doc.add([next(csv.reader([line])) for line in lines])
    return doc.build()


def documents(text: str) -> list[SimpleNamespace]:
    """Return the document that `text` describes, and those after it that begin with ``-- year=…``."""
    first, *rest = re.split(r"^-- (.*)$", text, flags=re.MULTILINE)
    found = [document(first)]
    for number, (head, body) in enumerate(zip(rest[::2], rest[1::2], strict=True), 2):
        keys = dict(pair.split("=", 1) for pair in head.split())
        year = int(keys.pop("year", YEAR))
        about = ",".join(f"{k}={v}" for k, v in {"document_id": f"d{number}", **keys}.items())
        found.append(document(f"about,{about}\n\n{body}", year))
    return found


class _Document:
    def __init__(self, year: int | None) -> None:
        self.year = year
        self.phase = "approved"
        self.about: dict[str, str] = {}
        self.items: list[Row] = []
        self.blanks: list[Row] = []
        self.stated: list[Row] = []
        self.indicators: list[Row] = []
        self.unread: list[Row] = []
        self.prose: list[str] = []
        self.forms: list[Row] = []
        self.known = {f["slug"]: f for f in table("forms")}

    def add(self, rows: list[list[str]]) -> None:
        kind, *header = rows[0]
        if kind in self.known:
            self._table(self.known[kind], header, rows[1:])
        elif kind == "stated":
            self.stated += [self._stated(dict(zip(header, r[1:], strict=True))) for r in rows[1:]]
        elif kind == "indicators":
            for r in rows[1:]:
                self._indicator(dict(zip(header, r[1:], strict=True)))
        elif kind == "about":
            self.about = dict(pair.split("=", 1) for pair in header)
        elif kind == "phase":
            self.phase = header[0]
        elif kind == "note":
            next(f for f in self.forms if f["form"] == header[0])["note"] = header[1]
        elif kind == "unread":
            page, number, row, col = (int(x) if x else None for x in header)
            self.unread.append({"document_id": "d", "page": page, "table": number, "row": row, "col": col})
        else:
            assert kind == "prose", kind
            self.prose += header

    def _table(self, form: Row, header: list[str], rows: list[list[str]]) -> None:
        page = len(self.forms) + 1
        self.forms.append(
            {"document_id": "d", "form": form["slug"], "status": "found", "pages": str(page), "unit": "万元",
             "statutory": form["statutory"] == "yes", "note": ""}
        )  # fmt: skip
        for r, (label, *amounts) in enumerate(rows):
            for c, (keys, text) in enumerate(zip(header, amounts, strict=True), 1):
                self._cell(form, keys, label, text.strip(), {"page": page, "table": 1, "row": r, "col": c})

    def _cell(self, form: Row, keys: str, label: str, text: str, at: Row) -> None:
        if text == "?":
            self.unread.append({"document_id": "d", "printed": text, "why": "test", **at})
            return
        amount = parse(text.removesuffix("元"), "元" if text.endswith("元") else "万元")
        row: Row = {
            "line_id": f"d:p{at['page']}r{at['row']}c{at['col']}", "document_id": "d", "form": form["slug"],
            "direction": form["direction"], "fund": form["fund"], "nature": form["nature"], "carried": False,
            "measure": "amount", "code_kind": form["rows"], "item": label, "concept": "", "is_total": False,
            "fiscal_year": self.year, "phase": self.phase, "amount_fen": amount.fen, "state": amount.state,
            "step_fen": amount.step_fen, "printed": text, "unit": amount.unit, **at,
        }  # fmt: skip
        row |= self._column(keys)
        row |= LABELS.get(label, {})
        if label.isdigit():
            economic = form["rows"] == "economic"
            row |= {
                "economic_code" if economic else "function_code": label,
                "level": len(label) // 2,
                "item": "",
            }
        if form["rows"] == "economic" and (code := label.partition("/")[2] or label).startswith("5"):
            kind = "economic" if "/" in label else "government_economic"  # 30101/50101: both codes
            row |= {"government_code": code, "economic_code": label.partition("/")[0], "code_kind": kind}
        if form["rows"] == "function" and re.fullmatch(r"2\d+/3\d+", label):  # 2010301/30101: both codes
            row |= dict(zip(("function_code", "economic_code"), label.split("/"), strict=True)) | {"level": 3}
        if ":" in label:  # code:name
            code, name = label.split(":")
            kind = "economic_code" if form["rows"] == "economic" else "function_code"
            row |= {kind: code, "item": name, "level": len(code) // 2}
        (self.blanks if amount.state == "blank" else self.items).append(row)

    def _column(self, keys: str) -> Row:
        row: Row = {}
        for key in keys.split():
            if key in DIRECTIONS:
                row["direction"] = key
            elif key in NATURES:
                row["nature"] = key
            elif key in EXPENSES:
                row |= {"concept": key, "is_total": key == "three_public"}
            elif key in FUNDS:
                row["fund"] = key
            elif key == "carried":
                row["carried"] = True
            elif key.isdigit():
                row["fiscal_year"] = int(key)
            elif key in ("approved", "executed"):
                row["phase"] = key
            elif key == "change":
                row["measure"] = key
            else:
                assert key == "total", key
        return row

    def _stated(self, row: dict[str, str]) -> Row:
        out: Row = {
            "role": "level",
            "unit": "万元",
            "fiscal_year": self.year,
            "document_id": "d",
            "page": 1,
            "nature": "total",
            **row,
        }
        text = out.pop("amount", "")
        if sentence := out.get("sentence_id"):  # s2: the second sentence of a paragraph
            out["sentence_id"] = f"worked:p001.{sentence.removeprefix('s')}"
        if text:
            amount = parse(text, "万元")
            out |= {"amount_fen": amount.fen, "step_fen": amount.step_fen, "printed": text}
        out["value"] = float(out["value"]) if out.get("value") else None
        out["base_year"] = out.get("base_year") or None
        return out

    def _indicator(self, row: dict[str, str]) -> None:
        budget = row.pop("budget", "")
        fen = parse(budget, "万元").fen if budget else None
        weight = float(row.pop("weight")) if row.get("weight") else None
        at = {"page": 90, "table": 1, "row": len(self.indicators)}
        self.indicators.append({"document_id": "d", "budget_fen": fen, **row, "weight": weight, **at})

    def _pages(self) -> list[Page]:
        pages: list[list[Line]] = [[]]
        for text in self.prose:
            if text == "----":
                pages.append([])
            else:
                pages[-1].append(Line(text.removeprefix("# "), level=int(text.startswith("# "))))
        return [Page(n, blocks=tuple(lines)) for n, lines in enumerate(pages, 1)]

    def build(self) -> SimpleNamespace:
        found = {f["form"] for f in self.forms}
        missing = [
            {"document_id": "d", "form": slug, "status": "missing", "statutory": True}
            for slug, f in self.known.items()
            if f["statutory"] == "yes" and slug not in found
        ]
        for n, row in enumerate(self.stated, 1):
            row["stated_id"] = f"d:s{n}"
        pages = self._pages()
        return SimpleNamespace(
            document={"document_id": "d", "fiscal_year": self.year, "phase": self.phase, **self.about},
            forms=frame("forms", [*self.forms, *missing]),
            line_items=frame("line_items", self.items),
            blanks=frame("blanks", self.blanks),
            stated=frame("stated", self.stated),
            indicators=frame("indicators", self.indicators),
            unread=frame("unread", self.unread),
            pages=pages,
            prose=paragraphs(pages),
            captions=[],
        )
