"""A folder of documents becomes tables: each is read in a process of its own, so that none stops the rest."""

from __future__ import annotations

from .build import Built, build, making
from .cluster import cluster
from .moving import moving_of
from .reading import How, documents

__all__ = ["Built", "How", "build", "cluster", "documents", "making", "moving_of"]
