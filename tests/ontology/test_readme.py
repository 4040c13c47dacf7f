"""The page that explains the ontology speaks of what is there."""

import re

from hemkg.reason import rules
from hemkg.vocab import terms

from .worlds import ONTOLOGY

PAGE = (ONTOLOGY / "README.md").read_text()
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def test_every_rule_and_every_file_is_named():
    assert {rule.name for rule in rules.rules()} <= set(re.findall(r"`(\d\d_\w+)`", PAGE))
    named = set(re.findall(r"`([\w/*.-]+)`", PAGE))
    assert {path.name for path in ONTOLOGY.glob("*.ttl")} <= named


def test_the_picture_shows_the_classes_as_they_are():
    for above, below in re.findall(r"^  (\w+) <\|-- (\w+)$", PAGE, re.M):
        assert above in terms.objects(below, SUBCLASS), f"{below} is no {above}"
    for subject, target, predicate in re.findall(r"^  (\w+) --> (\w+) : (\w+)$", PAGE, re.M):
        assert all(map(terms.is_defined, (subject, target, predicate)))


def test_the_picture_shows_every_kind_of_claim_and_of_derivation():
    shown = {below for _, below in re.findall(r"^  (\w+) <\|-- (\w+)$", PAGE, re.M)}
    for above in ("Claim", "MeasurementClaim", "Derivation"):
        below = {
            c for c in terms.instances("http://www.w3.org/2002/07/owl#Class") if above in terms.objects(c, SUBCLASS)
        }
        assert below <= shown


def test_terms_on_the_page_are_defined():
    prose = re.sub(r"```turtle.*?```", "", PAGE, flags=re.S)  # the example of a term that was given up is invented
    assert {name for name in re.findall(r"`?hem:(\w+)", prose) if not terms.is_defined(name)} == set()
