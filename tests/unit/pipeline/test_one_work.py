"""The same paper in two files is one paper; supplements belong to theirs; what a register says is taken over."""

import json

import pytest

from hemkg import building, pipeline
from hemkg.assistant import Assistant
from hemkg.isolation import Limits
from hemkg.store.catalogue import Catalogue

pytestmark = pytest.mark.slow  # every test builds a store

TITLE = "An invented oxide of five cations for lithium cells"
MAIN = (
    "The high-entropy oxide (Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)O delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell."
)
MORE = "The oxide NiO delivers 450 mAh g-1 after 100 cycles in a lithium-ion cell."


def jats(title=TITLE, doi="10.1234/a", text=MAIN):
    number = f'<article-id pub-id-type="doi">{doi}</article-id>' if doi else ""
    return (
        f"<article><front><article-meta>{number}<title-group><article-title>{title}</article-title></title-group>"
        "<pub-date><year>2024</year></pub-date></article-meta></front>"
        f"<body><sec><title>Results</title><p>{text}</p></sec></body></article>"
    )


def page(title=TITLE, text=MAIN, year=2024):
    head = f'<meta name="citation_title" content="{title}"><meta name="citation_publication_date" content="{year}">'
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><h1>{title}</h1><h2>Results</h2><p>{text}</p>"
        "<p>The capacity was measured many times and stayed what it was.</p></body></html>"
    )


class Shelf:
    """A folder of papers, and the store that is built of it."""

    def __init__(self, folder):
        self.folder, self.store = folder / "papers", folder / "store"
        self.folder.mkdir()

    def put(self, **files):
        for name, text in files.items():
            stem, _, ending = name.rpartition("_")
            (self.folder / f"{stem.replace('__', '-')}.{ending}").write_text(text)

    def build(self, *paths, limits=None):
        report = building.build(
            list(paths) or [self.folder], self.store, workers=1, largest=2**26, limits=limits or Limits(120.0)
        )
        assert report.documents == report.added + report.updated + report.unchanged + len(report.failed), report
        return report

    def statuses(self):
        with Catalogue.open(self.store) as catalogue:
            return {key.rsplit("/", 1)[-1]: document.status for key, document in catalogue.documents().items()}

    def ask(self, question):
        with Assistant.open(self.store) as assistant:
            return assistant.ask(question).answer


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


class TestTheSamePaper:
    @pytest.mark.parametrize("order", ["a_xml b_html", "b_xml a_html"], ids=["better first", "better last"])
    def test_under_one_title_without_a_doi_is_one_and_the_better_source_stands(self, shelf, order):
        xml, html = order.split()
        shelf.put(**{xml: jats(), html: page()})
        report = shelf.build()
        names = xml.replace("_", "."), html.replace("_", ".")
        assert shelf.statuses() == {names[0]: "done", names[1]: "copy"}
        assert [(s["path"].rsplit("/", 1)[-1], s["as"].rsplit("/", 1)[-1]) for s in report.same] == [names[::-1]]
        assert shelf.ask("How many papers are there?").scope.papers == 1

    @pytest.mark.parametrize("order", ["a_xml b_html", "b_xml a_html"], ids=["better first", "better last"])
    def test_gets_the_doi_that_the_worse_source_has(self, shelf, order):
        xml, html = order.split()
        with_doi = page().replace("<head>", '<head><meta name="citation_doi" content="10.1234/a">')
        shelf.put(**{xml: jats(doi=None), html: with_doi})
        shelf.build()
        assert sorted(shelf.statuses().values()) == ["copy", "done"]
        citation = shelf.ask("Which oxides give more than 600 mAh/g?").citations[0]
        assert (citation.doi, citation.document) == ("10.1234/a", xml[0])

    def test_is_not_read_again_when_nothing_changed(self, shelf):
        shelf.put(
            b_xml=jats(doi=None), a_html=page().replace("<head>", '<head><meta name="citation_doi" content="10.1/a">')
        )
        shelf.build()
        assert shelf.build().unchanged == 2

    def test_is_found_again_by_a_later_build(self, shelf):
        shelf.put(a_html=page())
        shelf.build()
        shelf.put(b_xml=jats())
        shelf.build()
        assert shelf.statuses() == {"a.html": "copy", "b.xml": "done"}

    @pytest.mark.parametrize(
        "other",
        [
            jats(doi="10.1234/b", text=MORE),
            page(year=2019, text=MORE),
            page(title="Another oxide of five other cations", text=MORE),
        ],
        ids=["two DOIs", "two years", "two titles"],
    )  # fmt: skip
    def test_is_not_what_differs(self, shelf, other):
        shelf.put(a_xml=jats())
        shelf.put(**{"b_xml" if other.startswith("<article") else "b_html": other})
        shelf.build()
        assert shelf.statuses() == {"a.xml": "done", "b.xml" if other.startswith("<article") else "b.html": "done"}

    def test_a_short_title_is_shared_by_chance(self, shelf):
        shelf.put(
            a_xml=jats(title="High-entropy oxides", doi=None), b_html=page(title="High-entropy oxides", text=MORE)
        )
        shelf.build()
        assert set(shelf.statuses().values()) == {"done"}

    def test_a_copy_takes_the_place_of_a_paper_that_became_another(self, shelf):
        shelf.put(a_xml=jats(), b_html=page().replace("<head>", '<head><meta name="citation_doi" content="10.1234/a">'))
        shelf.build()
        shelf.put(a_xml=jats(title="Something else that was written later on", doi="10.1234/z", text=MORE))
        shelf.build()
        assert shelf.statuses() == {"a.xml": "done", "b.html": "done"}


class TestSupplements:
    def test_claims_say_that_they_stand_in_a_supplement(self, shelf):
        shelf.put(x_xml=jats(), x_si_001_txt=MORE)
        report = shelf.build()
        assert (report.documents, report.added, report.supplements) == (2, 2, 1)
        citation = shelf.ask("What capacity does NiO have?").citations[0]
        assert (citation.quote, citation.section) == (MORE, "supplement x_si_001")
        assert (citation.doi, citation.document) == ("10.1234/a", "x")

    def test_the_graph_tells_paper_and_evidence(self, shelf):
        shelf.put(x_xml=jats(), x_si_001_txt=MORE)
        shelf.build()
        with Catalogue.open(shelf.store) as catalogue:
            rows = catalogue.graph.query(
                "PREFIX hem: <https://w3id.org/hemkg/ont#> SELECT DISTINCT ?name WHERE { ?p a hem:Paper ; "
                "hem:supplement ?name . ?c hem:inPaper ?p ; hem:evidence ?e . ?e hem:supplement ?name }"
            ).rows
        assert [row["name"] for row in rows] == ["x_si_001"]

    def test_a_changed_supplement_is_read_again_with_its_paper(self, shelf):
        shelf.put(x_xml=jats(), x_si_001_txt=MORE)
        shelf.build()
        assert shelf.build().unchanged == 2
        shelf.put(x_si_001_txt=MORE.replace("450", "455"))
        assert shelf.build().updated == 2
        assert shelf.ask("What capacity does NiO have?").rows[0].cells["capacity"] == 455

    def test_one_that_cannot_be_read_fails_and_its_paper_is_read(self, shelf):
        shelf.put(x_xml=jats(), x_si_001_txt="")
        report = shelf.build()
        assert [failure["path"].rsplit("/", 1)[-1] for failure in report.failed] == ["x_si_001.txt"]
        assert not shelf.ask("Which oxides give more than 600 mAh/g?").abstained

    def test_one_that_no_name_gives_away_is_known_by_heading_and_doi(self, shelf):
        shelf.put(x_xml=jats(), other_md=f"---\ndoi: 10.1234/a\n---\n# Supporting Information\n\n{MORE}\n")
        shelf.build()
        assert shelf.statuses() == {"x.xml": "done", "other.md": "supplement"}
        assert shelf.ask("What capacity does NiO have?").citations[0].section == "supplement other"
        assert shelf.build().unchanged == 2

    def test_one_whose_paper_comes_later_is_joined_to_it(self, shelf):
        shelf.put(other_md=f"---\ndoi: 10.1234/a\n---\n# Supporting Information\n\n{MORE}\n")
        assert shelf.build().notes[0].endswith("is a supplement; its paper is not among what was read.")
        shelf.put(x_html=page().replace("<head>", '<head><meta name="citation_doi" content="10.1234/a">'))
        shelf.build()
        assert shelf.statuses() == {"x.html": "done", "other.md": "supplement"}
        assert shelf.ask("What capacity does NiO have?").citations[0].document == "x"

    def test_it_goes_with_the_source_that_stands(self, shelf):
        shelf.put(
            x_html=page().replace("<head>", '<head><meta name="citation_doi" content="10.1234/a">'), x_si_001_txt=MORE
        )
        shelf.build()
        shelf.put(better_xml=jats())
        shelf.build()
        assert shelf.statuses() == {"x.html": "copy", "better.xml": "done", "x_si_001.txt": "supplement"}
        assert shelf.ask("What capacity does NiO have?").citations[0].document == "better"
        shelf.build()  # the copy is looked at once more, now without a supplement
        assert shelf.build().unchanged == 3

    def test_every_quote_is_the_text_at_its_place(self, shelf):
        from hemkg.sources.inputs import discover

        shelf.put(x_xml=jats(), x_si_001_txt=MORE)
        paper = pipeline.read(discover([shelf.folder])[0], 2**26)
        claims = pipeline.understand(paper).claims
        assert {claim.evidence.supplement for claim in claims} == {None, "x_si_001"}
        assert all(claim.evidence.span.of(paper.text) == claim.evidence.quote for claim in claims)


class TestStanding:
    WORKS = ({"DOI": "10.1234/A", "title": TITLE, "updated-by": [{"DOI": "10.1234/n", "type": "retraction"}]},)

    def test_a_retraction_is_shown_where_the_paper_is_cited(self, shelf):
        shelf.put(x_xml=jats(), works_json=json.dumps(self.WORKS))
        shelf.build()
        answer = shelf.ask("Which oxides give more than 600 mAh/g?")
        assert answer.citations[0].standing == "retracted"
        from hemkg.ask.report import to_json, to_text

        assert f"{TITLE} [retracted], 2024" in to_text(answer)
        assert to_json(answer)["citations"][0]["standing"] == "retracted"

    def test_and_in_the_review_table(self, shelf):
        shelf.put(x_xml=jats(), works_json=json.dumps(self.WORKS))
        shelf.build()
        with Assistant.open(shelf.store) as assistant:
            from hemkg.review.render import FORMATS

            table = assistant.table()
            for form in ("md", "json", "latex"):
                assert "retracted" in FORMATS[form](table).decode(), form

    def test_one_that_is_learned_later_is_taken_over(self, shelf):
        shelf.put(x_xml=jats())
        shelf.build()
        assert shelf.ask("Which oxides give more than 600 mAh/g?").citations[0].standing is None
        shelf.put(works_json=json.dumps(self.WORKS))
        assert shelf.build().updated == 1
        assert shelf.ask("Which oxides give more than 600 mAh/g?").citations[0].standing == "retracted"

    def test_the_manifest_may_say_it(self, shelf):
        shelf.put(x_xml=jats(), manifest_csv="file,doi,title,year,standing,notice\nx.xml,,,,corrected,10.1234/n\n")
        shelf.build()
        assert shelf.ask("Which oxides give more than 600 mAh/g?").citations[0].standing == "corrected"


class TestStrangers:
    def test_a_paper_that_takes_too_long_is_named_and_the_others_are_read(self, shelf):
        hard = ("(Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)O delivers 650 mAh g-1 after 300 cycles at 0.1 A g-1 " * 24 + ". ") * 400
        shelf.put(a_txt=hard, b_txt=MORE)
        report = shelf.build(limits=Limits(seconds=25.0))
        assert [failure["path"].rsplit("/", 1)[-1] for failure in report.failed] == ["a.txt"]
        assert "took more than 25 s and was stopped" in report.failed[0]["error"]
        assert report.added == 2 - 1

    def test_a_library_is_read_with_its_files(self, shelf):
        shelf.put(x_xml=jats(doi=None))
        shelf.put(library_bib=f"@article{{a, title={{{TITLE}}}, doi={{10.1234/a}}, year=2024, file={{x.xml}}}}")
        report = shelf.build(shelf.folder / "library.bib")
        assert report.documents == 1
        assert shelf.ask("Which oxides give more than 600 mAh/g?").citations[0].doi == "10.1234/a"
