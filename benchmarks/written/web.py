"""A document as a web page: by a content management system, saved by Word, with tables copied from Excel."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from budgetkit.readers import Cell

from .content import Content, Table, Text

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_OFFICE = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">'
)
_BORDER = (
    "border:solid windowtext 1.0pt;border-left:none;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt"
)
_LINE = 78


def cms(c: Content, path: Path) -> None:
    """Write a page of a content management system in GBK: layout tables within each other, spans, &nbsp;."""
    body = "\n".join(_of_cms(c))
    menu = "".join(
        f"<td><a href='/c{n}/'>{name}</a></td>" for n, name in enumerate(("首页", "政务公开", "办事服务"))
    )
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<meta name="ArticleTitle" content="{escape(c.title)}" /><title>{escape(c.title)}</title>
<style>.bt_title {{ font-size: 22px; text-align: center }} .hide {{ display: none }}</style></head><body>
<table width="1000" border="0" align="center"><tr>{menu}</tr></table>
<table width="1000" border="0" align="center"><tr><td>您当前的位置：<a href="/">首页</a> &gt; 预算公开</td></tr>
<tr><td><table width="100%" border="0"><tr><td class="bt_title">{escape(c.title)}</td></tr>
<tr><td align="center">发布时间：2024-02-05&nbsp;&nbsp;来源：本站&nbsp;&nbsp;【字体：大 中 小】</td></tr>
<tr><td id="zoom"><div class="TRS_Editor">
{body}
</div></td></tr></table></td></tr>
<tr><td align="center">版权所有&nbsp;网站标识码：0000000000</td></tr></table></body></html>"""
    path.write_bytes(page.encode("gb18030"))


def _of_cms(c: Content) -> Iterator[str]:
    for block in c.blocks:
        if isinstance(block, Table):
            yield '<table border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;"><tbody>'
            yield from _rows(block, lambda cell: f"<td{_spans(cell)}>{_lines(cell.text) or '&nbsp;'}</td>")
            yield "</tbody></table><p>&nbsp;</p>"
        elif block.caption:
            side = "right" if "单位" in block.text and len(block.text) < 20 else "center"
            yield f'<p style="text-align:{side}"><strong><span>{escape(block.text)}</span></strong></p>'
        else:
            inner = escape(block.text)
            shown = f"<strong>{inner}</strong>" if block.heading else _spanned(inner)
            yield f'<p style="text-indent: 2em; line-height: 150%">&nbsp;&nbsp;&nbsp; {shown}</p>'


def _spanned(text: str) -> str:
    """Set what is written in other letters into spans of its own, as editors do."""
    return re.sub(r"[\d.,]+(?!#|\w*;)", lambda m: f'<span style="font-family:仿宋">{m[0]}</span>', text)


def word(c: Content, path: Path) -> None:
    """Write a page as Word saves it, filtered: styles of its own, lines of the source broken anywhere."""
    path.write_bytes(_word(c).encode("utf-8"))


def mht(c: Content, path: Path) -> None:
    """Write the page of Word in one file (MHT), in GBK and quoted-printable."""
    page = quopri.encodestring(_word(c).replace("charset=utf-8", "charset=gb2312").encode("gb18030"))
    head = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n------=_Next\r\n'
    )
    kind = b'Content-Location: file:///C:/1.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    path.write_bytes(head + kind + page.replace(b"\n", b"\r\n") + b"\r\n------=_Next--\r\n")


def _word(c: Content) -> str:
    body = "\n\n".join(_of_word(c))
    return f"""{_OFFICE}
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15 (filtered)">
<title>{escape(c.title)}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal {{margin:0cm; text-align:justify; font-size:10.5pt;}}
@page WordSection1 {{size:595.3pt 841.9pt;}}
-->
</style>
</head>
<body lang=ZH-CN style='text-justify-trim:punctuation'>
<div class=WordSection1 style='layout-grid:15.6pt'>

{body}

</div>
</body>
</html>
"""


def _of_word(c: Content) -> Iterator[str]:
    for n, block in enumerate(c.blocks):
        if isinstance(block, Text):
            if block.caption and not _is_caption(c, n - 1):
                yield "<b><span lang=EN-US><br clear=all style='page-break-before:always'>\n</span></b>"
            bold = ("<b>", "</b>") if block.heading else ("", "")
            yield f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>{bold[0]}{_runs(block.text)}{bold[1]}</p>"
            continue
        yield "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none'>"
        yield from _rows(block, _word_cell)
        yield "</table>\n\n<p class=MsoNormal><span lang=EN-US>&nbsp;</span></p>"


def _is_caption(c: Content, n: int) -> bool:
    block = c.blocks[n] if n >= 0 else None
    return isinstance(block, Text) and block.caption


def _word_cell(cell: Cell) -> str:
    inner = "\n  ".join(f"<p class=MsoNormal align=center>{_runs(t)}</p>" for t in cell.text.split("\n"))
    return f"<td width=97{_spans(cell)} valign=top style='width:72.8pt;{_BORDER}'>\n  {inner}\n  </td>"


def _runs(text: str) -> str:
    """Write a text as runs in Chinese and other letters; break the source after so many characters."""
    runs = "".join(
        f"<span\nlang=EN-US style='font-size:9.0pt'>{escape(part)}</span>" if part.isascii() else
        f"<span style='font-size:9.0pt;font-family:宋体'>{_broken(part)}</span>"
        for part in re.findall(r"[\x21-\x7e]+|[^\x21-\x7e]+", text)
    )  # fmt: skip
    return runs or "<span lang=EN-US style='font-size:9.0pt'>&nbsp;</span>"


def _broken(text: str) -> str:
    return "\n".join(escape(text[k : k + _LINE // 2]) for k in range(0, len(text), _LINE // 2))


def excel(c: Content, path: Path) -> None:
    """Write a page whose tables were copied from Excel: title and unit are rows of them, ``x:num`` values."""
    body = "\n".join(_of_excel(c))
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(c.title)}</title>
<style>td {{ mso-ignore: padding }} .xl65 {{ mso-number-format: "\\@"; border: .5pt solid windowtext }}</style></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="article"><h1>{escape(c.title)}</h1><div class="content">
{body}
</div></div><div class="footer"><p>主办单位：本级人民政府办公室</p></div></body></html>"""
    path.write_text(page, encoding="utf-8")


def _of_excel(c: Content) -> Iterator[str]:
    above: list[str] = []
    for block in c.blocks:
        if isinstance(block, Table):
            yield '<table x:str border=0 cellpadding=0 cellspacing=0 width=900 style="border-collapse:collapse">'
            yield f"<col width=72 span={block.n_cols} style='mso-width-source:userset;width:54pt'>"
            for text in above:
                side = "right" if "单位" in text and len(text) < 20 else "center"
                yield f'<tr height=27><td colspan={block.n_cols} height=27 align="{side}">{escape(text)}</td></tr>'
            above = []
            yield from _rows(block, _excel_cell)
            yield "<![if supportMisalignedColumns]><tr height=0 style='display:none'></tr><![endif]></table>"
        elif block.caption:
            above.append(block.text)
        else:
            tag = "h2" if block.heading else "p"
            yield f"<{tag}>{'　　' if tag == 'p' else ''}{escape(block.text)}</{tag}>"


def _excel_cell(cell: Cell) -> str:
    text = cell.text
    number = f' x:num="{text.replace(",", "")}"' if _NUMBER.fullmatch(text) else ""
    inner = _lines(text) or "　"
    return f'<td class=xl65{number}{_spans(cell)} style="border-top:none">{inner}</td>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _spans(cell: Cell) -> str:
    down = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return down + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def _rows(table: Table, write: Callable[[Cell], str]) -> Iterator[str]:
    """Yield the rows of a table, each cell where it begins."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    for r in range(table.n_rows):
        cells = sorted(rows.get(r, []), key=lambda cell: cell.col)
        yield "<tr>" + "".join(map(write, cells)) + "</tr>"
