"""Named checks of the prose of one document (rules N and I)."""

from __future__ import annotations
