"""Small pages of our own, one a trouble, with what a reader takes from each; and a gate under the scores on them.

`golden/gold.json` has the shape of fundus's test pages, so that `python -m benchmarks pages --data tests/pages/golden` measures
them too; the further keys are what only these tests look at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import captions, damage, metadata, pages
from benchmarks.common import Options

from dragoman.errors import PageError
from dragoman.pages import read

GOLDEN = Path(__file__).parent / "golden"
ITEMS: list[dict[str, Any]] = json.loads((GOLDEN / "gold.json").read_text("utf-8"))


def test_every_page_has_its_gold() -> None:
    assert sorted(item["id"] for item in ITEMS) == sorted(path.stem for path in (GOLDEN / "html").iterdir())


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_page_is_read_as_a_reader_would(item: dict[str, Any]) -> None:
    data = (GOLDEN / "html" / f"{item['id']}.html").read_bytes()
    if item["error"] is not None:
        with pytest.raises(PageError) as caught:
            read(data)
        assert caught.value.code == item["error"]
        return
    article = read(data)
    lines = [line for section in item["sections"] for line in (*section["headline"], *section["paragraphs"])]
    assert [block.text for block in article.body] == lines
    assert [block.kind for block in article.body] == item["kinds"]
    assert [block.time for block in article.body if block.time] == item["times"]
    assert article.headline == item["title"]
    assert ([article.standfirst] if article.standfirst else []) == item["summary"]
    assert list(article.byline) == item["authors"]
    assert (article.published, article.published_source) == (item["publishing_date"], item["published_source"])
    assert (article.updated, article.dateline) == (item["updated"], item["dateline"])
    assert (article.language, article.outlet) == (item["html_lang"], item["outlet"])
    assert (article.section, list(article.tags)) == (item["section"], item["tags"])
    found = [{"caption": caption.text, "authors": [caption.credit] if caption.credit else []} for caption in article.captions]
    assert found == item["images"]
    assert [{"what": flag.what, "exact": flag.where.exact} for flag in article.flags] == item["flags"]


@pytest.mark.parametrize("benchmark", [pages, metadata, captions, damage], ids=lambda module: module.__name__)
def test_scores_do_not_fall(benchmark: Any) -> None:
    """The gate: no score on the golden pages falls below what was recorded."""
    recorded: dict[str, float] = json.loads((GOLDEN / "baseline.json").read_text("utf-8"))[benchmark.__name__.split(".")[-1]]
    found = benchmark.measure(Options(GOLDEN, peers=False))
    for name, least in recorded.items():
        assert found[name] >= least, name
