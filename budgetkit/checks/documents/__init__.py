"""Named checks between two documents (rules Y)."""

from __future__ import annotations
