"""``python -m benchmarks NAME DIR``: what is measured by hand over a folder of real disclosures."""

import importlib
import sys
from pathlib import Path

NAMES = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(
            f"usage: python -m benchmarks {{{','.join(NAMES)}}} DIR; benchmarks/README.md says what each prints"
        )
    name = sys.argv.pop(1)
    sys.argv[0] = f"python -m benchmarks {name}"
    sys.exit(importlib.import_module(f"benchmarks.{name}").main())
