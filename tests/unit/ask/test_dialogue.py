"""Follow-ups: what they inherit, and what *it* and *that* mean."""


def test_a_new_ion_keeps_the_rest_of_the_question(cells):
    assert cells("material", "Which anode has the highest lithium capacity?", "and for sodium?") == ["SnS2@C"]


def test_it_is_the_material_that_was_found(cells):
    asked = ("Which anode has the highest sodium capacity?", "How much of its capacity does it keep?")
    assert cells("retention", *asked) == [83]


def test_that_material_is_the_one_asked_about_before(cells):
    assert cells("synthesis", "Capacity of (FeCoNiCuZn)3O4?", "How was that material made?") == ["ball milling"]


def test_a_swapped_material_keeps_the_conditions(cells):
    assert cells("material", "Capacity of GeP3 with lithium?", "And SnP3?") == ["SnP3"]


def test_who_measured_that_is_the_source_of_the_rows(cells):
    assert cells("doc", "Which anode has the highest lithium capacity?", "who measured that?") == ["phosphide"]


def test_a_bare_number_takes_the_unit_of_the_question_before(cells):
    assert cells("material", "Capacities with lithium?", "only above 1200") == ["GeP3"]


def test_a_question_of_its_own_forgets_the_one_before(cells):
    assert cells("material", "Capacity of GeP3?", "sulfides?") == ["SnS2@C"]
