"""Files that end the process that reads them: a reader that obeys the first line of a file.

``python -m tests.outputs.batch.killers`` is the process that reads, with this reader among the others, and
``python -m tests.outputs.batch.killers build …`` the command line with it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from budgetkit import cli
from budgetkit.outputs.batch import guard, serve
from budgetkit.readers import formats
from budgetkit.readers.markdown import read as read_markdown
from budgetkit.readers.pages import Page

COMMAND = [sys.executable, "-m", "tests.outputs.batch.killers"]


def read(path: Path) -> list[Page]:
    """Do what the file says; else read it as Markdown."""
    first = path.read_text(encoding="utf-8").split("\n")[0].split()
    match first[1:]:
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["hang"]:
            signal.pause()
        case ["memory"]:
            kept = []
            while True:
                kept.append(bytearray(os.urandom(1) * (16 << 20)))
        case ["leave"]:
            os._exit(7)
        case ["error"]:
            raise IndexError("list index out of range")
        case ["change"]:
            path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
        case ["hold"]:
            _hold(path.parent.parent)
    return read_markdown(path)


def _hold(folder: Path) -> None:
    """Say who reads, once, and wait for ever with the pipe open."""
    try:
        (folder / "once").unlink()
    except FileNotFoundError:
        return
    server = os.getppid()
    with (folder / "pipe").open("w") as pipe:
        driver = Path(f"/proc/{server}/stat").read_text().split()[3]
        print(server, driver, file=pipe, flush=True)
        signal.pause()


def register() -> None:
    """Put the reader before the others."""
    killer = formats.Format("killer", lambda found: found.start.startswith(b"KILL"), (), {"killer": __name__})
    formats.FORMATS = (killer, *formats.FORMATS)


if __name__ == "__main__":
    register()
    if len(sys.argv) > 1:
        guard.COMMAND = COMMAND
        sys.exit(cli.main(sys.argv[1:]))
    serve.main()
