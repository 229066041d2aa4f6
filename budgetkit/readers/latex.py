"""LaTeX as OCR tools write it into Markdown: numbers set as mathematics, tables as tabular."""

from __future__ import annotations

import re

_MATH = re.compile(
    r"\$\$(?=[^$])(.{1,120}?)\$\$"
    r"|(?<![\\$])\$((?! )[^$\n]{1,120}?(?<! )| [^$\n]{1,120} )\$(?![\d$])"
    r"|\\\((.{1,120}?)\\\)"
)
_STYLE = re.compile(
    r"\\(?:math(?:bf|rm|sf|it|tt|bb)|text(?:bf|rm|it|sf)?|boldsymbol|bm|underline|operatorname|mbox)\s*\{([^{}]*)\}"
)
_STRIKE = re.compile(r"\\(?:sout|st|cancel|xcancel|bcancel|xout)\s*\{([^{}]*)\}")
_RAISED = re.compile(r"\^\s*(?:\{([^{}]*)\}|(\w))")
_WORDS = {
    r"\geqslant": "≥", r"\geq": "≥", r"\ge": "≥", r"\leqslant": "≤", r"\leq": "≤", r"\le": "≤",
    r"\times": "×", r"\pm": "±", r"\sim": "~", r"\approx": "≈", r"\triangle": "△", r"\Delta": "△",
    r"\yen": "¥", r"\%": "%", r"\#": "#", r"\&": "&", r"\_": "_", r"\star": "*", r"\ast": "*",
    r"\quad": "  ", r"\qquad": "  ", r"\,": "", r"\;": "", r"\:": "", r"\!": "", r"\ ": " ",
    r"\bf": "", r"\rm": "", r"\left": "", r"\right": "",
}  # fmt: skip
_WORD = re.compile(r"\\(?:[a-zA-Z]+|.)")
_PLAIN = re.compile(r"(?:[^\\{}_^$A-Za-z&<>]|</?(?:del|sup)>)*")
_TABULAR = re.compile(
    r"\\begin\s*\{(tabularx?\*?|tabu|longtable|array)\}(.*?)(?:\\end\s*\{\1\}|\Z)", re.DOTALL
)
_COLUMNS = re.compile(r"\s*(?:\[[^\]]*\])?(?:\s*\{(?:[^{}]|\{[^{}]*\})*\}){1,2}")
_RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|cline\s*\{[^{}]*\}"
    r"|cmidrule\s*(?:\([^)]*\))?\s*\{[^{}]*\})"
)
_SPAN = re.compile(
    r"\s*\\multi(column|row)\s*(?:\[[^\]]*\])?\{\s*(\d+)\s*\}\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{(.*)\}\s*$",
    re.S,
)


def numbers(text: str) -> str:
    """Set numbers that are written as mathematics in plain characters; other mathematics stays.

    >>> numbers(r"$\\mathbf{1{,}345.60}$ $\\geq 95\\%$ $\\frac{1}{2}$")
    '1,345.60 ≥ 95% $\\\\frac{1}{2}$'
    """
    return _MATH.sub(_number, text) if "$" in text or r"\(" in text else text


def _number(match: re.Match[str]) -> str:
    text = (match[1] or match[2] or match[3]).replace("{,}", ",").replace("~", " ")
    text = _STRIKE.sub(r"<del>\1</del>", text)
    for _ in range(3):
        text = _STYLE.sub(r"\1", text)
    text = _RAISED.sub(lambda m: f"<sup>{m[1] or m[2]}</sup>", text)
    text = _WORD.sub(lambda m: _WORDS.get(m[0], m[0]), text)
    text = re.sub(r"\{([^{}\\]*)\}", r"\1", text)
    if not _PLAIN.fullmatch(text) or not re.search(r"\d", text):
        return match[0]
    words = text.split()
    spaced = any(len(word) == 1 for word in words) and not re.search(r"  ", text.strip())
    return "".join(words) if spaced and re.fullmatch(r"[\d.,\s()+-]*", text) else text.strip()


def tabular(text: str) -> str:
    """Write LaTeX tables as HTML ones.

    >>> tabular(r"\\begin{tabular}{|l|r|}\\hline 合计 & 345.60 \\\\ \\hline\\end{tabular}")
    '<table><tr><td>合计</td><td>345.60</td></tr></table>'
    """
    return _TABULAR.sub(_as_html, text) if r"\begin" in text else text


def _as_html(match: re.Match[str]) -> str:
    body = _RULES.sub("", _COLUMNS.sub("", match[2], count=1))
    rows = [r for r in re.split(r"\\\\(?:\s*\[[^\]]*\])?|\\tabularnewline\b", body) if r.strip(" \t\r\n$")]
    lines = ("".join(_cell(cell.strip()) for cell in re.split(r"(?<!\\)&", row)) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _cell(text: str) -> str:
    spans = ""
    while span := _SPAN.match(text):
        spans += f' {span[1][:3]}span="{span[2]}"'
        text = span[3].strip()
    for _ in range(3):
        text = _STYLE.sub(r"\1", text)
    text = re.sub(r"\\([%&#_])", r"\1", text)
    return f"<td{spans}>{text}</td>"
