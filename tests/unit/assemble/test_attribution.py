"""Whose statement it is: the paper's own, or a cited work's."""

from hemkg.model.claim import Attribution, ClaimType

from .facts import claims


def test_a_mark_behind_a_value_makes_it_cited():
    text = "Other groups reported less: CoO@C holds 642 mAh g-1 at 0.2 A g-1 [51], and ZnMn2O4 800 mAh g-1 [52]."
    found = {c.quantity.value: c.cites for c in claims(ClaimType.CAPACITY, text)}
    assert found == {642.0: ("51",), 800.0: ("52",)}


def test_a_named_author_governs_what_follows():
    (claim,) = claims(ClaimType.MECHANISM, "Liu et al.41 found that FeSe2 stores sodium by a conversion reaction.")
    assert (claim.attribution, claim.cites) == (Attribution.CITED, ("41",))


def test_the_result_at_hand_is_not_the_one_it_is_compared_with():
    text = "Our (FeCoNi)3O4 delivers 900 mAh g-1 after 200 cycles at 1 A g-1, more than the 300 mAh g-1 of CoO [7]."
    found = {c.quantity.value: c.cites for c in claims(ClaimType.CAPACITY, text)}
    assert found[900.0] == ()
    assert found[300.0] == ("7",)


def test_ranges_of_numbers_are_written_out():
    text = "NiSe2 is known to keep 412 mAh g-1 at 0.1 A g-1 [4–6]. The selenide (FeCoNiCuZn)Se2 was made here."
    (claim,) = claims(ClaimType.CAPACITY, text)
    assert claim.cites == ("4", "5", "6")
