"""PETRARCH: dictionaries of actors and of agents.

The format (https://github.com/openeventdata/Dictionaries): an actor's name, with a code or without, synonyms below it
behind `+`, codes that hold for some time in lines of their own; an agent's noun, its plural in braces, its code with `~`.

    MUSTERLAND_ [MUS]                          PEASANT {PEASANTRY} [~AGR]
    +MUSTERLANDIC_                             !PERSON! = MAN, MEN, WOMAN, WOMEN
    ADA_MUSTER_ ; a note                       CHAIR!PERSON! [~GOV]
        [MUSGOV 020101-051231]
        [MUSELI >20060101]

Codes are CAMEO's: a state or IGO, then roles, three letters each. A code that holds always becomes a name in metonyms or
groups; codes with dates are taken to be a person's and become spells in office. Such a code tells a sector, not an
office, so where the name brings no title the office is a general one (`government figure`), added to offices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from .known import Known, clean, person_names
from .rows import Found, Skipped, Taken

# CAMEO's roles by our sectors. Media are MED there, doctors HLH; INS and SEP are rebels of one kind or another.
_ROLES = {role: role for role in "COP GOV JUD LEG MIL SPY PTY REB UAF AGR BUS CRM CVL EDU ELI LAB REF OPP REL".split()} | {
    "MED": "JRN",
    "HLH": "MED",
    "INS": "REB",
    "SEP": "REB",
    "HRI": "SOC",
    "ENV": "SOC",
    "NGO": "SOC",
    "NGM": "SOC",
    "MNC": "BUS",
}
_BODIES = {
    "UNO": "UN",
    "HCR": "UNHCR",
    "HCH": "OHCHR",
    "KID": "UNICEF",
    "WFP": "WFP",
    "FAO": "FAO",
    "WHO": "WHO",
    "ILO": "ILO",
    "IAE": "IAEA",
    "ICJ": "ICJ",
    "ICC": "ICC",
    "WBK": "WORLDBANK",
    "IMF": "IMF",
    "WTO": "WTO",
    "NAT": "NATO",
    "EEC": "EU",
    "COE": "COE",
    "OPC": "OPEC",
    "ITP": "INTERPOL",
    "CIS": "CIS",
    "SCO": "SCO",
}
# What stands in a body's code for its kind or its part of the world.
_FILLERS = frozenset({"EUR", "WST", "DEV", "ASA", "AFR", "MEA", "NON"})
_STATES = {"KOS": "XKX", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD"}
_OF_STATES = ("GOV", "MIL", "COP", "JUD", "LEG", "SPY")
_FIGURES = {
    "GOV": "government",
    "MIL": "military",
    "COP": "police",
    "JUD": "judicial",
    "LEG": "parliamentary",
    "SPY": "intelligence",
    "PTY": "party",
    "OPP": "opposition",
    "REB": "rebel",
    "BUS": "business",
    "JRN": "media",
    "LAB": "labour",
    "EDU": "academic",
    "REL": "religious",
}
_COMMENT = re.compile(r"<!--.*?-->|<!--.*$|[#;].*$")
_CODES = re.compile(r"\[([^\[\]]*)\]")
_CODE = re.compile(r"\s*([^\s<>\d]+)\s*(?:([<>])\s*(\d+)|(\d+)\s*-\s*(\d+))?\s*")
_SET = re.compile(r"\s*(![A-Z0-9_]+!)\s*=\s*(.+)")
_BRACES = re.compile(r"\{([^{}]*)\}")
_MARK = re.compile(r"![A-Z0-9_]+!")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on"})
# A longer line is no entry of a dictionary, a longer title none.
LONGEST_LINE, LONGEST_TITLE = 2000, 12


class _Actor(Struct):
    """A name with its synonyms and codes, from that line on."""

    line: int
    names: list[str]
    codes: list[str]


class _Meant(Struct):
    """What a code stands for: a state or body (none: an actor between states) and sectors."""

    code: str | None
    sectors: list[str]


class _Unknown(Exception):
    """A code, or a part of one, that the tables have nothing for; its words say which."""


def rows(lines: Iterable[bytes], known: Known, file: str) -> Iterator[Found]:
    """The actors and agents of a dictionary."""
    sets: dict[str, list[str]] = {}
    offices: set[str] = set()
    actor: _Actor | None = None
    for number, text in _uncommented(lines):
        if len(text) > LONGEST_LINE:
            if not text.startswith(("+", "[")):  # what stands below is not the actor's above
                yield from _actor(actor, known, file, offices)
                actor = None
            yield Skipped(f"line {number}", clean(text[:60]), f"a line of more than {LONGEST_LINE:,} characters")
            continue
        if match := _SET.fullmatch(text):
            sets[match.group(1)] = [word.strip() for word in match.group(2).split(",") if word.strip()]
            continue
        codes = [" ".join(code.split()) for code in _CODES.findall(text)]
        name = _CODES.sub("", text).strip()
        if "{" in name or any("~" in code for code in codes):
            yield from _agent(number, name, codes, sets, file)
        elif actor is not None and (name.startswith("+") or not name):
            actor.names += [name[1:]] if name else []
            actor.codes += codes
        else:
            yield from _actor(actor, known, file, offices)
            actor = _Actor(number, [name.lstrip("+")], codes)
    yield from _actor(actor, known, file, offices)


def _uncommented(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    within = False
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")
        if within:
            _, end, text = text.partition("-->")
            within = not end
        within = within or text.rfind("<!--") > text.rfind("-->")
        text = _COMMENT.sub("", text.rstrip()).strip()
        if text:
            yield number, text


def _written(name: str) -> str:
    """`UNION_OF_MUSTERLAND_` → Union of Musterland."""
    words = clean(name.replace("_", " ")).split()
    small = [word.lower() for word in words]
    return " ".join(w if i and w in _SMALL else "-".join(p.capitalize() for p in w.split("-")) for i, w in enumerate(small))


def _meant(code: str, known: Known) -> _Meant:
    """What a CAMEO code stands for. Raises `_Unknown`."""
    code = code.upper()
    if not re.fullmatch(r"(?:[A-Z]{3})+", code):
        raise _Unknown(f"no code: {code[:40]}")
    head, *rest = [code[i : i + 3] for i in range(0, len(code), 3)]
    if head == "IGO":
        known_rest = [part for part in rest if part in _BODIES]
        unknown = [part for part in rest if part not in _BODIES and part not in _FILLERS and part not in _ROLES]
        if unknown or not known_rest or not known.coded(_BODIES[known_rest[-1]]):
            raise _Unknown(f"unknown body {' '.join(unknown) or code}")
        return _Meant(_BODIES[known_rest[-1]], [])
    head = _STATES.get(head, head)
    entry = known.world.entry(head)
    state = entry is not None and entry.kind == "state"
    if not state and head not in ("NGO", "NGM", "MNC"):
        raise _Unknown(f"unknown state {head}")
    roles = [part for part in rest if part in _ROLES]
    if rest and not roles:  # a faith, a people or a party alone: not the state
        raise _Unknown(f"unknown role {' '.join(rest)} in {code[:40]}")
    roles = roles if state else [head, *roles]
    return _Meant(head if state else None, list(dict.fromkeys(_ROLES[role] for role in roles)))


def _actor(actor: _Actor | None, known: Known, file: str, offices: set[str]) -> Iterator[Found]:
    if actor is None:
        return
    at = f"line {actor.line}"
    names = [written for name in actor.names if (written := _written(name))]
    if not names:
        yield Skipped(at, "", "no name")
        return
    source = {"source": f"{file}:{actor.line}"}
    dated: list[tuple[str, str, str]] = []
    always: list[str] = []
    for code in actor.codes:
        match = _CODE.fullmatch(code)
        if match is None:
            yield Skipped(at, names[0], f"no code: {code[:40]}")
        elif match.group(3) is None and match.group(4) is None:
            always.append(match.group(1))
        else:
            word, sign, day, first, last = match.groups()
            start, end = (first, last) if day is None else ("", day) if sign == "<" else (day, "")
            days = _date(start), _date(end)
            if None in days:
                yield Skipped(at, names[0], f"not a date: {code[:40]}")
            else:
                dated.append((word, days[0] or "", days[1] or ""))
    if dated:
        yield from _spells(at, names, dated, known, source, offices)
    elif always:
        try:
            yield _always(at, names, _meant(always[0], known), known, source)
        except _Unknown as error:
            yield Skipped(at, names[0], str(error))
    elif not actor.codes:
        yield Skipped(at, names[0], "no code")


def _always(at: str, names: list[str], meant: _Meant, known: Known, source: dict[str, str]) -> Found:
    """A row for a name whose code holds on every day."""
    name = names[0]
    if "ELI" in meant.sectors:
        return Skipped(at, name, "a former official without dates")
    there = known.code(name)
    if there is None and (_titled(name, known, meant.code)[0] or known.person(name)):
        return Skipped(at, name, "a person without dates")
    free = known.names(name, names[1:])
    if free is None and there == meant.code and not meant.sectors:  # the name is known; a synonym may not be
        names = [other for other in names[1:] if known.names(other, ()) is not None]
        free = (names[0], ";".join(names[1:])) if names else None
    if free is None:
        return Skipped(at, name, f"already in the tables as {there}" if there else known.refused(name))
    spellings = ";".join(filter(None, free))
    if meant.code is not None and not meant.sectors:
        return Taken("metonyms", {"names": spellings, "code": meant.code, "how": "metonym"} | source, at)
    sectors = ";".join(meant.sectors)
    if meant.code is not None and meant.sectors[0] in _OF_STATES:
        return Taken("metonyms", {"names": spellings, "code": meant.code, "how": "organ", "sectors": sectors} | source, at)
    cells = {"code": known.new_code(name, ""), "name": free[0], "names": free[1], "country": meant.code or ""}
    return Taken("groups", cells | {"sectors": sectors} | source, at)


def _spells(
    at: str, names: list[str], dated: list[tuple[str, str, str]], known: Known, source: dict[str, str], offices: set[str]
) -> Iterator[Found]:
    """The spells in office of a person, and the general offices that they need."""
    terms = [code for code, _, _ in dated if "ELI" not in code.upper()]
    for code, start, end in dated:
        try:
            meant = _meant(code, known)
        except _Unknown as error:
            yield Skipped(at, names[0], str(error))
            continue
        if "ELI" in meant.sectors:
            continue  # former: the end of the spell tells it
        entry = known.world.entry(meant.code) if meant.code else None
        if meant.code is None or entry is None or (entry.kind == "state" and not meant.sectors):
            yield Skipped(at, names[0], f"a dated code that is no office: {code[:40]}")
            continue
        office, person = next(((o, p) for o, p in (_titled(name, known, meant.code) for name in names) if o), ("", ""))
        plain = next((name for name in names if not _titled(name, known, meant.code)[0]), person)
        found = person_names(plain, [n for n in names if not _titled(n, known, meant.code)[0]])
        if found is None:
            yield Skipped(at, names[0], "no name that can be used")
            continue
        if not start:
            yield Skipped(at, names[0], f"no start that is known: {code[:40]}")
            continue
        if why := known.spell_fault(found[0], meant.code, "", (start, end)):
            yield Skipped(at, names[0], why)
            continue
        if not office or len(terms) > 1:  # of several spells nobody knows which the title is of
            office = " and ".join(_FIGURES.get(sector, "public") for sector in meant.sectors) or "international"
            office += " figure"
            if office not in offices and known.world.office(office, "") is None:
                cells = {"office": office, "sectors": ";".join(meant.sectors) or "GOV", "exclusive": "no", "rank": "8"}
                yield Taken("offices", cells | source, at)
            offices.add(office)
        cells = {"person": found[0], "code": meant.code, "office": office, "from": start, "to": end, "aliases": found[1]}
        yield Taken("holders", cells | source, at)


def _titled(name: str, known: Known, code: str | None) -> tuple[str, str]:
    """The office that a name begins with, and the name behind it; of another title only that there is one."""
    words = name.split()
    for end in range(min(len(words) - 1, LONGEST_TITLE), 0, -1):
        if office := known.world.office(" ".join(words[:end]).lower(), code or ""):
            return office, " ".join(words[end:])
    return "", name


def _date(digits: str) -> str | None:
    """`YYMMDD` or `YYYYMMDD` as ISO; two digits below 30 are of this century. None where it is no date."""
    if not digits:
        return ""
    if len(digits) == 6:
        digits = ("20" if digits < "30" else "19") + digits
    if len(digits) != 8:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def _agent(number: int, name: str, codes: list[str], sets: dict[str, list[str]], file: str) -> Iterator[Found]:
    """The rows for a noun; a set's mark in it stands for each of the set."""
    at = f"line {number}"
    braces = _BRACES.search(name)
    noun = _BRACES.sub("", name).strip()
    if not codes or not noun:
        yield Skipped(at, _noun(noun), "no code" if noun else "no noun")
        return
    code = codes[0].replace("~", "").strip().upper()
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    sectors = list(dict.fromkeys(_ROLES[part] for part in parts if part in _ROLES))
    if not sectors:
        yield Skipped(at, _noun(noun), f"unknown role {' '.join(parts)}")
        return
    mark = next((mark for mark in _MARK.findall(noun) if mark in sets), None)
    if mark is None and "!" in noun:
        yield Skipped(at, _noun(noun), "a set of words that the file does not list before")
        return
    nouns = [noun.replace(mark, word) for word in sets[mark]] if mark else [noun]
    plural = "" if mark else _noun(braces.group(1)) if braces else _plural(_noun(noun))
    makes = "state" if sectors[0] in _OF_STATES else "unknown" if sectors[0] in ("REB", "UAF", "PTY", "OPP") else "civilians"
    for word in nouns:
        cells = {"noun": _noun(word), "plural": plural, "sectors": ";".join(sectors), "makes": makes}
        yield Taken("agents", cells | {"source": f"{file}:{number}"}, at)


def _noun(text: str) -> str:
    return clean(text.replace("_", " ")).lower()


def _plural(noun: str) -> str:
    """As the format has it: -s, of -y -ies, of -ss -sses."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return ""  # a plural already, as careless dictionaries have it
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("ss") else f"{noun}s"
