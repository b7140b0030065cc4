"""A bar on standard error while several sources are read."""

from __future__ import annotations

import time
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


class Rate:
    """A bar with how many pages are done, how fast, and how long it will take yet, where standard error is a terminal.

    `total` counts sources, `None` shows nothing; a source may hold many pages, so that the bar is about sources and the rate
    about pages.
    """

    def __init__(self, total: int | None) -> None:
        self._bar, self._pages, self._events, self._began = None, 0, 0, time.monotonic()
        console = console_for(stderr=True)
        if total is None or not console.is_terminal:
            return
        from rich import progress as rich_progress

        self._ink, self._names = Ink(console.encoding), set[str]()
        self._bar = rich_progress.Progress(
            rich_progress.BarColumn(24, style="dim", complete_style="bold", finished_style="bold"),
            rich_progress.MofNCompleteColumn(),
            rich_progress.TimeRemainingColumn(compact=True),
            rich_progress.TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Rate:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, source: str) -> None:
        """Say that a page of this source is being read now."""
        if self._bar is not None:
            rate = self._pages / max(0.001, time.monotonic() - self._began)
            told = f"{rate:.1f} pages/s  {self._events:,} events  {self._ink.say(source)}"
            self._names.add(source.rpartition(":")[0] if source[-1:].isdigit() and ":" in source else source)
            self._bar.update(self._task, completed=len(self._names) - 1, description=told)

    def done(self, events: int) -> None:
        """Say that a page is done, with so many events."""
        self._pages += 1
        self._events += events

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
