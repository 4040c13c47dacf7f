"""Open papers are fetched politely, kept, taken up again; whatever errs is named, and nothing private is asked."""

import csv
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
import registers as r

from hemkg.errors import FetchFailure, InputError
from hemkg.sources.fetching import Addresses, client_for, dois_of, fetch
from hemkg.sources.inputs import discover
from hemkg.sources.polite import Manners, PoliteClient

A, B = "10.1234/a", "10.1234/b"


class Net:
    """Registers on loopback, and a client that writes down its waits in place of waiting."""

    def __init__(self, address, served, folder):
        self.address, self.served, self.folder = address, served, folder
        self.waits = []
        self.at = Addresses(*(f"{address}/{name}" for name in ("crossref", "openalex", "europepmc", "arxiv")))

    def client(self, **manners):
        usual = {"pause": 0.0, "timeout": 2.0, "use_proxies": False, "mail": "me@example.org"}
        client = client_for(self.folder, self.at, Manners(**(usual | manners)))
        client.manners.pauses.update({self.address.removeprefix("http://"): manners.get("pause", 0.0)})
        client._sleep = self.waits.append
        return client

    def fetch(self, *dois, **options):
        manners = options.pop("manners", {})
        with self.client(**manners) as client:
            return fetch(dois, self.folder, client, addresses=self.at, **options)

    def work(self, doi, *, number=None, pdf=None, licence=None, **more):
        """Let the registers know a work."""
        self.served[f"/crossref/works/{doi}"] = r.crossref(doi, **more)
        self.served[f"/openalex/works/doi:{doi}"] = r.openalex(doi, pdf, licence)
        self.served[f'/europepmc/search?query=DOI:"{doi}"'] = r.europepmc(r.epmc_work(doi, number))
        if number:
            self.served[f"/europepmc/{number}/fullTextXML"] = r.JATS % doi

    def rows(self):
        with (self.folder / "manifest.csv").open(encoding="utf-8", newline="") as opened:
            return {row["doi"]: row for row in csv.DictReader(opened)}


@pytest.fixture
def net(tmp_path):
    with r.serving() as (address, served):
        yield Net(address, served, tmp_path / "fetched")


class TestWhatIsFetched:
    def test_the_jats_of_europe_pmc_with_its_licence(self, net):
        net.work(A, number="PMC1")
        report = net.fetch(A)
        assert (report.works, report.fetched, report.failed) == (1, 1, [])
        row = net.rows()[A]
        assert (row["file"], row["licence"], row["year"]) == ("papers/10.1234-a.xml", "CC BY", "2024")
        assert (row["title"], row["authors"], row["venue"]) == ("An invented oxide a", "Li, Wei", "J. Invented Sources")
        assert (net.folder / row["file"]).read_text() == r.JATS % A

    def test_else_the_pdf_that_openalex_names(self, net):
        net.served["/oa/a.pdf"] = r.PDF
        net.work(A, pdf=f"{net.address}/oa/a.pdf", licence="cc-by-nc")
        assert net.fetch(A).fetched == 1
        assert (net.rows()[A]["file"], net.rows()[A]["licence"]) == ("papers/10.1234-a.pdf", "CC BY-NC")

    def test_else_the_title_alone(self, net):
        net.work(A)
        report = net.fetch(A)
        assert (report.fetched, report.titles) == (0, 1)
        assert net.rows()[A]["file"] == ""

    def test_no_text_without_an_open_licence(self, net):
        net.served["/oa/a.pdf"] = r.PDF
        net.work(A, pdf=f"{net.address}/oa/a.pdf", licence=None)
        report = net.fetch(A)
        assert (report.titles, report.remarks) == (
            1, [f"{A} is free to read and names no open licence; its text was not fetched."]
        )  # fmt: skip
        assert "/oa/a.pdf" not in net.served.asked

    def test_a_preprint_of_arxiv_with_the_licence_that_its_harvesting_tells(self, net):
        net.served["/arxiv/api/query?id_list=2301.01234"] = r.atom("2301.01234")
        net.served["/arxiv/oai2"] = r.oai("http://creativecommons.org/licenses/by/4.0/")
        net.served["/arxiv/pdf/2301.01234"] = r.PDF
        assert net.fetch(*dois_of(["arXiv:2301.01234"])).fetched == 1
        row = net.rows()["10.48550/arxiv.2301.01234"]
        assert (row["licence"], row["year"], row["authors"]) == ("CC BY 4.0", "2023", "Wei Li")

    def test_no_preprint_under_arxivs_own_licence(self, net):
        net.served["/arxiv/api/query?id_list=2301.01234"] = r.atom("2301.01234")
        net.served["/arxiv/oai2"] = r.oai("http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
        report = net.fetch("10.48550/arxiv.2301.01234")
        assert (report.titles, report.fetched) == (1, 0)

    def test_works_that_a_query_finds_by_turns_and_no_more_than_wanted(self, net):
        for doi in (A, B, "10.1234/c"):
            net.work(doi)
        net.served["/openalex/works"] = {"meta": {"count": 2}, "results": [r.openalex(A), r.openalex("10.1234/c")]}
        net.served["/europepmc/search?resultType=lite"] = r.europepmc(r.epmc_work(B), r.epmc_work(A))
        net.served["/arxiv/api/query"] = r.atom("2301.01234")
        report = net.fetch(query="high-entropy oxide", limit=2)
        assert list(net.rows()) == [A, B]
        assert report.works == 2

    def test_a_retraction_is_taken_over_with_its_notice(self, net):
        net.work(A, number="PMC1", **{"updated-by": [{"DOI": "10.1234/n", "type": "retraction"}]})
        net.fetch(A)
        assert (net.rows()[A]["standing"], net.rows()[A]["notice"]) == ("retracted", "10.1234/n")

    def test_a_preprint_is_named_with_what_it_became(self, net):
        net.work(A, relation={"is-preprint-of": [{"id-type": "doi", "id": "10.1234/B", "asserted-by": "subject"}]})
        assert net.fetch(A).remarks == [f"{A} is a preprint of {B}; fetch that one too."]

    def test_build_reads_the_folder(self, net):
        net.work(A, number="PMC1", **{"updated-by": [{"DOI": "10.1234/n", "type": "correction"}]})
        net.work(B)
        net.fetch(A, B)
        file, title = discover([net.folder])
        assert (Path(file.path).name, file.bibliography.standing) == ("10.1234-a.xml", "Corrected")
        assert title.title.bibliography.doi == B


class TestManners:
    def test_whoever_asks_says_who_it_is(self, net):
        net.work(A)
        net.fetch(A)
        assert all("hemkg/" in agent and "mailto:me@example.org" in agent for agent in net.served.agents)
        assert any("mailto=me%40example.org" in path for path in net.served.asked)

    def test_a_host_is_asked_no_more_often_than_its_pause_allows(self, net):
        net.work(A, number="PMC1")
        net.fetch(A, manners={"pause": 5.0})
        waits = [wait for wait in net.waits if wait > 1]
        assert len(waits) == len(net.served.asked) - 1
        assert all(4 < later - before <= 5 for before, later in pairwise(waits))

    def test_a_wait_that_is_asked_for_is_waited(self, net):
        net.work(A)
        net.served[f"/crossref/works/{A}"] = [r.status(429, Retry_After="17"), r.crossref(A)]
        assert net.fetch(A).titles == 1
        assert 17.0 in net.waits

    def test_a_date_that_is_asked_for_is_waited_for(self, net):
        net.work(A)
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=60))
        net.served[f"/crossref/works/{A}"] = [r.status(503, Retry_After=until), r.crossref(A)]
        net.fetch(A)
        assert any(50 < wait <= 60 for wait in net.waits)

    def test_nobody_waits_for_hours(self, net):
        net.work(A)
        net.served[f"/crossref/works/{A}"] = r.status(429, Retry_After="7200")
        assert "asks to be left alone for 7200 s; try again later." in net.fetch(A).failed[0]["error"]
        assert net.waits == []

    def test_an_answer_is_kept_and_not_asked_for_again(self, net):
        net.work(A)
        net.fetch(A)
        before = len(net.served.asked)
        (net.folder / "manifest.csv").unlink()
        assert net.fetch(A).titles == 1
        assert len(net.served.asked) == before

    def test_a_kept_answer_that_is_damaged_is_asked_for_again(self, net):
        net.work(A)
        net.fetch(A)
        for kept in (net.folder / ".fetched").iterdir():
            kept.write_bytes(kept.read_bytes()[:-5])
        (net.folder / "manifest.csv").unlink()
        assert net.fetch(A).titles == 1

    def test_a_run_that_was_stopped_goes_on_where_it_was(self, net):
        net.work(A, number="PMC1")
        net.work(B, number="PMC2")

        def stop(doi, report):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            net.fetch(A, B, progress=stop)
        asked = len(net.served.asked)
        report = net.fetch(A, B)
        assert (report.unchanged, report.fetched) == (1, 1)
        assert not [path for path in net.served.asked[asked:] if "PMC1" in path]


class TestWhatErrs:
    @pytest.mark.parametrize(
        "failure",
        [r.status(500), r.status(429), r.truncated(b'{"message": '), r.slow(0.6), "<html>down for maintenance</html>"],
        ids=["500", "429", "truncated", "slow", "another kind"],
    )
    def test_is_asked_again(self, net, failure):
        net.work(A)
        net.served[f"/crossref/works/{A}"] = [failure, r.crossref(A)]
        began = time.monotonic()
        assert net.fetch(A, manners={"longest": 1.0}).titles == 1
        assert time.monotonic() - began < 15  # the slow one would take thirty seconds
        assert sum(f"/crossref/works/{A.replace('/', '%2F')}" in path for path in net.served.asked) == 2

    @pytest.mark.parametrize(
        "failure", [r.status(500), r.truncated(b"{"), "no JSON"], ids=["500", "truncated", "words"]
    )
    def test_again_and_again_is_named_and_the_others_are_fetched(self, net, failure):
        net.work(A)
        net.work(B, number="PMC2")
        for name in (f"/crossref/works/{A}", f"/openalex/works/doi:{A}", f'/europepmc/search?query=DOI:"{A}"'):
            net.served[name] = failure
        report = net.fetch(A, B)
        assert (report.works, report.fetched, [f["doi"] for f in report.failed]) == (2, 1, [A])
        assert report.failed[0]["error"].endswith("try again later.")
        assert len(net.waits) >= 3

    def test_a_host_that_only_fails_is_left_alone(self, net):
        dois = [f"10.1234/{n}" for n in range(12)]
        for doi in dois:
            net.served[f"/crossref/works/{doi}"] = r.status(500)
        with net.client(tries=3) as client:
            for doi in dois:
                with pytest.raises(FetchFailure):
                    client.get(f"{net.address}/crossref/works/{doi}")
        assert len(net.served.asked) == 9

    def test_a_doi_that_nobody_knows_is_named(self, net):
        assert net.fetch(A).failed == [{"doi": A, "error": f"{A} is known to no register; check it."}]

    def test_a_text_that_is_cut_short_is_not_taken(self, net):
        net.work(A, number="PMC1")
        net.served["/europepmc/PMC1/fullTextXML"] = (r.JATS % A)[:-30]
        report = net.fetch(A, manners={"tries": 2})
        assert len(report.failed) == 1
        assert not list((net.folder / "papers").iterdir())

    def test_a_login_page_called_pdf_is_not_taken(self, net):
        net.served["/oa/a.pdf"] = "<html>Please log in</html>"
        net.work(A, pdf=f"{net.address}/oa/a.pdf", licence="cc-by")
        assert len(net.fetch(A, manners={"tries": 2}).failed) == 1

    def test_what_is_too_large_is_not_taken(self, net):
        net.work(A)
        net.served[f"/crossref/works/{A}"] = b"[" + b" " * 3000000 + b"]"
        net.fetch(A, manners={"largest": 2**20})
        with net.client(largest=2**20) as client, pytest.raises(FetchFailure, match="larger than 1 MB"):
            client.get(f"{net.address}/crossref/works/{A}")

    def test_a_register_that_cannot_be_asked_for_a_query_is_named(self, net):
        net.work(A)
        net.served["/openalex/works"] = r.status(500)
        net.served["/europepmc/search?resultType=lite"] = r.europepmc(r.epmc_work(A))
        net.served["/arxiv/api/query"] = r.atom("x", "")
        report = net.fetch(query="oxide", manners={"tries": 2})
        assert [failure["doi"] for failure in report.failed] == ["query to OpenAlex"]
        assert report.works == report.fetched + report.titles + report.unchanged + len(report.failed)

    def test_a_word_that_is_no_doi_is_refused(self):
        with pytest.raises(InputError, match="is no DOI; write it like"):
            dois_of(["high-entropy"])


class TestWhereItMayGo:
    def test_a_redirect_on_the_same_host_is_followed(self, net):
        net.work(A, number="PMC1")
        net.served["/europepmc/PMC1/fullTextXML"] = r.status(302, Location="/europepmc/moved")
        net.served["/europepmc/moved"] = r.JATS % A
        assert net.fetch(A).fetched == 1

    @pytest.mark.parametrize(
        "place",
        ["http://127.0.0.1:1/x", "http://localhost:1/x", "http://169.254.169.254/latest/meta-data", "http://[::1]/x",
         "http://10.0.0.1/", "file:///etc/hostname", "ftp://example.org/x", "http://2130706433/", "//127.0.0.1:1/x"],
    )  # fmt: skip
    def test_a_redirect_to_a_private_address_is_not(self, net, place):
        net.served["/oa/a.pdf"] = r.status(302, Location=place)
        with net.client() as client, pytest.raises(FetchFailure, match="it is left out") as failed:
            client.get(f"{net.address}/oa/a.pdf")
        assert "private address" in str(failed.value) or "no address on the web" in str(failed.value)

    def test_another_service_of_the_same_machine_is_private(self, net):
        with r.serving() as (other, asked):
            net.served["/oa/a.pdf"] = r.status(302, Location=f"{other}/secret")
            net.work(A, pdf=f"{net.address}/oa/a.pdf", licence="cc-by")
            assert "private address" in net.fetch(A).failed[0]["error"]
            assert asked.asked == []

    def test_a_register_that_names_a_private_address_is_not_obeyed(self, net):
        with r.serving() as (other, asked):
            net.work(A, pdf=f"{other}/secret.pdf", licence="cc-by")
            assert "private address" in net.fetch(A).failed[0]["error"]
            assert asked.asked == []

    def test_a_name_that_turns_private_after_it_was_looked_up_is_not_believed(self, net, monkeypatch):
        with r.serving() as (other, _), net.client() as client:
            monkeypatch.setattr(client, "_addresses", lambda host: ["8.8.8.8"])
            with pytest.raises(FetchFailure, match="answered from a private address"):
                client.get(f"{other}/secret")

    def test_redirects_in_a_circle_end(self, net):
        net.served["/oa/a.pdf"] = r.status(302, Location="/oa/a.pdf")
        with net.client() as client, pytest.raises(FetchFailure, match="leads on and on"):
            client.get(f"{net.address}/oa/a.pdf")


@pytest.mark.parametrize("doi", ["10.1234/../../x", "10.1234/%2e%2e/x", "10.1234/a\\..\\b", "10.1234/.hidden"])
def test_no_doi_writes_outside_the_folder(net, doi):
    net.work(doi, number="PMC1")
    before = {path for path in net.folder.parent.rglob("*") if path.is_file()}
    net.fetch(doi)
    written = {path for path in net.folder.parent.rglob("*") if path.is_file()} - before
    assert all(path.resolve().is_relative_to(net.folder.resolve()) for path in written)
    assert all(path.parent.name in {"papers", ".fetched", "fetched"} for path in written)


def test_what_registers_say_is_plain_text_in_the_manifest(net):
    net.work(A, title=['=HYPERLINK("x")<script>alert(1)</script>\n"quoted", and more'])
    net.fetch(A)
    assert net.rows()[A]["title"] == '=HYPERLINK("x")alert(1) "quoted", and more'


def test_the_command_fetches_from_the_registers_that_are_named(net, monkeypatch, capsys):
    from hemkg.cli import options, reading

    net.work(A)
    for name in ("crossref", "openalex", "europepmc", "arxiv"):
        monkeypatch.setenv(f"HEMKG_{name.upper()}", f"{net.address}/{name}")
    monkeypatch.setenv("HEMKG_MAIL", "me@example.org")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(PoliteClient, "_wait_for_turn", lambda self, url: None)
    assert reading.fetch([A], None, 20, net.folder, None, options.ReportFormat.JSON) == 0
    assert json.loads(capsys.readouterr().out)["titles"] == 1
