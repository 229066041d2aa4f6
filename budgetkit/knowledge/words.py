"""Names, places and what checks say, in Chinese and English: rows of ``messages``, ``names`` and ``details``.

A check says what it found in English words, clause by clause; ``details.csv`` has each kind of clause with
its Chinese. What is in none of its rows is left as it is, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import groupby

from ..language import language
from .codes import name as code_name
from .data import table
from .names import chinese_name, name_of

_SLOT = re.compile(r"\{(\d)\}")
_SELECTOR = re.compile(r"\b([a-z]+(?:_[a-z]+)*)\??(?:\[([^\]]*)\])?((?: [a-z_]+=[^ ;,]+)*)")
_KINDS = ("form", "concept", "fund", "nature", "direction", "role", "code")
_COLUMNS = ("nature", "fund")


@cache
def _messages() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in table("messages")}


def message(key: str, lang: str = "", **values: object) -> str:
    """Return a sentence of ``messages.csv`` with its values, in the language of now where none is given.

    >>> message("explain.check", "zh", id="a"), message("explain.check", "en", id="a")
    ('核对：a', 'check: a')
    """
    return _messages()[key][lang or language()].format(**values)


def _named(key: str, lang: str, kinds: Iterable[str] = _KINDS) -> str | None:
    return next((found for kind in kinds if (found := name_of(kind, key, lang))), None)


def _selectors(text: str, lang: str) -> str:
    """Name the forms and concepts in a text, and what a selector asks of them, in words."""

    def word(found: re.Match[str]) -> str:
        key, rows, keys = found.groups()
        known = message("prose", lang) if key in ("stated", "prose") else _named(key, lang)
        if known is None or (lang == "en" and "_" not in key and not rows and not keys):
            return found[0]
        values = [v for v in (rows or "").split(",") if v not in ("", "all", "lines", "classes")]
        values += [v for pair in keys.split() for v in pair.partition("=")[2].split("|")[:1]]
        words = [w for v in values if (w := _named(v, lang, _KINDS[1:]) or v)]
        return message("in", lang, words=known, place=message("list", lang).join(words)) if words else known

    return _SELECTOR.sub(word, text)


@cache
def _clauses(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the clauses of ``details.csv`` or its like, the most telling first."""
    rows = sorted(table(name), key=lambda row: -len(_SLOT.sub("", row["en"])))
    parts = ((re.split(r"(\{\d\})", row["en"]), row["zh"]) for row in rows)
    return tuple(
        (re.compile("".join(f"(?P<s{p[1]}>.+?)" if _SLOT.fullmatch(p) else re.escape(p) for p in part)), zh)
        for part, zh in parts
    )


def _chinese(clause: str, rows: str = "details", slot: Callable[[str], str] | None = None) -> str | None:
    """Return a clause in Chinese, None where no row of ``details.csv`` (or its like) says it."""
    for pattern, zh in _clauses(rows):
        if found := pattern.fullmatch(clause):
            slots = {key[1:]: (slot or _chinese_slot)(value) for key, value in found.groupdict().items()}
            return zh.format(*(slots[str(n)] for n in range(len(slots))))
    return None


def _chinese_slot(text: str) -> str:
    plain = text.replace(" and the fen", "、分").replace("the fen", "分").replace(" and ", "、")
    plain = plain.replace(", ", "、")
    whole = _chinese(text) if plain != text else None
    return whole or _chinese(plain) or _selectors(plain, "zh")


_CODES = re.compile(r"[1-9]\d{2,6}(?:\+[1-9]\d{2,6})*")
_SIDE = r"(\S+(?: at \S+| total)?) (-?[\d.,]+(?: 万元)?)(?: \(a base of (.+?)\))?"
_VALUE = r"(-?[\d.,]+(?: %)?)"
_RATIO = re.compile(rf"{_SIDE} / {_SIDE} = {_VALUE}(?: \({_VALUE} to {_VALUE}\))?")


def _ratio(clause: str) -> str | None:
    """Return a ratio in Chinese, its codes with their names; None where a clause is none."""
    found = _RATIO.fullmatch(clause)
    if not found:
        return None
    a, x, over, b, y, under, value, low, high = found.groups()
    x, y = (
        message("ratio.base", "zh", amount=amount, base=base) if base else amount
        for amount, base in ((x, over), (y, under))
    )
    said_ = message("ratio", "zh", a=_coded(a), x=x, b=_coded(b), y=y, value=value)
    if not low:
        return said_
    return message("in", "zh", words=said_, place=message("ratio.digits", "zh", low=low, high=high))


def _plain(detail: str) -> str:
    """Leave out what the printed digits leave open of a ratio where it changes nothing that is said of it.

    >>> _plain("30228 8.87 万元 / 30101 125.63 万元 = 7.06 % (7.06 % to 7.07 %); expected 0.00 % to 3.00 %")
    '30228 8.87 万元 / 30101 125.63 万元 = 7.06 %; expected 0.00 % to 3.00 %'
    >>> _plain("30108 8.87 万元 / 30109 4.43 万元 = 2 (1.99 to 2.01); expected 2 to 3").count("(")
    1
    """
    clause, _, rest = detail.partition("; ")
    found = _RATIO.fullmatch(clause)
    if not found or not found[9]:
        return detail
    low, high = (float(end.strip(" %").replace(",", "")) for end in (found[8], found[9]))
    if any(low <= float(n) <= high for n in re.findall(r"\d+(?:\.\d+)?", rest)):
        return detail
    return clause[: clause.rindex(" (")] + (f"; {rest}" if rest else "")


def _coded(text: str) -> str:
    """Return one side of a ratio in Chinese: economic codes by their names, with the codes in brackets."""
    codes, _, rate = text.partition(" at ")
    if not _CODES.fullmatch(codes):
        return _chinese_slot(text)
    names = [code_name("economic", code) or code for code in codes.split("+")]
    place = codes + (message("ratio.rate", "zh", rate=rate) if rate else "")
    return message("in", "zh", words=message("list", "zh").join(names), place=place)


@lru_cache(maxsize=4096)
def said(detail: str, lang: str) -> str:
    """Say in one language what a check found.

    Parameters
    ----------
    detail : str
        Of the check.
    lang : {"zh", "en"}

    Returns
    -------
    str

    Examples
    --------
    >>> said("2 different figures in dept_revenue; 1 blank", "zh")
    '部门收入总表中有 2 个不同的数；1 处空白'
    >>> said("30228 8.87 万元 / 30101+30102 125.63 万元 = 7.06 % (7.06 % to 7.07 %)", "zh")
    '工会经费（30228） 8.87 万元 ÷ 基本工资、津贴补贴（30101+30102） 125.63 万元 = 7.06 %'
    >>> said("2 different figures in dept_revenue; 1 blank", "en")
    '2 different figures in Department revenue; 1 blank'
    """
    detail = _plain(detail)
    if lang == "en":
        return _selectors(detail, "en")
    clauses = detail.split("; ")
    parts = (_ratio(clause) or _chinese(clause) or _selectors(clause, "zh") for clause in clauses)
    return message("clause", "zh").join(parts)


def untold(detail: str) -> list[str]:
    """Return the clauses of what a check found that have words and are said in no row of ``details.csv``.

    >>> untold("1 blank; quite new; dept_revenue 201")
    ['quite new']
    """
    clauses = [clause for clause in detail.split("; ") if _chinese(clause) is None]
    return [clause for clause in clauses if re.search("[a-z]{2}", _selectors(clause, "zh"))]


_NUMBERS = (
    (re.compile(r"(?<=[\d%]) to (?=[-+\d])"), "range"),
    (re.compile(r"^([\d,]+) of ([\d,]+)$"), "part"),
    (re.compile(r"^of ([\d,]+)$"), "of"),
)
_TWICE = re.compile(r"(\d\S* )?[A-Za-z][A-Za-z',;:&/ -]*[A-Za-z] ([\u4e00-\u9fff“][^A-Za-z]*)")


def shown(text: str, lang: str = "") -> str:
    """Return a label that :mod:`budgetkit.analysis` makes, or a heading, in the language of now.

    In Chinese it is looked up in ``shown.csv``, then among the names; of a label that is in English and in
    Chinese the Chinese is left. What nobody knows is left as it is: an item, words of one's own.

    >>> shown("within\\nthe table", "zh"), shown("within\\nthe table", "en"), shown("my own words", "zh")
    ('表内', 'within\\nthe table', 'my own words')
    >>> shown("30226 Labour service fees 劳务费", "zh"), shown("1.5% to 3.0%", "zh"), shown("3 of 15", "zh")
    ('30226 劳务费', '1.5% 至 3.0%', '15 份中 3 份')
    """
    return text if (lang or language()) == "en" else _shown(text)


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    plain = text.replace("\n", " ")
    known = _chinese(plain, "shown", _shown) or chinese_name(plain)
    if known:
        return known
    for pattern, key in _NUMBERS:
        text = pattern.sub(message(f"shown.{key}", "zh"), text)
    twice = _TWICE.fullmatch(plain)
    return "".join(part or "" for part in twice.groups()) if twice else text


@lru_cache(maxsize=4096)
def placed(where: str, lang: str) -> str:
    """Say in one language where a check stands.

    >>> placed("public_expenditure / 208 / basic", "zh")
    '一般公共预算支出表 / 208 / 基本支出'
    >>> placed("public_expenditure / 208 / basic", "en")
    'General public budget expenditure / 208 / basic'
    >>> placed("dept_revenue / 208 / operating", "zh"), placed("basic_expenditure / 302 / operating", "zh")
    ('部门收入总表 / 208 / 经营收入', '一般公共预算基本支出表 / 302 / 公用经费')
    """
    parts = [part for part in where.split(" / ") if part.strip()]
    kinds = _KINDS[1:] if parts[0] == "prose" else _KINDS  # a form and a concept may have one key
    said_ = [_placed(part, lang, kinds) for part in parts]
    if len(parts) > 2 and parts[0] != "prose":  # a column: money of a nature, or from a fund
        column = _COLUMNS if parts[0] != "dept_revenue" else _COLUMNS[::-1]
        said_[-1] = _placed(parts[-1], lang, (*column, *_KINDS) if parts[-1] != "total" else kinds)
    return " / ".join(said_).replace("|", message("or", lang))


def _placed(part: str, lang: str, kinds: Iterable[str]) -> str:
    said_ = _chinese(part) if lang == "zh" else None
    known = _named(part, lang, kinds) or said_ or _selectors(part, lang)
    return known.replace(" and ", message("and", lang))


def page_words(pages: str, lang: str) -> str:
    """Say pages in words, runs of them in short; "" where there are none.

    >>> page_words("3 4 5 8", "en"), page_words("3 4 5 8", "zh"), page_words("2:6", "en")
    ('pages 3–5, 8', '第3–5、8页', 'page 6 of file 2')
    """
    places = [(int(file or 0), int(page)) for file, _, page in (p.rpartition(":") for p in pages.split())]
    said_ = []
    for file, group in groupby(places, key=lambda place: place[0]):
        numbers = [page for _, page in group]
        series = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
        runs = [[page for _, page in run] for _, run in series]
        words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
        key = "pages" if len(numbers) > 1 else "page"
        text = message(key, lang, pages=message("list", lang).join(words))
        said_.append(message("file", lang, file=file, pages=text) if file else text)
    return message("clause", lang).join(said_)
