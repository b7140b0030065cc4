"""`python -m benchmarks NAME --data DIR [--json] [--limit N] [--no-peers]`: one command a question."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from .common import Options, table

NAMES = (
    *("language", "e2e", "statements"),
    *("actors", "places", "time", "event_types", "event_triples", "quiet", "positions"),
    *("pages", "metadata", "captions", "damage", "hostile"),
    *("copies", "archive", "speed"),
)


def main() -> int:
    """Run one benchmark; 0 where it measured, 1 where it failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--data", type=Path, required=True, help="a folder of the shape that docs/benchmarks.md tells")
    parser.add_argument("--json", action="store_true", help="print one line of JSON besides the table")
    parser.add_argument("--limit", type=int, default=0, help="measure on the first N items of each set")
    parser.add_argument("--no-peers", action="store_true", help="leave other tools out")
    parser.add_argument("--weights", type=Path, default=None, help="another folder of weights")
    parser.add_argument(
        "--ablate", action="append", default=[], choices=("frames", "events", "world"), help="e2e: switch a source off"
    )
    args = parser.parse_args()
    if not args.data.exists():
        print(f"{args.data}: no such folder; name one that holds the data", file=sys.stderr)
        return 1
    module = importlib.import_module(f"benchmarks.{args.name}")
    options = Options(args.data, args.limit, not args.no_peers, args.weights, tuple(args.ablate))
    figures = module.measure(options)
    if not any(v is not None for k, v in figures.items() if k != "peers"):
        print(f"{args.data}: nothing there that {args.name} can measure", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(figures))
    else:
        print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
