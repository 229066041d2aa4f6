"""The parts of an OFD file: its pages with what is drawn on them, in the order in which it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ..archive import Archive
from ..content import FETCH
from ..elements import attribute, child, children, local
from .matrix import floats

A4 = (0.0, 0.0, 210.0, 297.0)
_ENCRYPTED = ("encryptions.xml", "decryptseed.dat")
_ORDER = {"Background": 0, "Body": 1, "Foreground": 2}
ABSENT = "the page cannot be loaded: its part is missing from the file"


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to: drawings that are used several times, and ways to draw, by their ids."""

    units: dict[str, Element] = field(default_factory=dict)
    params: dict[str, Element] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its box (x, y, width, height in mm), its layers, what these refer to, what is wrong."""

    box: tuple[float, ...]
    layers: list[Element]
    resources: Resources
    remarks: tuple[str, ...] = ()


class Package:
    """An OFD file, opened.

    Parameters
    ----------
    archive : Archive

    Raises
    ------
    SourceError
        It is encrypted, has no pages, or a part of it is damaged.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.names}
        if any(name in self._names for name in _ENCRYPTED):
            raise SourceError(
                f"{archive.path}: encrypted, opens only with a password; save it without one first"
            )

    def sheets(self) -> Iterator[Sheet]:
        """Yield the pages of all its documents."""
        root = self._xml("OFD.xml")
        count = 0
        for body in children(root, "DocBody"):
            start = self._name("", _text(child(body, "DocRoot")))
            if not start:
                continue
            for sheet in self._document(start):
                count += 1
                yield sheet
        if not count:
            raise SourceError(f"{self._archive.path}: an OFD file without pages; {FETCH}")

    def _document(self, name: str) -> Iterator[Sheet]:
        document = self._xml(name)
        common = child(document, "CommonData")
        shared = Resources()
        for res in common if common is not None else ():
            if local(res) in ("PublicRes", "DocumentRes"):
                self._take(shared, self._name(name, _text(res)))
        templates = {
            attribute(t, "ID"): self._name(name, attribute(t, "BaseLoc"))
            for t in children(common, "TemplatePage")
        }
        usual = _box(child(common, "PageArea")) or A4
        aside = self._aside(name, document)
        read: set[str] = set()
        for n, page in enumerate(children(child(document, "Pages"), "Page")):
            part = self._name(name, attribute(page, "BaseLoc"))
            remarks = aside if n == 0 else ()
            if not part:
                yield Sheet(usual, [], shared, (*remarks, ABSENT))
                continue
            if part in read:
                raise SourceError(
                    f"{self._archive.path}: several of its pages are one part, {part}; "
                    "which pages are meant is not known"
                )
            read.add(part)
            yield self._sheet(part, usual, templates, shared, remarks)

    def _sheet(
        self, part: str, usual: tuple[float, ...], templates: dict[str, str], shared: Resources,
        remarks: tuple[str, ...],
    ) -> Sheet:  # fmt: skip
        page = self._xml(part)
        own = Resources(dict(shared.units), dict(shared.params))
        for res in children(page, "PageRes"):
            self._take(own, self._name(part, _text(res)))
        drawn = [(1, layer) for layer in _layers(page)]
        behind: set[str] = set()
        for used in children(page, "Template"):
            place = templates.get(attribute(used, "TemplateID"), "")
            if place and place not in behind:  # once more, it would be drawn over itself
                order = 2 if attribute(used, "ZOrder") == "Foreground" else 0
                drawn += [(order, layer) for layer in _layers(self._xml(place))]
                behind.add(place)
            elif not place:
                remarks = (*remarks, "a template of the page is missing from the file")
        drawn.sort(key=lambda pair: pair[0])  # those of one kind stay in their order
        return Sheet(_box(child(page, "Area")) or usual, [layer for _, layer in drawn], own, remarks)

    def _take(self, resources: Resources, name: str) -> None:
        root = self._xml(name) if name else None
        for e in root.iter() if root is not None else ():
            if local(e) == "CompositeGraphicUnit":
                resources.units[attribute(e, "ID")] = e
            elif local(e) == "DrawParam":
                resources.params[attribute(e, "ID")] = e

    def _aside(self, name: str, document: Element) -> tuple[str, ...]:
        """Say what a document has beside its pages: attached files, and what is drawn over the pages."""
        found = []
        attached = self._name(name, _text(child(document, "Attachments")))
        for e in self._xml(attached) if attached else ():
            found.append(f"an attached file, {attribute(e, 'Name')}, which is not read")
        notes = self._name(name, _text(child(document, "Annotations")))
        if notes and any(
            local(t) == "TextCode"
            for e in self._xml(notes).iter()
            if (place := self._name(notes, _text(child(e, "FileLoc"))))
            for t in self._xml(place).iter()
        ):
            found.append("notes that are drawn over the pages, which are not read")
        return tuple(found)

    def _xml(self, name: str) -> Element:
        return self._archive.xml(self._names.get(name.lower(), name))

    def _name(self, base: str, place: str) -> str:
        """Return the name of a part that another one refers to; "" if there is none."""
        if not place:
            return ""
        full = normpath(join("/", dirname(base), place.replace("\\", "/"))).lstrip("/")
        return self._names.get(full.lower(), "")


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _box(area: Element | None) -> tuple[float, ...]:
    found = floats(_text(child(area, "PhysicalBox")))
    return tuple(found) if len(found) == 4 and found[2] > 0 < found[3] else ()


def _layers(page: Element) -> list[Element]:
    layers = children(child(page, "Content"), "Layer")
    return sorted(layers, key=lambda layer: _ORDER.get(attribute(layer, "Type"), 1))
