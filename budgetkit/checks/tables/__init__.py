"""Named checks of the tables of one document (rules W and X)."""

from __future__ import annotations
