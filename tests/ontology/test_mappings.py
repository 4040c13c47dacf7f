"""Each thing that another vocabulary calls the same stands here with its label and the file that says so."""

import re
from collections import Counter

import pyoxigraph

from hemkg.vocab import terms

from .worlds import ONTOLOGY

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
MATCHES = {f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
# The vocabularies that are mapped, each by its namespace and the form of its names.
FORMS = [
    r"http://purl\.obolibrary\.org/obo/(CHMO|ECO|SEPIO)_\d{7}",
    r"https://w3id\.org/emmo#EMMO_[0-9a-f_-]{36}",
    r"https://w3id\.org/emmo/domain/(electrochemistry#electrochemistry|battery#battery)_[0-9a-f_]{36}",
    r"https://w3id\.org/emmo/domain/characterisation-methodology/chameo#[A-Z]\w+",
    r"https://w3id\.org/pmd/co/PMD_\d{7}",
    r"http://purl\.org/spar/fabio/[A-Z]\w+",
    r"https://schema\.org/[A-Z]\w+",
    r"http://www\.wikidata\.org/entity/Q\d+",
    r"http://qudt\.org/(schema/qudt|vocab/unit|vocab/quantitykind)/[\w-]+",
]
OBSOLETE = {f"http://purl.obolibrary.org/obo/SEPIO_000002{last}" for last in (6, 7, 8)}


def triples(*names):
    files = [ONTOLOGY / f"{name}.ttl" for name in names]
    return [t for f in files for t in pyoxigraph.parse(f.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)]


def matches():
    """Return (our term, kind of match, IRI) of every match in the vocabulary and the mappings."""
    names = [entry.name.removesuffix(".ttl") for entry in terms.vocabulary_files()]
    every = triples("mappings", *names)
    return [(t.subject.value, t.predicate.value, t.object.value) for t in every if t.predicate.value in MATCHES]


def told(predicate):
    """Return {IRI: values} of what the mappings tell of external IRIs."""
    found = {}
    for triple in triples("mappings"):
        if triple.predicate.value == RDFS + predicate:
            found.setdefault(triple.subject.value, []).append(triple.object.value)
    return found


def test_only_terms_of_ours_are_matched_and_each_pair_once():
    assert len(matches()) > 140
    assert {subject for subject, _, _ in matches() if not subject.startswith(terms.BASE)} == set()
    twice = Counter((subject, target) for subject, _, target in matches())
    assert {pair for pair, times in twice.items() if times > 1} == set()


def test_every_match_is_of_a_vocabulary_that_is_mapped():
    strange = {target for _, _, target in matches() if not any(re.fullmatch(form, target) for form in FORMS)}
    assert strange == set()
    assert OBSOLETE & {target for _, _, target in matches()} == set()


def test_every_match_has_the_label_read_and_one_file_to_read_it_in():
    labels, files = told("label"), told("isDefinedBy")
    assert {target for _, _, target in matches()} == set(labels) == set(files)
    assert {iri for iri, found in files.items() if len(found) != 1} == set()
    assert all(value.strip() for found in labels.values() for value in found)


def test_a_file_is_pinned_to_a_commit():
    pinned = re.compile(r"https://github\.com/[\w-]+/[\w-]+/blob/[0-9a-f]{7,40}/[\w./-]+\.(ttl|obo|owl)")
    unpinned = {file for found in told("isDefinedBy").values() for file in found if not pinned.fullmatch(file)}
    assert unpinned == {"https://schema.org/version/latest/schemaorg-current-https.ttl"}


def test_the_mappings_hold_nothing_else():
    allowed = MATCHES | {f"{RDFS}label", f"{RDFS}isDefinedBy"}
    assert {t.predicate.value for t in triples("mappings")} <= allowed


def test_wikidata_and_emmo_call_an_element_by_its_name():
    labels = told("label")
    for subject, _, target in matches():
        name = terms.text(subject.removeprefix(terms.BASE), "skos:prefLabel")
        if "wikidata" in target:
            assert labels[target] == [name]
        elif labels[target][0].endswith("Atom") and name != "element" and name is not None:
            assert labels[target] == [f"{name.capitalize()}Atom"]
