"""Elements of XML, asked for by names without their namespaces, of which programs use several."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """Return the name of an element without its namespace.

    >>> local(Element("{http://purl.oclc.org/ooxml/wordprocessingml/main}tbl"))
    'tbl'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the element below another one that a path of names leads to, or None."""
    for name in names:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements of a name directly below another one."""
    return [e for e in element if local(e) == name] if element is not None else []


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its name without namespace; "" if there is none.

    >>> attribute(Element("x", {"{http://x}val": "2"}), "val")
    '2'
    """
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    """Return an attribute that is a whole number, or what stands for it."""
    try:
        return int(attribute(element, name))
    except ValueError:
        return default
