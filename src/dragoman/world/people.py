"""Who held which office on a day: persons by name, offices by their many titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from .days import first_day, last_day
from .entries import Holder
from .keys import TITLES, name_key, skeleton, tokens, untitled
from .tables import Row, cells

_EASTERN = frozenset({"CHN", "KOR", "PRK", "TWN", "KHM", "VNM", "SGP", "MMR", "LAO"})
_FIRST_NAME = frozenset({"ETH", "ERI", "ISL", "MYS", "IDN", "THA", "MMR", "TON", "SOM", "BTN", "BRN", "VNM", "LAO"})
# Where people bear two surnames, and are called by the first.
_TWO_SURNAMES = frozenset(
    """ESP MEX ARG COL PER VEN CHL ECU GTM CUB BOL DOM HND PRY SLV NIC CRI PRI PAN URY GNQ PRT BRA AGO MOZ CPV GNB STP TLS PHL
    AND UN NATO EU OAS""".split()
)
_CROWNED = frozenset(
    {"king", "queen", "emir", "sultan", "emperor", "pope", "crown prince", "grand duke", "supreme leader", "prince"}
)
PARTICLES = frozenset("al el bin bint ibn ben abu von van der den de da di del della dos das la le du ter zu ould mac st".split())
_NICKNAMES = {
    "joe": "joseph",
    "bill": "william",
    "bob": "robert",
    "tony": "anthony",
    "mike": "michael",
    "jim": "james",
    "jimmy": "james",
    "tom": "thomas",
    "dick": "richard",
    "rick": "richard",
    "ken": "kenneth",
    "ben": "benjamin",
    "bibi": "benjamin",
    "steve": "stephen",
    "dave": "david",
    "ed": "edward",
    "ted": "edward",
    "chuck": "charles",
    "alex": "alexander",
    "vova": "volodymyr",
    "nick": "nicholas",
    "chris": "christopher",
    "dan": "daniel",
    "sam": "samuel",
    "pete": "peter",
    "jake": "jacob",
    "tim": "timothy",
    "matt": "matthew",
    "volodymyr": "vladimir",
    "oleksandr": "alexander",
    "aleksandr": "alexander",
    "alyaksandr": "alexander",
    "serhiy": "sergei",
    "sergey": "sergei",
    "andriy": "andrei",
    "andrey": "andrei",
    "dmytro": "dmitry",
    "dmitri": "dmitry",
    "mykola": "nikolai",
    "binyamin": "benjamin",
    "yulia": "julia",
    "yuliya": "julia",
    "petro": "peter",
    "mikhail": "michael",
    "lula": "luiz",
    "jon": "john",
    "andy": "andrew",
    "liz": "elizabeth",
    "kate": "catherine",
}
_WORDS = {
    "defense": "defence",
    "&": "and",
    "affairs": "",
    "external": "foreign",
    "councillor": "councilor",
    "vice-president": "vice president",
}
# An office that stands in for another where a state has none of that name.
_STAND_IN: dict[str, tuple[str, ...]] = {
    "prime minister": (
        "prime minister",
        "acting prime minister",
        "chancellor",
        "chairman of the council of ministers",
        "head of government",
        "president of the government",
    ),
    "leader": (
        "supreme leader",
        "leader",
        "president",
        "king",
        "emir",
        "sultan",
        "prime minister",
        "chancellor",
        "secretary-general",
        "director general",
        "executive director",
        "high commissioner",
        "managing director",
        "commission president",
        "commission chairperson",
        "bank president",
        "pope",
        "armed-group leader",
        "party leader",
    ),
    "head of state": (
        "president",
        "king",
        "queen",
        "emir",
        "sultan",
        "emperor",
        "supreme leader",
        "pope",
        "grand duke",
        "prince",
    ),
    "head of government": ("prime minister", "chancellor", "president"),
    "president": (
        "president",
        "acting president",
        "transitional president",
        "commission president",
        "chairman of the presidency",
    ),
    "king": ("king", "queen"),
    "queen": ("queen", "king"),
    "monarch": ("king", "queen", "emir", "sultan", "emperor", "grand duke", "prince"),
    "foreign minister": ("foreign minister", "high representative"),
    "chief": (
        "secretary-general",
        "director general",
        "commission president",
        "commission chairperson",
        "leader",
        "president",
    ),
    "secretary-general": ("secretary-general", "commission chairperson", "director general"),
    "military leader": ("president", "leader", "commander"),
}
# Days after which a lesser office is less of a person than having been a head of state or government.
RECENT = 730
# Longer names are nobody's.
LONGEST = 200
# Surnames that are first of all English words: alone they name nobody.
_WORDS_FIRST = frozenset("sri he she an a i you so do no in on us to we it or be my at by of is as".split())


class PeopleIndex:
    """Office-holders by name and by office."""

    def __init__(self, holders: Sequence[Row], offices: Sequence[Row]) -> None:
        self.offices: dict[str, Row] = {row["office"]: row for row in offices}
        self._synonyms: dict[tuple[str, str], str] = {}
        for row in offices:
            for title in (row["office"], *cells(row["synonyms"])):
                title, _, code = title.partition("@")
                self._synonyms.setdefault((_office_key(title), code), row["office"])
        self._sectors = {row["office"]: cells(row["sectors"]) for row in offices}
        self._ranks = {row["office"]: int(row["rank"]) for row in offices}
        self._rows = holders
        self._made: list[Holder | None] = [None] * len(holders)
        self._by_office: dict[tuple[str, str], list[int]] = {}
        groups: dict[str, list[int]] = {}
        for number, row in enumerate(holders):
            self._by_office.setdefault((row["code"], row["office"]), []).append(number)
            groups.setdefault(row["person"], []).append(number)
        # The spells of one person stand together, with all aliases: what is looked for are people, not spells.
        self._groups: list[tuple[tuple[tuple[str, ...], ...], list[int]]] = []
        self._by_token: dict[str, list[int]] = {}
        self._whole: dict[str, set[int]] = {}
        for numbers in groups.values():
            spelled = dict.fromkeys(a for n in numbers for a in (holders[n]["person"], *cells(holders[n]["aliases"])))
            names = tuple(tokens(name) for name in spelled)
            for words in names:
                self._whole.setdefault("".join(words), set()).update(numbers)
                for word in words:
                    self._by_token.setdefault(word, []).append(len(self._groups))
            self._groups.append((names, numbers))

    def spell(self, number: int) -> Holder:
        """The spell of a row; made when it is first asked for, as most never are."""
        made = self._made[number]
        if made is None:
            row = self._rows[number]
            made = self._made[number] = Holder(
                person=row["person"],
                code=row["code"],
                office=row["office"],
                from_=row["from"] or None,
                to=row["to"] or None,
                sectors=self._sectors.get(row["office"], ()),
                wikidata=row["wikidata"] or None,
                source=row["source"],
                verified=row["mark"] != "unverified",
                aliases=cells(row["aliases"]),
                rank=self._ranks.get(row["office"], 9),
            )
        return made

    @property
    def holders(self) -> list[Holder]:
        """All spells, in the order of the table."""
        return [self.spell(number) for number in range(len(self._rows))]

    @cached_property
    def _by_sound(self) -> dict[str, list[int]]:
        """The names under the sound of each of their words, for spellings that the tables do not have."""
        found: dict[str, list[int]] = {}
        for word, groups in self._by_token.items():
            found.setdefault(skeleton(word), []).extend(groups)
        return found

    def people(self, name: str, on: date | None, title: str = "") -> list[Holder]:
        """Every spell in office of whoever bears that name, those of the day first, then the nearest in time."""
        if len(name) > LONGEST:
            return []
        titles, words = untitled(tokens(name))
        if not words or (len(words) == 1 and (words[0] in TITLES or words[0] in _WORDS_FIRST or name.islower())):
            return []
        scored: dict[int, int] = dict.fromkeys(self._whole.get("".join(words), ()), 0)
        for group in dict.fromkeys(g for word in words for g in self._by_token.get(word, ())):
            self._score(words, group, scored)
        if not scored or (len(words) == 1 and min(scored.values()) > 0):
            for group in dict.fromkeys(g for word in words for g in self._by_sound.get(skeleton(word), ())):
                self._score(words, group, scored)
        if not scored:
            return []
        best = min(scored.values())
        limit = best if len(words) > 1 and best < 2 else best + 1 if best == 0 else best
        office = self.office(title or " ".join(titles), "") if title or titles else None
        found = [(tier, self.spell(number)) for number, tier in scored.items() if tier <= limit]
        # A surname alone is first of all a last name, whoever else of that second name is in office.
        alone = len(words) == 1
        found.sort(key=lambda pair: (alone and pair[0], *_nearness(pair[1], on, office), pair[0], pair[1].rank))
        return [holder for _, holder in found]

    def rare(self, word: str) -> bool:
        """Is a name that of one person of the tables alone, and nobody's first name there?"""
        return len({g for key in tokens(word) for g in self._by_token.get(key, ())}) == 1

    def _score(self, words: tuple[str, ...], group: int, scored: dict[int, int]) -> None:
        """Notes how closely each spell of a name fits the words (see `_match`), where it does."""
        names, numbers = self._groups[group]
        for number in numbers:
            tiers = [t for known in names if (t := self._match(words, known, self.spell(number))) is not None]
            if tiers:
                scored[number] = min(*tiers, scored.get(number, 9))

    def _match(self, words: tuple[str, ...], known: tuple[str, ...], holder: Holder) -> int | None:
        """0 the same name, 1 shortened or the surname alone, 2 another transliteration; None: somebody else."""
        if len(words) == 1:
            return _surname_alone(words[0], known, holder)
        if "".join(sorted(words)) == "".join(sorted(known)) and sorted(words) == sorted(known):
            return 0
        if _suffix(words, known):
            return 1
        best: int | None = None
        for order in _orders(known):
            tier = _shortened(words, order)
            if tier is not None and (best is None or tier < best):
                best = tier
        return best

    def office(self, title: str, code: str) -> str | None:
        """The table's word for an office: `top diplomat` → foreign minister."""
        key = _office_key(title)
        return self._synonyms.get((key, code)) or self._synonyms.get((key, ""))

    def holder(self, code: str, office: str, on: date | None) -> Holder | None:
        """Who held that office of that state or body on that day."""
        name = self.office(office, code) or office
        for wanted in dict.fromkeys((name, *_STAND_IN.get(name, ()))):
            holders = [self.spell(number) for number in self._by_office.get((code, wanted), ())]
            day = on or date.max
            within = (
                [h for h in holders if first_day(h.from_) <= day <= last_day(h.to)]
                if on
                else [h for h in holders if h.to is None]
            )
            if within:
                return max(within, key=lambda h: first_day(h.from_))
        return None


def _office_key(title: str) -> str:
    words = name_key(title.replace("-", " ")).split()
    return " ".join(
        w for word in words if (w := _WORDS.get(word, word)) and w not in ("of", "for", "the", "his", "acting", "interim", "s")
    )


def _nearness(holder: Holder, on: date | None, title: str | None) -> tuple[int, int, int, int]:
    """Those in office first; of the others those who left lately and heads of old, then the nearest in time."""
    wrong = 0 if title is None or holder.office in (title, *_STAND_IN.get(title, ())) else 1
    if on is None:
        return (0 if holder.to is None else 1, wrong, -last_day(holder.to).toordinal(), 0)
    start, end = first_day(holder.from_), last_day(holder.to)
    if start <= on <= end:
        return (0, wrong, 0, 0)
    away = (start - on).days if on < start else (on - end).days
    return (1, int(on < start or (holder.rank > 2 and away > RECENT)), away, wrong)


def _surname_alone(word: str, known: tuple[str, ...], holder: Holder) -> int | None:
    if len(known) == 1:
        return 0 if word == known[0] else _near(word, known[0])
    last = (
        known[-1] if not (known[-1].isdigit() or known[-1] in ("ii", "iii", "iv", "vi", "xiv", "xvi", "jr", "sr")) else known[-2]
    )
    eastern = holder.code in _EASTERN
    if word == last and (not eastern or holder.code in _FIRST_NAME or (len(known) == 2 and len(word) > 3)):
        return 0
    if word == known[0] and (eastern or holder.code in _FIRST_NAME or holder.office in _CROWNED):
        return 0
    if word in known[1:-1] and len(word) > 3 and word not in PARTICLES and not eastern:
        return 1 if holder.code in _TWO_SURNAMES and _spanish(known, word) else None
    return None if eastern else _near(word, last)


def _spanish(known: tuple[str, ...], word: str) -> bool:
    """`López` of `Andrés Manuel López Obrador`: the first of two surnames."""
    return len(known) >= 3 and known[-2] == word


def _near(word: str, known: str) -> int | None:
    bones = skeleton(word)
    if len(bones) < 4 or bones != skeleton(known) or abs(len(word) - len(known)) > 2:
        return None
    return 2


def _suffix(words: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """`von der Leyen`, `Peña Nieto`, `bin Salman`: the end of the name."""
    return len(words) < len(known) and known[-len(words) :] == words


def _orders(known: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield known
    if len(known) > 1:
        yield (*known[1:], known[0])
        yield (known[-1], *known[:-1])


def _shortened(words: tuple[str, ...], known: tuple[str, ...]) -> int | None:
    """Whether one name is the other with words left out or cut to initials; surname last."""
    if len(known) < 2:
        return None
    tier = 1
    mine, theirs = _joined(words), _joined(known)
    if mine[-1] != theirs[-1]:
        if not _sound_alike(mine[-1], theirs[-1]):
            return None
        tier = 2
    first, rest = mine[0], theirs[0]
    same = _given(first, rest)
    if same is None:
        return None
    tier = max(tier, same)
    shorter, longer = (mine[1:-1], list(theirs[1:-1])) if len(mine) <= len(theirs) else (theirs[1:-1], list(mine[1:-1]))
    for word in shorter:
        while longer and _given(word, longer[0]) is None:
            longer.pop(0)
        if not longer:
            return None
        longer.pop(0)
    return tier


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Particles go with the word behind them: `al assad` → `assad`."""
    kept = tuple(word for word in words if word not in PARTICLES)
    return kept if len(kept) > 1 else words


def _given(one: str, other: str) -> int | None:
    if one == other:
        return 1
    if len(one) == 1 or len(other) == 1:
        return 1 if one[:1] == other[:1] else None
    if _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other):
        return 1
    return 2 if _sound_alike(one, other) else None


def _sound_alike(one: str, other: str) -> bool:
    """Two spellings of one name: the same consonants, and the same first letter where these are few."""
    bones = skeleton(one)
    if len(bones) < 2 or bones != skeleton(other) or abs(len(one) - len(other)) > 3:
        return False
    return len(bones) > 2 or one[0] == other[0]
