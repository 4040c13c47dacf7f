"""Which material a mechanism is claimed of."""

from hemkg.model.claim import ClaimType

from .facts import claims


def told(*parts):
    return {(c.concept, c.material) for c in claims(ClaimType.MECHANISM, *parts)}


def test_an_instance_of_one_class_is_none_of_the_next():
    found = told("Anodes store ions by alloying (e.g., SnS and FeS2) and space charge.")
    assert ("SpaceCharge", "SnS") not in found
    assert ("SpaceCharge", "FeS2") not in found


def test_an_instance_behind_its_own_mechanism_counts():
    assert ("SpaceCharge", "Fe3O4") in told("A part of the ions is stored by space charge (in Fe3O4).")


def test_a_general_sentence_takes_no_material_from_the_paragraph_before():
    found = told(
        "(FeCoNiCrMn)3O4 stores lithium by conversion.",
        "Metal sulfides are known to store sodium by intercalation.",
    )
    assert ("Intercalation", "(FeCoNiCrMn)3O4") not in found
