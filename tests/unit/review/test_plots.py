"""Plots: the numbers behind them are those of the table, and every point tells its sentence."""

import csv
from xml.etree import ElementTree

import pytest

from hemkg.errors import InputError
from hemkg.review import plots
from hemkg.review.picture_files import save
from hemkg.review.pictures import COLOURS, SYMBOLS
from hemkg.review.print_pictures import MARKERS
from hemkg.review.tables import review_table
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, retention, store_of

RATE = f"{OXIDE} gives 650 mAh/g at 0.1 A/g."
HEARD = paper(
    "heard",
    capacity(RATE, OXIDE, 650, current=0.1),
    capacity(f"{SULFIDE} gives 400 mAh/g at 1 A/g with sodium.", SULFIDE, 400, current=1, ion="Na"),
    capacity(f"{OXIDE} could hold 900 mAh/g at 1 A/g.", OXIDE, 900, current=1, kind=HEM.TheoreticalCapacity),
    capacity(f"{OXIDE} gives 3 mAh/cm2 at 1 A/g.", OXIDE, 3, current=1, unit="mAh cm-2"),
    retention(f"{OXIDE} keeps 90% after 300 cycles.", OXIDE, 90, cycle=300),
    mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
    year=2021,
)


@pytest.fixture(scope="module")
def store():
    return store_of(HEARD)


@pytest.fixture(scope="module")
def table(store):
    return review_table(store)


def test_capacities_per_mass_that_were_measured_are_points(table):
    assert [(point.x, point.y, point.ion) for point in plots.capacity_points(table)] == [
        (0.1, 650.0, "Li+"),
        (1.0, 400.0, "Na+"),
    ]


def test_retentions_stand_over_their_cycles(table):
    assert [(point.x, point.y) for point in plots.retention_points(table)] == [(300.0, 90.0)]


def test_a_point_tells_its_sentence(table):
    hover = plots.capacity_points(table)[0].hover
    assert "650 mAh/g at 0.1 A/g." in hover.replace("<br>", " ")
    assert "<sub>0.2</sub>" in hover


def test_no_text_of_a_paper_is_a_tag():
    bad = paper("bad", capacity("<script>x</script> M<b> gives 5 mAh/g at 1 A/g.", "M<b>", 5, current=1))
    hover = plots.capacity_points(review_table(store_of(bad)))[0].hover
    assert "<script" not in hover
    assert "M<b>" not in hover


def test_an_ion_has_the_same_colour_in_every_plot(table):
    by_name = {trace.name: trace.marker.color for trace in plots.capacity_plot(table).data}
    assert by_name["Li<sup>+</sup>, oxide"] == COLOURS[0]
    alone = paper("na", capacity(f"{SULFIDE} gives 400 mAh/g at 1 A/g.", SULFIDE, 400, current=1, ion="Na"))
    other = plots.capacity_plot(review_table(store_of(alone))).data[0]
    assert other.marker.color == by_name[other.name]


def test_colours_and_signs_are_told_apart():
    assert len(set(COLOURS)) == len(COLOURS)
    assert len(set(SYMBOLS)) == len(SYMBOLS)


def test_axes_name_their_unit(table):
    plot = plots.capacity_plot(table)
    assert plot.layout.xaxis.title.text == "Current density [A g<sup>−1</sup>]"
    assert plot.layout.yaxis.title.text == "Capacity [mAh g<sup>−1</sup>]"


def test_a_table_without_the_columns_says_which_it_needs(store):
    with pytest.raises(InputError, match="current_density"):
        plots.capacity_plot(review_table(store, columns=["material", "value"]))


def test_a_plot_of_nothing_says_so():
    plot = plots.capacity_plot(review_table(store_of()))
    assert plot.layout.annotations[0].text == "No measurement here states both numbers."


# ---------------------------------------------------------------- files


def test_the_data_behind_a_plot_have_a_line_a_point_with_its_sentence(table, tmp_path):
    save(plots.capacity_plot(table), tmp_path / "rate.csv")
    rows = list(csv.reader((tmp_path / "rate.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:3] == ["Series", "Current density [A g−1]", "Capacity [mAh g−1]"]
    assert [row[:3] for row in rows[1:]] == [["Li+, oxide", "0.1", "650.0"], ["Na+, sulfide", "1.0", "400.0"]]
    assert dict(zip(rows[0], rows[1], strict=True))["Quote"] == RATE


def test_a_page_needs_nothing_from_the_network(table, tmp_path):
    save(plots.capacity_plot(table), tmp_path / "rate.html")
    assert '<script src="http' not in (tmp_path / "rate.html").read_text()


def test_a_file_that_is_no_picture_or_has_no_place_is_named(table, tmp_path):
    with pytest.raises(InputError, match=r"rate\.docx"):
        save(plots.capacity_plot(table), tmp_path / "rate.docx")
    with pytest.raises(InputError, match="cannot be written"):
        save(plots.capacity_plot(table), tmp_path / "nowhere" / "rate.csv")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_for_print_needs_no_browser_and_comes_out_the_same_twice(table, tmp_path, form):
    places = [tmp_path / f"{number}.{form}" for number in (1, 2)]
    for place in places:
        save(plots.capacity_plot(table), place)
    first, second = (place.read_bytes() for place in places)
    assert first == second
    assert first.startswith(b"\x89PNG" if form == "png" else b"<?xml")


def test_a_point_of_an_svg_tells_its_sentence_and_nothing_of_it_is_a_tag(tmp_path):
    bad = paper("bad", capacity("<script>x</script> M<b> & $y$ gives 5 mAh/g at 1 A/g.", "M<b>", 5, current=1))
    save(plots.capacity_plot(review_table(store_of(bad))), tmp_path / "bad.svg")
    tree = ElementTree.parse(tmp_path / "bad.svg")  # noqa: S314 - our own
    titles = ["".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert ["<script>x</script> M<b> & $y$ gives 5 mAh/g at 1 A/g." in " ".join(title.split()) for title in titles] == [
        True
    ]
    assert not list(tree.iter("{http://www.w3.org/2000/svg}script"))


def test_every_sign_of_a_page_can_be_drawn_for_print():
    assert set(SYMBOLS) == set(MARKERS)
    assert len(set(MARKERS.values())) == len(MARKERS)


def test_families_have_signs_of_their_own_in_every_plot():
    families = [terms.label(name) for name in terms.instances("AnionFamily")]
    assert len(set(plots._signs(families[:14]).values())) == 14
    assert len({plots._signs([family])[family] for family in families[:14]}) == 14
    crowd = [families[0], families[14]]
    assert len(set(plots._signs(crowd).values())) == 2


def test_a_picture_of_nothing_can_be_saved(tmp_path):
    for name in ("none.svg", "none.png", "none.csv", "none.html"):
        save(plots.capacity_plot(review_table(store_of())), tmp_path / name)
    assert "No measurement here states both numbers." in (tmp_path / "none.svg").read_text()
