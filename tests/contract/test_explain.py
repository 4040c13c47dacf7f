"""``hemkg extract --explain`` says of every claim which rule and which words made it."""

import json

TEXT = (
    "(FeCoNiCrMn)3O4 was made by a hydrothermal route and studied with operando XRD. On lithiation cobalt is reduced "
    "to the metal, while chromium acts as a pillar. The oxide delivers 812 mAh g-1 at 0.1 A g-1 after 50 cycles in "
    "lithium cells and keeps 91% of it after 300 cycles."
)
LEARNT = {"capacity", "retention", "coulombic_efficiency", "mechanism", "element_role", "technique", "synthesis"}


def test_every_claim_of_a_fitted_kind_says_what_made_it(hemkg, tmp_path):
    page = tmp_path / "paper.txt"
    page.write_text(TEXT, encoding="utf-8")
    claims = json.loads(hemkg("extract", "--explain", page).out)["claims"]
    assert {"capacity", "mechanism", "technique", "synthesis"} <= {claim["type"] for claim in claims}
    for claim in (c for c in claims if c["type"] in LEARNT):
        assert claim["explanation"]["rule"]
        assert claim["explanation"]["trace"], claim["type"]


def test_a_capacity_names_what_was_chosen_for_each_slot(hemkg, tmp_path):
    page = tmp_path / "paper.txt"
    page.write_text(TEXT, encoding="utf-8")
    claims = json.loads(hemkg("extract", "--explain", page).out)["claims"]
    trace = next(c["explanation"]["trace"] for c in claims if c["type"] == "capacity")
    assert [line.split(":")[0] for line in trace[:3]] == ["material", "density", "cycle"]
