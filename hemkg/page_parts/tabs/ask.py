"""The chat: questions on the left, on the right the sentences behind the answer in view."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import InputError
from hemkg.page_parts.answers import conversation, evidence, offers_view
from hemkg.page_parts.dialogue import LONGEST_QUESTION, NO_OFFERS, Dialogue, Offers, saved_answer
from hemkg.page_parts.follow_ups import EXAMPLES, try_follow_ups
from hemkg.page_parts.html import NOTHING, Html, element
from hemkg.page_parts.kept_view import LARGEST, kept_panel, kept_record, read_kept, shared_file
from hemkg.page_parts.tabs.common import ASIDE, BROKEN, KEPT, PRIVATE, SAVE, STORE, broken, drawn, or_note, told, wired

if TYPE_CHECKING:
    import gradio as gr

ARRIVED = "hemkg.begin(); watch('value', () => hemkg.arrived(element));"
KEEP = "watch('value', () => hemkg.keep(element));"
BUSY = "(question, ...others) => { hemkg.busy(question); return [question, ...others]; }"
HINT = "Ask in plain words: which sulfides store sodium?"
Shown = tuple[Dialogue, Html, Html]
Asked = tuple[Dialogue, Html, Html, Offers, Html]


class Chat:
    """What happens in the chat, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.asking = 0

    def show(self, dialogue: Dialogue) -> Shown:
        """Return a dialogue with its two panes."""
        return dialogue, conversation(dialogue, EXAMPLES, self.assistant.scope), evidence(dialogue)

    def ask(self, question: str, dialogue: Dialogue, offers: Offers) -> Asked:
        """Answer a question; what was offered after the one before is taken away."""
        self.asking += 1
        try:
            return (*self.show(dialogue.asked(self.assistant, question, offers)), NO_OFFERS, NOTHING)
        finally:
            self.asking -= 1

    def typed(self, question: str, dialogue: Dialogue, offers: Offers) -> tuple[str, *Asked]:
        """Answer what was typed, and empty the field."""
        return ("", *self.ask(question, dialogue, offers))

    def offer(self, dialogue: Dialogue) -> tuple[Offers, Html]:
        """Try follow-up questions to the last answer and offer those that work; questions of people go first."""
        last = dialogue.exchanges[-1].turn if dialogue.exchanges else None
        tried = try_follow_ups(self.assistant, last, lambda: not self.asking) if last else {}
        offers = NO_OFFERS if self.asking else Offers(dialogue.number, tried)
        return offers, offers_view(offers)

    def apologise(self, question: str, dialogue: Dialogue) -> Shown:
        """Say that something broke."""
        return self.show(dialogue.broken(question or "…", BROKEN))

    def again(self, text: str, dialogue: Dialogue) -> Asked:
        """Ask again what a kept answer answered."""
        try:
            asked = dialogue.asked_again(self.assistant, read_kept(text))
        except InputError as error:
            asked = dialogue.broken("A kept answer", str(error))
        return (*self.show(asked), NO_OFFERS, NOTHING)

    def kept(self, number: str, dialogue: Dialogue) -> Html:
        """Return an answer for the browser to keep."""

        def make() -> Html:
            exchange = dialogue.exchange(number)
            return kept_record(exchange, saved_answer(self.assistant, exchange), token_hex(4))

        return or_note(make)

    def shared(self, number: str, dialogue: Dialogue) -> Html:
        """Return an answer as a page, for the browser to save."""

        def make() -> Html:
            exchange = dialogue.exchange(number)
            return shared_file(exchange, saved_answer(self.assistant, exchange))

        return or_note(make)

    def restart(self) -> Asked:
        """Begin again."""
        return (*self.show(Dialogue()), NO_OFFERS, NOTHING)


def pending() -> Html:
    """Return what stands under the conversation while an answer is looked for."""
    dots = element("p", "Looking through the papers", class_="looking", role="status")
    return element("div", element("h2", class_="question"), dots, class_="pending turn", hidden=True)


def ask_tab(assistant: Assistant) -> tuple["gr.HTML", Callable[[], Html]]:
    """Lay out the chat inside the tab that is open; return where it begins, and what stands there then."""
    import gradio as gr

    chat = Chat(assistant)
    first, log, quotes, none, _ = chat.restart()
    state, offers = gr.State(first, time_to_live=KEPT), gr.State(none, time_to_live=KEPT)
    with gr.Row(elem_id="ask", equal_height=False):
        with gr.Column(scale=7, min_width=320, elem_id="talk"):
            with gr.Column(elem_id="chat"):
                shown = drawn(log, wired("ask", "keep", "hand_on", more=ARRIVED), elem_id="conversation")
                drawn(pending(), elem_id="pending")
                offered = drawn("", wired("ask"), elem_id="offers")
                file = drawn("", SAVE, elem_id="answer-file")
            with gr.Row(elem_id="asking"):
                field = gr.Textbox(
                    placeholder=HINT, label="Question", show_label=False, container=False, lines=1, max_lines=5,
                    max_length=LONGEST_QUESTION, submit_btn="Ask", elem_id="question", scale=1,
                )  # fmt: skip
                again = gr.Button("New", elem_id="new", scale=0, min_width=60)
        with gr.Column(scale=5, min_width=320, elem_id="evidence-pane"):
            kept = drawn(kept_panel(), wired("again", more="hemkg.kept(element);"), elem_id="kept")
            fresh = drawn("", KEEP, elem_id="kept-new")
            side = drawn(quotes, elem_id="evidence")
    _listen(chat, Parts(field, again, shown, offered, kept), [state, shown, side], [offers, offered])
    _take_away(chat, shown, state, fresh, file)
    return shown, lambda: chat.restart()[1]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the chat that are listened to."""

    field: "gr.Textbox"
    again: "gr.Button"
    shown: "gr.HTML"
    offered: "gr.HTML"
    kept: "gr.HTML"


def _listen(chat: Chat, parts: Parts, panes: list[Any], below: list[Any]) -> None:
    """Join the components with what happens.

    Args:
        chat: what happens.
        parts: what is listened to.
        panes: the dialogue, and where it and its evidence are shown.
        below: what is offered, and where.
    """
    import gradio as gr

    def clicked(event: gr.EventData, dialogue: Dialogue, offers: Offers) -> Asked:
        return chat.ask(told(event, "question"), dialogue, offers)

    def again(event: gr.EventData, dialogue: Dialogue) -> Asked:
        return chat.again(told(event, "saved", LARGEST + 1), dialogue)

    state, offers = panes[0], below[0]
    asked = [
        parts.field.submit(chat.typed, [parts.field, state, offers], [parts.field, *panes, *below], js=BUSY, **STORE),
        parts.shown.ask(clicked, [state, offers], [*panes, *below], **STORE),
        parts.offered.ask(clicked, [state, offers], [*panes, *below], **STORE),
        parts.kept.again(again, [state], [*panes, *below], **STORE),
    ]
    for event in asked:
        event.success(chat.offer, [state], below, **ASIDE)
        event.failure(chat.apologise, [parts.field, state], panes, **PRIVATE)
    parts.again.click(chat.restart, None, [*panes, *below], **PRIVATE)


def _take_away(chat: Chat, shown: "gr.HTML", state: "gr.State", fresh: "gr.HTML", file: "gr.HTML") -> None:
    """Join the buttons below an answer with what they keep and save.

    Args:
        chat: what happens.
        shown: where the buttons are.
        state: the dialogue.
        fresh: where what is kept reaches the browser.
        file: where what is saved does.
    """
    import gradio as gr

    def kept(event: gr.EventData, dialogue: Dialogue) -> Html:
        return chat.kept(told(event, "number", 10), dialogue)

    def shared(event: gr.EventData, dialogue: Dialogue) -> Html:
        return chat.shared(told(event, "number", 10), dialogue)

    for started, place in (
        (shown.keep(kept, state, fresh, **STORE), fresh),
        (shown.hand_on(shared, state, file, **STORE), file),
    ):
        started.failure(broken, None, place, **PRIVATE)
