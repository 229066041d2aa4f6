"""Documents read on the machines of a Dask cluster, each in a guarded process there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from ...errors import DependencyError, SourceError


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give an executor that runs on the cluster whose scheduler has this address, such as tcp://10.0.0.1:8786.

    A document that kills its process does not kill the worker that started it; one whose worker is lost
    goes to another one.

    Raises
    ------
    DependencyError
        Dask's ``distributed`` is not installed.
    SourceError
        No scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise DependencyError(
            "a cluster is reached with Dask, which is not installed: pip install distributed"
        ) from None
    try:
        client = Client(address)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SourceError(f"{address}: no scheduler of Dask answers there ({error})") from error
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
