"""A page whose content is damaged, or cannot be had, says so: it costs what stands on it, never in silence."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetkit import read
from budgetkit.readers.pdf.page import read as read_pages
from tests.support.typeset import Cell, Document, Table

TABLE = Table(
    [[Cell("科目"), Cell("合计")], [Cell("行政运行"), Cell("120.00")], [Cell("水利"), Cell("80.00")]]
)


def whole(path: Path) -> bytes:
    """Set two pages, each with a table under its title and unit."""
    document = Document(path)
    for first in (True, False):
        if not first:
            document.page_break()
        document.heading("部门支出总表", 1).line(right="单位：万元").table(TABLE)
    document.save()
    return path.read_bytes()


def of_page_2(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the stream of the second page; pages are set uncompressed."""
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    start = content.index(b"\n" + number + b" 0 obj")
    stream, end = content.index(b"stream\n", start) + 7, content.index(b"endstream", start)
    packed = change(content[stream:end])
    head = b"\n" + number + b" 0 obj\n<< /Length %d /Filter %s >>\nstream\n"
    kind = b"[/ASCII85Decode /FlateDecode]" if packed.endswith(b"~>") else b"/FlateDecode"
    return content[:start] + head % (len(packed), kind) + packed + b"\n" + content[end:]


def flipped(stream: bytes) -> bytes:
    packed = bytearray(zlib.compress(stream))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = bytes(range(40))
    return bytes(packed)


def zeros(stream: bytes) -> bytes:
    packed = zlib.compress(stream)
    return packed[: len(packed) // 3] + bytes(len(packed) - len(packed) // 3)


def cut(stream: bytes) -> bytes:
    return zlib.compress(stream)[:-60]


def other_checksum(stream: bytes) -> bytes:
    return zlib.compress(stream)[:-4] + b"abcd"


def in_ascii(stream: bytes) -> bytes:
    return base64.a85encode(flipped(stream)) + b"~>"


@pytest.mark.parametrize("change", [flipped, zeros, cut, other_checksum, in_ascii])
def test_a_damaged_content_stream_is_listed_with_its_page_and_why(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(of_page_2(whole(path), change))
    d = read(path)
    of_page = d.unread[d.unread["why"].str.contains("damaged")]
    assert of_page["page"].tolist() == [2]
    assert of_page["why"].str.fullmatch(r"its content is damaged \([a-z ]+\); what .* missing or wrong").all()
    assert f"{len(d.unread)} unread" in repr(d)


@pytest.mark.parametrize("change", [zlib.compress, lambda s: zlib.compress(s)[:-4]])
def test_a_stream_that_holds_all_it_should_is_not_called_damaged(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(of_page_2(whole(path), change))
    assert [page.remarks for page in read_pages(path)] == [(), ()]


def test_zeros_in_a_stream_that_is_not_deflated_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = bytearray(whole(path))
    at = content.rindex(b"BT")
    content[at - 200 : at] = bytes(200)
    path.write_bytes(content)
    assert [page.remarks for page in read_pages(path)][1][0].startswith(
        "its content is damaged (a part of it was"
    )


def test_a_content_stream_that_is_not_in_the_file_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    path.write_bytes(content.replace(b"/Contents %s 0 R" % number, b"/Contents 99 0 R"))
    assert [page.remarks for page in read_pages(path)] == [(), ("its content is missing from the file",)]


def test_a_page_without_content_is_blank_and_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    content = whole(path)
    number = re.findall(rb"/Contents (\d+) 0 R", content)[1]
    path.write_bytes(content.replace(b"/Contents %s 0 R" % number, b""))
    assert [page.remarks for page in read_pages(path)] == [(), ()]
