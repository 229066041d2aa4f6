"""What touches the whole process, in one place; nothing that is done under these is safe in threads."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from typing import IO


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


def keep_loaded() -> None:
    """Leave out of every later search what is loaded now, so that no fork looks through it, or copies it."""
    gc.collect()
    gc.freeze()


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


def end_with(parent: int) -> None:
    """Let the system end this process when its parent ends, however that comes about (Linux only).

    Elsewhere a process has to notice by itself, by the end of a pipe.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it ended before this was said
            os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Let no more memory be had by this process; what is asked for beyond that is a MemoryError (POSIX)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def memory_of(pid: int) -> int:
    """Return how many megabytes of memory a process has now; 0 where the system does not say (Linux only)."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except (OSError, IndexError):
        return 0


def silence(*descriptors: int) -> None:
    """Send what this process writes to some descriptors nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def own_output() -> IO[bytes]:
    """Take standard output for oneself; what anything else writes to it from here on goes nowhere."""
    kept = os.fdopen(os.dup(1), "wb", buffering=0)
    silence(1)
    return kept


def go_to(folder: str) -> None:
    """Let relative paths hold from a folder."""
    os.chdir(folder)


def surroundings(first: str, **more: str) -> dict[str, str]:
    """Return the environment for a process that imports what this one does, from `first` before all else."""
    path = os.pathsep.join(filter(None, [first, os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **more}


@contextmanager
def unwarned() -> Iterator[None]:
    """Keep to itself what a library warns of or prints: a damaged file is judged by what it gives."""
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        yield
