"""Places that may claim a mechanism, the words of denial and doubt over them, and claims told twice."""

from dataclasses import replace

from hemkg.annotate.annotator import annotate
from hemkg.assemble.context import Context, lay_out
from hemkg.assemble.mechanism_hints import ELLIPSIS, FRAME, Hint, hints_in
from hemkg.assemble.mechanism_once import consolidated
from hemkg.assemble.mechanism_scope import polarity_cues, scope_features
from hemkg.model.claim import Attribution, Claim, ClaimType, Conditions, Evidence
from hemkg.model.paper import BlockKind, Span

from .facts import claims, paper


def laid_out(*parts: str | tuple[BlockKind, str]) -> Context:
    return lay_out(annotate(paper(*parts)))


def hints(*parts: str | tuple[BlockKind, str]) -> list[Hint]:
    return [hint for found in hints_in(laid_out(*parts)).values() for hint in found]


def over(text: str) -> set[str]:
    """The words of denial and doubt over the first hint of a text, by class and reach."""
    view = laid_out(text).views[0]
    hint = hints(text)[0]
    found = scope_features(view, hint.span, view.sentence.clauses[view.sentence.clause_at(hint.span.start)])
    return {name.removeprefix("reach:") for name in found if name.startswith("reach:") and name.count(":") == 2}


def mechanisms(text: str) -> set[tuple[str, str]]:
    return {(hint.source, hint.mechanism) for hint in hints(text)}


class TestScope:
    def test_a_denial_within_a_doubt_is_the_doubt(self) -> None:
        view = laid_out("Insertion of protons cannot be excluded here.").views[0]
        assert {cue.concept for cue in polarity_cues(view)} == {"Supposition"}

    def test_a_denial_on_the_verb_reaches_its_subject(self) -> None:
        assert "Negation:1" in over("Conversion was not observed in this cell.")

    def test_a_denial_on_the_word_itself_is_nearest(self) -> None:
        assert "Negation:0" in over("The tin of this electrode never alloys.")

    def test_two_verbs_of_one_subject_share_its_doubt(self) -> None:
        assert "Supposition:shared" in over("Insertion is rare here but cannot be excluded.")

    def test_evidence_is_no_doubt(self) -> None:
        assert {name.split(":")[0] for name in over("The shift points to insertion of sodium.")} == {"Indication"}


class TestFrames:
    def test_a_guest_that_goes_into_a_host_intercalates(self) -> None:
        assert (FRAME, "Intercalation") in mechanisms("On discharge the Na+ ions settle in the wide tunnels.")

    def test_what_is_no_guest_does_not(self) -> None:
        assert mechanisms("The wire is settled in the wide tunnels.") == set()

    def test_metals_that_are_driven_out_tell_of_conversion(self) -> None:
        assert (FRAME, "Conversion") in mechanisms("Copper and nickel then nucleate near 1.2 V.")


class TestEllipses:
    def test_an_element_takes_the_verb_of_the_clause_before(self) -> None:
        assert (ELLIPSIS, "Alloying") in mechanisms("Tin alloys with lithium; Co does not.")

    def test_a_verb_without_an_element_before_it_takes_none(self) -> None:
        assert ELLIPSIS not in {source for source, _ in mechanisms("Tin alloys. The cells were made with Co foil.")}

    def test_a_working_ion_is_no_subject(self) -> None:
        assert ELLIPSIS not in {source for source, _ in mechanisms("Tin alloys; lithium does not.")}

    def test_no_element_repeats_what_an_electrode_does(self) -> None:
        assert ELLIPSIS not in {source for source, _ in mechanisms("The current is pseudocapacitive; Nb is not.")}


class TestWords:
    def test_elements_are_not_elemental(self) -> None:
        assert mechanisms("Five elements share one site.") == set()

    def test_a_capacitance_is_no_mechanism(self) -> None:
        assert mechanisms("The capacitance of the film was measured.") == set()

    def test_a_kept_valence_speaks_of_conversion(self) -> None:
        assert ("paraphrase", "Conversion") in mechanisms("The chromium keeps its valence down to 0.01 V.")

    def test_an_alloy_met_before_is_a_material(self) -> None:
        assert mechanisms("The alloy was sieved and weighed.") == set()

    def test_metals_that_alloy_are_no_material(self) -> None:
        assert ("word", "Alloying") in mechanisms("The tin of this powder alloys with sodium.")

    def test_a_host_that_takes_ions_without_rearranging_intercalates(self) -> None:
        assert ("paraphrase", "Intercalation") in mechanisms("The bronze accommodates sodium without rearranging.")

    def test_what_charging_regenerates_was_converted(self) -> None:
        assert ("paraphrase", "Conversion") in mechanisms("The nitride is regenerated on charge.")

    def test_ions_that_come_and_go_tell_no_mechanism(self) -> None:
        assert mechanisms("Ions going in and out strain the binder.") == set()

    def test_a_caption_beside_prose_is_left_out(self) -> None:
        caption = (BlockKind.CAPTION, "Fig. 2. Conversion of the oxide.")
        assert hints("The powder was ground.", caption) == []

    def test_a_caption_alone_is_read(self) -> None:
        assert hints((BlockKind.CAPTION, "Fig. 2. Conversion of the oxide with lithium."))

    def test_the_salt_of_an_equation_is_a_product(self) -> None:
        assert ("product", "Conversion") in mechanisms("It reacts as CoSe + 2 Na → Na2Se + Co on discharge.")


class TestReasons:
    def test_a_claim_tells_its_words_and_what_else_they_might_mean(self) -> None:
        (found,) = claims(ClaimType.MECHANISM, "The oxide CoO stores lithium by conversion.")
        assert found.evidence.rule == "mechanism:word"
        assert found.evidence.trace[0].startswith("word 'conversion' (Conversion): asserted")


def claim(**changes: object) -> Claim:
    quote = "tin alloys"
    base = Claim(ClaimType.MECHANISM, "sha:test", Evidence(Span(0, len(quote)), quote), "SnO", "Alloying", "alloys")
    return replace(base, **changes)  # type: ignore[arg-type]


class TestConsolidation:
    def test_a_vaguer_claim_is_no_claim_of_its_own(self) -> None:
        exact = claim(elements=("Sn",), conditions=Conditions(ion="Li"))
        assert consolidated([claim(), exact, claim(material=None)]) == [exact]

    def test_other_elements_are_another_claim(self) -> None:
        assert len(consolidated([claim(elements=("Sn",)), claim(elements=("Zn",))])) == 2

    def test_a_claim_about_a_class_stays(self) -> None:
        general = claim(material=None)
        assert len(consolidated([claim(elements=("Sn",)), general], [general])) == 2

    def test_a_view_of_others_stays(self) -> None:
        cited = claim(attribution=Attribution.CITED, cites=("4",))
        assert len(consolidated([claim(elements=("Sn",)), cited])) == 2


def test_a_line_of_x_rays_is_no_alloy_with_potassium():
    text = "The pattern of (FeCoNi)3O4 was taken with Cu-Kα radiation. Conversely, energy was converted into heat."
    assert claims(ClaimType.MECHANISM, text) == []


def test_contact_between_solids_is_no_space_charge():
    text = "In cells of LiFePO4 a good interfacial contact lowers the interfacial resistance to 12 Ω cm2."
    assert claims(ClaimType.MECHANISM, text) == []


def test_the_same_effect_in_other_materials_is_claimed_of_each_with_its_metal():
    text = "In lithium cells Fe3O4 stores electrons and ions apart, by space charge. "
    text += "The same effect is seen in CoO, NiO and Fe2N."
    told = {(c.material, c.concept, c.elements) for c in claims(ClaimType.MECHANISM, text)}
    assert {("CoO", "SpaceCharge", ("Co",)), ("NiO", "SpaceCharge", ("Ni",)), ("Fe2N", "SpaceCharge", ("Fe",))} <= told


def test_the_same_of_nothing_told_claims_nothing():
    assert claims(ClaimType.MECHANISM, "Fe3O4 was cycled. The same effect is seen in CoO and NiO.") == []


def test_of_several_metals_those_alloy_that_can():
    text = "In (CoNiCuZn)O the set-free metals Co, Ni and Zn alloy with lithium below 0.5 V."
    assert {c.elements for c in claims(ClaimType.MECHANISM, text) if c.concept == "Alloying"} == {("Zn",)}
