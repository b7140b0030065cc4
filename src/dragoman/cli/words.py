"""What `dragoman codebook` finds: a type's meaning and words, and what the words of a sentence call up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.cli.read import own_codebook
from dragoman.coding import Options, code, lexicon, own
from dragoman.coding.document import Document
from dragoman.language import reader
from dragoman.model import Article, Block, Event
from dragoman.world import World
from dragoman.world.tables import Row


class Words:
    """The package's codebook and the user's rows over it."""

    def __init__(self, extra: Path | None) -> None:
        self.extra = extra
        mine = own_codebook(extra) if extra else None
        self.book = mine.book if mine else lexicon.shipped()
        self.mine = mine.rows if mine else {name: [] for name in own.COLUMNS}
        self.meanings = {(row["name"], row["mode"]): row["meaning"] for row in lexicon.table("meanings")}
        self.meanings |= {(row["type"], row["mode"]): row["definition"] for row in self.mine["types"]}

    def overview(self) -> list[dict[str, str]]:
        """All types with quad and score, and all contexts."""
        rows = [
            {
                "name": kind,
                "quad": str(quad),
                "score": f"{self.book.scores[kind, '']:g}",
                "plover": self.book.plover.get(kind, kind),
                "meaning": self.meanings.get((kind, ""), ""),
            }
            for kind, quad in self.book.quads.items()
        ]
        empty = dict.fromkeys(("quad", "score", "plover"), "")
        return rows + [{"name": name, **empty, "meaning": self.meanings.get((name, ""), "")} for name in self.book.contexts]

    def card(self, name: str) -> dict[str, Any] | None:
        """All of a type or a context; none where there is no such."""
        if name in self.book.contexts:
            alone, together = self.book.contexts[name]
            meaning = self.meanings.get((name, ""), "")
            return {"context": name, "meaning": meaning, "alone": list(alone), "together": list(together)}
        if name not in self.book.quads:
            return None
        modes = {mode: score for (kind, mode), score in self.book.scores.items() if kind == name and mode}
        return {
            "type": name,
            "quad": self.book.quads[name],
            "score": self.book.scores[name, ""],
            "plover": self.book.plover.get(name, name),
            "meaning": self.meanings.get((name, ""), ""),
            "modes": [f"{mode} {score:g}" for mode, score in modes.items()],
            "examples": [row["sentence"] for row in self.mine["examples"] if row["type"] == name],
            "predicates": [
                {**{k: row[k] for k in ("lemma", "pos", "mode", "needs", "strength")}, "whose": _whose(row)}
                for row in (*self.mine["predicates"], *lexicon.table("predicates"))
                if row["type"] == name
            ],
        }

    def tried(self, sentence: str) -> dict[str, Any]:
        """What each word of a sentence calls up, and the events that come of it."""
        article = Article("sentence", body=(Block(sentence),))
        with lexicon.using(self.book):
            rows = []
            for line in Document(article, reader()).lines:
                heard = {t.word: t for t in line.sentence.triggers}
                for i, word in enumerate(line.words):
                    _, rules = lexicon.holding(line, i)
                    read = f"{heard[i].type} {heard[i].confidence:.0%}" if i in heard else ""
                    called = lexicon.senses(line, i)
                    closest = [
                        rule for rule in rules if (rule.sense in (called or ())) or (called is None and rule.sense is None)
                    ]
                    rows += [
                        {
                            "word": word.text,
                            "calls": rule.sense.type if rule.sense else lexicon.NOTHING,
                            "mode": (rule.sense.mode if rule.sense else "") or "",
                            "strength": rule.sense.strength if rule.sense else "",
                            "row": f"{rule.row['lemma']} {rule.row['pos']} {rule.row['needs']}".strip(),
                            "whose": _whose(rule.row),
                            "read": read,
                        }
                        for rule in closest
                    ]
                    if read and not closest:
                        rows.append(
                            dict.fromkeys(("calls", "mode", "strength", "row", "whose"), "") | {"word": word.text, "read": read}
                        )
        world = World.load(self.extra) if self.extra else None
        record = code(article, Options(world=world, codebook=self.book))
        return {"sentence": sentence, "words": rows, "events": [_event(e) for e in record.events]}


def _whose(row: Row) -> str:
    return "yours" if row.layer else "ours"


def _event(event: Event) -> dict[str, str]:
    return {
        "event": event.type + (f".{event.mode}" if event.mode else ""),
        "actors": ", ".join(event.actors),
        "recipients": ", ".join(event.recipients),
        "modality": event.modality + (", background" if event.background else ""),
        "contexts": ", ".join(event.contexts),
        "score": f"{event.intensity:g}",
        "confidence": f"{event.confidence:.0%}",
        "words": event.evidence.exact,
    }
