"""What a change of the code changed in the data: ``python -m benchmarks same DIR --than CHECKOUT``.

Reads and reconciles every PDF below DIR with this checkout and with another one (``git worktree add PATH
REVISION``), and compares every table row for row. Prints for each table how many rows are the same, gone and
new, then the rows themselves. Both checkouts run under this Python, by their public names only.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

TABLES = ("line_items", "blanks", "indicators", "stated", "unread", "forms", "checks", "failures")
WORKER = """
import sys, warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import budgetkit as bk

def run(job):
    path, out = job
    warnings.simplefilter("ignore")
    try:
        d = bk.read(path)
        r = bk.reconcile(d)
    except Exception as error:
        (out / f"{path.stem}.error").write_text(f"{type(error).__name__}: {error}")
        return
    for name in sys.argv[3:]:
        table = getattr(r, name) if hasattr(r, name) else getattr(d, name)
        table.to_csv(out / f"{path.stem}.{name}", index=False)

if __name__ == "__main__":
    assert Path(bk.__file__).is_relative_to(Path.cwd()), bk.__file__
    paths, out = sorted(Path(sys.argv[1]).glob("**/*.pdf")), Path(sys.argv[2])
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(run, [(p, out) for p in paths], chunksize=2))
"""


def tables(checkout: Path, folder: Path, out: Path) -> None:
    """Write the tables of every document below `folder`, as `checkout` reads it."""
    out.mkdir()
    worker = out / "worker.py"
    worker.write_text(WORKER, encoding="utf-8")
    command = [sys.executable, str(worker), str(folder), str(out), *TABLES]
    subprocess.run(command, cwd=checkout, env={"PYTHONPATH": str(checkout), "PATH": ""}, check=True)


def rows(path: Path, without: Sequence[str]) -> Counter[str]:
    """Count the rows of a table, some columns left out."""
    if not path.exists():
        return Counter()
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        keep = [k for k, name in enumerate(next(table)) if name not in without]
        return Counter(",".join(row[k] for k in keep) for row in table)


def main() -> int:
    """Print the table of differences; the exit status is 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--than", type=Path, required=True, metavar="CHECKOUT", help="the other checkout")
    parser.add_argument("--most", type=int, default=20, help="how many rows of a table are shown")
    parser.add_argument("--without", nargs="*", default=[], metavar="COLUMN", help="columns that may differ")
    options = parser.parse_args()
    here = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        then, now = Path(folder, "then"), Path(folder, "now")
        tables(options.than.resolve(), options.folder.resolve(), then)
        tables(here, options.folder.resolve(), now)
        names = sorted(
            {p.name.rpartition(".")[0] for p in (*then.iterdir(), *now.iterdir()) if p.suffix != ".py"}
        )
        print(f"{len(names)} documents\n\n| table | same | gone | new |\n|---|--:|--:|--:|")
        changes: list[str] = []
        for table in (*TABLES, "error"):
            same = gone = new = 0
            for name in names:
                a, b = (rows(d / f"{name}.{table}", options.without) for d in (then, now))
                if table == "error":
                    a, b = (
                        Counter(p.read_text().splitlines()[:1] if (p := d / f"{name}.error").exists() else [])
                        for d in (then, now)
                    )
                same += (a & b).total()
                gone += (a - b).total()
                new += (b - a).total()
                changes += [f"{table} - {name}: {row}" for row in (a - b).elements()]
                changes += [f"{table} + {name}: {row}" for row in (b - a).elements()]
            print(f"| {table} | {same} | {gone} | {new} |")
        for table in (*TABLES, "error"):
            mine = [line for line in changes if line.startswith(f"{table} ")]
            print(*mine[: options.most], sep="\n")
            if len(mine) > options.most:
                print(f"… and {len(mine) - options.most} more of {table}")
    return bool(changes)
