"""One document as a whole: read() and what it returns."""

from __future__ import annotations

from ..readers import READINGS
from .disclosure import Disclosure, read

__all__ = ["READINGS", "Disclosure", "read"]
