"""Why a gap may be none after all: chemistry, a negative result, another name, too small a corpus."""

from collections.abc import Iterator
from dataclasses import replace

from hemkg.review.cells import hosted
from hemkg.review.field import Field, Place
from hemkg.review.gap_words import capital, corpus, counted, host, listed, plural, told
from hemkg.review.knowledge import Knowledge, able_elements, about_ion, known_places
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MOST_NAMES = 3


def corpus_caveats(field: Field) -> Iterator[str]:
    """Yield with how many papers any statement about this graph stands.

    >>> list(corpus_caveats(Field((), papers=500)))
    ['This stands on 500 papers, not on the literature.']
    """
    yield f"This stands on {corpus(field)}, not on the literature."
    if field.papers + field.titles < terms.number(HEM.SmallCorpus):
        yield "So small a corpus says little about what is not in it."


def cell_caveats(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield why an empty cell may be no gap after all."""
    field = known.field
    yield from corpus_caveats(field)
    yield from _chemistry(field, place)
    denied = field.count(place, HEM.Negated)
    if denied:
        yield f"A negative result exists: it is denied by {counted(field, place, HEM.Negated)}."
    yield from _otherwise_named(known, place)
    for cell, claim in known_places():
        if cell.holds(place) or place.holds(cell):
            yield f"The literature is said to know it: {claim.statement} ({claim.citation})"
            break
    yield from _in_the_way(place)


def _chemistry(field: Field, place: Place) -> Iterator[str]:
    if field.share_accessible(place) == 0:
        needed = terms.label(place.mechanism or "")
        yield f"By the guidelines no {host(place, one=True)} in this graph has the elements that {needed} needs."


def _otherwise_named(known: Knowledge, place: Place) -> Iterator[str]:
    """Yield where it may be reported in other words: of fewer cations, without ion or family, by a rival name."""
    field = known.field
    conventional = replace(place, is_high=False)
    medium = {report.work for report in field.at(conventional) if report.is_medium}
    if medium:
        yield (
            f"{capital(told(conventional))} includes {plural(len(medium), 'work')} on medium-entropy materials, "
            "which some authors count among the high-entropy ones."
        )
    yield from _left_open(field, place)
    rivals = {cell.mechanism: set[str]() for cell, _ in known.otherwise if _competes(place, cell)}
    for cell, paper in known.otherwise:
        if cell.mechanism in rivals:
            rivals[cell.mechanism].add(paper)
    for rival, papers in rivals.items():
        name, number = capital(terms.label(rival or "")), plural(len(papers), "paper")
        yield f"{name}, which the same observation may mean, is reported there by {number}."
    if place.family is None and place.ion is None and place.mechanism:
        yield from _names(place.mechanism)


def _competes(place: Place, cell: Place) -> bool:
    rivals = set(map(str, terms.objects(place.mechanism or "", HEM.competesWith)))
    return cell.mechanism in rivals and replace(place, mechanism=None).holds(cell)


def _left_open(field: Field, place: Place) -> Iterator[str]:
    """Yield the works that report it and leave open with which ion or in which family."""
    if place.ion:
        wider = replace(place, ion=None)
        unsaid = field.works(wider).difference(*(field.works(replace(place, ion=ion)) for ion in field.ions))
        if unsaid:
            yield f"{capital(told(wider))} is reported by {plural(len(unsaid), 'work')} that name no working ion."
    if place.family:
        wider = replace(place, family=None)
        unsaid = field.works(wider).difference(*(field.works(replace(place, family=f)) for f in field.families))
        if unsaid:
            number = plural(len(unsaid), "work")
            yield f"{capital(told(wider))} is reported by {number} of materials of no known family."


def _names(mechanism: str) -> Iterator[str]:
    names = sorted(map(str, terms.objects(mechanism, "skos:altLabel")))[:MOST_NAMES]
    if names:
        known_as = listed([terms.label(mechanism), *names], last="or")
        yield f"It is looked for as {known_as} and the like; under another name it is missed."


def _in_the_way(place: Place) -> Iterator[str]:
    """Yield what the ontology says stands between the ion that works and the one that is open."""
    hopeful = terms.text(HEM.TheField, HEM.hopefulIon) or ""
    if place.ion is None or place.ion == hopeful:
        return
    radii = [terms.objects(ion, HEM.ionicRadius_nm) for ion in (hopeful, place.ion)]
    if all(radii):
        small, large = (float(radius[0]) for radius in radii)
        relation = "larger" if large > small else "smaller"
        yield f"{terms.label(place.ion)} is {relation} than {terms.label(hopeful)} ({large:g} against {small:g} nm)."
    yield from _poor_hosts(place.mechanism or "", place.ion)
    for claim in about_ion(place.mechanism or "", place.ion)[:2]:
        yield f"{claim.statement} ({claim.citation})"


def _poor_hosts(mechanism: str, ion: str) -> Iterator[str]:
    """Yield the elements that take part in a mechanism, but take up hardly any of this ion."""
    poor = [element for element in able_elements(mechanism) if hosted(mechanism, element, ion) is False]
    if poor:
        verb = "take" if len(poor) > 1 else "takes"
        yield f"By the guidelines {listed(poor)} {verb} up hardly any {terms.label(ion)}."
