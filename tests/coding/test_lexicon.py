"""The tables of the codebook: every row can be read, and names what PLOVER has."""

from dragoman.coding import lexicon

TYPES = set(
    """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE
    ASSAULT""".split()
)


def test_every_type_has_a_score_and_a_quad() -> None:
    for kind in TYPES:
        assert lexicon.quad(kind) in (1, 2, 3, 4)
        assert -10 <= lexicon.intensity(kind) <= 10


def test_every_row_names_a_type_and_a_mode_of_its_own() -> None:
    scores = {(row["type"], row["mode"]) for row in lexicon.table("scores")}
    for row in lexicon.table("predicates"):
        if row["pos"] == "C":
            continue
        assert row["pos"] in ("V", "N", "A"), row
        if row["type"] == lexicon.NOTHING:
            continue
        assert row["type"] in TYPES, row
        assert row["strength"] in ("strong", "weak"), row
        assert (row["type"], row["mode"]) in scores, row


def test_every_condition_can_be_read_and_every_class_is_defined() -> None:
    rows = lexicon.table("predicates")
    classes = {row["lemma"] for row in rows if row["pos"] == "C"}
    for row in rows:
        if row["pos"] == "C":
            assert {w for w in row["needs"].split("|") if w.isupper()} <= classes, row
            continue
        for part in row["needs"].split("; "):
            if part:
                assert {w for w in lexicon.condition(part).words if w.isupper()} <= classes, row


def test_no_row_stands_twice() -> None:
    rows = [tuple(row.values()) for row in lexicon.table("predicates")]
    assert len(rows) == len(set(rows))
