"""How far a build is: one line."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from ...knowledge import message

RECENT = 200
"""Documents over which the rate is taken: those of the cache at the beginning are soon forgotten."""


class Progress:
    """Says after each document how many are done and failed, how fast, and how long the rest will take."""

    def __init__(self, total: int, say: Callable[[str], None] | None) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self._say = say
        self._times = deque([time.monotonic()], RECENT)

    def add(self, name: str, failed: bool) -> None:
        """Count a document."""
        self.done += 1
        self.failed += failed
        self._times.append(time.monotonic())
        if self._say:
            what = f"{self.done}/{self.total} {name}"
            self._say(message("cli.progress", name=what, pace=self._pace(), failed=self.failed))

    def _pace(self) -> str:
        took = self._times[-1] - self._times[0]
        if not took:
            return ""
        rate = (len(self._times) - 1) / took
        return message("cli.pace", rate=f"{rate:.1f}", left=duration((self.total - self.done) / rate))


def duration(seconds: float) -> str:
    """Say a time in the two units that matter.

    >>> duration(42), duration(3700), duration(200000)
    ('42 s', '1 h 1 min', '2 d 7 h')
    """
    minutes = int(seconds) // 60
    if minutes < 1:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min {int(seconds) % 60} s"
    if minutes < 1440:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
