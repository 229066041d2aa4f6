"""Styles of a Word document: what a paragraph or a run is given by name, over all that it is based on."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ..elements import attribute, child, local, number
from .package import switched

_LONGEST = 20
_HEADING = re.compile(r"heading ([1-9])|标题\s?([1-9])")


class Styles:
    """What styles say, by their ids.

    Parameters
    ----------
    part : Element or None
        The part ``styles``.
    """

    def __init__(self, part: Element | None) -> None:
        styles = [s for s in part if local(s) == "style"] if part is not None else []
        self._styles = {attribute(style, "styleId"): style for style in styles}

    def given(self, properties: Element | None, *path: str) -> Element | None:
        """Return a property of a paragraph or a run: its own, or that of its style or those below it."""
        found = child(properties, *path)
        if found is not None:
            return found
        named = child(properties, "pStyle")
        name = attribute(named if named is not None else child(properties, "rStyle"), "val")
        holders = [child(style, holder) for style in self._chain(name) for holder in ("pPr", "rPr")]
        return next((f for h in holders if (f := child(h, *path)) is not None), None)

    def level(self, properties: Element | None) -> int:
        """Return the level of a heading, from 1; 0 for other paragraphs."""
        outline = self.given(properties, "outlineLvl")
        if outline is not None:
            return number(outline) + 1 if number(outline) < 9 else 0
        for style in self._chain(attribute(child(properties, "pStyle"), "val")):
            if found := _HEADING.fullmatch(attribute(child(style, "name"), "val").lower()):
                return int(found[1] or found[2])
        return 1 if self.is_title(properties) else 0

    def is_title(self, properties: Element | None) -> bool:
        """Say whether a paragraph is the title of the document."""
        chain = self._chain(attribute(child(properties, "pStyle"), "val"))
        return any(attribute(child(style, "name"), "val").lower() == "title" for style in chain)

    def on(self, paragraph: Element | None, run: Element | None, name: str) -> bool:
        """Say whether a property of a run is on: its own, else that of its style, else of its paragraph's."""
        own = switched(self.given(run, name))
        if own is None:  # what the paragraph itself says of runs is said of its mark only
            chain = self._chain(attribute(child(paragraph, "pStyle"), "val"))
            own = next((switched(f) for s in chain if (f := child(s, "rPr", name)) is not None), None)
        return bool(own)

    def list_of(self, paragraph: Element | None) -> tuple[str, int]:
        """Return the list that a paragraph is counted in ("" if in none), and at which level."""
        key = attribute(self.given(paragraph, "numPr", "numId"), "val")
        return key, number(self.given(paragraph, "numPr", "ilvl"))

    def _chain(self, name: str) -> list[Element]:
        """Return a style and those that it is based on."""
        found: list[Element] = []
        while name in self._styles and len(found) < _LONGEST:
            found.append(self._styles[name])
            name = attribute(child(found[-1], "basedOn"), "val")
        return found
