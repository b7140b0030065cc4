"""Keep docs/data-dictionary.md true: `python tools/data_dictionary.py` writes it anew from the columns of the exports."""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.exports.dictionary import dictionary_page

DOCUMENT = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
_HEAD = """# Data dictionary

Every column of the tables that the forms `csv` and `parquet` write (see [Export](howto-export.md)); `geojson` has
those of `events` as properties, `neo4j` most of them. The folder of CSV files has the same as `dictionary.csv`.
Types, modes and contexts are told in [the codebook](codebook.md), sectors and codes in [the world's
tables](world-tables.md). Written by `tools/data_dictionary.py` from the definition that writes the tables.

"""


def text() -> str:
    """The document as it should be."""
    return _HEAD + dictionary_page()


def main() -> int:
    """Write the document anew."""
    DOCUMENT.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
