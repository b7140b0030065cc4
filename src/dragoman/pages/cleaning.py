"""The steps that both ways of reading share, over a draft: mend, drop furniture and doubles, split the "
"dateline, flag."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.article import Flag, Part, span_of
from dragoman.pages.dateline import split_dateline
from dragoman.pages.doubles import doubled, halved, plain, stands_in
from dragoman.pages.draft import Draft, Piece, shortened
from dragoman.pages.furniture import furniture, portrait, trailer
from dragoman.pages.garbles import garbles, lower_words
from dragoman.pages.mending import mended


def mend(draft: Draft, english: bool) -> None:
    """Mend every piece; a block in which residue hid a paragraph's end becomes several."""
    for piece in (draft.headline, draft.standfirst, *draft.captions):
        if piece is not None:
            text, changes = mended(piece.text, english)
            piece.text = " ".join(text.split("\n"))
            for change in changes:
                draft.note(change.what, piece, change.before, change.after)
    body: list[Piece] = []
    for piece in draft.body:
        text, changes = mended(piece.text, english)
        lines = [line for line in text.split("\n") if line]
        made = [Piece(line, piece.kind, piece.time, piece.credit, piece.caption) for line in lines[1:]]
        if lines:
            piece.text = lines[0]
            made.insert(0, piece)
        for change in changes:
            home = next((part for part in made if change.after and change.after in part.text), made[0] if made else None)
            draft.note(change.what, home, change.before, change.after)
        body += made
    draft.body = body


def drop_furniture(draft: Draft) -> None:
    """Drop widget lines and prompts."""
    for piece in draft.body:
        what = furniture(piece.text) if not piece.caption and piece.time is None else None
        if what is not None:
            draft.drop(piece, what)


def drop_doubles(draft: Draft) -> None:
    """Drop what stands twice: the later copy of an article, of paragraphs, of the halves of one paragraph."""
    for piece in draft.body:
        half = halved(piece.text) if not piece.caption else None
        if half is not None:
            draft.note("doubled-text", piece, shortened(piece.text), shortened(half))
            piece.text = half
    body = list(draft.body)
    again = doubled([piece.text for piece in body])
    if not again:
        return
    runs: list[list[int]] = []
    for j in sorted(again):
        if runs and runs[-1][-1] == j - 1 and again[j - 1] < again[j]:
            runs[-1].append(j)
        else:
            runs.append([j])
    kept = sum(len(piece.text) for j, piece in enumerate(body) if j not in again)
    draft.body = [piece for j, piece in enumerate(body) if j not in again]
    for run in runs:
        size = sum(len(body[j].text) for j in run)
        if len(run) >= 3 and size >= 0.6 * kept:
            ends = f"{shortened(body[run[0]].text, 80)} […] {shortened(body[run[-1]].text, 80)}"
            draft.note("doubled-article", None, ends, "")
            continue
        for j in run:
            draft.note("doubled-paragraph", None, shortened(body[j].text), "", "caption" if body[j].caption else "body")


def drop_trailers(draft: Draft, byline: Sequence[str]) -> None:
    """Drop contributors' lines and notes on the author; going backwards, so that each finds itself near the end."""
    blocks = [piece for piece in draft.body if not piece.caption]
    for end in (-1, -2):
        rest = " ".join(piece.text for piece in blocks if piece is not blocks[end]) if len(blocks) > 4 else ""
        if rest and portrait(blocks[end].text, rest):
            draft.drop(blocks[end], "author-note")
            blocks = [piece for piece in draft.body if not piece.caption]
    from_end = 0
    for piece in reversed(blocks):
        what = trailer(piece.text, byline, from_end)
        if what is not None and len(draft.body) > 1:
            draft.drop(piece, what)
        else:
            from_end += 1


def never_twice(draft: Draft) -> None:
    """Take out of the body what is the headline, the standfirst or a caption."""
    if draft.headline is not None:
        _drop_top(draft, draft.headline, "headline-in-body")
    if draft.standfirst is not None:
        _drop_top(draft, draft.standfirst, "standfirst-in-body")
    captions = [piece.text for piece in draft.captions]
    whole = [f"{piece.text} {piece.credit}" for piece in draft.captions if piece.credit]
    for piece in list(draft.body):
        if len(draft.body) > 1 and stands_in(piece.text, captions + whole) and not _stands_apart(piece, draft.captions):
            draft.drop(piece, "caption-in-body")


def _stands_apart(piece: Piece, captions: Sequence[Piece]) -> bool:
    """Whether a block of a page is no caption but a paragraph whose words a caption says again."""
    if piece.element is None:
        return False
    places = {caption.element for caption in captions}
    return not places & {piece.element, *piece.element.iterancestors()} and not places & set(piece.element.iter())


def _drop_top(draft: Draft, top: Piece, what: str) -> None:
    key = plain(top.text)
    for piece in draft.body[:5]:
        if len(draft.body) > 1 and (plain(piece.text) == key or (len(key) > 25 and stands_in(piece.text, [top.text]))):
            draft.drop(piece, what)


def take_dateline(draft: Draft) -> None:
    """Move the dateline from the first paragraph into its field."""
    first = next((piece for piece in draft.body[:3] if piece.kind == "paragraph"), None)
    found = split_dateline(first.text) if first is not None else None
    if first is None or found is None:
        return
    what = "dateline-split" if found.agency is None else f"dateline-split, agency {found.agency.strip()}"
    draft.note(what, first, first.text[: found.length], "")
    first.text = first.text[found.length :].lstrip()
    draft.dateline = found.place


def flags(draft: Draft, english: bool) -> tuple[Flag, ...]:
    """The damaged places that stay, with their spans."""
    words = lower_words([piece.text for piece in draft.pieces()])
    places: list[tuple[Part, int, Piece]] = []
    if draft.headline is not None:
        places.append(("headline", 0, draft.headline))
    if draft.standfirst is not None:
        places.append(("standfirst", 0, draft.standfirst))
    places += [("body", i, piece) for i, piece in enumerate(draft.body)]
    places += [("caption", i, piece) for i, piece in enumerate(draft.captions)]
    return tuple(
        Flag(garble.what, span_of(piece.text, part, i, garble.start, garble.end))
        for part, i, piece in places
        for garble in garbles(piece.text, english, words)
    )
