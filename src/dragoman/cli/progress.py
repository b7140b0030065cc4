"""A bar on standard error while several sources are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from dragoman.cli.output import console_for
from dragoman.cli.theme import Ink


class Progress:
    """The bar, shown for two sources or more where standard error is a terminal; else nothing."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._bar = total, -1, None
        console = console_for(stderr=True)
        if total < 2 or not console.is_terminal:
            return
        from rich import progress as rich_progress

        self._ink = Ink(console.encoding)
        self._bar = rich_progress.Progress(
            rich_progress.BarColumn(24, style="dim", complete_style="bold", finished_style="bold"),
            rich_progress.MofNCompleteColumn(),
            rich_progress.TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, source: str) -> None:
        """Say that this source is being read now."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done, description=self._ink.say(source), refresh=True)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Out of the way while something else is written to the terminal."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()
