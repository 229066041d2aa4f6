"""Archives from anywhere: nothing is unpacked beyond bounds, fetched, expanded, or taken for another part."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from budgetkit.errors import SourceError
from budgetkit.readers import archive
from budgetkit.readers.archive import Archive, members, parse_xml

LAUGHS = b'<?xml version="1.0"?><!-- a --><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


def zipped(path: Path, *parts: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            new.writestr(name, data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as info:
        members(path)
    assert str(info.value).startswith(f"{path}: ") and info.value.zh != str(info.value)
    return str(info.value)


def test_the_parts_of_an_honest_archive_are_named_and_read(tmp_path):
    path = zipped(tmp_path / "a b\n表.xlsx", ("xl/a.xml", b"<a>155.04</a>"), ("xl/", b""), ("b.bin", b"\0"))
    assert members(path) == ("xl/a.xml", "b.bin")
    with Archive(path) as opened:
        assert opened.xml("xl/a.xml").text == "155.04" and opened.read("b.bin") == b"\0"
        with pytest.raises(SourceError, match=r"has no part c\.xml"):
            opened.read("c.xml")


def test_a_part_that_grows_a_thousandfold_is_refused_before_it_is_unpacked(tmp_path):
    path = zipped(tmp_path / "a.zip", ("a.bin", bytes(archive.SMALL + 1)))
    assert path.stat().st_size < 20_000 and "a ZIP bomb?" in refused(path)


def test_parts_that_are_too_large_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    assert members(zipped(tmp_path / "a.zip", ("a", bytes(50)), ("b", bytes(50)))) == ("a", "b")
    assert "a ZIP bomb?" in refused(zipped(tmp_path / "b.zip", ("a", bytes(50)), ("b", bytes(51))))


def test_a_part_that_says_less_than_it_holds_is_damaged(tmp_path):
    path = zipped(tmp_path / "a.zip", ("a.bin", bytes(5000)))
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 5000), struct.pack("<I", 10)))
    with Archive(path) as opened, pytest.raises(SourceError, match="a damaged archive"):
        opened.read("a.bin")


def test_a_part_without_a_name_is_damaged(tmp_path):
    path = zipped(tmp_path / "a.zip", ("a.xml", b"<a/>"))
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")  # where the archive lists its parts: the name is cut off there
    listed = data[at : at + 28] + struct.pack("<HHH", 0, 0, 5) + data[at + 34 :]
    path.write_bytes(data[:at] + listed)
    assert "a damaged archive" in refused(path)


def test_too_many_parts_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    path = zipped(tmp_path / "a.zip", ("a", b""), ("b", b""), ("c", b""))
    assert "an archive of 3 parts" in refused(path)


@pytest.mark.parametrize("name", ["../../etc/a", "/etc/a", "a/../../b", "..\\..\\a"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path, name):
    assert "leads out of the archive" in refused(zipped(tmp_path / "a.zip", (name, b"")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_parts_with_one_name_none_is_chosen(tmp_path):
    assert "two parts have one name" in refused(zipped(tmp_path / "a.zip", ("a", b"1"), ("a", b"2")))


def test_an_encrypted_part_is_said_to_need_a_password(tmp_path):
    path = zipped(tmp_path / "a.zip", ("a", b"1"))
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "opens only with a password" in refused(path)


@pytest.mark.parametrize("cut", [4, 30, 60, -30])
def test_a_cut_archive_is_damaged(tmp_path, cut):
    path = zipped(tmp_path / "a.zip", ("a.xml", b"<a>" + bytes(range(65, 91)) + b"</a>"))
    path.write_bytes(path.read_bytes()[:cut])
    assert "a damaged archive" in refused(path)


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16")], ids=range(3))
def test_xml_that_declares_a_document_type_is_refused_whoever_reads_it(tmp_path, text):
    assert "declares a document type" in refused(zipped(tmp_path / "a.zip", ("xl/a.XML", text)))
    with pytest.raises(SourceError, match="declares a document type"):
        parse_xml(text, tmp_path, "a")


@pytest.mark.parametrize(
    "text", [b"<a>", b"<a></b>", b"", b"<a>&b;</a>", b'<?xml version="1.0" encoding="x"?><a/>']
)
def test_damaged_xml_is_said_with_its_part(tmp_path, text):
    with pytest.raises(SourceError, match=r"the XML of part\.xml is damaged"):
        parse_xml(text, tmp_path, "part.xml")


def test_xml_that_is_deeper_or_larger_than_any_is_refused(tmp_path, monkeypatch):
    deep = archive.MOST_DEPTH
    assert parse_xml(b"<a>" * deep + b"</a>" * deep, tmp_path, "a").tag == "a"
    with pytest.raises(SourceError, match="larger or deeper"):
        parse_xml(b"<a>" * (deep + 1) + b"</a>" * (deep + 1), tmp_path, "a")
    monkeypatch.setattr(archive, "MOST_ELEMENTS", 3)
    with pytest.raises(SourceError, match="larger or deeper"):
        parse_xml(b"<a>" + b"<b/>" * 3 + b"</a>", tmp_path, "a")
