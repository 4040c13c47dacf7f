"""Which claim of a paper a decision is about, after the paper was read again.

First by its IRI, which is computed from content.  Else by what it says: another version of the extraction, or another
file of the paper, may give the same claim another IRI.  A claim that says something else than what was decided on is
not it: a person who rejected 560 did not reject 650.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hemkg.model.decision import LONGEST_QUOTE, Anchor, Decision
from hemkg.store.curation.fields import BETWEEN, fields, read_fields
from hemkg.store.curation.leaf import Leaf
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

SHORTEST_PART = 20  # characters of a quote that may be found inside another: shorter ones stand everywhere
LEAST_LIKENESS = 90.0  # of two writings of one sentence, out of 100: ligatures and line ends differ, words do not
NOT_FOUND = "no claim of the paper rests on these words and says this"
READ_OTHERWISE = "the words are read otherwise now"


@dataclass(frozen=True, slots=True)
class Found:
    """The claim that a decision is about, or why there is none."""

    claim: str | None = None
    why: str | None = None


def anchor_of(leaf: Leaf, paper: str, claim: str) -> Anchor:
    """Return by what a claim is found again.

    Args:
        leaf: the graph of its paper, as it was read.
        paper: IRI of the paper.
        claim: IRI of the claim.
    """
    quote, start = next(_tellings(leaf, claim), ("", 0))
    read = tuple(sorted(read_fields(leaf, claim).items()))
    return Anchor(paper, claim, kind_of(leaf, claim), read, _names(leaf, claim), quote[:LONGEST_QUOTE], start)


def kind_of(leaf: Leaf, claim: str) -> str:
    """Return the class of a claim."""
    kinds = sorted(str(kind) for kind in leaf.values(claim, terms.RDF_TYPE) if kind != HEM.Claim)
    return kinds[0] if kinds else HEM.Claim


def _names(leaf: Leaf, claim: str) -> tuple[str, ...]:
    material = leaf.text(claim, HEM.ofMaterial)
    if material is None:
        return ()
    told = [str(leaf.text(material, HEM.surface)), *map(str, leaf.values(material, HEM.alias))]
    return tuple(dict.fromkeys([*told, *map(str, leaf.values(material, HEM.formula))]))[:8]


def _tellings(leaf: Leaf, claim: str) -> Iterator[tuple[str, int]]:
    """Yield the quotes of a claim with their places, its own first."""
    for name in (HEM.evidence, HEM.furtherEvidence):
        for node in map(str, leaf.values(claim, name)):
            yield leaf.text(node, HEM.quote) or "", int(leaf.number(node, HEM.start) or 0)


def find(leaf: Leaf, decision: Decision) -> Found:
    """Return the claim that a decision is about.

    Args:
        leaf: the graph of the paper, as it was read.
        decision: the decision.
    """
    about = decision.about
    if HEM.Claim in leaf.values(about.claim, terms.RDF_TYPE):
        return Found(about.claim)
    allowed = dict(decision.fields)
    near = [(claim, place) for claim, place in _with_words(leaf, about)]
    same = [(place, claim) for claim, place in near if _says_the_same(leaf, claim, about, allowed)]
    if not same:
        return Found(why=READ_OTHERWISE if near else NOT_FOUND)
    return Found(min(same, key=lambda each: (each[0], _differing(leaf, each[1], about), each[1]))[1])


def _with_words(leaf: Leaf, about: Anchor) -> Iterator[tuple[str, int]]:
    """Yield the claims of the same kind that rest on these words, with how far they stand from the old place."""
    wanted = _plain(about.quote)
    for claim in leaf.of_kind(about.kind) if terms.is_defined(about.kind) else ():
        places = [abs(start - about.start) for quote, start in _tellings(leaf, claim) if _is_alike(wanted, quote)]
        if places:
            yield claim, min(places)


def _plain(quote: str) -> str:
    """Return the letters and digits of a quote: what no reader of files changes."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", quote).casefold())


def _is_alike(wanted: str, quote: str) -> bool:
    from rapidfuzz import fuzz

    told = _plain(quote)
    shorter, longer = sorted((wanted, told), key=len)
    if wanted == told:
        return bool(wanted)
    is_long = len(shorter) >= SHORTEST_PART
    return is_long and (shorter in longer or fuzz.ratio(wanted, told, score_cutoff=LEAST_LIKENESS) > 0)


def _says_the_same(leaf: Leaf, claim: str, about: Anchor, allowed: Mapping[str, str]) -> bool:
    """Whether a claim says what was read, or what the decision itself says; a condition may be read newly."""
    said, read = read_fields(leaf, claim), dict(about.read)
    if _is_material(about, said.get("material"), _names(leaf, claim)):
        said["material"] = read["material"]
    for name, field in fields().items():
        then, now = read.get(name), said.get(name)
        if _is_one(name, then, now) or (name in allowed and now == (allowed[name] or None)):
            continue
        if (field.is_identity and not _is_more(name, then)) or (then is not None and now is not None):
            return False
    return True


def _is_more(name: str, then: str | None) -> bool:
    """Whether something is told of a claim that was not told before, and does not make it another one."""
    return name == "material" and then is None


def _is_material(about: Anchor, now: str | None, names: Sequence[str]) -> bool:
    """Whether a material goes by one of the names that it had."""
    then = dict(about.read).get("material")
    if then is None or now is None:
        return False
    return bool(set(map(name_key, (then, *about.names))) & set(map(name_key, (now, *names))))


def _is_one(name: str, then: str | None, now: str | None) -> bool:
    if name == "value" and then is not None and now is not None:
        return _are_equal(then, now)
    return then == now


def _are_equal(one: str, other: str) -> bool:
    """Whether two values are one: they may come from another writing of the same number."""
    ends = [value.partition(BETWEEN) for value in (one, other)]
    pairs = [(low, high or low) for low, _, high in ends]
    try:
        return all(math.isclose(float(a), float(b), rel_tol=1e-9) for a, b in zip(*pairs, strict=True))
    except ValueError:
        return one == other


def _differing(leaf: Leaf, claim: str, about: Anchor) -> int:
    """Return in how many conditions a claim says more or less than what was read."""
    said, read = read_fields(leaf, claim), dict(about.read)
    return sum(said.get(name) != read.get(name) for name in fields())
