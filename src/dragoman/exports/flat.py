"""CSV: a folder of tables that open in R, Stata and spreadsheets, with their data dictionary."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .columns import Table, cell
from .dictionary import dictionary_csv, dictionary_page
from .port import Contents, Form, Settings
from .tables import TABLES, rows
from .withholding import prepared
from .writing import fresh_folder

NAMES = (*(f"{table.name}.csv" for table in TABLES), "dictionary.csv", "README.md")
_README = """# Tables of news events

UTF-8 without a byte order mark, comma between cells, `"` round cells that need it, a line feed at the end of a row, the names of
the columns in the first. A cell may hold line breaks. An empty cell is a value that is not known or does not apply.

A cell of text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, perhaps
behind apostrophes) has an apostrophe before it that is not part of the text: where a text matches `^'+[=+@\\t\\r-]`, take the
first apostrophe away. NUL and broken halves of characters are written U+FFFD. Nothing else differs from what the archive holds.

- R: `readr::read_csv("events.csv")`, or `read.csv("events.csv", encoding = "UTF-8", na.strings = "")`
- Stata: `import delimited using events.csv, encoding("utf-8") bindquote(strict) maxquotedrows(unlimited) stringcols(_all)`
- Python: `pandas.read_csv("events.csv")`
- Excel: Data, From Text/CSV, file origin 65001 (UTF-8)

`reports` joins to `events` by `event`, to `pages` by `page`, to `actors` by the ids in `actor_ids` and `recipient_ids`.

"""


def readme() -> str:
    """What stands in the folder's README: how the files are written and opened, and the dictionary."""
    return _README + dictionary_page()


class Sheet:
    """An open CSV file of one table."""

    def __init__(self, path: Path, table: Table, stack: ExitStack) -> None:
        self._table = table
        # The csv module writes numbers, days and what is None as `cell` does, and faster.
        self._told = [(i, c.kind) for i, c in enumerate(table.columns) if c.kind in ("text", "codes", "flag")]
        file = stack.enter_context(path.open("x", encoding="utf-8", newline=""))
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow([column.name for column in table.columns])

    def add(self, row: Any) -> None:
        """Write a row at its end."""
        values = self._table.values(row)
        for i, kind in self._told:
            if values[i] is not None:
                values[i] = cell(kind, values[i])
        self._writer.writerow(values)


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the folder; the number of rows of all tables. Raises `ExportUnwritable`."""
    count = 0
    with fresh_folder(path, NAMES) as folder:
        with ExitStack() as stack:
            sheets = {table.name: Sheet(folder / f"{table.name}.csv", table, stack) for table in TABLES}
            for row in rows(prepared(contents, settings)):
                sheets[row.table].add(row.source)
                count += 1
        (folder / "dictionary.csv").write_text(dictionary_csv(), encoding="utf-8", newline="")
        (folder / "README.md").write_text(readme(), encoding="utf-8", newline="")
    return count


FORM = Form("csv", "", "a folder of CSV tables with their data dictionary, for R, Stata and spreadsheets", write)
