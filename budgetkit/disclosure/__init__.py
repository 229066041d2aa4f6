"""One document as a whole: read() and what it returns."""

from __future__ import annotations

from ..readers import READINGS
from .disclosure import Disclosure, read
from .document import body_name

__all__ = ["READINGS", "Disclosure", "body_name", "read"]
