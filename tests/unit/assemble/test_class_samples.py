"""The class that a paper is about stands as its material where the paper names no member."""

import pytest

from .facts import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Rock-salt high-entropy oxides were watched in the microscope while lithium entered.",
            ["high-entropy oxides"],
        ),
        ("We bring high entropy into the crystal, and the electrode keeps its phase.", []),
        ("High-entropy oxides such as (FeCoNiMnZn)3O4 store lithium.", ["(FeCoNiMnZn)3O4"]),
    ],
)
def test_a_class_is_the_material_of_a_paper_that_names_no_member(text, names):
    assert [material.surface for material in read(text).materials] == names
