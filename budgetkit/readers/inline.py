"""One piece of text as Markdown and HTML write it: what is printed, marks beside it, what is struck out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .latex import numbers

_MARKUP = re.compile(r"[\\$\[~^*_=`<&]")
_ENDLESS = re.compile(r"&#\d{9,};?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHIFT = 0xF0000  # escaped characters wait in a private plane until all markup is gone
_RESTORE = {_SHIFT + code: chr(code) for code in range(0x21, 0x7F)}
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
_WHOLE = re.compile(r"(\s*)(\*|_|==|`+)(?=[^\s*_=`])([^*_=`]*?)(?<=[^\s*_=`])\2(\s*)")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_FOOTNOTE = re.compile(r"(?<=[^\s\[])(?:\[\^([^\]\s]{1,12})\](?!:)|\^\[?([\w*,]{1,3})\]?\^)")
_PICTURE = re.compile(
    r"!\[\[([^\[\]\n]+)\]\]|!\[[^\[\]\n]*\]\(\s*<?([^\s)>]*)[^)\n]*\)|!\[([^\[\]\n]*)\]\[[^\[\]\n]*\]"
)
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]+)\]\(([^\s()]*[./#:][^\s()]*(?:\([^\s()]*\)[^\s()]*)?)(?:\s+[\"'][^)\n]*)?\)"
)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|xlsb|et|wps|ofd|csv|pptx?|zip|rar|7z)(?:[?#].*)?$", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?![\w.-])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"(?:src|data|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
BLOCK = re.compile(
    "p|div|li|[uod]l|d[td]|center|section|article|figure|figcaption|blockquote|pre|html|body|header|footer|main"
    "|h[1-6]|table|thead|tbody|tfoot|t[rdh]|caption|colgroup|col"
)
_INLINE = re.compile(
    "b|strong|i|em|u|font|span|a|small|big|mark|ins|sub|label|code|tt|nobr|wbr|abbr|cite|q|kbd|samp|var|bdo|head"
    "|meta|link|ruby|rb|br|hr"
)
_MODES = {
    "del": "note", "s": "note", "strike": "note", "sup": "sup", "script": "drop", "style": "drop",
    "title": "drop", "template": "drop", "rt": "drop", "rp": "drop",
}  # fmt: skip
NOT_READ = {
    "img": "a picture", "image": "a picture", "svg": "a picture", "canvas": "a picture", "embed": "an object",
    "object": "an object", "iframe": "a frame", "video": "a film",
}  # fmt: skip
_UNSEEN = re.compile(
    r"(?:^|\s)hidden(?:$|[\s=/])|(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;\"']*line-through", re.IGNORECASE)


@dataclass
class Aside:
    """What a file has beside its text: what was not read (`remarks`), what is not to be seen (`hidden`)."""

    remarks: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def not_read(self, what: str, source: str) -> None:
        """Remark that a picture or an attachment is there."""
        source = source.partition(",")[0] if source.startswith("data:") else source
        self.remarks.append(
            f"{what}, {source[:100]}, which is not read" if source else f"{what}, which is not read"
        )


class Content(NamedTuple):
    """Printed text, lines joined by ``\\n``; marks and struck-out text; why the text may not be all."""

    text: str
    note: str = ""
    doubt: str = ""


def content(raw: str, aside: Aside) -> Content:
    """Return what is printed where `raw` is written; pictures and attachments go to `aside`.

    >>> content("~~180.00~~ **200.00**<sup>[1]</sup>", Aside())
    Content(text='200.00', note='180.00 [1]', doubt='')
    """
    if not _MARKUP.search(raw):
        return Content(_plain(raw))
    remarks = len(aside.remarks)
    text = numbers(raw)
    text = _ESCAPE.sub(lambda m: chr(_SHIFT + ord(m[1])), text)
    for picture in _PICTURE.finditer(text):
        aside.not_read("a picture", picture[1] or picture[2] or picture[3] or "")
    text = _PICTURE.sub("", text)
    text = _LINK.sub(lambda m: _linked(m[1], m[2], aside), text)
    text = _STRUCK.sub(r"<del>\1</del>", text)
    text = _FOOTNOTE.sub(lambda m: f"<sup>{m[1] or m[2]}</sup>", text)
    text = _BOLD.sub(r"\2", text)
    while whole := _WHOLE.fullmatch(text):
        text = whole[3]
    text, note, struck = _untagged(text, aside)
    doubt = ""
    if not text.strip() and struck:
        doubt = f"{_plain(struck)} is struck out"
    elif not text.strip() and len(aside.remarks) > remarks:
        doubt = "a picture stands in the cell"
    return Content(_plain(text), " ".join(_plain(note).split()), doubt)


def _plain(text: str) -> str:
    """Resolve entities and escapes; empty lines at the ends stay, they may stand for empty cells."""
    text = _resolved(text).translate(_RESTORE)
    return "\n".join(line.strip() for line in text.split("\n"))


def _resolved(text: str) -> str:
    """Resolve entities; a number that no character has is the sign for that, however many digits it has."""
    return html.unescape(_ENDLESS.sub("\ufffd", text))


def _linked(text: str, target: str, aside: Aside) -> str:
    if FILE.search(target):
        aside.not_read("an attachment", target)
    return text


def pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the text before each tag with the tag's name (``/name`` where it closes) and its attributes."""
    at = 0
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if BLOCK.fullmatch(name) or _INLINE.fullmatch(name) or name in _MODES or name in NOT_READ:
            yield text[at : tag.start()], tag[1] + name, tag[3]
            at = tag.end()
    yield text[at:], "", ""


def _untagged(text: str, aside: Aside) -> tuple[str, str, str]:
    """Return the text without tags, its marks with what is struck out, and the latter alone."""
    out, marks, struck, unseen = "", [], "", ""
    open_tags: list[tuple[str, str]] = []
    for before, name, attributes in pieces(text):
        mode = open_tags[-1][1] if open_tags else ""
        if mode == "sup" and not re.search(r"[A-Za-z]\s*$", out):
            marks.append(before)
        elif mode == "note":
            marks.append(before)
            struck += before
        elif mode == "hide":
            unseen += before
        elif mode != "drop":
            out += before
        if name in ("br", "hr") or BLOCK.fullmatch(name.strip("/")):
            out += ("\n" if name == "br" else "\x1e") if mode in ("", "show") else " "
        elif name in NOT_READ or name == "a":
            _unread_tag(name, attributes, aside)
        _follow(open_tags, name, attributes)
    if unseen.strip():
        aside.hidden.append(_plain(unseen).strip())
    out = re.sub(r"[ \t]*\x1e[\s\x1e]*", "\x1e", out).strip("\x1e ").replace("\x1e", "\n")
    if not out.strip() and not struck and marks:
        return " ".join(marks), "", ""  # nothing but raised text
    return out, " ".join(marks), struck


def _follow(open_tags: list[tuple[str, str]], name: str, attributes: str) -> None:
    """Keep the open tags; each with what becomes of the text within it."""
    if name.startswith("/"):
        names = [n for n, _ in open_tags]
        if name[1:] in names:
            del open_tags[len(names) - 1 - names[::-1].index(name[1:]) :]
    elif name and name not in ("br", "hr", "img", "image", "embed", "meta", "link", "wbr", "col"):
        mode = open_tags[-1][1] if open_tags else ""
        if attributes.rstrip().endswith("/"):
            return
        if _UNSEEN.search(attributes):
            mode = "hide"
        elif mode in ("", "show"):
            mode = "note" if _LINE_THROUGH.search(attributes) else _MODES.get(name, mode)
        open_tags.append((name, mode))


def _unread_tag(name: str, attributes: str, aside: Aside) -> None:
    found = _ATTRIBUTE.search(attributes)
    source = _resolved(next(filter(None, found.groups()), "")) if found else ""
    if name == "a":
        _linked("", source, aside)
    else:
        aside.not_read(NOT_READ[name], source)
