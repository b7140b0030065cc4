"""Names of authors, without 'By', roles, outlets and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dragoman.pages.doubles import plain

_MOST = 600  # code points of a text in which names are looked for
_BY = re.compile(
    r"^(?:(?:author|written|reported|story|words|report|analysis|opinion|review|article|text|posted|published)\s+)?(?:by|von|par|por|di|door|av|af|autor(?:in)?\s*:|author\s*:|auteur\s*:)\s*:?\s+",
    re.I,
)
_ROLE_WORDS = (
    "reporter|correspondent|writer|editor|journalist|columnist|producer|contributor|bureau|chief|staff|analyst|fellow|"
    "redakteur(?:in)?|redaktion|redactie|korrespondent(?:in)?|reporterin|journaliste|rédact\\w*|redactor\\w*|periodista|giornalista|"
    "jornalista|desk|newsroom|author|officer|head|president|manager|strategist|commentator|specialist|engineer|scientist|critic|senior|digital|freelance|special|executive|deputy|managing|associate|assistant|political|"
    "foreign|international|diplomatic|business|sports?|health|science|education|environment|technology|crime|court|breaking|news|photographer|host|anchor|presenter|director|professor|lecturer|expert|publisher|founder|co-?founder"
)
_ROLE_ENDS = re.compile(rf"\b(?:{_ROLE_WORDS})\b(?=$|\s+(?:in|for|at|of)\s|\s*[-,])", re.I)
_ROLE_BEFORE = re.compile(r"[A-Za-z\s,&-]*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+|(?<!\w)@\w+")
_SPLIT = re.compile(
    r"\s*(?:,|;|\||•|·|\band\b|&|\bund\b|\bet\b|\by\b(?=\s[A-Z])|\be\b(?=\s[A-Z])|\ben\b(?=\s[A-Z])|\bog\b(?=\s[A-Z])|"
    r"\boch\b(?=\s[A-Z])|\bdan\b(?=\s[A-Z])|\bwith\b|\n| / |/)\s*"
)
_NAME = re.compile(r"^[^\W\d_][\w.'’‘`´-]*(?:\s+[\w.'’‘`´\"“”()-]+){0,5}$")
_DATED = re.compile(
    r"\b(?:jan|feb|march|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? \d"
    r"|\b(?:updated|published|posted|\d{4}|am|pm|minutes?|hours?|gmt)\b|\d{1,2}:\d{2}",
    re.I,
)
_STAFF = "Senior|Contributor|Correspondent|Reporter|Staff|Editor|Writer|Columnist|Special to"
_LINK = re.compile(
    r"^(?:(?:view|see|read|show)\s+)?(?:all|more)?\s*(?:posts?|articles?|stories|content)\s+(?:by|from)\s+|^written\s+",
    re.I,
)
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|unknown|anonymous|guest|user|null|none|n/?a|author|website|share|follow|home)$", re.I
)
_GENERIC = re.compile(
    r"^(?:admin(?:istrator)?|editor|staff|web ?desk|newsroom|redaktion|redaction|unknown|anonymous|guest|user|"
    r"null|none|n/?a|author|website|news desk|staff reports?|\w+ staff|\w+ reporters?|\w+\.(?:com|org|net|co|"
    r"news)|published|read more|share|follow|home)$",
    re.I,
)


_BODY = re.compile(
    r"\b(?:Press|Times|Post|Journal|News|Report|Tribune|Gazette|Daily|Weekly|Agency|Agence|Agentur|Agencia|Agenzia|Ajans[ıi]|Staff|Magazine|"
    r"Network|Radio|Television|TV|Reuters|AFP|dpa|ANSA|EFE|Bloomberg|Media|Redaktion|Redazione|Redacción|Redacao|Redação|Rédaction|Newsroom|"
    r"Desk|Team|Online|Digital|University|School|Institute|Editorial|Board|Contributors?|Editors?|Correspondents?|Reporters?|Sponsored|"
    r"Nachrichten|Zeitung|Nyheter|Wire|Service|Center|Centre|Association|Foundation|Company|Inc|Ltd|Group|Department|Ministry|Arts|Sports?|"
    r"Money|Travel|Politics|Presse|Webdesk|Bureau)\b|\.(?:com|org|net|de|fr|es|it|uk|co|tv|news)\b|\d",
)


_ROLE_WORD = re.compile(
    rf"\b(?:{_ROLE_WORDS})\b|^(?:view|see|read|full|follow|close|text|all|more|show|about|at|updated?|published|posted)\b", re.I
)


def has_role(name: str) -> bool:
    """Whether a calling, or a label of the page, stands in a name."""
    return _ROLE_WORD.search(name) is not None


def is_body(name: str, outlet: str | None) -> bool:
    """Whether a name is that of a firm, desk or agency, or the outlet's own, and not a person's."""
    if _BODY.search(name) or re.match(r"(?:[MNWS][DW]R|BBC|CBC|ABC|NBC|CBS|NPR|PBS|CNN|ARD|ZDF) ", name) or name[:1].islower():
        return True
    return bool(outlet) and f" {plain(name)} " in f" {plain(outlet or '')} "


def loose_names(found: Iterable[str]) -> tuple[str, ...]:
    """Names of whatever sort, for want of a person's: as stated, without 'By' and addresses."""
    names = []
    for text in found:
        name = _ADDRESS.sub(" ", _BY.sub("", " ".join(text[:_MOST].split())))
        name = " ".join(re.sub(r"\([^)]*\)", " ", name).split()).strip(" ,;:|-–—•")
        if 2 <= len(name) <= 60 and len(name.split()) <= 6 and not _DATED.search(name) and not _NOBODY.match(name):
            names.append(name)
    return tuple(dict.fromkeys(names))[:3]


def byline_of_line(text: str) -> tuple[str, ...]:
    """The names in a line that is a byline and nothing else ('By A. Name and B. Name'), or none."""
    match = re.match(r"^(?:By|Von|Par|Por|Door|BY)\s*:?\s+", text)
    if match is None or len(text) > 120 or re.search(r"[.!?]\s+[A-Z][a-z]+ [a-z]", text):
        return ()
    names = clean_names([text])
    small = re.findall(r"\b[a-z]{3,}\b", text[match.end() :])
    if not names or any(word not in ("and", "for", "the", "with", "von", "van", "und", "del") for word in small):
        return ()
    return names


def clean_names(found: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """Each person or body named, once, in order."""
    names: list[str] = []
    for text in found:
        for name in _names(text[:_MOST]):
            if outlet and len(names) and _same(name, outlet):
                continue
            if not any(_same(name, other) for other in names):
                names.append(name)
    # 'Jane Doe Daily Courier' beside 'Jane Doe' is the same person with her paper; 'jane' is her user name
    names = [name for name in names if not any(_is_longer(name, other) for other in names)]
    if len(names) > 1 and outlet:
        names = [name for name in names if not _same(name, outlet)] or names
    return tuple(names)


def _is_role(text: str) -> bool:
    """Whether a text is a calling and no name: 'Chief Political Correspondent', 'editor of the evening pages'."""
    return any(_ROLE_BEFORE.fullmatch(text[: match.start()]) for match in _ROLE_ENDS.finditer(text))


def _is_longer(name: str, other: str) -> bool:
    one, two = name.lower().split(), other.lower().split()
    if len(two) >= 2 and len(one) > len(two) and one[: len(two)] == two:
        return True
    return len(one) == 1 and len(two) > 1 and one[0] in two


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


def _names(text: str) -> list[str]:
    text = _ADDRESS.sub(" ", re.sub(r"<[^>]*>", " ", text))
    text = _BY.sub("", " ".join(text.split()).strip(" ,;:|-–—•"))
    turned = re.fullmatch(r"([A-ZÀ-Þ][\w'’-]+), ([A-ZÀ-Þ][\w'’.-]+(?: [A-Z]\.?)?)", text)
    if turned is not None and not _is_role(turned.group(2)):
        return [f"{turned.group(2)} {turned.group(1)}"]  # 'Surname, Given' is one person
    out: list[str] = []
    for part in _SPLIT.split(text):
        part = _LINK.sub("", _BY.sub("", part.strip(' .,;:|-–—•"“”')))
        part = re.sub(r"(?<= )(Jr|Sr|(?:[A-Z]\.)+[A-Z])$", r"\1.", part)
        part = re.sub(r"(?<=\w) (?:The )?(?:Associated|Canadian) Press$", "", part)
        part = re.sub(r"(?<=\w\s)(\S+)\s+(?:for|of|in|at)\s+(?:the\s+)?[A-Z].*$", r"\1", part)
        part = re.sub(r"\s*\([^)]*\)?$|\s+(?:기자|記者)$", "", part)
        part = re.sub(rf"(?:\s+[-–—]\s+|\s*\()(?:[\w ]*\b(?i:{_ROLE_WORDS})\b.*|[A-Z]{{2,6}})\)?$", "", part)
        part = (
            re.sub(rf"(?<=\w\w)\s+(?:(?:{_STAFF})\b.*|(?:[A-Z]{{2,5}}|PhD|Ph\.D\.?)(?<!II)(?<!III))$", "", part)
            if not part.isupper()
            else part
        )
        if (
            not part
            or re.fullmatch(r"(?:Ph\.?D|M\.?D|M\.?A|MBA|RD|RN|Text by|Full Bio|The)\.?", part)
            or _GENERIC.match(part)
            or _DATED.search(part)
            or not _NAME.match(part)
            or len(part) < 3
        ):
            continue
        if out and (_is_role(part) or re.fullmatch(r"[A-Z]{2,6}|[\w.-]+\.(?:com|org|net)", part)):
            continue
        out.append(part)
    return out
