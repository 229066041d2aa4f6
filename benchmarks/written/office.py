"""LibreOffice writes files anew in other formats, many at a time."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
MOST_SECONDS = 900


def there() -> bool:
    """Say whether LibreOffice is on the machine."""
    return shutil.which("soffice") is not None


def convert(paths: Sequence[Path], target: str, folder: Path, infilter: str = "") -> None:
    """Write files anew in a format, into a folder, under their names."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
        command += [f"--infilter={infilter}"] if infilter else []
        command += ["--convert-to", target, "--outdir", str(folder), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=MOST_SECONDS)
