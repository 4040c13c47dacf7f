"""What the bundled corpus promises: every digest is listed, every passage stands in its digest."""

import json
import re
from pathlib import Path

import pytest

from hemkg.read import read_paper
from hemkg.sources.manifest import read_manifest, title_paper

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "corpus"
DIGESTS = sorted((CORPUS / "papers").glob("*.md"))
PASSAGES = sorted((ROOT / "tests" / "evaluation" / "passages").glob("*.json"))


@pytest.fixture(scope="module")
def manifest():
    return read_manifest(CORPUS / "manifest.csv")


def test_every_digest_has_a_row_and_every_row_its_digest(manifest):
    listed = {row.file for row in manifest.rows if row.file}
    assert listed == {digest.relative_to(CORPUS).as_posix() for digest in DIGESTS}


def test_digests_are_our_own_text_and_say_so(manifest):
    known = [row.bibliography for row in manifest.rows if row.file]
    assert {(b.origin, b.licence) for b in known} == {("digest", "CC BY 4.0")}


def test_titles_are_facts_and_carry_no_licence(manifest):
    assert {(e.bibliography.origin, e.bibliography.licence) for e in manifest.title_only()} == {("title", None)}


def test_no_two_works_are_one(manifest):
    dois = [row.bibliography.doi for row in manifest.rows if row.bibliography.doi]
    titles = [re.sub(r"\W", "", row.bibliography.title).lower() for row in manifest.rows if row.bibliography.title]
    assert len(set(dois)) == len(dois)
    assert len(set(titles)) == len(titles)


def test_every_title_is_a_paper_of_its_own_name(manifest):
    names = [title_paper(entry).source.name for entry in manifest.title_only()]
    names += [digest.stem for digest in DIGESTS]
    assert len(set(names)) == len(names)


def test_a_digest_shows_the_title_that_the_manifest_has(manifest):
    for digest in DIGESTS:
        heading = re.match(r"# (.+)\n\n", digest.read_text("utf-8"))
        assert (heading.group(1) if heading else None) == manifest.bibliography_for(digest.name).title


@pytest.mark.parametrize(
    "told",
    [
        "The elements Sn, Bi, Sb, Zn, In, Ge and Si make alloying possible.",
        "InGeSiP3 reaches a reversible capacity of 1733 mAh g-1 [47].",
        "(LiFeZnNiCoMn)3O4 keeps 89 % of its capacity after 500 cycles at 0.5 A g-1 [41].",
        "(LiFeZnNiCoMn)3O4-HoMS keeps 100 % of its initial capacity after 100 cycles at 0.2 A g-1 [41].",
        "Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1 thus stores sodium by conversion and alloying together [49].",
        "Space charge from spin-polarised electrons remains unexplored in high-entropy materials.",
    ],
)
def test_the_perspective_tells_what_the_project_starts_from(told):
    digest = CORPUS / "papers" / "hem-anodes-perspective.md"
    assert told in read_paper(digest.read_bytes(), path=str(digest)).text


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda path: path.stem)
def test_a_passage_is_read_from_its_digest_character_for_character(passage):
    text = json.loads(passage.read_text("utf-8"))["text"]
    digest = CORPUS / "papers" / f"{passage.stem}.md"
    assert text in digest.read_text("utf-8")
    assert text in read_paper(digest.read_bytes(), path=str(digest)).text
