"""Bibliography files are ways in: what they know of works, and which files are the works'."""

import json
import sqlite3
from pathlib import Path

import pytest

from hemkg.errors import InputError
from hemkg.sources.csl import read_csl
from hemkg.sources.inputs import discover, find_inputs
from hemkg.sources.libraries import read_library

BIBTEX = r"""
@article{fe2024, title = {{High-entropy} {Fe}$_{2}$O$_3$ \& the $\gamma$-phase of an oxide},
  author = {M{\"u}ller, Hans and Li, Wei}, year = 2024, journal = {J. Invented Sources}, doi = {10.1234/FE\_2024},
  file = {Full Text:files/2/fe.pdf:application/pdf;Snapshot:files/3/fe.html:text/html}}
@article{tin2023, title = {Tin alloys that nobody attached}, date = {2023-05-01}, url = {https://doi.org/10.1234/tin}}
"""
RIS = """TY  - JOUR
TI  - A spinel of five cations
T2  - J. Invented Sources
AU  - Li, Wei
PY  - 2022/05/01
DO  - 10.1234/spinel
L1  - files/2/spinel.pdf
ER  -

"""
CSL = [
    {
        "id": "a", "type": "article-journal", "title": "A rock salt of <sub>five</sub> cations", "DOI": "10.1234/ROCK",
        "container-title": "J. Invented Sources", "issued": {"date-parts": [["2021", 3]]},
        "author": [{"family": "Li", "given": "Wei"}, {"literal": "The Group"}],
    },
]  # fmt: skip


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def zotero(folder: Path) -> Path:
    """Make a library with Zotero's tables: one work with a stored file, one without, one in the bin."""
    path = folder / "zotero.sqlite"
    with sqlite3.connect(path) as made:
        made.executescript("""
            CREATE TABLE itemTypes (itemTypeID INTEGER PRIMARY KEY, typeName TEXT);
            CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT, key TEXT);
            CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT);
            CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value);
            CREATE TABLE itemData (itemID INT, fieldID INT, valueID INT);
            CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT);
            CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
            CREATE TABLE itemCreators (itemID INT, creatorID INT, creatorTypeID INT, orderIndex INT);
            CREATE TABLE itemAttachments (itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT, path TEXT);
            CREATE TABLE deletedItems (itemID INTEGER PRIMARY KEY);
            INSERT INTO itemTypes VALUES (1, 'journalArticle'), (2, 'attachment');
            INSERT INTO items VALUES (1, 1, 'AAAA'), (2, 1, 'BBBB'), (3, 1, 'CCCC'), (4, 2, 'DDDD');
            INSERT INTO fields VALUES (1, 'title'), (2, 'DOI'), (3, 'date'), (4, 'publicationTitle');
            INSERT INTO itemDataValues VALUES (1, 'A stored oxide of five cations'), (2, '10.1234/stored'),
                (3, '2020-05-00 5/2020'), (4, 'J. Invented Sources'), (5, 'A title alone'), (6, 'A work in the bin');
            INSERT INTO itemData VALUES (1, 1, 1), (1, 2, 2), (1, 3, 3), (1, 4, 4), (2, 1, 5), (3, 1, 6);
            INSERT INTO creators VALUES (1, 'Wei', 'Li'), (2, 'Hans', 'Huber');
            INSERT INTO creatorTypes VALUES (1, 'author');
            INSERT INTO itemCreators VALUES (1, 2, 1, 1), (1, 1, 1, 0);
            INSERT INTO itemAttachments VALUES (4, 1, 0, 'storage:paper.txt');
            INSERT INTO deletedItems VALUES (3);""")
    made.close()
    return path


class TestBibTeX:
    def test_tells_a_work_in_plain_words(self, tmp_path):
        known = read_library(written(tmp_path, "library.bib", BIBTEX)).records[0].bibliography
        assert known.title == "High-entropy Fe2O3 & the γ-phase of an oxide"
        assert (known.doi, known.year, known.venue) == ("10.1234/fe_2024", 2024, "J. Invented Sources")
        assert known.authors == ("Müller, Hans", "Li, Wei")

    def test_names_the_files_that_are_there(self, tmp_path):
        written(tmp_path, "files/2/fe.pdf", "x")
        library = read_library(written(tmp_path, "library.bib", BIBTEX))
        assert library.records[0].files == (str(tmp_path / "files/2/fe.pdf"),)
        assert [remark for remark in library.remarks if "files/3/fe.html is not there" in remark]

    def test_a_broken_entry_is_an_error_and_the_others_are_read(self, tmp_path):
        broken = BIBTEX + "@article{cut, title = {never closed\n@article{end, title = {The last one of them}}\n"
        records = read_library(written(tmp_path, "library.bib", broken)).records
        assert [r.bibliography.title for r in records if not r.error][-1] == "The last one of them"
        assert [r.error for r in records if r.error] == ["is no well-formed BibTeX entry; check its braces and commas"]

    def test_two_works_of_one_key_are_two_works(self, tmp_path):
        twice = "@article{a, title={The first of two}}\n@article{a, title={The second of two}}"
        titles = [r.bibliography.title for r in read_library(written(tmp_path, "library.bib", twice)).records]
        assert titles == ["The first of two", "The second of two"]


def test_ris_tells_a_work_and_its_file(tmp_path):
    written(tmp_path, "files/2/spinel.pdf", "x")
    record = read_library(written(tmp_path, "library.ris", RIS)).records[0]
    known = record.bibliography
    assert (known.doi, known.year, known.title) == ("10.1234/spinel", 2022, "A spinel of five cations")
    assert (known.venue, known.authors) == ("J. Invented Sources", ("Li, Wei",))
    assert record.files == (str(tmp_path / "files/2/spinel.pdf"),)


def test_csl_tells_a_work_without_its_markup(tmp_path):
    known = read_library(written(tmp_path, "library.json", json.dumps(CSL))).records[0].bibliography
    assert (known.doi, known.year, known.title) == ("10.1234/rock", 2021, "A rock salt of five cations")
    assert known.authors == ("Li, Wei", "The Group")


def test_zotero_tells_works_with_authors_in_order_and_leaves_the_bin(tmp_path):
    written(tmp_path, "storage/DDDD/paper.txt", "x")
    library = read_library(zotero(tmp_path))
    assert [r.bibliography.title for r in library.records] == ["A stored oxide of five cations", "A title alone"]
    known = library.records[0].bibliography
    assert (known.doi, known.year, known.authors) == ("10.1234/stored", 2020, ("Li, Wei", "Huber, Hans"))
    assert library.records[0].files == (str(tmp_path / "storage/DDDD/paper.txt"),)


@pytest.mark.parametrize("journal", ["", "-wal", "-journal"])
def test_zotero_is_never_written(tmp_path, journal):
    path = zotero(tmp_path)
    if journal:
        path.with_name(path.name + journal).write_bytes(b"")
    before = path.read_bytes(), sorted(p.name for p in tmp_path.iterdir())
    read_library(path)
    assert (path.read_bytes(), sorted(p.name for p in tmp_path.iterdir())) == before


def test_a_database_that_is_none_is_said_in_one_sentence(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read as a Zotero library.*export it again\.$"):
        read_library(written(tmp_path, "zotero.sqlite", b"SQLite format 3\x00" + b"\x00" * 200))


@pytest.mark.parametrize("named", ["/etc/hostname", "../secret.txt", "files/../../secret.txt", "link.txt", "a\x00b"])
def test_no_file_outside_the_librarys_folder_is_opened(tmp_path, named):
    written(tmp_path, "secret.txt", "the secret of another folder")
    home = tmp_path / "library"
    home.mkdir()
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    library = read_library(written(home, "library.bib", f"@article{{a, title={{A title}}, file={{{named}}}}}"))
    assert library.records[0].files == ()
    assert len(library.remarks) == 1


class TestCrossref:
    def test_tells_that_a_work_was_retracted_and_by_which_notice(self):
        work = {
            "DOI": "10.1234/a",
            "title": ["A work"],
            "updated-by": [
                {"DOI": "10.1234/c", "type": "correction"},
                {"DOI": "10.1234/R", "type": "retraction", "source": "retraction-watch"},
            ],
        }
        known = read_csl(json.dumps({"status": "ok", "message": work}))[0].bibliography
        assert (known.standing, known.notice) == ("Retracted", "10.1234/r")

    def test_a_notice_among_the_works_marks_the_work_that_it_updates(self):
        works = [
            {
                "DOI": "10.1234/n",
                "title": "Correction to a work",
                "update-to": [{"DOI": "10.1234/A", "type": "erratum"}],
            },
            {"DOI": "10.1234/a", "title": "A work"},
        ]
        by_doi = {r.bibliography.doi: r.bibliography for r in read_csl(json.dumps(works))}
        assert (by_doi["10.1234/a"].standing, by_doi["10.1234/a"].notice) == ("Corrected", "10.1234/n")
        assert by_doi["10.1234/n"].standing is None

    def test_a_work_that_another_replaces_counts_as_corrected(self):
        relation = {"is-replaced-by": [{"id-type": "doi", "id": "10.1234/new", "asserted-by": "subject"}]}
        work = {"DOI": "10.1234/a", "title": "A work", "relation": relation}
        assert read_csl(json.dumps([work]))[0].bibliography.standing == "Corrected"

    def test_a_new_edition_changes_nothing(self):
        work = {"DOI": "10.1234/a", "title": "A work", "updated-by": [{"DOI": "10.1234/e", "type": "new_edition"}]}
        assert read_csl(json.dumps([work]))[0].bibliography.standing is None


class TestInputs:
    def test_a_library_gives_files_with_what_it_knows_and_titles(self, tmp_path):
        written(tmp_path, "files/2/fe.pdf", "x")
        by_file, title = discover([written(tmp_path, "library.bib", BIBTEX)])
        assert by_file.bibliography.doi == "10.1234/fe_2024"
        assert title.title.text == "Tin alloys that nobody attached"

    def test_a_folder_with_a_library_lends_its_files_what_the_library_knows(self, tmp_path):
        file = written(tmp_path, "files/2/fe.pdf", "x")
        written(tmp_path, "library.bib", BIBTEX)
        inputs = {i.path: i for i in discover([tmp_path])}
        assert inputs[str(file)].bibliography.year == 2024

    def test_files_beside_csl_are_found_by_zoteros_names(self, tmp_path):
        file = written(tmp_path, "Li - 2021 - A rock salt of five cations.txt", "x")
        library = written(tmp_path, "library.json", json.dumps(CSL))
        assert [(i.path, i.bibliography.doi) for i in discover([library])] == [(str(file), "10.1234/rock")]

    def test_json_that_is_no_library_is_left_alone_in_a_folder(self, tmp_path):
        written(tmp_path, "settings.json", '{"title": "of a window", "DOI": 3}')

        written(tmp_path, "a.txt", "A text.")
        assert [Path(i.path).name for i in discover([tmp_path])] == ["a.txt"]

    def test_a_broken_library_is_a_document_that_fails(self, tmp_path):
        assert discover([written(tmp_path, "library.json", "{")])[0].error.endswith("export it again.")

    def test_a_record_of_which_nothing_is_known_fails(self, tmp_path):
        found = discover([written(tmp_path, "library.bib", "@article{a, year=2020}")])
        assert found[0].error.endswith("complete or delete it.")

    def test_what_is_known_of_a_doi_is_known_without_a_file(self, tmp_path):
        written(tmp_path, "a.txt", "A text.")
        written(
            tmp_path,
            "works.json",
            json.dumps([{"DOI": "10.1234/A", "title": "T", "updated-by": [{"type": "retraction"}]}]),
        )
        assert find_inputs([tmp_path]).known["10.1234/a"].standing == "Retracted"


class TestBesideAFile:
    """A file that is given alone is lent what stands beside it, as one of a folder is."""

    def test_a_library_that_lists_the_file_tells_what_it_is(self, tmp_path):
        file = written(tmp_path, "files/2/fe.pdf", "%PDF")
        library = written(tmp_path / "files" / "2", "library.bib", BIBTEX.replace("files/2/", ""))
        found = find_inputs([file])
        assert [(i.path, i.bibliography.doi) for i in found.inputs] == [(str(file), "10.1234/fe_2024")]
        assert "10.1234/tin" in found.known
        assert not any("html" in i.path for i in discover([file]))
        library.unlink()
        assert discover([file])[0].bibliography is None

    def test_so_does_one_that_calls_it_by_name(self, tmp_path):
        file = written(tmp_path, "Li - 2021 - A rock salt of five cations.txt", "x")
        other = written(tmp_path, "b.txt", "x")
        written(tmp_path, "library.json", json.dumps(CSL))
        found = {i.path: i.bibliography for i in discover([file, other])}
        assert (found[str(file)].doi, found[str(other)]) == ("10.1234/rock", None)

    def test_a_relative_path_is_the_same_file(self, tmp_path, monkeypatch):
        written(tmp_path, "fe.pdf", "%PDF")
        written(tmp_path, "library.bib", BIBTEX.replace("files/2/", ""))
        monkeypatch.chdir(tmp_path)
        (found,) = discover([Path("fe.pdf")])
        assert (found.path, found.bibliography.doi) == ("fe.pdf", "10.1234/fe_2024")

    def test_its_other_works_were_not_asked_for(self, tmp_path):
        file = written(tmp_path, "a.txt", "x")
        written(tmp_path, "library.bib", BIBTEX)
        assert [i.path for i in discover([file])] == [str(file)]

    def test_a_broken_library_that_nobody_named_is_a_remark(self, tmp_path):
        file = written(tmp_path, "a.txt", "x")
        written(tmp_path, "library.bib", "@article{" * 3)
        written(tmp_path, "works.json", '{"title": "T", "DOI": ')
        found = find_inputs([file])
        assert [i.path for i in found.inputs] == [str(file)]
        assert all(i.error is None for i in found.inputs)
        assert any("works.json" in remark for remark in found.remarks)
