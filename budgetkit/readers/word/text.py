"""Paragraphs of a Word document as a stream: what is printed, and what is deleted, hidden or a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ..elements import attribute, child, local, number
from ..inline import FILE, Aside
from ..stream import Event
from .numbering import Numbering
from .package import Package, switched
from .styles import Styles

_EMU = 12700  # of a point
_ICON = 24  # points: a smaller picture holds no table
_SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0B9": "≠", "F0FE": "☑", "F0A8": "□"}
_PLAIN = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
_GONE = ("del", "moveFrom")
BOX = "a text box, which is read where it is anchored"
TRACKED = "changes that were tracked: what was put in is read, what was taken out is not"


class Text:
    """Turns paragraphs into events.

    Parameters
    ----------
    package : Package
    aside : Aside
        Takes what is hidden or not read.
    """

    def __init__(self, package: Package, aside: Aside) -> None:
        self.package, self.aside = package, aside
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"))
        self.notes: list[str] = []

    def events(self, holder: Element) -> list[Event]:
        """Return what a body, a cell or a box holds; its tables stay whole."""
        found: list[Event] = []
        for e in holder:
            name = local(e)
            if name == "p":
                found += self._paragraph(e)
            elif name == "tbl":
                found.append(Event("table", node=e))
            elif name in _GONE:
                self.take_out(e)
            elif name == "altChunk":
                self.remark("an embedded file, which is not read")
            elif name == "AlternateContent":
                found += self.events(_choice(e))
            elif not name.endswith("Pr") and name not in ("tr", "tc"):
                found += self.events(e)
        return found

    def remark(self, text: str) -> None:
        """Say once that something is there."""
        if text not in self.aside.remarks:
            self.aside.remarks.append(text)

    def take_out(self, e: Element) -> None:
        """Keep aside what a tracked change took out."""
        self.remark(TRACKED)
        self._hide("".join(t.text or "" for t in e.iter() if local(t) in ("t", "delText")))

    def _hide(self, text: str) -> None:
        if text.strip():
            self.aside.hidden.append(text.strip())

    def _paragraph(self, p: Element) -> Iterator[Event]:
        properties = child(p, "pPr")
        if switched(self.styles.given(properties, "pageBreakBefore")):
            yield Event("page")
        within = list(self._inline(p, properties))
        shown = [e for e in within if e.kind not in ("hidden", "box")]
        counted = self.numbering.next(*self.styles.list_of(properties))
        if counted and any(e.kind in ("text", "picture") for e in shown):
            first = next((k for k, e in enumerate(shown) if e.kind in ("text", "picture")), 0)
            shown.insert(first, Event("text", counted))
        self._hide("".join(e.text for e in within if e.kind == "hidden"))
        title = "title" if self.styles.is_title(properties) else ""
        yield Event("block", title, self.styles.level(properties))
        yield from shown
        yield Event("block")
        for box in (e.node for e in within if e.kind == "box"):
            self.remark(BOX)
            yield from self.events(box)
        if (section := child(properties, "sectPr")) is not None:
            kind = attribute(child(section, "type"), "val")
            yield Event("block" if kind == "continuous" else "page")

    def _inline(self, holder: Element, paragraph: Element | None) -> Iterator[Event]:
        for e in holder:
            name = local(e)
            if name == "r":
                yield from self._run(e, paragraph)
            elif name in _GONE:
                self.take_out(e)
            elif name == "AlternateContent":
                yield from self._inline(_choice(e), paragraph)
            elif not name.endswith("Pr"):
                if name in ("ins", "moveTo"):
                    self.remark(TRACKED)
                elif name == "hyperlink":
                    self._linked(attribute(e, "id"))
                yield from self._inline(e, paragraph)

    def _run(self, run: Element, paragraph: Element | None) -> Iterator[Event]:
        own = child(run, "rPr")
        kind = "text"
        if self.styles.on(paragraph, own, "vanish"):
            kind = "hidden"
        elif any(self.styles.on(paragraph, own, name) for name in ("strike", "dstrike")):
            kind = "struck"
        elif attribute(self.styles.given(own, "vertAlign"), "val") == "superscript":
            kind = "mark"
        for e in run:
            yield from self._piece(e, kind)

    def _piece(self, e: Element, kind: str) -> Iterable[Event]:
        name = local(e)
        if name == "t":
            yield Event(kind, e.text or "")
        elif name in _PLAIN:
            yield Event(kind, _PLAIN[name])
        elif name == "sym":
            code = attribute(e, "char").upper()
            yield Event(kind, _SYMBOLS.get(code, "\ufffd"))
        elif name in ("br", "cr"):
            yield Event("page" if attribute(e, "type") == "page" else "break")
        elif name == "lastRenderedPageBreak":
            yield Event("page", "rendered")
        elif name in ("footnoteReference", "endnoteReference") and kind == "text":
            self.notes.append(name.removesuffix("Reference") + "s " + attribute(e, "id"))
            yield Event("mark", f"[{len(self.notes)}]")
        elif name == "AlternateContent":
            for inner in _choice(e):
                yield from self._piece(inner, kind)
        elif name == "ruby":
            base = child(e, "rubyBase")
            yield from self._inline(base, None) if base is not None else ()
        elif name == "commentReference":
            self.remark("a comment, which is not read")
        elif name in ("drawing", "pict", "object") and kind == "text":
            yield from self._drawn(e)

    def _drawn(self, e: Element) -> Iterator[Event]:
        """Yield the text boxes of a drawing; say what else it is."""
        boxes = [b for b in e.iter() if local(b) == "txbxContent"]
        yield from (Event("box", node=box) for box in boxes)
        for inner in e.iter():
            name = local(inner)
            if name == "OLEObject":
                self.remark(f"an object, {attribute(inner, 'ProgID')}, which is not read")
                yield Event("picture")
                return
            if name == "chart":
                self.remark("a chart, which is not read")
        if any(local(i) in ("blip", "imagedata") for i in e.iter()):
            extent = next((i for i in e.iter() if local(i) == "extent"), None)
            width, height = number(extent, "cx") // _EMU, number(extent, "cy") // _EMU
            if extent is None or min(width, height) > _ICON:
                size = f" of {width} x {height} points" if extent is not None else ""
                self.aside.remarks.append(f"a picture{size}, which is not read")
                yield Event("picture")

    def _linked(self, key: str) -> None:
        _, target = self.package.targets.get(key, ("", ""))
        if FILE.search(target):
            self.aside.not_read("an attachment", target)


def _choice(e: Element) -> Element:
    """Return one of the alternatives that are written for newer and older programs: they say the same."""
    ways = [way for way in e if local(way) in ("Choice", "Fallback")]
    return max(ways, key=lambda way: sum(len(t.text or "") for t in way.iter() if local(t) == "t"), default=e)
