"""Lines become stated figures."""

from __future__ import annotations

from .nouns import topic
from .numbers import figures
from .paragraphs import Paragraph, paragraphs
from .stated import stated
from .topics import inherit

__all__ = ["Paragraph", "figures", "inherit", "paragraphs", "stated", "topic"]
