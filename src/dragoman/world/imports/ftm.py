"""FollowTheMoney: people, the positions they occupy, organisations, companies.

An entity a line, `{"id", "schema", "properties": {name: [value…]}}`, as the followthemoney library streams them
(https://followthemoney.tech/explorer/): Person, Position and Occupancy make office-holders, PublicBody an organ of its
state, Organization a group or a body, Company a firm. Topics such as `pol.party` give sectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from .known import Known, clean, person_names
from .rows import Found, Skipped, Taken

# ISO 3166-1: two letters and three.
_ISO = """
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD
    BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN
    CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU
    DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB
    GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG
    HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN
    KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU
    LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR
    MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL
    OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB
    RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP
    SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN
    TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT
    ZAZAF ZMZMB ZWZWE
"""
COUNTRIES = {pair[:-3]: pair[-3:] for pair in _ISO.split()} | {
    "EU": "EU",
    "SUHH": "SUN",
    "YUCS": "YUG",
    "DDDE": "DDR",
    "CSHH": "CSK",
}
_TOPICS = {
    "pol.party": "PTY",
    "pol.union": "LAB",
    "rel": "REL",
    "mil": "MIL",
    "crime": "CRM",
    "gov": "GOV",
    "gov.national": "GOV",
    "gov.executive": "GOV",
    "gov.legislative": "LEG",
    "gov.judicial": "JUD",
    "gov.security": "COP",
}
_ORGANISATIONS = frozenset({"Organization", "PublicBody", "Company", "PublicCompany", "LegalEntity"})
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?=$|T)")


class _Entity(Struct):
    """An entity as the file has it; a property has any number of values."""

    id: str
    schema: str
    properties: dict[str, list[Any]] = {}

    def all(self, *names: str) -> list[str]:
        """The values of these properties."""
        return [str(value) for name in names for value in self.properties.get(name, ()) if not isinstance(value, dict)]

    def refs(self, name: str) -> list[str]:
        """The ids of the entities that a property names, written as ids or as whole entities."""
        values = self.properties.get(name, ())
        return [str(value.get("id", "")) if isinstance(value, dict) else str(value) for value in values]

    @property
    def name(self) -> str:
        """The first of its names."""
        return clean(next(iter(self.all("name")), ""))

    @property
    def qid(self) -> str:
        """Its number in Wikidata, if it has one."""
        return next((qid for qid in self.all("wikidataId") if re.fullmatch(r"Q[1-9][0-9]*", qid)), "")


_decoder = msgspec.json.Decoder(_Entity)


def rows(lines: Iterable[bytes], known: Known, file: str) -> Iterator[Found]:
    """The office-holders and organisations of a stream of entities."""
    people: dict[str, _Entity] = {}
    posts: dict[str, _Entity] = {}
    spells: list[_Entity] = []
    codes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not text:
            continue
        try:
            entity = _decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            what = clean(text[:60].decode("utf-8", "replace"))
            yield Skipped(f"line {number}", what, "not an entity of FollowTheMoney")
            continue
        if entity.schema == "Person":
            people[entity.id] = entity
        elif entity.schema == "Position":
            posts[entity.id] = entity
        elif entity.schema == "Occupancy":
            spells.append(entity)
        elif entity.schema in _ORGANISATIONS:
            yield _organisation(entity, known, file, codes)
        else:
            yield Skipped(clean(entity.id)[:80], entity.name, f"{clean(entity.schema)[:40]}: nothing for the tables")
    for spell in spells:
        for holder in spell.refs("holder") or [""]:
            for post in spell.refs("post") or [""]:
                yield _holder(spell, people.get(holder), posts.get(post), known, file, codes)
    held = {holder for spell in spells for holder in spell.refs("holder")}
    for person in people.values():
        if person.id not in held:
            why = "a position without dates" if person.all("position") else "no occupancy"
            yield Skipped(clean(person.id)[:80], person.name, why)


def _country(entity: _Entity, known: Known) -> str:
    """The code of the one state that an entity is of; none where it names several or none."""
    given = {value.upper() for value in entity.all("country", "jurisdiction", "mainCountry")}
    codes = {COUNTRIES.get(value, value) for value in given}
    return codes.pop() if len(codes) == 1 and known.coded(min(codes)) else ""


def _organisation(entity: _Entity, known: Known, file: str, codes: dict[str, str]) -> Found:
    at, name, country = clean(entity.id)[:80], entity.name, _country(entity, known)
    if code := known.by_wikidata.get(entity.qid) or known.code(name):
        codes[entity.id] = code
        return Skipped(at, name, f"already in the tables as {code}")
    topics = entity.all("topics")
    sectors = ";".join(dict.fromkeys(_TOPICS[topic] for topic in topics if topic in _TOPICS))
    organ = entity.schema == "PublicBody" and "gov.igo" not in topics
    company = entity.schema in ("Company", "PublicCompany")
    if organ and not country:
        return Skipped(at, name, "a public body of no state or body of the tables")
    if entity.schema == "LegalEntity" and not sectors:
        return Skipped(at, name, "neither a firm nor an organisation, as far as the file tells")
    names = known.names(name, entity.all("name", "alias", "weakAlias", "abbreviation"))
    if names is None:
        return Skipped(at, name, known.refused(name))
    source = {"source": f"{file}: {at}"}
    if organ:
        codes[entity.id] = country
        spellings = ";".join(filter(None, names))
        return Taken("metonyms", {"names": spellings, "code": country, "how": "organ", "sectors": sectors or "GOV"} | source, at)
    if company and len(name.split()) == 1:
        return Taken("firms", {"name": name.lower(), "country": country} | source, at)
    codes[entity.id] = code = known.new_code(name, entity.qid)
    cells = {"code": code, "name": names[0], "names": names[1], "wikidata": entity.qid} | source
    if "gov.igo" in topics:
        return Taken("bodies", cells | {"kind": "body"}, at)
    return Taken("groups", cells | {"country": country, "sectors": "BUS" if company else sectors}, at)


def _holder(
    spell: _Entity, person: _Entity | None, post: _Entity | None, known: Known, file: str, codes: dict[str, str]
) -> Found:
    at = clean(spell.id)[:80]
    what = ", ".join(entity.name for entity in (person, post) if entity is not None)
    if person is None or post is None:
        return Skipped(at, what, f"its {'holder' if person is None else 'post'} is not in the file")
    names = person_names(person.name, person.all("name", "alias"))
    if names is None:
        return Skipped(at, what[:200], "no name that can be used")
    code = next((codes[ref] for ref in post.refs("organization") if ref in codes), "") or _country(post, known)
    found = known.post(post.name, code or None)
    local = post.all("subnationalArea") and (found is None or found[0] != "regional leader")
    if found is None or local:
        return Skipped(at, what, "no office of the tables, or of no state or body of theirs")
    dates = [_date(spell.all(name)) for name in ("startDate", "endDate")]
    if not dates[0]:
        return Skipped(at, what, "no start that is known")
    if dates[1] is None or (not dates[1] and "ended" in spell.all("status")):
        return Skipped(at, what, "ended, but the file does not tell when")
    office, code = found
    if why := known.spell_fault(names[0], code, office, (dates[0], dates[1])):
        return Skipped(at, what, why)
    cells = {"person": names[0], "code": code, "office": office, "from": dates[0], "to": dates[1], "aliases": names[1]}
    return Taken("holders", cells | {"wikidata": person.qid, "source": f"{file}: {at}"}, at)


def _date(values: list[str]) -> str | None:
    """The one date; "" where there is none, None where it is no date or there are several."""
    dates = {match.group() if (match := _DATE.match(value)) else None for value in values}
    return "" if not dates else dates.pop() if len(dates) == 1 else None
