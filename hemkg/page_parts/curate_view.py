"""Claims that people decide on: the queue, and the one in focus with its sentence, its fields and the buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hemkg.model.answer import Citation
from hemkg.model.decision import LONGEST_NAME, LONGEST_REASON, Decision
from hemkg.page_parts.evidence import ALONE, Setting, card
from hemkg.page_parts.html import Html, element, fold, joined
from hemkg.page_parts.typeset import words
from hemkg.store.curation.fields import LABEL, fields
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

GROUP = "curate"
MAY_NOT = "You can read here. Only those who keep this library decide on claims; ask whoever runs the server."
DONE = {"accept": "Accepted", "reject": "Rejected", "correct": "Corrected"}
NONE_LEFT = {
    "undecided": "Nothing is left to decide here; widen the filters, or rest.",
    "decided": "Nobody has decided on such a claim yet.",
    "waiting": "No decision waits for its claim.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue.

    Attributes:
        key: IRI of the claim, or the number of a decision that waits.
        label: what is claimed, in few words.
        note: what was decided, or how sure the reading is.
    """

    key: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Focus:
    """The claim in focus.

    Attributes:
        key: IRI of the claim, or the number of a decision that waits.
        kind: class of the claim.
        citation: its sentence; None where its paper is not here.
        setting: what stands around the sentence.
        said: what it says by field, as it is kept.
        confidence: how sure the reading is.
        rule: by which rule it was read.
        decision: the one that holds for it or waits, if there is one.
        waits: why it waits.
        is_there: whether the claim is in the graph, so that it can be decided on.
        materials: what the paper calls its materials.
    """

    key: str
    kind: str
    citation: Citation | None
    setting: Setting = ALONE
    said: Mapping[str, str] = field(default_factory=dict, hash=False)
    confidence: float | None = None
    rule: str | None = None
    decision: Decision | None = None
    waits: str | None = None
    is_there: bool = True
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed, and what is wrong with it.

    Attributes:
        kind: what was to be decided.
        reason: why.
        fields: what the claim should say.
        mistakes: sentences, by field; under an empty name, of the whole.
    """

    kind: str = ""
    reason: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    mistakes: Mapping[str, str] = field(default_factory=dict, hash=False)


BLANK = Typed()


@dataclass(frozen=True, slots=True)
class Hand:
    """Who decides.

    Attributes:
        name: of the account; empty where the person types a name.
        may_write: whether the person may decide.
        may_undo: whether there is something of the person's own to take back.
        usual: the name that stands in the field at first.
    """

    name: str = ""
    may_write: bool = False
    may_undo: bool = False
    usual: str = ""


def kind_words(kind: str) -> str:
    """Return what a class of claims is called.

    >>> kind_words("CapacityClaim")
    'capacity claim'
    """
    return terms.text(kind, LABEL) or kind


# ---------------------------------------------------------------- the queue


def queue_view(lines: Sequence[Line], *, state: str, focus: str | None, place: int, total: int, done: int) -> Html:
    """Return the queue around the claim in focus, with how far one has come.

    Args:
        lines: those that are shown.
        state: ``undecided``, ``decided`` or ``waiting``.
        focus: key of the line in focus.
        place: how many lines stand before the first one.
        total: how many there are in all.
        done: how many such claims are decided.
    """
    told = _progress(state, total, done)
    if not lines:
        return joined([told, element("p", NONE_LEFT[state], class_="empty", role="status")])
    rows = [
        element("li", element("button", element("span", words(line.label)), element("small", line.note), type="button",
            class_="line", data_send="open", data_key=line.key, aria_current="true" if line.key == focus else None))
        for line in lines
    ]  # fmt: skip
    pages = [
        element("button", label, type="button", class_="quiet", data_send="turn", data_first=first)
        for label, first, is_there in (
            ("Earlier", max(0, place - len(lines)), place > 0),
            ("Later", place + len(lines), place + len(lines) < total),
        ) if is_there
    ]  # fmt: skip
    span = element("span", f"{place + 1} to {place + len(lines)} of {total}", class_="caption")
    return joined([told, element("ol", *rows, class_="queue"), element("p", span, *pages, class_="pages")])


def _progress(state: str, total: int, done: int) -> Html:
    if state != "undecided":
        return element("p", f"{total} {state}", class_="progress")
    every = total + done
    meter = element("progress", max=max(every, 1), value=done, aria_label="Share that is decided")
    return element("p", meter, f"{done} of {every} decided", class_="progress")


# ---------------------------------------------------------------- the claim in focus


def focus_view(focus: Focus | None, hand: Hand, typed: Typed = BLANK, told: str = "") -> Html:
    """Return the claim in focus.

    Args:
        focus: the claim; None where there is none.
        hand: who decides.
        typed: what was typed and could not be done.
        told: what was done last, in a sentence.
    """
    undo = _key_button("Undo", "u", data_decide="undo", class_="quiet") if hand.may_undo and hand.may_write else None
    said = element("p", words(told) if told else None, undo, class_="last", role="status")
    if focus is None:
        return joined([said, None if hand.may_write else _may_not()])
    head = element("h2", words(kind_words(focus.kind)), element("small", _sure(focus)), tabindex=-1)
    body = [
        head,
        _sentence(focus),
        _decided(focus),
        _table(focus, typed, hand),
        _hands(focus, hand, typed),
    ]
    is_editing = typed.kind == "correct"
    shown = element("article", *body, class_="claim editing" if is_editing else "claim", data_key=focus.key)
    return joined([said, shown])


def _sure(focus: Focus) -> str:
    parts = [f"confidence {focus.confidence:.2f}" if focus.confidence is not None else ""]
    parts += [f"read by the rule “{focus.rule}”" if focus.rule else ""]
    return ", ".join(part for part in parts if part)


def _sentence(focus: Focus) -> Html:
    if focus.citation is None:
        quote = focus.decision.about.quote if focus.decision else ""
        return element("blockquote", words(quote), class_="gone")
    shown = card(focus.citation, GROUP, focus.setting, is_open=True)
    return element("section", shown, class_="sources", data_group=GROUP)


def _decided(focus: Focus) -> Html | None:
    decision = focus.decision
    if decision is None:
        return None
    did = f"{DONE.get(decision.kind, decision.kind)} by {decision.who} on {decision.when[:10]}: {decision.reason}"
    changed = "; ".join(f"{name} = {value or 'nothing'}" for name, value in decision.fields)
    return element("p", f"{did}." if not did.endswith(".") else did, f" ({changed})" if changed else None,
        f" It waits, for {focus.waits.rstrip('.')}." if focus.waits else None, class_="note")  # fmt: skip


def _table(focus: Focus, typed: Typed, hand: Hand) -> Html:
    """Return what was read, and under a fold of the editing what could be said besides."""
    own = [name for name, each in fields().items() if each.is_of(focus.kind)]
    there = [name for name in own if name in focus.said or name in typed.fields]
    can_edit = hand.may_write and focus.is_there
    rows = [_row(focus, name, typed, can_edit=can_edit) for name in there]
    others = [_row(focus, name, typed, can_edit=True) for name in own if name not in there] if can_edit else []
    more = fold("More fields", _body(others), class_="fold more-fields") if others else None
    lists = [_choices(name, focus) for name in own] if can_edit else []
    return element("div", _body(rows), more, *lists, class_="said")


def _body(rows: Sequence[Html]) -> Html:
    return element("table", element("tbody", *rows), class_="facts")


def _row(focus: Focus, name: str, typed: Typed, *, can_edit: bool) -> Html:
    each = fields()[name]
    now = each.in_words(focus.said.get(name, ""))
    head = element("th", name, scope="row", title=each.means)
    shown = element("span", words(now or "–"), class_="now")
    if not can_edit:
        return element("tr", head, element("td", shown))
    mistake = typed.mistakes.get(name)
    box = element("input", type="text", value=typed.fields.get(name, now), data_field=name, data_was=now,
        list=f"choices-{name}" if _listed(name, focus) else None, aria_label=f"{name}: {each.means}", maxlength=300,
        placeholder=each.means, aria_invalid="true" if mistake else None, autocomplete="off",
        aria_describedby=f"mistake-{name}" if mistake else None)  # fmt: skip
    wrong = element("span", mistake, class_="wrong", id=f"mistake-{name}", role="alert") if mistake else None
    return element("tr", head, element("td", shown, box, wrong))


def _listed(name: str, focus: Focus) -> Sequence[str]:
    if name == "material":
        return focus.materials
    if name == "unit":
        return tuple(symbol for unit in terms.instances(HEM.Unit) if (symbol := terms.text(unit, HEM.symbol)))
    return fields()[name].choices


def _choices(name: str, focus: Focus) -> Html | None:
    words_ = _listed(name, focus)
    return (
        element("datalist", *(element("option", value=word) for word in words_), id=f"choices-{name}")
        if words_
        else None
    )


def _hands(focus: Focus, hand: Hand, typed: Typed) -> Html:
    if not hand.may_write:
        wrong = typed.mistakes.get("")
        return joined([_may_not(), element("p", wrong, class_="wrong", role="alert") if wrong else None])
    if not focus.is_there:
        take = element("button", "Take back", type="button", class_="decide", data_decide="back",
            data_decision=focus.decision.decision_id if focus.decision else None)  # fmt: skip
        return element("div", _who(hand), element("div", take, class_="buttons"), class_="hands")
    mistake = typed.mistakes.get("")
    reason = element("label", "Why", element("input", type="text", id="curate-reason", value=typed.reason,
        maxlength=LONGEST_REASON, autocomplete="off", aria_invalid="true" if mistake else None,
        placeholder="the table prints 650; the value is of the carbon"), class_="reason")  # fmt: skip
    buttons = [
        _key_button("Accept", "a", data_decide="accept", class_="decide"),
        _key_button("Reject", "r", data_decide="reject", class_="decide"),
        _key_button("Correct", "c", data_decide="edit", class_="decide when-reading"),
        element("button", "Save the correction", type="button", class_="decide main when-editing",
            data_decide="correct"),
        element("button", "Cancel", type="button", class_="decide when-editing", data_decide="cancel"),
        _key_button("Next", "j", data_decide="next", class_="decide plain"),
        _key_button("Back", "k", data_decide="previous", class_="decide plain"),
    ]  # fmt: skip
    wrong = element("p", mistake, class_="wrong", role="alert") if mistake else element("p", class_="wrong")
    back = (
        element("button", "Take the decision back", type="button", class_="quiet", data_decide="back",
            data_decision=focus.decision.decision_id) if focus.decision else None
    )  # fmt: skip
    return element("div", element("div", reason, _who(hand), class_="why"), wrong, element("div", *buttons,
        class_="buttons"), back, class_="hands")  # fmt: skip


def _who(hand: Hand) -> Html:
    if hand.name:
        return element("p", "Deciding as ", element("b", hand.name), class_="who")
    box = element("input", type="text", id="curate-name", maxlength=LONGEST_NAME, autocomplete="name", value=hand.usual,
        placeholder="as it should stand with your decisions")  # fmt: skip
    return element("label", "Your name", box, class_="who")


def _key_button(label: str, key: str, **how: str) -> Html:
    return element("button", label, element("kbd", key), type="button", aria_keyshortcuts=key, data_key=key, **how)


def _may_not() -> Html:
    return element("p", MAY_NOT, class_="empty")
