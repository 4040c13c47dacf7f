"""The chat: questions on the left, on the right the sentences behind the answer in view."""

from typing import TYPE_CHECKING

from hemkg.assistant import Assistant
from hemkg.page_parts.answers import conversation, evidence
from hemkg.page_parts.dialogue import LONGEST_QUESTION, Dialogue
from hemkg.page_parts.follow_ups import EXAMPLES, try_follow_ups
from hemkg.page_parts.html import Html, element
from hemkg.page_parts.tabs.common import BROKEN, PRIVATE, STORE, drawn, told, wired

if TYPE_CHECKING:
    import gradio as gr

ARRIVED = "watch('value', () => hemkg.arrived(element));"
BUSY = "(question, state) => { hemkg.busy(question); return [question, state]; }"
HINT = "Ask in plain words, for example: which sulfides store sodium?"
Shown = tuple[Dialogue, Html, Html]


class Chat:
    """What happens in the chat, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def show(self, dialogue: Dialogue) -> Shown:
        """Return a dialogue with its two panes."""
        return dialogue, conversation(dialogue, EXAMPLES, self.assistant.scope), evidence(dialogue)

    def ask(self, question: str, dialogue: Dialogue) -> tuple[str, Dialogue, Html, Html]:
        """Answer what was typed and empty the field."""
        return ("", *self.show(dialogue.asked(self.assistant, question)))

    def offer(self, dialogue: Dialogue) -> Shown:
        """Try follow-up questions to the last answer and offer those that work."""
        last = dialogue.exchanges[-1].turn if dialogue.exchanges else None
        return self.show(dialogue.offering(try_follow_ups(self.assistant, last)) if last else dialogue)

    def apologise(self, question: str, dialogue: Dialogue) -> Shown:
        """Say that something broke."""
        return self.show(dialogue.broken(question or "…", BROKEN))

    def restart(self) -> Shown:
        """Begin again."""
        return self.show(Dialogue())


def pending() -> Html:
    """Return what stands under the conversation while an answer is looked for."""
    dots = element("p", "Looking through the papers", class_="looking", role="status")
    return element("div", element("h3", class_="question"), dots, class_="pending turn", hidden=True)


def ask_tab(assistant: Assistant) -> None:
    """Lay out the chat inside the tab that is open."""
    import gradio as gr

    chat = Chat(assistant)
    first, log, quotes = chat.restart()
    state = gr.State(first, time_to_live=24 * 3600)
    with gr.Row(elem_id="ask", equal_height=False):
        with gr.Column(scale=7, min_width=320, elem_id="talk"):
            with gr.Column(elem_id="chat"):
                shown = drawn(log, wired("ask", more=ARRIVED), elem_id="conversation")
                drawn(pending(), elem_id="pending")
            with gr.Row(elem_id="asking"):
                field = gr.Textbox(
                    placeholder=HINT, label="Question", show_label=False, container=False, lines=1, max_lines=5,
                    max_length=LONGEST_QUESTION, submit_btn="Ask", elem_id="question", autofocus=True, scale=1,
                )  # fmt: skip
                again = gr.Button("New", size="sm", elem_id="new", scale=0, min_width=60)
        with gr.Column(scale=5, min_width=320, elem_id="evidence-pane"):
            drawn(element("h2", "Evidence"))
            side = drawn(quotes, elem_id="evidence")
    _listen(chat, field, again, state, shown, side)


def _listen(
    chat: Chat, field: "gr.Textbox", again: "gr.Button", state: "gr.State", shown: "gr.HTML", side: "gr.HTML"
) -> None:
    """Join the components with what happens."""
    import gradio as gr

    def clicked(event: gr.EventData, dialogue: Dialogue) -> Shown:
        return chat.show(dialogue.asked(chat.assistant, told(event, "question")))

    panes = [state, shown, side]
    typed = field.submit(chat.ask, [field, state], [field, *panes], js=BUSY, **STORE)
    picked = shown.ask(clicked, [state], panes, **STORE)
    for asked in (typed, picked):
        asked.success(chat.offer, [state], panes, **STORE)
        asked.failure(chat.apologise, [field, state], panes, queue=False, **PRIVATE)
    again.click(chat.restart, None, panes, queue=False, **PRIVATE)
