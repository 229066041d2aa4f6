"""The process that reads: ``python -m budgetkit.outputs.batch.serve``, a line of JSON a document.

It reads nothing itself. For each document it forks, which takes a hundredth of a second where a new Python
takes two, and the fork may crash, hang or eat memory: this process sees it end, ends it, and answers. Where
a system cannot fork (Windows), it reads by itself, and :mod:`.guard` starts another in its place.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ...disclosure import read
from ...errors import BudgetkitError
from ...process import end_with, go_to, keep_loaded, limit_memory, memory_of, own_output, silence
from ...reconciliation import reconcile
from .failures import LASTING, Failure, ended, failed, lost, other_version, out_of_memory, out_of_time
from .job import Job, Outcome, outcome
from .make import digests_of, make
from .parts import write_failure
from .version import version

LOOK = 0.1
"""Seconds after which the memory of a document is looked at again."""

SAMPLE = """# 某市某局2024年部门预算

## 部门支出总表

单位：万元

科目编码\t科目名称\t合计
201\t甲\t9.00

支出预算9万元。
"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
)


def main() -> None:
    """Answer one document after the other, until there is nobody to ask."""
    end_with(os.getppid())
    answers = own_output()
    warm()
    keep_loaded()
    while line := sys.stdin.buffer.readline():
        job = Job(**json.loads(line))
        found = answer(job)
        answers.write(json.dumps(found._asdict()).encode() + b"\n")


def warm() -> None:
    """Read small files, so that what every document needs is loaded before the first fork."""
    with TemporaryDirectory() as folder:
        for name, content in (("a.md", SAMPLE.encode()), ("a.pdf", PDF)):
            path = Path(folder, name)
            path.write_bytes(content)
            try:
                reconcile(read(path))
            except BudgetkitError:
                continue


def answer(job: Job) -> Outcome:
    """Return what is kept of a document, or read it."""
    begin = time.monotonic()
    if job.version != version():
        return Outcome(failure=failed(job, other_version(job)))
    try:
        go_to(job.folder)
    except OSError as error:
        return Outcome(failure=failed(job, lost(job, error), "other"))
    digests = digests_of(job.paths)
    part, note = job.keys(digests)
    if found := outcome(part):
        return found
    if note.exists():
        return Outcome(failure=json.loads(note.read_text(encoding="utf-8")))
    run = _forked if hasattr(os, "fork") else _tried
    found = run(job, digests, part)
    if found.failure:
        found.failure["seconds"] = round(time.monotonic() - begin)
        if found.failure["kind"] in LASTING:
            write_failure(note, found.failure)
    return found


def _tried(job: Job, digests: Sequence[str], part: Path) -> Outcome:
    """Read a document here and now."""
    try:
        return make(job, digests, part)
    except MemoryError:
        return Outcome(failure=failed(job, out_of_memory(job), "memory"))
    except Exception as error:
        return Outcome(failure=failed(job, error))


def _forked(job: Job, digests: Sequence[str], part: Path) -> Outcome:
    """Read a document in a fork of this process, and see that it ends."""
    mine, theirs = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        os.close(mine)
        _alone(parent, job, partial(_tried, job, digests, part), theirs)
    os.close(theirs)
    try:
        said, stopped = _watched(child, job, mine)
    finally:
        os.close(mine)
        os.kill(
            child, signal.SIGKILL
        )  # it has said all that it has to say; it is there until it is waited for
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if stopped:
        return Outcome(failure=stopped)
    if said.endswith(b"\n"):
        return Outcome(**json.loads(said))
    kind = "other" if status == -signal.SIGKILL else "crash"  # not ours: the system is short of memory, say
    return Outcome(failure=failed(job, ended(job, status), kind))


def _alone(parent: int, job: Job, run: partial[Outcome], pipe: int) -> None:
    """Be the fork: read, answer, end; nothing of the parent is used or cleaned up."""
    status = 1
    try:
        end_with(parent)
        silence(0, 2)
        limit_memory(2 * job.memory + 1024)  # for what grows fast; the rest is looked at from outside
        with os.fdopen(pipe, "wb") as out:
            out.write(json.dumps(run()._asdict()).encode() + b"\n")
        status = 0
    finally:
        os._exit(status)


def _watched(child: int, job: Job, pipe: int) -> tuple[bytes, Failure | None]:
    """Return what a fork says until it ends, or why it was not waited for."""
    said = b""
    end = time.monotonic() + job.seconds
    while True:
        ready, _, _ = select.select([pipe, 0], [], [], LOOK)
        if pipe in ready:
            more = os.read(pipe, 1 << 16)
            said += more
            if not more or said.endswith(b"\n"):
                return said, None
        if 0 in ready:  # nobody asks before an answer: whoever asked is gone
            os.kill(child, signal.SIGKILL)
            os._exit(1)
        if time.monotonic() > end:
            return b"", failed(job, out_of_time(job), "time")
        if memory_of(child) > job.memory:
            return b"", failed(job, out_of_memory(job), "memory")


if __name__ == "__main__":
    main()
