"""The review table: picked by a question in plain words, in groups or counted crosswise, drawn, and saved."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import InputError
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.evidence import settings_of
from hemkg.page_parts.exports import TABLE_FORMATS, saved_at_once, sheet_file, table_file
from hemkg.page_parts.html import NOTHING, Html, element, joined, plain
from hemkg.page_parts.plot_view import FILES, PLOTS, plot_file, plot_view
from hemkg.page_parts.review_view import AT_ONCE, cited, cross_view, review_evidence, review_view
from hemkg.page_parts.tabs.common import KEPT, PRIVATE, SAVE, STORE, broken, drawn, or_note, told, wired
from hemkg.review import summaries
from hemkg.review.tables import COLUMNS, ReviewTable

if TYPE_CHECKING:
    import gradio as gr
    import plotly.graph_objects

LONGEST = 300
LONGEST_LABEL = 1000
UNGROUPED = "nothing"
NO_PLOT = "none"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at.

    Attributes:
        table: the picked measurements, in groups if they are wanted so.
        by, across: what they are counted by, down and across; None where they are listed.
        pair: groups whose measurements are listed below the counts.
        shown: how many rows are in view.
    """

    table: ReviewTable
    by: str | None = None
    across: str | None = None
    pair: tuple[str, str] | None = None
    shown: int = AT_ONCE

    @property
    def listed(self) -> ReviewTable | None:
        """The rows that are listed; None where there are but counts."""
        if self.by is None or self.across is None:
            return self.table
        return summaries.of_pair(self.table, self.by, self.across, self.pair) if self.pair else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot that is in view."""

    picture: "plotly.graph_objects.Figure"
    kind: str


Panes = tuple[Looked | None, Html, Html]


class Review:
    """What happens with the review table and its plots, apart from how they are laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def open(self, looked: Looked | None) -> Panes | dict[Any, Any]:
        """Return the whole table when the tab is opened first; later leave it as it is."""
        import gradio as gr

        return self.find("", [], UNGROUPED, UNGROUPED) if looked is None else gr.skip()

    def find(self, where: str, columns: list[str], by: str, across: str) -> Panes:
        """Return the table of what was picked, in groups or counted crosswise."""
        found: list[Looked] = []

        def make() -> Html:
            if is_bare(self.assistant.scope):
                return nothing_read()
            found.append(self.look(plain(where)[:LONGEST], columns, by, across))
            return NOTHING

        note = or_note(make)
        return self.show(found[0]) if found else (None, note, NOTHING)

    def look(self, where: str, columns: list[str], by: str, across: str) -> Looked:
        """Return what is to be looked at.

        Raises:
            InputError: if the words pick nothing, or something goes across and nothing down.
        """
        if by == UNGROUPED and across != UNGROUPED:
            raise InputError("to count crosswise, choose under “Group by” what goes down.")
        table = self.assistant.table(where or None, columns or None if by == UNGROUPED else None)
        if by == UNGROUPED:
            return Looked(table)
        if across != UNGROUPED:
            return Looked(table, by, across)
        groups = summaries.grouped(table, by)
        return Looked(groups.with_columns(columns) if columns else groups)

    def show(self, looked: Looked) -> Panes:
        """Return counts and rows of what is looked at, and the quotes behind the rows, each in its paragraph."""
        counts, listed = NOTHING, looked.listed
        if looked.by and looked.across:
            sheet = summaries.crosswise(looked.table, looked.by, looked.across)
            counts = cross_view(sheet, looked.across, looked.pair)
        if listed is None:
            return looked, counts, NOTHING
        citations = cited(listed, looked.shown)
        quotes = review_evidence(citations, settings_of(citations, self.assistant.catalogue.passages))
        return looked, joined([counts, review_view(listed, looked.shown)]), quotes

    def more(self, looked: Looked | None) -> Panes:
        """Show more rows of the same table."""
        if looked is None:
            return None, NOTHING, NOTHING
        return self.show(replace(looked, shown=looked.shown + AT_ONCE))

    def pair(self, looked: Looked | None, pair: tuple[str, str]) -> Panes:
        """List the measurements of a count; clicked again, none."""
        if looked is None:
            return None, NOTHING, NOTHING
        return self.show(replace(looked, pair=None if looked.pair == pair else pair, shown=AT_ONCE))

    def export(self, looked: Looked | None, label: str) -> Html:
        """Return a file that the browser saves at once, and a button to save it again."""
        if looked is None or label not in TABLE_FORMATS:
            return element("p", "Show a table first.", class_="note")
        if looked.by and looked.across:
            by, across = looked.by, looked.across
            return or_note(lambda: _saved(sheet_file(summaries.crosswise(looked.table, by, across), label)))
        return _saved(table_file(looked.table, label))

    # -------- plots

    def draw(self, kind: str, where: str) -> tuple[Drawn | None, Html, Html]:
        """Return a plot of what is picked; none leaves the place empty."""
        if kind not in PLOTS:
            return None, NOTHING, NOTHING
        found: list[Drawn] = []

        def make() -> Html:
            if is_bare(self.assistant.scope):
                return nothing_read()
            found.append(Drawn(self.assistant.plot(kind, plain(where)[:LONGEST] or None), kind))
            return plot_view(found[0].picture, kind)

        shown = or_note(make)
        return (found[0] if found else None), shown, NOTHING

    def export_plot(self, plot: Drawn | None, form: str) -> Html:
        """Return a plot as a file that the browser saves at once."""
        if plot is None or form not in FILES:
            return element("p", "Choose a plot first.", class_="note")
        return _saved(plot_file(plot.picture, plot.kind, form))


def _saved(file: tuple[str, str, bytes]) -> Html:
    name, kind, content = file
    again = saved_at_once(f"{name}, {max(len(content) // 1000, 1)} kB", name, kind, content)
    return element("p", "Saved as ", again, class_="saved")


@dataclass(frozen=True, slots=True)
class Controls:
    """The components by which a table and a plot are chosen."""

    where: "gr.Textbox"
    columns: "gr.Dropdown"
    show: "gr.Button"
    by: "gr.Dropdown"
    across: "gr.Dropdown"
    plot: "gr.Dropdown"
    form: "gr.Dropdown"
    save: "gr.Button"


def _controls() -> Controls:
    import gradio as gr

    groupings = [UNGROUPED, *summaries.GROUPINGS]
    with gr.Row(elem_classes="controls"):
        where = gr.Textbox(label="Only", placeholder="all measurements; or in plain words: sodium, sulfides",
            max_length=LONGEST, scale=4, elem_id="review-where")  # fmt: skip
        columns = gr.Dropdown([(column.label, key) for key, column in COLUMNS.items()], multiselect=True, value=[],
            label="Columns; none for the usual ones", scale=4, elem_id="review-columns")  # fmt: skip
        show = gr.Button("Show", variant="primary", scale=1, min_width=90, elem_id="review-show")
    with gr.Row(elem_classes="controls"):
        by = gr.Dropdown(groupings, value=UNGROUPED, label="Group by", scale=2, min_width=120, filterable=False,
            elem_id="review-by")  # fmt: skip
        across = gr.Dropdown(groupings, value=UNGROUPED, label="Count across", scale=2, min_width=120,
            filterable=False, elem_id="review-across")  # fmt: skip
        plot = gr.Dropdown([(NO_PLOT, NO_PLOT), *((label, kind) for kind, label in PLOTS.items())], value=NO_PLOT,
            label="Plot", scale=3, min_width=200, filterable=False, elem_id="review-plot-kind")  # fmt: skip
        form = gr.Dropdown(list(TABLE_FORMATS), value="CSV", label="Save the table as", scale=1, min_width=130,
            elem_id="review-format", filterable=False)  # fmt: skip
        save = gr.Button("Save", scale=1, min_width=90, elem_id="review-save")
    return Controls(where, columns, show, by, across, plot, form, save)


def review_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the review table and its plots inside the tab that is open."""
    import gradio as gr

    review = Review(assistant)
    given = _controls()
    file = drawn("", SAVE, elem_id="review-file")
    _plot_part(review, given)
    looked = gr.State(None, time_to_live=KEPT)
    waiting = element("p", "Reading the measurements", class_="looking")
    shown = drawn(waiting, wired("more", "pair"), elem_id="review-table")
    panes = [looked, shown, drawn("", elem_id="review-quotes")]

    def pair(event: gr.EventData, old: Looked | None) -> Panes:
        return review.pair(old, (told(event, "down", LONGEST_LABEL), told(event, "across", LONGEST_LABEL)))

    asked = [given.where, given.columns, given.by, given.across]
    heard = [
        tab.select(review.open, [looked], panes, **STORE),
        given.show.click(review.find, asked, panes, **STORE),
        given.where.submit(review.find, asked, panes, **STORE),
        given.by.input(review.find, asked, panes, **STORE),
        given.across.input(review.find, asked, panes, **STORE),
        shown.more(review.more, [looked], panes, **STORE),
        shown.pair(pair, [looked], panes, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)
    saving = given.save.click(review.export, [looked, given.form], file, **STORE)
    saving.failure(broken, None, file, **PRIVATE)


def _plot_part(review: Review, given: Controls) -> None:
    """Lay out the place of the plot: it is drawn when it is chosen, and again with other measurements."""
    import gradio as gr

    plot = gr.State(None, time_to_live=KEPT)
    shown, file = drawn("", wired("picture"), elem_id="review-plot"), drawn("", SAVE, elem_id="review-plot-file")
    panes = [plot, shown, file]

    def picture(event: gr.EventData, old: Drawn | None) -> Html:
        return review.export_plot(old, told(event, "form", 10))

    asked = [given.plot, given.where]
    heard = [
        given.plot.input(review.draw, asked, panes, **STORE),
        given.show.click(review.draw, asked, panes, **STORE),
        given.where.submit(review.draw, asked, panes, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)
    shown.picture(picture, [plot], file, **STORE).failure(broken, None, file, **PRIVATE)
