"""Captions and their credits: labels glued to the text, agencies at its end, names in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

_AGENCY_NAMES = (
    "Getty|Getty Images|AFP|AP|AP Photo|Associated Press|The Associated Press|Reuters|REUTERS|EPA|EPA-EFE|"
    "EFE|ANSA|dpa|DPA|"
    "PA|PA Wire|PA Media|AAP|Xinhua|TASS|Anadolu|Anadolu Agency|Kyodo|Yonhap|UPI|NurPhoto|Shutterstock|"
    "iStock|iStockphoto|"
    "Bloomberg|Zuma|ZUMA Press|Sipa|SIPA|Alamy|Magnum|Handout|Courtesy|Pool|Wikimedia Commons|Flickr|Unsplash|Pixabay|"
    "picture alliance|imago|IMAGO|Keystone|Ritzau|TT|NTB|Lusa|Belga|ANP|LaPresse|Reuters Connect|USA TODAY "
    "Sports|Imagn|"
    "Europa Press|Gallo Images|Agencia EFE|Press Association|Scanpix|Ritzau Scanpix|Bloomberg via Getty Images|picture-alliance|"
    "Facebook|Twitter|Instagram|YouTube|Telegram|X|Maxar|Adobe Stock|Imago"
)
_AGENCY = re.compile(rf"\b(?:{_AGENCY_NAMES})\b")
_LABEL_WORDS = (
    "photo(?:graph)?s?(?: credits?)?|pictures?(?: credits?)?|image credits?|images?|credits?|foto(?:s|grafia|"
    "grafía|credit)?|"
    "bild(?:er|quelle)?|crédits?(?: photos?)?|photographie|quelle|©|\\(c\\)|copyright|fotograf|imagen|"
    "immagine|image source|bildrechte|bildnachweis|bron|fotoğraf|fuente|fonte|crédito|zdroj|kilde|사진 출처|사진"
)
# 'Photo: A. Name', 'Credit...A. Name', 'Photograph by A. Name', '© A. Name' at the end of a caption
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s.!?…)\]\"”'’|/-]))(?P<label>(?:{_LABEL_WORDS})\s*(?:\.\.\.|…|:|\bby:?\b|\bvon\b|\bpar\b|(?<=©)|(?<=\(c\))|(?<=copyright))\s*)"
    r"(?P<credit>[^\n]{2,160})$",
    re.I,
)
_LABEL_START = re.compile(r"(?:photo|picture|image|foto|bild|credit)(?:graph)?s?(?: credits?)?\s*(?::|by\b|/)|©", re.I)
_BRACKETED = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,110})[)\]]\s*\.?$")
_NAME = r"[A-ZÀ-Þ][\w.'’&-]*"
_TRAILING = re.compile(
    rf"(?:(?<=[.!?…\"”')])\s*[|/—–-]?\s*|\s+[|—–]\s*|\s+/\s+)(?P<credit>(?:{_NAME}(?: (?:de |van |von |for |"
    rf"al-)?{_NAME}){{0,5}})?"
    rf"(?:\s?[/,|]\s?|\s(?:via|for)\s|\s[-–]\s)?(?:{_AGENCY_NAMES})(?:(?:/|, | via | for )[\w .&/-]{{2,40}})?)\.?$"
)
# names before or after a slash, after the last sentence: 'Lichtgut/Christoph Schmidt'
_SLASHED = re.compile(rf"(?<=[.!?…\"”')])\s+(?P<credit>{_NAME}(?: {_NAME}){{0,3}}\s?/\s?{_NAME}(?: {_NAME}){{0,3}})\.?$")
# Japanese and Korean: '…＝ＡＰ', '（…撮影）', '[사진 출처 = …]'
_EASTERN = re.compile(
    r"[＝=]\s*(?P<credit>[^\s＝=。、（）]{1,16})$|（(?P<taken>[^（）]{1,20})撮影）$|\.?\s*\[사진 ?(?:출처|제공)? ?[=:] "
    r"?(?P<given>[^\]]{2,60})\]$"
)
_LEADING = re.compile(
    r"^(?:(?:image|picture|photo|video|slideshow)(?:\s+caption)?\s*[:,]\s*|(?:image|picture|photo|"
    r"video)\s+caption\s+|file(?:d)? (?:photo|pic(?:ture)?|image)\s*[:-]\s*)",
    re.I,
)
_CREDIT_LABEL = re.compile(
    rf"^(?:(?:{_LABEL_WORDS})\s*(?:\.\.\.|…|:|,|\bby:?\b|\bvon\b|\bpar\b|(?<=©))\s*|by\s+|©\s*|/\s*|[|–—-]\s+)+", re.I
)

# 'ImageA charred building …Credit...Emile Ducke': the label word is glued to the capital that begins the caption
_GLUED = re.compile(r"(?:^|(?<=[.!?\"”’)]))(?P<label>Image|Photo|Picture|Video|Slideshow)(?=[A-Z“\"][\w’'“\"]*[\s,])")
_GLUED_CREDIT = re.compile(
    r"(?P<label>Credit(?:\.\.\.|…|:)\s*|Photo(?:graph)?(?: by|:)\s*|Photo [Cc]redit:?\s*|Picture: ?|Image: "
    r"?)(?P<credit>[^\n]{2,110})$"
)
# a whole line that is only a credit
_ONLY_CREDIT = re.compile(
    rf"^(?:{_LABEL_WORDS})\s*(?:\.\.\.|…|:|\bby\b|(?<=©))\s*(?P<credit>[^\n.!?]{{2,80}}(?:\.[^\n.!?]{{1,40}})?)$", re.I
)


class Credited(NamedTuple):
    """A caption, its credit, and the label words between them that belong to neither."""

    text: str
    credit: str | None
    labels: tuple[str, ...] = ()


def clean_credit(text: str) -> str | None:
    """A credit without its label ('Photo: ', '©', brackets), or None where nothing is left."""
    text = " ".join(text.split()).strip(" |")
    if (text.startswith("(") and text.endswith(")")) or (text.startswith("[") and text.endswith("]")):
        text = text[1:-1].strip()
    text = _CREDIT_LABEL.sub("", text).strip(" ,;|")
    return text or None


def split_credit(text: str, figure: bool = False) -> Credited:
    """A caption as printed, parted into text and credit.

    In a `figure` names in brackets after the caption's last sentence are a credit, whatever they name.
    """
    labels = []
    lead = _LEADING.match(text)
    if lead is not None and len(text) - lead.end() > 10:
        labels.append(lead.group().strip())
        text = text[lead.end() :]
    eastern = _EASTERN.search(text) if figure else None
    if eastern is not None and (not eastern.group("credit") or not text.isascii()):
        credit = eastern.group("credit") or eastern.group("taken") or eastern.group("given")
        return Credited(text[: eastern.start()].rstrip(), credit.strip(), tuple(labels))
    for pattern in (_LABELLED, _BRACKETED, _TRAILING, *((_SLASHED,) if figure else ())):
        match = pattern.search(text)
        if match is None or not _may_be_credit(match, pattern is _BRACKETED, figure):
            continue
        credit = clean_credit(match.group("credit"))
        if credit is None:
            continue
        if pattern is _LABELLED:
            labels.append(match.group("label").strip())
        return Credited(text[: match.start()].rstrip(" |/-–—("), credit, tuple(labels))
    return Credited(text.strip(), None, tuple(labels))


def _may_be_credit(match: re.Match[str], bracketed: bool, figure: bool) -> bool:
    """A credit is a name or firm, not a sentence; in brackets it must name an agency, have a slash, or say "
    "what it is."""
    credit = match.group("credit")
    label = match.groupdict().get("label") or ""
    if label.strip()[-1:].isalpha() and label.strip().lower() == "copyright" and credit[:1].islower():
        return False  # 'the law on copyright must go'
    if bracketed and _LABEL_START.match(credit):
        return len(credit.split()) <= 20
    if re.search(r"[.!?]\s+[A-Z][a-z]+ [a-z]+ [a-z]+", credit) or len(credit.split()) > 20:
        return False
    if not bracketed:
        return True
    if _AGENCY.search(credit) or re.match(r"(?i)courtesy|handout|file\b|via ", credit):
        return True
    if figure and _looks_like_names(credit) and re.search(r"[.!?\"”’]$", match.string[: match.start()].rstrip()):
        return True
    return bool(re.fullmatch(rf"{_NAME}(?: {_NAME}){{0,4}}/{_NAME}(?:[ /]{_NAME}){{0,5}}", credit))


def caption_line(text: str) -> tuple[str, Credited] | None:
    """A line of saved text that holds a caption: what stands before it in the line, and the caption.

    Taken for one only where two signs agree (a glued label and a credit, a label and an agency), or the line is nothing
    but a labelled credit.
    """
    if len(text) > 1200:
        return None
    only = _ONLY_CREDIT.match(text)
    if only is not None and (_AGENCY.search(only.group("credit")) or _looks_like_names(only.group("credit"))):
        return "", Credited("", clean_credit(only.group("credit")), (text[: only.start("credit")].strip(),))
    end = _GLUED_CREDIT.search(text)
    for glued in _GLUED.finditer(text):
        if end is not None and end.start() >= glued.end():
            words = text[glued.end() : end.start()].strip()
            labels = (glued.group("label"), end.group("label").strip())
            return text[: glued.start()].rstrip(), Credited(words, clean_credit(end.group("credit")), labels)
    if len(text) > 500:
        return None
    parted = split_credit(text)
    if parted.credit is None:
        return None
    lead = _LEADING.match(text)
    photo_end = re.search(
        r"(?:AP Photo|REUTERS|Reuters|AFP|Getty Images|EPA|Photo)/[A-Z]|[A-Z][\w.’'-]+/(?:AFP|AP|Reuters|"
        r"Getty|EPA)\b|Getty Images\W*$",
        text,
    )
    labelled = end is not None and (_AGENCY.search(parted.credit) or _looks_like_names(parted.credit))
    if lead is not None or photo_end is not None or labelled:
        return "", parted
    return None


def _looks_like_names(text: str) -> bool:
    """Whether a text is only names: 'Mauricio Lima for The New York Times', 'A. Name/Agency'."""
    words = re.findall(r"[\w.'’&-]+", text)
    small = {
        "for",
        "via",
        "of",
        "the",
        "de",
        "van",
        "von",
        "and",
        "al",
        "by",
        "courtesy",
        "handout",
        "pool",
        "file",
        "la",
        "di",
    }
    return 1 <= len(words) <= 12 and all(word[0].isupper() or word in small for word in words) and words[0][0].isupper()
