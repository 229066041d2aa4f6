"""What a PDF holds, written anew as a county's web desk would: workbooks, web pages, Word documents."""

from __future__ import annotations

from .content import Content, content
from .kinds import KINDS, Kind, write_all

__all__ = ["KINDS", "Content", "Kind", "content", "write_all"]
