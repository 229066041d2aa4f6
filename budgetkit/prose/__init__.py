"""Lines become stated figures."""

from __future__ import annotations

from .paragraphs import Paragraph, paragraphs
from .stated import stated

__all__ = ["Paragraph", "paragraphs", "stated"]
