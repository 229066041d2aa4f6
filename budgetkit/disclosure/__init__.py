"""One document as a whole: read() and what it returns."""

from __future__ import annotations

from .disclosure import Disclosure, read

__all__ = ["Disclosure", "read"]
