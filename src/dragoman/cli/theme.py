"""How a page may look: what the output can show, the signs it is drawn with, and one colour for each party."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from rich.text import Span as Styled
from rich.text import Text

from dragoman.model import Actor, Record

# Colours by name, so that each terminal shows its own, legible on its own ground. The first are safe on light and dark.
COLOURS = ("magenta", "green", "cyan", "red", "blue", "yellow")
_KINDS = {"body": "bold", "group": "bold", "firm": "italic", "civilians": "italic"}
_OWN_COLOUR = ("body", "group")

DIM = "dim"
STRONG = "bold"
QUOTED = "italic"
FLAGGED = "underline"


@dataclass(frozen=True)
class Glyphs:
    """The signs a page is drawn with."""

    arrow: str = "→"
    between: str = " · "
    dash: str = "–"
    rule: str = "─"
    opens: str = "‹"
    closes: str = "›"
    more: str = "…"
    paragraph: str = "¶"
    times: str = "×"
    full: str = "●"
    hollow: str = "○"
    bullet: str = "•"
    nobody: str = "—"

    def all(self) -> str:
        """Every sign, to try an encoding on."""
        return "".join(vars(self).values())


UNICODE = Glyphs()
ASCII = Glyphs("->", " | ", "-", "-", ">>", "<<", "...", "par. ", "x", "#", ".", "*", "-")


@dataclass(frozen=True)
class Ink:
    """What an output can show: the characters of its encoding, and colour or none."""

    encoding: str = "utf-8"
    colour: bool = True

    @cached_property
    def glyphs(self) -> Glyphs:
        """The finest signs that the encoding has."""
        return UNICODE if _fits(UNICODE.all(), self.encoding) else ASCII

    def say(self, words: str) -> str:
        """The words on one line, in characters that the encoding has, without any that would steer a terminal."""
        return "".join(_shown(char, self.encoding) for char in words)

    def fit(self, text: Text) -> Text:
        """The same for a styled text: the styles stay on their words."""
        shown = [_shown(char, self.encoding) for char in text.plain]
        at = [0, *accumulate(map(len, shown))]
        spans = [Styled(at[max(0, s.start)], at[min(s.end, len(shown))], s.style) for s in text.spans]
        return Text("".join(shown), style=text.style, spans=spans)

    def bar(self, share: float, cells: int = 5) -> Text:
        """A confidence between 0 and 1 as a small bar and a percentage."""
        share = min(1.0, max(0.0, share))
        full = round(share * cells)
        glyphs = self.glyphs
        return Text.assemble(glyphs.full * full, (glyphs.hollow * (cells - full), DIM), (f"{share:>5.0%}", DIM))

    def badge(self, word: str) -> Text:
        """A word that must not be overlooked."""
        return Text(f" {word} ", style="reverse") if self.colour else Text(f"[{word}]")


def _fits(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


_PLAIN = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'") | dict.fromkeys("–—‑−", "-")
    | {"…": "...", "•": "*", "€": "EUR ", "£": "GBP ", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe"}
    | {"Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
)  # fmt: skip
# Marks that turn the direction of what follows: they could make a line read otherwise than it stands.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@lru_cache(maxsize=4096)
def _shown(char: str, encoding: str) -> str:
    if char.isspace():
        return " "
    if char in _TURNS:
        return ""
    if unicodedata.category(char) in ("Cc", "Cs"):
        char = "\ufffd"
    if _fits(char, encoding):
        return char
    plain = char.translate(_PLAIN)
    if not _fits(plain, encoding):
        plain = "".join(c for c in unicodedata.normalize("NFKD", char) if _fits(c, encoding))
    return plain or ("" if unicodedata.category(char) in ("Mn", "Cf") else "?")


class Palette:
    """One colour a party, the same wherever it is named: a state and all who act for it, a body, a group.

    The most named parties get the colours; the rest stay without one. The kind of an actor sets its weight.
    """

    def __init__(self, record: Record) -> None:
        named: Counter[str] = Counter()
        for actor in record.actors:
            if party(actor):
                named[party(actor)] += max(1, len(actor.mentions))
        self.parties = [key for key, _ in named.most_common()]
        self._colours = dict(zip(self.parties, COLOURS, strict=False))
        self._styles = {actor.id: self._style(actor) for actor in record.actors}
        self._codes: dict[str, str] = {}
        for actor in record.actors:
            if actor.code:
                self._codes.setdefault(actor.code, self._style(actor))

    def _style(self, actor: Actor) -> str:
        return " ".join(filter(None, (_KINDS.get(actor.kind), self._colours.get(party(actor))))) or "none"

    def actor(self, actor_id: str | None, code: str | None = None) -> str:
        """The style of an actor, by id or else by code."""
        return self._styles.get(actor_id or "") or self.code(code)

    def code(self, code: str | None) -> str:
        """The style of a code (`USA`, `CIV:USA`, `NATO`)."""
        code = code or ""
        return self._codes.get(code) or self._colours.get(code.removeprefix("CIV:")) or "none"


def party(actor: Actor) -> str:
    """What an actor's colour stands for: its own code for bodies and groups, else the state that it belongs to."""
    if actor.kind in _OWN_COLOUR:
        return actor.code or actor.name
    return actor.country or actor.code or ""
