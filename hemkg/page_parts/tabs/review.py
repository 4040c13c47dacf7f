"""The review table: picked by a question in plain words, with the columns wanted, saved in any format."""

from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.evidence import settings_of
from hemkg.page_parts.exports import TABLE_FORMATS, saved, table_file
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.review_view import AT_ONCE, cited, review_evidence, review_view
from hemkg.page_parts.tabs.common import KEPT, PRIVATE, STORE, broken, drawn, or_note, wired
from hemkg.review.tables import COLUMNS, ReviewTable

if TYPE_CHECKING:
    import gradio as gr

LONGEST = 300
SAVE = "watch('value', () => { const b = element.querySelector('[data-save]'); if (b) hemkg.save(b.dataset); });"
Drawn = tuple[ReviewTable | None, int, Html, Html]


class Review:
    """What happens with the review table, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def open(self, table: ReviewTable | None) -> Drawn | dict[Any, Any]:
        """Return the whole table when the tab is opened first; later leave it as it is."""
        import gradio as gr

        return self.find("", []) if table is None else gr.skip()

    def find(self, where: str, columns: list[str]) -> Drawn:
        """Return the table of what was picked."""
        found: list[ReviewTable] = []

        def make() -> Html:
            if is_bare(self.assistant.scope):
                return nothing_read()
            found.append(self.assistant.table(plain(where)[:LONGEST] or None, columns or None))
            return review_view(found[0])

        shown = or_note(make)
        return (found[0], AT_ONCE, shown, self.quotes(found[0], AT_ONCE)) if found else (None, AT_ONCE, shown, NOTHING)

    def quotes(self, table: ReviewTable, shown: int) -> Html:
        """Return the quotes behind the first rows, each in its paragraph."""
        citations = cited(table, shown)
        return review_evidence(citations, settings_of(citations, self.assistant.catalogue.passages))

    def more(self, table: ReviewTable | None, shown: int) -> Drawn:
        """Show more rows of the same table."""
        if table is None:
            return None, shown, NOTHING, NOTHING
        wider = shown + AT_ONCE
        return table, wider, review_view(table, wider), self.quotes(table, wider)

    def export(self, table: ReviewTable | None, label: str) -> Html:
        """Return a file that the browser saves at once, and a button to save it again."""
        if table is None or label not in TABLE_FORMATS:
            return element("p", "Show a table first.", class_="note")
        name, kind, content = table_file(table, label)
        again = saved(f"{name}, {max(len(content) // 1000, 1)} kB", name, kind, content)
        return element("p", "Saved as ", again, class_="saved")


def review_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the review table inside the tab that is open."""
    import gradio as gr

    review = Review(assistant)
    table, count = gr.State(None, time_to_live=KEPT), gr.State(AT_ONCE)
    with gr.Row(elem_classes="controls"):
        where = gr.Textbox(label="Only", placeholder="all measurements; or in plain words: sodium, sulfides",
            max_length=LONGEST, scale=4, elem_id="review-where")  # fmt: skip
        columns = gr.Dropdown([(column.label, key) for key, column in COLUMNS.items()], multiselect=True, value=[],
            label="Columns; none for the usual ones", scale=4, elem_id="review-columns")  # fmt: skip
        show = gr.Button("Show", variant="primary", scale=1, min_width=90, elem_id="review-show")
        form = gr.Dropdown(list(TABLE_FORMATS), value="CSV", label="Save as", scale=1, min_width=120,
            elem_id="review-format", filterable=False)  # fmt: skip
        save = gr.Button("Save", scale=1, min_width=90, elem_id="review-save")
    file = drawn("", SAVE, elem_id="review-file")
    shown = drawn(element("p", "Reading the measurements", class_="looking"), wired("more"), elem_id="review-table")
    quotes = drawn("", elem_id="review-quotes")
    panes = [table, count, shown, quotes]
    heard = [
        tab.select(review.open, [table], panes, **STORE),
        show.click(review.find, [where, columns], panes, **STORE),
        where.submit(review.find, [where, columns], panes, **STORE),
        shown.more(review.more, [table, count], panes, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, shown, queue=False, **PRIVATE)
    saving = save.click(review.export, [table, form], file, **STORE)
    saving.failure(broken, None, file, queue=False, **PRIVATE)
