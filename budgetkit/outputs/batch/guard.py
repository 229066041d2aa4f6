"""Documents, each read by a process that may end badly: here, or wherever an executor runs this."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from queue import SimpleQueue

from ...process import surroundings
from .failures import ended, failed, lost
from .job import Job, Outcome

COMMAND = [sys.executable, "-m", "budgetkit.outputs.batch.serve"]
"""What starts the process that reads; one a worker, for as long as it lives."""

GRACE = 60
"""Seconds after the limit of a document in which the process that reads has to say that it is over."""

WINDOW = 1000
"""Jobs that are handed out before an answer is waited for."""

_local = threading.local()


class Guard:
    """A process that reads, which is started when it is needed, and again when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._lock = threading.Lock()

    def ask(self, job: Job) -> Outcome:
        """Let it read a document; whatever becomes of it, there is an answer."""
        process = self._started()
        assert process.stdin and process.stdout
        timer = threading.Timer(job.seconds + GRACE, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            process.stdin.flush()
            said = process.stdout.readline()
        except OSError:  # it ended before it was asked
            said = b""
        finally:
            timer.cancel()
        if said.endswith(b"\n"):
            found = Outcome(**json.loads(said))
            return found._replace(whose=tuple(found.whose))
        return Outcome(failure=failed(job, ended(job, _end(process)), "other"))

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._over:
                raise RuntimeError("the build was stopped")
            if self._process is None or self._process.poll() is not None:
                self._process = _start()
            return self._process

    def close(self) -> None:
        """End it for good, with what it is reading."""
        with self._lock:
            self._over = True
            if self._process is not None:
                _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> int:
    """End a process, and return its status; below 0 is a signal."""
    process.kill()
    status = process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what was not written to it any more
            pipe.close()  # type: ignore[union-attr]
    return status


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(str(files("budgetkit"))).parent)
    return subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # each document has one processor; threads of its own would only wait for those of the others
        env=surroundings(root, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1"),
        start_new_session=True,  # Ctrl-C is for who asks
    )


def guarded(job: Job) -> Outcome:
    """Read one document by the process of this thread."""
    guard = getattr(_local, "guard", None)
    if guard is None:
        guard = _local.guard = Guard()
    return guard.ask(job)


def run(jobs: Iterable[Job], workers: int, executor: Executor | None) -> Generator[tuple[int, Outcome]]:
    """Yield what each job comes to and its number, as they are done."""
    done: SimpleQueue[Future[Outcome]] = SimpleQueue()
    waiting: dict[Future[Outcome], tuple[int, Job]] = {}
    with _working(workers, executor) as pool:
        try:
            for number, job in enumerate(jobs):
                if len(waiting) >= WINDOW:
                    yield _next(done, waiting)
                future = pool.submit(guarded, job)
                waiting[future] = number, job
                future.add_done_callback(done.put)
            while waiting:
                yield _next(done, waiting)
        finally:
            for future in waiting:
                future.cancel()


def _next(
    done: SimpleQueue[Future[Outcome]], waiting: dict[Future[Outcome], tuple[int, Job]]
) -> tuple[int, Outcome]:
    future = done.get()
    number, job = waiting.pop(future)
    try:
        return number, future.result()
    except Exception as error:  # what ran it, a worker of a cluster, say, is gone
        return number, Outcome(failure=failed(job, lost(job, error), "other"))


@contextmanager
def _working(workers: int, executor: Executor | None) -> Iterator[Executor]:
    """Give what runs the jobs; own processes end with it, whatever happens."""
    if executor is not None:
        yield executor
        return
    guards: list[Guard] = []

    def begin() -> None:
        _local.guard = Guard()
        guards.append(_local.guard)

    pool = ThreadPoolExecutor(workers, initializer=begin)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for guard in guards:
            guard.close()
