"""The parts of a Word document: which is the text, which its styles, notes and headers."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from ...errors import SourceError
from ..archive import Archive
from ..content import FETCH
from ..elements import attribute

_TEXT = "officeDocument"


class Package:
    """A Word document, opened: its text, and what its text refers to.

    Parameters
    ----------
    archive : Archive
        The file.

    Raises
    ------
    SourceError
        It has no text, or a part of it is damaged.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = frozenset(archive.names)
        start = next((target for kind, target in self._targets("").values() if kind == _TEXT), "")
        if start not in self._names:
            raise SourceError(f"{archive.path}: a Word document without text; {FETCH}")
        self.body = self._archive.xml(start)
        self.targets = self._targets(start)

    def part(self, kind: str) -> Element | None:
        """Return the part of a kind, such as ``styles``; None if there is none."""
        named = [target for found, target in self.targets.values() if found == kind]
        return self._archive.xml(named[0]) if named and named[0] in self._names else None

    def referred(self, key: str) -> Element | None:
        """Return the part that the text refers to by a key."""
        _, target = self.targets.get(key, ("", ""))
        return self._archive.xml(target) if target in self._names else None

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and name of what a part refers to, by key; what is outside keeps its address."""
        name = join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")
        if name not in self._names:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self._archive.xml(name):
            kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = normpath(join("/", dirname(part), target)).lstrip("/")
            found[relation.get("Id", "")] = (kind, target)
        return found


def switched(element: Element | None) -> bool | None:
    """Say whether a property that is there is on; None where it is not there.

    >>> switched(Element("vanish")), switched(Element("vanish", {"val": "0"})), switched(None)
    (True, False, None)
    """
    return None if element is None else attribute(element, "val") not in ("0", "false", "off", "none")
