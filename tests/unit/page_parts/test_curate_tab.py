"""The desk at which claims are decided on: who may, what comes next, what is said when it cannot be."""

import pytest

from hemkg import curating
from hemkg.assistant import Assistant
from hemkg.errors import StoreBusy
from hemkg.librarian import HERE, READER, Person
from hemkg.model.answer import Citation
from hemkg.model.decision import Anchor, Decision, DecisionKind
from hemkg.page_parts.curate_view import Focus, Hand, Line, Typed, focus_view, queue_view
from hemkg.page_parts.evidence import Setting, card
from hemkg.page_parts.tabs.curate import Curate, Desk
from hemkg.settings import Settings
from hemkg.vocab.terms import HEM
from tests.tags import Tags
from tests.unit.store.curated import CAPACITY, World

NASTY = "<script>alert(1)</script>\"' onclick='x' autofocus onfocus=\"y"


def buttons(shown: str) -> list[str]:
    return [str(told["data-decide"]) for tag, told in Tags(shown).tags if tag == "button" and "data-decide" in told]


class Writes:
    """A librarian of a store in memory, who may be told to be busy."""

    def __init__(self, world):
        self.world, self.is_busy, self.settings = world, False, Settings(curator="Emmy")

    def decide(self, person, kind, claim, reason, fields=None):
        if self.is_busy:
            raise StoreBusy("another process writes the store; try again.")
        who = curating.named(person.name)
        return curating.decide(self.world.catalogue, kind, claim, who=who, reason=reason, fields=fields)

    def take_back(self, person, decision):
        return curating.take_back(self.world.catalogue, decision, who=curating.named(person.name))


@pytest.fixture
def world():
    return World()


@pytest.fixture
def writes(world):
    return Writes(world)


@pytest.fixture
def curate(world, writes):
    class Now(Assistant):
        """Sees what was written at once, as the page does after the librarian wrote."""

        @property
        def scope(self):
            return Assistant(self.catalogue).scope

    return Curate(Now(world.catalogue), writes)


def test_a_rejected_claim_makes_room_for_the_next_and_can_be_had_back(curate, world):
    desk, _, shown = curate.show(Desk(), HERE)
    assert desk.key == world.mechanism
    assert buttons(shown) == ["accept", "reject", "edit", "correct", "cancel", "next", "previous"]
    after, listed, shown = curate.decide(desk, HERE, "Ada", Typed("reject", "misread"))
    assert after.key != world.mechanism
    assert "Rejected: “" in shown
    assert "1 of 3 decided" in listed
    assert world.mechanism not in "".join(world.lines())
    back, listed, shown = curate.back(after, HERE, "Ada")
    assert (back.key, back.made) == (world.mechanism, ())
    assert "Taken back" in shown
    assert "0 of 3" in listed


def test_an_acceptance_needs_no_reason_and_a_rejection_does(curate, world):
    desk = Desk(key=world.coo)
    after, _, _ = curate.decide(desk, HERE, "Ada", Typed("accept"))
    (record,) = curating.every(world.catalogue)
    assert record.decision.reason == "checked against the sentence"
    _, _, shown = curate.decide(after, HERE, "Ada", Typed("reject"))
    assert "reason" in shown
    assert len(curating.every(world.catalogue)) == 1


def test_a_correction_is_checked_field_by_field_and_what_was_typed_stays(curate, world):
    desk = Desk(key=world.coo)
    typed = Typed("correct", "the table prints 650", {"value": "many", "ion": "Na"})
    same, _, shown = curate.decide(desk, HERE, "Ada", typed)
    tags = Tags(shown).tags
    boxes = {told["data-field"]: told for tag, told in tags if tag == "input" and "data-field" in told}
    assert (boxes["value"]["value"], boxes["value"]["aria-invalid"]) == ("many", "true")
    assert (boxes["ion"]["value"], "aria-invalid" in boxes["ion"]) == ("Na", False)
    assert 'class="claim editing"' in shown
    assert world.capacities()["CoO"] == 560.0
    curate.decide(same, HERE, "Ada", Typed("correct", "the table prints 650", {"value": "650"}))
    assert world.capacities()["CoO"] == 650.0


def test_a_correction_that_the_claim_cannot_take_is_said(curate, world):
    _, _, shown = curate.decide(Desk(key=world.coo), HERE, "Ada", Typed("correct", "so", {"material": "Fe2O3"}))
    assert "none is called" in shown
    assert world.capacities()["CoO"] == 560.0


def test_nobody_decides_without_a_name_nor_while_another_writes(curate, world, writes):
    _, _, shown = curate.decide(Desk(key=world.coo), HERE, "", Typed("accept"))
    assert "needs the name of a person" in shown
    writes.is_busy = True
    _, _, shown = curate.decide(Desk(key=world.coo), HERE, "Ada", Typed("accept", "seen"))
    assert "Another process writes the store" in shown
    assert 'value="seen"' in shown
    assert not curating.every(world.catalogue)


def test_the_name_of_the_settings_stands_in_the_field_at_first(curate):
    assert 'id="curate-name"' in curate.show(Desk(), HERE)[2]
    assert 'value="Emmy"' in curate.show(Desk(), HERE)[2]


def test_an_account_decides_in_its_own_name(curate, world):
    curate.decide(Desk(key=world.coo), Person("grace", may_write=True), "Ada", Typed("accept"))
    assert [record.decision.who for record in curating.every(world.catalogue)] == ["grace"]
    _, _, shown = curate.show(Desk(), Person("grace", may_write=True))
    assert "Deciding as <b>grace</b>" in shown
    assert "curate-name" not in shown


@pytest.mark.parametrize("person", [READER, Person("eve")])
def test_readers_see_the_claims_and_no_buttons(curate, person):
    _, listed, shown = curate.show(Desk(), person)
    assert "data-send" in listed
    assert buttons(shown) == []
    assert "<input" not in shown
    assert "Only those who keep this library decide" in shown


def test_a_page_that_only_reads_has_no_buttons_either(world):
    _, _, shown = Curate(Assistant(world.catalogue), None).show(Desk(), HERE)
    assert buttons(shown) == []


def test_decided_and_waiting_claims_are_shown_with_who_decided_and_why(curate, world):
    world.decide("reject", world.mechanism)
    world.decide("correct", world.coo, value="650")
    desk, listed, _ = curate.show(Desk(state="decided"), HERE)
    assert "2 decided" in listed
    _, _, gone = curate.at(desk, world.mechanism, HERE)
    assert "Rejected by Ada on 2026-01-01: seen." in gone
    assert buttons(gone) == ["back"]
    _, listed, _ = curate.show(Desk(state="waiting"), HERE)
    assert "No decision waits" in listed


def test_one_walks_through_the_queue_and_stops_at_its_ends(curate, world):
    desk, _, _ = curate.show(Desk(), HERE)
    seen = [desk.key]
    for _ in range(4):
        desk, _, _ = curate.step(desk, HERE, 1)
        seen.append(desk.key)
    assert seen[:3] == list(curating.queue(world.catalogue))
    assert seen[2:] == [seen[2]] * 3
    desk, _, _ = curate.step(desk, HERE, -1)
    assert desk.key == seen[1]


def test_a_claim_that_is_none_shows_nothing(curate):
    for key in ("", NASTY, "https://w3id.org/hemkg/id/claim/00000000000000000000"):
        _, _, shown = curate.show(Desk(key=key or None), HERE)
        assert "<script>" not in shown


def test_decisions_leave_as_a_file(curate, world):
    world.decide("reject", world.mechanism)
    shown = curate.export()
    assert 'data-save="decisions.jsonl"' in shown
    assert "1 decisions" in shown


def test_nothing_that_is_written_becomes_html():
    about = Anchor("https://a/p", "https://a/c", "CapacityClaim", (("value", NASTY),), (NASTY,), NASTY, 0)
    decision = Decision(DecisionKind.CORRECT, "Ada <b>", "why <b>", "2026-01-02T03:04:05.000006Z", about,
        (("value", NASTY),))  # fmt: skip
    citation = Citation(1, NASTY, NASTY, title=NASTY, doi=NASTY, claim=NASTY)
    focus = Focus(NASTY, HEM.CapacityClaim, citation, Setting(NASTY, NASTY), {"value": NASTY, "material": NASTY}, 0.5,
        NASTY, decision, NASTY, materials=(NASTY,))  # fmt: skip
    typed = Typed("correct", NASTY, {"value": NASTY}, {"value": NASTY, "": NASTY})
    made = (
        focus_view(focus, Hand(may_write=True, may_undo=True), typed, NASTY),
        focus_view(focus, Hand(NASTY, may_write=True)),
        focus_view(Focus(NASTY, NASTY, None, decision=decision, is_there=False), Hand(may_write=True)),
        queue_view([Line(NASTY, NASTY, NASTY)], state="undecided", focus=NASTY, place=0, total=1, done=0),
        card(citation, NASTY),
    )
    for shown in made:
        tags = Tags(shown).tags
        assert not {"script", "b"} & {tag for tag, _ in tags} - ({"b"} if "Deciding as" in shown else set())
        assert not any(name.startswith("on") or name == "autofocus" for _, told in tags for name in told)


def test_a_quote_leads_to_its_claim_if_it_rests_on_one():
    assert 'data-go="curate"' in card(Citation(1, "wu2020", CAPACITY, claim="https://a/c"), "g")
    assert 'data-go="curate"' not in card(Citation(1, "wu2020", CAPACITY), "g")
