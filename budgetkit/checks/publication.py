"""Named checks of how a disclosure is published and worded: dates, contact, glossary, contents, leftovers.

They read lines and cells as printed. Whom to call is never kept: a check says only whether a way to
ask is named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from ..knowledge import any_of, phrases
from ..rulebook import Check, Ledger, Outcome, or_nothing
from ..text import squash

_DATE = r"(20\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?"


_LEADER = re.compile(r"[.．。…·•─—_\-\s]*(?P<page>\d{1,3})?[-—\s]*\Z")


_HAN = "[一二三四五六七八九十]{1,3}"


_NUMBERING = re.compile(
    rf"^(?:第{_HAN}部分|{_HAN}[、.．]|[(（](?:{_HAN}|\d{{1,2}})[)）]|\d{{1,2}}[、.．](?=20\d\d年|\D))", re.M
)


_PART = re.compile(rf"第{_HAN}部分")


_LOOSE = re.compile(r"20\d\d年(?:度)?|预算单位|部门|单位|[^\w\n]")


def _dates(text: str, words: str) -> list[date]:
    """Return the dates that stand near some words, in one line and sentence.

    >>> _dates("批复时间：2024年1月9日", "批复")
    [datetime.date(2024, 1, 9)]
    """
    found = []
    near = re.compile(rf"{words}[^\d]{{0,12}}{_DATE}|{_DATE}[^\d]{{0,6}}{words}")
    for part in re.split("[。；\n]", text):
        for m in near.finditer(part) if re.search(words, part) else ():
            try:
                found.append(date(*(int(g) for g in m.groups() if g)))
            except ValueError:  # 2024年13月45日 is no date
                continue
    return found


def days_to_publish(ledger: Ledger, most: int) -> Iterator[Check]:
    """From approval to publication it is at most so many days."""
    text = ledger.text
    when: dict[str, list[date]] = {}
    for kind in ("published_on", "approved_on"):
        named = any(words in text for words in phrases(kind)) and all(when.values())
        when[kind] = _dates(text, any_of(kind)) if named else []
    lacking = [kind.removesuffix("_on") for kind, dates in when.items() if not dates]
    if lacking:
        yield Check.insufficient("document", f"no date says when it was {lacking[0]}")
        return
    days = (max(when["published_on"]) - max(when["approved_on"])).days
    outcome: Outcome = "insufficient" if days < 0 else "exact" if days <= most else "fail"
    yield Check("document", outcome, f"published {days} days after it was approved")


def contact(ledger: Ledger) -> Iterator[Check]:
    """The disclosure names a way to ask about it."""
    text = ledger.text
    named = any(words in text for words in phrases("contact"))
    outcome: Outcome = "exact" if named else "fail" if ledger.has_prose else "insufficient"
    yield Check("document", outcome, f"{'a' if named else 'no'} way to ask is named")


def glossary(ledger: Ledger) -> Iterator[Check]:
    """Under the heading of the glossary (名词解释) at least one term is explained."""
    if not ledger.has_prose:
        yield Check.insufficient("glossary", "the document has no prose")
        return
    headed = re.compile(any_of("glossary"))
    under = [p for p in ledger.prose if not p.heading and headed.search(p.section)]
    titles = [p for p in ledger.prose if p.heading and headed.search(p.text)]
    if under:
        yield Check("glossary", "exact", f"{len(under)} paragraphs explain terms")
    else:
        words = "it has a heading and no text" if titles else "no heading of a glossary"
        yield Check("glossary", "fail", words)


def leftovers(ledger: Ledger, terms: tuple[re.Pattern[str], re.Pattern[str]]) -> Iterator[Check]:
    """Nothing that a template leaves open (XX局, 增加（减少）) is printed.

    Where the first pattern, of a sign, fits nowhere, the other one does not either.
    """
    sign, pattern = terms
    some = False
    for page in ledger.pages:
        text = "\n".join(page.texts(cells=True))
        if not sign.search(text):
            continue
        for words, times in Counter(m[0] for m in pattern.finditer(text)).items():
            some = True
            repeated = f", {times} times" if times > 1 else ""
            where, said = f"page {page.number} / {words}", f"left over from a template{repeated}"
            yield Check(where, "fail", said, at=((page.file, page.number),))
    if not some:
        outcome: Outcome = "exact" if ledger.pages else "insufficient"
        yield Check("document", outcome, "nothing is left over from a template")


_CUSTOM = re.compile("情况|说明|表$")
"""What headings of all kinds have in common."""


ALIKE = 0.7
"""Share of characters that two headings must have in common, in order, to be one that was reworded."""


class _Text(NamedTuple):
    """A printed line and its page."""

    text: str
    page: int


class _Entry(NamedTuple):
    """An entry of the table of contents: its title, and the page that it names (0 where it names none)."""

    title: str
    page: int


def _key(text: str) -> str:
    """Fold headings, one a line: numbering, year, punctuation, 部门 and 单位 make no difference.

    >>> _key("1.2024年部门收入总表"), _key("二、收入总表")
    ('收入总表', '收入总表')
    """
    return _LOOSE.sub("", _NUMBERING.sub("", text))


def _entries(lines: Sequence[_Text]) -> tuple[list[_Entry], Sequence[_Text]]:
    """Return the entries of the table of contents among the lines of a file, and the lines after it.

    It goes on to the foot of its page, and over the next pages while their lines end with a page number.
    """
    start = next(
        (n for n, t in enumerate(lines) if len(t.text) < 9 and squash(t.text) in phrases("contents")), None
    )
    if start is None:
        return [], []
    found: list[_Entry] = []
    page = lines[start].page
    seen: set[str] = set()
    for n in range(start + 1, len(lines)):
        text, at = squash(lines[n].text), lines[n].page
        leader = _LEADER.search(text)
        number = leader["page"] if leader else None
        title = text[: leader.start()] if leader else text
        if at != page and number and title and not re.search("。|，", title):
            page = at
        key = _key(title)
        if at != page or len(title) > 48 or "。" in title or key in seen:
            return found, lines[n:]
        if re.search(r"[\u4e00-\u9fff]{2}", title):
            seen.add(key)
            found.append(_Entry(title, int(number or 0)))
    return found, []


@or_nothing("contents", "there is no table of contents")
def contents(ledger: Ledger) -> Iterator[Check]:
    """Every entry of a table of contents is a heading of the document, on the page of its file that it names.

    Where the document is several files, what is not in the file of the contents may be in another one.
    """
    files: dict[int, list[_Text]] = defaultdict(list)
    for page in ledger.pages:
        files[page.file] += [_Text(text, page.number) for text in page.texts()]
    for file, printed in files.items():
        entries, after = _entries(printed)
        others = [line for other, lines in files.items() if other != file for line in lines]
        # a part may begin with its first table, and without a line of its own
        entries = [entry for entry in entries if not _PART.match(entry.title)]
        if not any(ledger.found.values()):  # the tables that it announces are published apart
            entries = [entry for entry in entries if not entry.title.endswith("表")]
        if entries and (after or others):
            page = next(t.page for t in printed if squash(t.text) in phrases("contents"))
            for found in _listed(entries, _headings(after), _headings(others)):
                yield found._replace(at=((file, page),))


def _headings(lines: Sequence[_Text]) -> list[_Text]:
    """Return the lines that are short enough for a heading, folded."""
    short = [t for t in lines if len(t.text) < 70]
    folded = _key("\n".join("".join(t.text.split()) for t in short)).split("\n") if short else []
    return [_Text(text, t.page) for text, t in zip(folded, short, strict=True)]


def _listed(entries: Sequence[_Entry], own: Sequence[_Text], others: Sequence[_Text]) -> Iterator[Check]:
    places = [(e, _find(own, _key(e.title))) for e in entries]
    absent = [e.title for e, at in places if at is None and _find(others, _key(e.title)) is None]
    words = f"{len(entries) - len(absent)} of {len(entries)} entries are headings of the document"
    words = f"{words}; not {', '.join(absent)}" if absent else words
    yield Check.holds("contents / titles", not absent, words)
    found = [(e, at) for e, at in places if at is not None and e.page]
    if len(found) > 2:
        offset = Counter(at - e.page for e, at in found).most_common(1)[0][0]
        off = [f"{e.title} on {at - offset}, not {e.page}" for e, at in found if at - e.page != offset]
        words = f"{len(found) - len(off)} of {len(found)} entries name their page"
        yield Check.holds("contents / pages", not off, "; ".join([words, *off]))


def _find(headings: Sequence[_Text], key: str) -> int | None:
    """Return the page of the first heading of a name, which may stand with other words or be broken."""
    near = None
    for n, (text, page) in enumerate(headings):
        if text == key:
            return page
        if near is None and text and key:
            broken = key.startswith(text) and text + "".join(t.text for t in headings[n + 1 : n + 2]) == key
            with_more = text.startswith(key) or (text.endswith(key) and len(text) < len(key) + 24)
            near = page if broken or with_more else None
    return near if near is not None else _alike(headings, key)


def _alike(headings: Sequence[_Text], key: str) -> int | None:
    """Return the page of a heading that says it in other words: most of its characters, in order."""
    wanted = _CUSTOM.sub("", key)
    for text, page in headings:
        matcher = SequenceMatcher(None, _CUSTOM.sub("", text), wanted, autojunk=False)
        if len(wanted) > 1 and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            return page
    return None


def own_scope(ledger: Ledger) -> Iterator[Check]:
    """Headings speak of the publisher in one way: as a 部门, or as a 单位, and as the title does."""
    words = phrases("own_scope")
    pattern = re.compile(any_of("own_scope"))
    found = [(p.page, m[0]) for p in ledger.prose if p.heading for m in pattern.finditer(p.text)]
    titled = re.search("(部门|单位)[^，。]{0,4}(?:预算|决算)", str(ledger.document.get("title") or ""))
    kinds = Counter(words[word] for _, word in found)
    own = (
        {"部门": "department", "单位": "unit"}[titled[1]]
        if titled
        else max(kinds, key=kinds.__getitem__, default="")
    )
    if not found:
        yield Check.not_applicable("headings", "no heading says 部门 or 单位 of the publisher")
    for page, word in dict((word, (page, word)) for page, word in reversed(found)).values():
        if words[word] != own:
            said = f"a heading says {word} in a disclosure of a {own}"
            yield Check(f"page {page} / {word}", "fail", said, at=((0, page),))
    if found and kinds.keys() == {own}:
        yield Check("headings", "exact", f"{len(found)} headings speak of the {own}")
