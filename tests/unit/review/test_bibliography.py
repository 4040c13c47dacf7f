"""BibTeX and CSL-JSON: what is known of a work and nothing else."""

import json
import re

from hemkg.review.bibliography import bibtex, csl, keys, short_name, written
from hemkg.review.tables import Work

WU = Work("urn:1", "wu", "The Fe3O4--C & 50% case", "10.1/x{y}%", 2020, "Nano Lett.", ("Wu, Chao", "Müller, Ö."))
BARE = Work("urn:2", "scan")


def test_a_work_has_the_fields_that_are_known():
    assert bibtex([BARE]) == "@misc{scan,\n  note = {known by the name of its file only: scan},\n}\n"
    assert re.findall(r"^  (\w+) =", bibtex([WU]), re.MULTILINE) == ["author", "title", "journal", "year", "doi", "url"]


def test_signs_of_latex_are_escaped_and_formulas_set():
    text = bibtex([WU])
    assert r"Fe\textsubscript{3}O\textsubscript{4}-{}-C \& 50\% case" in text
    assert r"M\"{u}ller, \"{O}." in text
    assert "10.1/x%7By%7D%25" in text


def test_braces_are_balanced_whatever_the_title():
    for title in ("{{", "}", "\\", "a}{b", "% {"):
        text = bibtex([Work("urn:1", "d", title)])
        plain = re.sub(r"\\[{}]", "", text)
        assert plain.count("{") == plain.count("}")


def test_keys_begin_with_a_letter_and_are_told_apart():
    twins = [Work("urn:1", "a", "New anodes", year=2020), Work("urn:2", "b", "New anodes", year=2020)]
    assert keys(twins) == {"urn:1": "new2020a", "urn:2": "new2020b"}
    assert keys([WU])["urn:1"] == "wu2020fe"


def test_keys_do_not_depend_on_the_order():
    assert keys([WU, BARE]) == keys([BARE, WU])


def test_csl_names_people_with_family_and_given_parts():
    assert csl([WU])[0]["author"] == [{"family": "Wu", "given": "Chao"}, {"family": "Müller", "given": "Ö."}]
    note = "known by the name of its file only: scan"
    assert csl([BARE]) == [{"id": "scan", "type": "document", "note": note}]


def test_a_work_without_authors_goes_by_its_title():
    assert short_name(Work("urn:1", "d", "High entropy oxides", year=2018)) == "High entropy oxides 2018"
    assert short_name(WU) == "Wu et al. 2020"


def test_a_year_alone_is_no_key():
    assert keys([Work("urn:1", "fe-anode", doi="10.1/x", year=2022)]) == {"urn:1": "feanode"}


def test_the_ending_of_a_name_says_how_works_are_written():
    assert json.loads(written([WU], "works.JSON"))[0]["id"] == "wu2020fe"
    assert written([WU], "works.bib").decode().startswith("@")
