"""A bar on standard error while several sources are read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.cli.output import console_for
from dragoman.cli.theme import Ink

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class _Bar:
    """A bar where standard error is a terminal; else nothing."""

    def __init__(self, total: int | None, left: bool = False) -> None:
        """`total` counts sources; where it is None nothing is shown. `left` says how long it will take yet."""
        self._bar: RichProgress | None = None
        console = console_for(stderr=True)
        if total is None or not console.is_terminal:
            return
        from rich import progress

        self._ink = Ink(console.encoding)
        self._bar = progress.Progress(
            progress.BarColumn(24, style="dim", complete_style="bold", finished_style="bold"),
            progress.MofNCompleteColumn(),
            *([progress.TimeRemainingColumn(compact=True)] if left else []),
            progress.TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

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

    def _show(self, done: int, told: str) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, description=self._ink.say(told), refresh=True)


class Progress(_Bar):
    """A bar of sources, for two or more."""

    def __init__(self, total: int) -> None:
        super().__init__(total if total >= 2 else None)
        self._done = -1

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def begin(self, source: str) -> None:
        """Say that this source is being read now."""
        self._done += 1
        self._show(self._done, source)


class Rate(_Bar):
    """A bar with how many sources are done, how long it will take yet, and how many pages a second: a source may hold many."""

    def __init__(self, total: int | None) -> None:
        super().__init__(total, left=True)
        self._pages, self._events, self._began, self._names = 0, 0, time.monotonic(), set[str]()

    def __enter__(self) -> Rate:
        if self._bar is not None:
            self._bar.start()
        return self

    def begin(self, source: str) -> None:
        """Say that a page of this source is being read now."""
        self._pages += 1
        rate = self._pages / max(0.001, time.monotonic() - self._began)
        self._names.add(source.rpartition(":")[0] if source[-1:].isdigit() and ":" in source else source)
        self._show(len(self._names) - 1, f"{rate:.1f} pages/s  {self._events:,} events  {source}")

    def done(self, events: int) -> None:
        """Say that a page is done, with so many events."""
        self._events += events
