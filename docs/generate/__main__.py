"""``python -m docs.generate DIR`` puts the source of the site together in a folder."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from . import api, codes, peers, questions, rules
from .stage import stage, write

MAKERS = (api, codes, peers, questions, rules)


def main(out: Path) -> None:
    """Write every page into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    stage(out)
    for maker in MAKERS:
        for path, text in maker.pages():
            write(out / path, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
