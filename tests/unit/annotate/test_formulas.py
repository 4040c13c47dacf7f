"""Where formulas stand in a text, and what only looks like one."""

import pytest

from hemkg.annotate.formulas import find_formulas
from hemkg.annotate.placeholders import find_placeholders
from hemkg.model.mention import MentionKind


def formulas(text):
    return [m.surface for m in find_formulas(text) if m.kind is MentionKind.FORMULA]


@pytest.mark.parametrize(
    "written",
    [
        "Ba2Sn2(1-x)Ge2xO6",
        "NaMn1 - yCoyO2",
        "Li2/3 -x/3La0.5TiO3",
        "0.6BaTiO3-0.4SrTiO3",
        "(1-x)BaTiO3-xCaZrO3",
        "LaCo1-x(Fe/Mn)xO3-δ",
        "(Mn,Fe,Co,Ni,Zn)",
        "T-Nb2O5",
        "g-MnOOH",
        "LiNi1-xMxO2",
        "SnP2O7",
    ],
)
def test_a_formula_is_found_whole(written):
    assert formulas(f"The powder {written} was milled.") == [written]


@pytest.mark.parametrize(
    "written",
    ["Co(II)", "(NMP)", "NiMH", "(In, Y, Sc)", "NaHCF", "PO43", "BH4", "S12B", "PNC316", "MOF", "WI"],
)
def test_what_only_looks_like_a_formula_is_none(written):
    assert formulas(f"We note that {written} was used.") == []


def test_a_remark_in_brackets_holds_two_formulas():
    assert formulas("Salts (LiF, Na2O) form.") == ["LiF", "Na2O"]


def test_a_cell_is_no_composite():
    assert formulas("A Li/LiFePO4 cell was built.") == ["LiFePO4"]


@pytest.mark.parametrize(
    ("text", "surface", "first", "others"),
    [
        ("M3O4 (M = Fe, Co, Ni and Mn) was made.", "M3O4", {"Fe", "Co", "Ni", "Mn", "O"}, ()),
        ("MPS3 with M = Fe, Mn or Ni", "MPS3", {"Fe", "P", "S"}, ("MnPS3", "NiPS3")),
        ("LiMn2-xMxO4, where M is Al, Cr", "LiMn2-xMxO4", {"Li", "Mn", "Al", "O"}, ("LiMn2-xCrxO4",)),
    ],
)
def test_a_letter_for_a_list_of_elements(text, surface, first, others):
    (found,) = find_placeholders(text)
    assert (found.surface, set(found.composition.elements), found.composition.expands_to) == (surface, first, others)


@pytest.mark.parametrize("text", ["MHz and MSW (M = Fe, Co, Ni, Cu)", "M3O4 was made.", "NMC(111) where M is Fe, Co"])
def test_a_letter_that_stands_for_nothing(text):
    assert not list(find_placeholders(text))


@pytest.mark.parametrize("end", [", etc.", ", and so on", " and others", ", …"])
def test_a_list_that_goes_on_fixes_no_composition(end):
    assert list(find_placeholders(f"In hosts MO (M = Fe, Co, Ni, Mn, Cu{end}) ions move.")) == []


def test_a_code_with_an_m_in_it_is_no_formula():
    text = "With M = Fe, Co, Ni and Mn the oxide (LiFeZnNi)3O4-HoMS and M3O4 were made."
    assert [m.surface for m in find_placeholders(text)] == ["M3O4"]


@pytest.mark.parametrize(("text", "found"), [
    ("The Fe-MoS2 anode.", ["Fe-MoS2"]), ("Mn-TiO2 was made.", ["Mn-TiO2"]),
    ("A Na-FeS2 cell.", ["FeS2"]), ("A Zn-MnO2 battery.", ["MnO2"]),
])  # fmt: skip
def test_a_dopant_before_a_hyphen_belongs_to_the_name(text, found):
    assert formulas(text) == found


def elements_in(text):
    return [m.surface for m in find_formulas(text) if m.kind is MentionKind.ELEMENT]


def test_in_is_an_element_only_where_the_word_cannot_stand():
    assert elements_in("Here, Ge stores lithium, while In conducts.") == ["Ge", "In"]
    assert elements_in("In cells with Ge. In detail, Ge stores. As expected:\nIn films Ge is found.") == ["Ge"] * 3
