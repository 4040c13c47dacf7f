"""What a manifest is and what it refuses to be."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from hemkg.errors import HemkgError
from hemkg.model.paper import Bibliography, BlockKind
from hemkg.sources import manifest as manifest_module
from hemkg.sources.manifest import Manifest, TitleEntry, read_manifest, title_paper

HEAD = "file,doi,title,year,venue,origin,licence\n"


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "manifest.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def listed(written):
    return lambda rows: read_manifest(written(HEAD + rows))


def refused(path: Path) -> str:
    with pytest.raises(HemkgError) as caught:
        read_manifest(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


class TestWhatIsKnownOfAFile:
    def test_every_field_of_its_row(self, listed):
        manifest = listed("papers/heo.md,10.1038/x,A title,2018,Nature,digest,CC BY 4.0\n")
        assert manifest.bibliography_for("papers/heo.md") == Bibliography(
            doi="10.1038/x", title="A title", year=2018, venue="Nature", origin="digest", licence="CC BY 4.0"
        )

    def test_an_empty_field_is_not_known(self, listed):
        assert listed("a.md,,,,,,\n").bibliography_for("a.md") == Bibliography()

    def test_a_file_that_no_row_names_is_not_known(self, listed):
        assert listed("a.md,,,,,,\n").bibliography_for("b.md") is None

    def test_it_is_found_by_the_last_part_of_its_path(self, listed):
        assert listed("papers/a.md,,,2020,,,\n").bibliography_for("a.md").year == 2020

    def test_two_files_of_one_name_are_told_apart_by_their_folders(self, listed):
        manifest = listed("x/a.md,,,2020,,,\ny/a.md,,,2021,,,\n")
        assert manifest.bibliography_for("y/a.md").year == 2021
        assert manifest.bibliography_for("a.md") is None

    def test_a_path_written_on_windows_is_the_same_path(self, listed):
        assert listed("papers\\a.md,,,2020,,,\n").bibliography_for("papers/a.md").year == 2020

    @pytest.mark.parametrize(
        "said", ["10.1039/D5EE05507E", "https://doi.org/10.1039/d5ee05507e", "doi: 10.1039/d5ee05507e"]
    )
    def test_a_doi_is_kept_bare_and_in_lower_case(self, listed, said):
        assert listed(f"a.md,{said},,,,,\n").bibliography_for("a.md").doi == "10.1039/d5ee05507e"

    def test_a_title_may_hold_commas_and_line_ends(self, listed):
        manifest = listed('a.md,,"Oxides (Mg, Co)O,\n as anodes",,,,\n')
        assert manifest.bibliography_for("a.md").title == "Oxides (Mg, Co)O, as anodes"

    def test_columns_may_come_in_any_order_and_with_others(self, written):
        manifest = read_manifest(written("note,year,title,doi,file\nread,2020,,,a.md\n"))
        assert manifest.bibliography_for("a.md").year == 2020

    def test_a_byte_order_mark_and_blank_rows_do_not_matter(self, written):
        manifest = read_manifest(written(b"\xef\xbb\xbf" + HEAD.encode() + b"\r\n,,,,,,\r\na.md,,,2020,,,\r\n"))
        assert [row.file for row in manifest.rows] == ["a.md"]

    def test_a_manifest_does_not_change(self, listed):
        with pytest.raises(FrozenInstanceError):
            listed("a.md,,,,,,\n").rows = ()


class TestWorksWithoutAFile:
    def test_are_the_rows_without_one_in_order(self, listed):
        manifest = listed(",,Second,,,,\na.md,,With a file,,,,\n,,First,,,,\n")
        assert [entry.title for entry in manifest.title_only()] == ["Second", "First"]

    def test_are_of_origin_title_unless_the_row_says_otherwise(self, listed):
        entries = listed(",,One,,,,\n,,Two,,,library,\n").title_only()
        assert [entry.bibliography.origin for entry in entries] == ["title", "library"]

    def test_two_works_may_share_a_title_if_their_dois_differ(self, listed):
        assert len(listed(",10.1000/1,High-entropy oxides,,,,\n,10.1000/2,High-entropy oxides,,,,\n").title_only()) == 2

    def test_one_file_may_be_listed_beside_another_of_the_same_work(self, listed):
        assert len(listed("a.pdf,10.1000/1,,,,,\na.xml,10.1000/1,,,,,\n").rows) == 2


class TestATitleAsAPaper:
    entry = TitleEntry(
        "NiCo2Se4 as an anode material", Bibliography(doi="10.1016/j.x.2020.1", title="NiCo2Se4 …", year=2020)
    )

    def test_its_text_is_the_title_and_one_block_of_it(self):
        paper = title_paper(self.entry)
        (block,) = paper.blocks
        assert block.kind is BlockKind.TITLE
        assert paper.quote(block.span) == paper.text == "NiCo2Se4 as an anode material"

    def test_it_is_named_by_its_doi(self):
        paper = title_paper(self.entry)
        assert (paper.paper_id, paper.source.name) == ("doi:10.1016/j.x.2020.1", "10.1016-j.x.2020.1")

    def test_without_a_doi_it_is_named_by_its_words_and_a_digest(self):
        paper = title_paper(TitleEntry("Anodes of (Mg, Co)O: a study of many cycles", Bibliography()))
        assert paper.paper_id.startswith("sha:")
        assert paper.source.name.startswith("anodes-of-mg-co-o-")

    def test_its_name_stays_when_the_title_is_written_a_little_differently(self):
        names = {
            title_paper(TitleEntry(title, Bibliography())).source.name
            for title in ("High-entropy oxide anodes", "High-Entropy Oxide  Anodes.")
        }
        assert len(names) == 1

    def test_it_says_where_it_comes_from(self):
        source = title_paper(self.entry).source
        assert source.media_type == "text/x-title"
        assert source.path == "manifest.csv#10.1016-j.x.2020.1"

    def test_a_corrected_year_changes_its_digest_and_not_its_name(self):
        later = TitleEntry(self.entry.title, Bibliography(doi="10.1016/j.x.2020.1", title="NiCo2Se4 …", year=2021))
        before, after = title_paper(self.entry).source, title_paper(later).source
        assert before.name == after.name
        assert before.sha256 != after.sha256

    def test_a_title_in_another_script_has_a_name_too(self):
        assert len(title_paper(TitleEntry("高熵氧化物", Bibliography())).source.name) == 8


class TestWhatIsRefused:
    def test_no_file(self, tmp_path):
        assert "cannot be read" in refused(tmp_path / "none.csv")

    def test_a_folder(self, tmp_path):
        assert "cannot be read" in refused(tmp_path)

    @pytest.mark.parametrize("text", ["", "\n", "a.md,10.1000/1\n", "file;doi;title;year\n"])
    def test_a_table_without_the_columns(self, written, text):
        assert "no column file" in refused(written(text))

    def test_a_table_without_one_column(self, written):
        assert "has no column year;" in refused(written("file,doi,title\n"))

    def test_a_year_that_is_no_number(self, written):
        assert "line 3, has the year 'in press'" in refused(written(HEAD + "a.md,,,,,,\nb.md,,,in press,,,\n"))

    @pytest.mark.parametrize("year", ["20", "20205", "1066", "２０２０", "2020.0"])
    def test_a_number_that_is_no_year(self, written, year):
        assert f"the year '{year}'" in refused(written(HEAD + f"a.md,,,{year},,,\n"))

    @pytest.mark.parametrize("doi", ["s41427-023-00502-y", "10.1039", "see 10.1039/x", "10.1039/x y"])
    def test_a_doi_that_is_none(self, written, doi):
        assert f"the DOI '{doi}'" in refused(written(HEAD + f"a.md,{doi},,,,,\n"))

    def test_a_file_named_twice(self, written):
        assert "names a.md in lines 2 and 4" in refused(written(HEAD + "a.md,,,,,,\nb.md,,,,,,\n./a.md,,,,,,\n"))

    @pytest.mark.parametrize(
        "rows",
        [
            ",10.1000/1,One,,,,\n,10.1000/1,Two,,,,\n",
            ",,High-entropy oxides,,,,\n,,High-Entropy Oxides.,,,,\n",
            ",10.1000/1,One,,,,\na.md,10.1000/1,,,,,\n",
            "a.md,10.1000/1,One,,,,\n,,One,,,,\n",
        ],
    )
    def test_a_work_without_a_file_that_another_row_names(self, written, rows):
        assert "lists one work in lines" in refused(written(HEAD + rows))

    def test_a_row_that_names_nothing(self, written):
        assert "line 2, names neither a file nor a title" in refused(written(HEAD + ",10.1000/1,,2020,,,\n"))

    def test_a_row_with_a_comma_too_many(self, written):
        assert "8 fields for 7 columns" in refused(written(HEAD + "a.md,,Oxides, sulfides,2020,,,\n"))

    @pytest.mark.parametrize("row", ['a.md,,"never closed,2020,,,\n', 'a.md,,"closed"early,2020,,,\n'])
    def test_a_quote_out_of_place(self, written, row):
        assert "is no CSV" in refused(written(HEAD + row))

    def test_bytes_that_are_no_utf8(self, written):
        assert "not UTF-8 at byte" in refused(written(HEAD.encode() + "a.md,,Ångström,,,,\n".encode("cp1252")))

    def test_bytes_that_are_no_text(self, written):
        assert "binary data" in refused(written(HEAD + "a.md,,\x00,,,,\n"))

    def test_a_file_that_is_too_large(self, written, monkeypatch):
        monkeypatch.setattr(manifest_module, "LARGEST", 1024)
        assert "larger than" in refused(written(HEAD + "x" * 2000))

    def test_more_rows_than_anyone_has(self, written, monkeypatch):
        monkeypatch.setattr(manifest_module, "MOST_ROWS", 2)
        assert "more than 2 rows" in refused(written(HEAD + "a,,,,,,\nb,,,,,,\nc,,,,,,\n"))


def test_an_empty_manifest_knows_nothing():
    manifest = Manifest("manifest.csv", ())
    assert manifest.title_only() == ()
    assert manifest.bibliography_for("a.md") is None
