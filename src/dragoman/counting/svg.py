"""A dyad as a drawing (SVG): cooperation above a line, conflict below, and under them the mean intensity.

It needs no font, script or file besides itself, is read out by its title and description, follows the reader's choice of light
or dark, and is the same for the same counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from math import ceil, floor, log10

from .dyads import Dyad, Step

_WIDTH, _LEFT, _RIGHT = 960, 64, 16
_TOP, _BARS, _GAP, _LINE, _FOOT = 78, 230, 36, 96, 46
_HEIGHT = _TOP + _BARS + _GAP + _LINE + _FOOT
_INNER = _WIDTH - _LEFT - _RIGHT
_TICKS = 12  # labels below, at most
_QUADS = (
    ("q2", "material cooperation"),
    ("q1", "verbal cooperation"),
    ("q3", "verbal conflict"),
    ("q4", "material conflict"),
)
# Each hue has at least 3 to 1 against its ground; blue and orange are told apart by all kinds of eyes.
_STYLE = """\
.ground{fill:#fff}text{fill:#1a1a1a;font:12px system-ui,sans-serif}.head{font-size:16px;font-weight:600}
.axis{stroke:#595959}.grid{stroke:#d0d0d0}.line{stroke:#1a1a1a;fill:none;stroke-width:1.5}.dot{fill:#1a1a1a}
.q1{fill:#4292c6}.q2{fill:#08519c}.q3{fill:#d17a22}.q4{fill:#8c2d04}
@media (prefers-color-scheme:dark){.ground{fill:#15171a}text{fill:#ececec}.axis{stroke:#a0a0a0}.grid{stroke:#3a3d42}
.line{stroke:#ececec}.dot{fill:#ececec}.q1{fill:#9ecae1}.q2{fill:#4292c6}.q3{fill:#fdbe85}.q4{fill:#e6650d}}"""


def svg(found: Dyad, title: str | None = None) -> str:
    """The drawing, as text. Without a title the two codes stand there."""
    mark = "c" + sha256(f"{found.a}\x1f{found.b}\x1f{found.by}".encode()).hexdigest()[:8]
    return "\n".join(_lines(found, title or f"{found.a} and {found.b}, by {found.by}", mark)) + "\n"


def _lines(found: Dyad, title: str, mark: str) -> Iterator[str]:
    steps = found.steps
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'role="img" aria-labelledby="{mark}-title {mark}-about">'
    )
    yield f'<title id="{mark}-title">{escape(title)}</title>'
    yield f'<desc id="{mark}-about">{escape(about(found))}</desc>'
    yield f"<style>{_STYLE}</style>"
    yield f'<rect class="ground" width="{_WIDTH}" height="{_HEIGHT}"/>'
    yield f'<text class="head" x="{_LEFT}" y="28">{escape(title)}</text>'
    x = _LEFT
    for name, words in _QUADS:
        yield f'<rect class="{name}" x="{x}" y="44" width="12" height="12"/><text x="{x + 18}" y="54">{words}</text>'
        x += 44 + 7 * len(words)
    if not steps:
        yield f'<text x="{_LEFT}" y="{_TOP + 40}">No dated events.</text></svg>'
        return
    yield from _bars(steps)
    yield from _means(steps)
    yield from _labels(steps)
    yield "</svg>"


def about(found: Dyad) -> str:
    """The drawing in words."""
    if not found.steps:
        return f"No dated events between {found.a} and {found.b}."
    total = sum(step.total.events for step in found.steps)
    conflict = sum(step.total.conflict for step in found.steps)
    most = max(found.steps, key=lambda step: step.total.events)
    return (
        f"{total} events between {found.a} and {found.b} from {found.steps[0].period} to {found.steps[-1].period}: "
        f"{total - conflict} of cooperation, {conflict} of conflict; most in {most.period} ({most.total.events}). "
        f"{found.undated.total.events} more without a {found.by}."
    )


def _x(i: int, n: int) -> float:
    return _LEFT + _INNER * i / n


def _bars(steps: Sequence[Step]) -> Iterator[str]:
    up, down = max(s.total.cooperation for s in steps), max(s.total.conflict for s in steps)
    scale = _BARS / max(1, up + down)
    zero = _TOP + up * scale
    for value in _ticks(-down, up):
        y = zero - value * scale
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{abs(value)}</text>'
    width = _INNER / len(steps)
    thick = max(0.5, width * (0.8 if width > 3 else 1))
    for i, step in enumerate(steps):
        total = step.total
        left = _x(i, len(steps)) + (width - thick) / 2
        y = zero
        parts = []
        for name, n, sign in (("q1", total.quad1, -1), ("q2", total.quad2, -1)):
            if n:
                y += sign * n * scale
                parts.append(f'<rect class="{name}" x="{left:.1f}" y="{y:.1f}" width="{thick:.1f}" height="{n * scale:.1f}"/>')
        y = zero
        for name, n in (("q3", total.quad3), ("q4", total.quad4)):
            if n:
                parts.append(f'<rect class="{name}" x="{left:.1f}" y="{y:.1f}" width="{thick:.1f}" height="{n * scale:.1f}"/>')
                y += n * scale
        if parts:
            told = f"{step.period}: {total.cooperation} of cooperation, {total.conflict} of conflict"
            yield f"<g><title>{told}</title>{''.join(parts)}</g>"
    yield f'<path class="axis" d="M{_LEFT} {zero:.1f}H{_WIDTH - _RIGHT}"/>'
    yield _sideways("events", _TOP + _BARS / 2)


def _means(steps: Sequence[Step]) -> Iterator[str]:
    top = _TOP + _BARS + _GAP
    for value in (10, 0, -10):
        y = top + (10 - value) * _LINE / 20
        kind = "grid" if value else "axis"
        yield f'<path class="{kind}" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    path, joined = [], False
    dots = []
    for i, step in enumerate(steps):
        mean = step.total.mean_intensity
        if mean is not None:
            at = f"{_x(i, len(steps)) + _INNER / len(steps) / 2:.1f} {top + (10 - max(-10, min(10, mean))) * _LINE / 20:.1f}"
            path.append(f"{'L' if joined else 'M'}{at}")
            x, y_ = at.split()
            dots.append(f'<circle class="dot" cx="{x}" cy="{y_}" r="2"><title>{step.period}: {mean:g}</title></circle>')
        joined = mean is not None
    yield f'<path class="line" d="{"".join(path)}"/>'
    if len(steps) <= 200:
        yield from dots
    yield _sideways("mean intensity", top + _LINE / 2)


def _labels(steps: Sequence[Step]) -> Iterator[str]:
    every = ceil(len(steps) / _TICKS)
    y = _HEIGHT - _FOOT + 18
    for i in range(0, len(steps), every):
        x = _x(i, len(steps)) + _INNER / len(steps) / 2
        yield f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{steps[i].period}</text>'
    yield f'<text x="{_LEFT + _INNER / 2:.1f}" y="{y + 20}" text-anchor="middle">date of the event</text>'


def _sideways(words: str, y: float) -> str:
    return f'<text transform="translate(16 {y:.1f}) rotate(-90)" text-anchor="middle">{words}</text>'


def _ticks(low: int, high: int) -> list[int]:
    """Round whole numbers from `low` to `high`, five or so."""
    span = max(1, high - low)
    step = 10 ** floor(log10(span / 5)) if span > 5 else 1
    step = next(int(step * k) for k in (1, 2, 5, 10) if span / (step * k) <= 6)
    return list(range(ceil(low / step) * step, high + 1, max(1, step)))
