"""Which elements a sentence names or means, and in which groups."""

from hemkg.annotate.annotator import annotate
from hemkg.assemble.context import lay_out
from hemkg.assemble.element_groups import carried_from, groups_of
from hemkg.assemble.subjects import subject_of

from .facts import paper


def meant(text, source, sentence=-1):
    """Return the groups of one source in a sentence, the last if not told otherwise."""
    context = lay_out(annotate(paper(text)))
    view = context.views[sentence]
    groups = groups_of(context, view, subject_of(context, view, view.span))
    return ["".join(group.symbols) for group in groups if group.source == source]


def test_elements_of_one_list_are_one_group():
    assert meant("On discharge Fe, Co and, to a lesser extent, Mn are reduced.", "listed") == ["FeCoMn"]
    assert meant("Grains of a Fe–Ni alloy appear, and then Zn.", "listed") == ["FeNi", "Zn"]


def test_a_clause_between_parts_a_list():
    assert meant("Cobalt is reduced, whereas magnesium and aluminium are not.", "listed") == ["Co", "MgAl"]


def test_all_metals_of_the_material_are_meant():
    text = "(FeCoNiMnZn)3O4 was cycled. All five metals convert."
    assert meant(text, "phrase") == ["FeCoNiMnZn"]
    assert meant("(FeCoNiMnZn)3O4 was cycled. None of the five cations alloys.", "phrase") == ["FeCoNiMnZn"]
    assert meant("(FeCoNiCrMn)Si was lithiated. The five metals are set free.", "phrase") == ["FeCoNiCrMn"]


def test_the_other_metals_are_those_not_named():
    text = "In (FeCoNiMnZn)3O4 zinc stays oxidised, and the other four convert."
    assert meant(text, "phrase") == ["FeCoNiMn"]


def test_an_exception_is_left_out():
    text = "In (FeCoNiMnZn)3O4 every metal but Zn is reduced."
    assert meant(text, "phrase") == ["FeCoNiMn"]
    assert meant(text, "listed") == []


def test_pronouns_stand_for_elements():
    assert meant("Copper leaves the lattice first. It is not taken back.", "pointed") == ["Cu"]
    assert meant("Fe and Co are reduced, Mn and Cr are not; the latter hold the frame.", "pointed") == ["MnCr"]
    assert meant("Sn and Sb are set free. These two metals react further.", "pointed") == ["SnSb"]


def test_a_compound_of_one_metal_stands_for_it():
    assert meant("MnF2 is split below 1 V.", "binary") == ["Mn"]
    assert meant("Here MgO keeps the grains small.", "binary") == ["Mg"]


def test_phases_of_a_list_are_one_group():
    assert meant("Diffraction shows Na3Sb and Na3Bi at last.", "product") == ["SbBi"]


def test_elements_are_carried_on_from_the_sentence_before():
    context = lay_out(annotate(paper("Grains of Fe and Ni form. Their moment falls.")))
    group = carried_from(context, context.views[-1])
    assert group is not None
    assert group.symbols == ("Fe", "Ni")
