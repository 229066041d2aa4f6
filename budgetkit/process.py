"""What touches the whole process, in one place; nothing that is done under these is safe in threads."""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def without_collection() -> Iterator[None]:
    """Leave out the search for reference cycles, where very many objects are made and no cycle."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@contextmanager
def without_output() -> Iterator[None]:
    """Keep what native code writes to the process's standard output, whatever it is told, out of ours."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no standard output to keep clean
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def patched(module: str, name: str, value: object) -> Iterator[None]:
    """Give an attribute of a module another value; a module without that attribute is left alone."""
    owner = import_module(module)
    if not hasattr(owner, name):
        yield
        return
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def listening(logger: str) -> Iterator[list[str]]:
    """Collect what is warned, and what a library logs as a warning or worse, instead of showing it.

    The list is complete when the context ends.
    """
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger(logger).addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            yield messages
        messages += [str(w.message) for w in warned]
    finally:
        logging.getLogger(logger).removeHandler(handler)
