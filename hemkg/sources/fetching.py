"""Works by DOI or query from Crossref, Europe PMC, OpenAlex and arXiv into a folder that ``build`` reads.

Only open-access full texts are fetched; every row of the folder's manifest says under which licence.  The manifest is
written after each work, so that a run that was stopped is taken up where it was.  Run only where a user asks for it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from hemkg.errors import FetchFailure, HemkgError, InputError
from hemkg.model.paper import Bibliography
from hemkg.read.compose import find_doi, merged
from hemkg.sources import arxiv, crossref, europepmc, openalex
from hemkg.sources.manifest import COLUMNS, MORE_COLUMNS, Manifest, read_manifest
from hemkg.sources.offers import UNKNOWN, Copy, Told
from hemkg.sources.polite import Manners, PoliteClient, write_whole
from hemkg.sources.records import gravest
from hemkg.sources.whole import WHOLE, is_json, is_xml
from hemkg.vocab import terms

PAPERS = "papers"
MEMORY = ".fetched"
MANIFEST = "manifest.csv"
MOST_FOUND = 1000
ARXIV_PAUSE = 3.0  # seconds, as arXiv's terms of use ask


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the registers are asked; others can be named, such as a mirror."""

    crossref: str = "https://api.crossref.org"
    openalex: str = "https://api.openalex.org"
    europepmc: str = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    arxiv: str = "https://export.arxiv.org"


def client_for(folder: Path, addresses: Addresses, manners: Manners) -> PoliteClient:
    """Return the client that fetches into a folder: it keeps answers there, and trusts the registers' own hosts.

    Args:
        folder: where works go.
        addresses: where the registers are.
        manners: how they are asked; arXiv no more often than it wishes.
    """
    hosts = frozenset(urlsplit(getattr(addresses, one.name)).netloc for one in fields(Addresses))
    pauses = {urlsplit(addresses.arxiv).netloc: max(ARXIV_PAUSE, manners.pause), **manners.pauses}
    return PoliteClient(folder / MEMORY, replace(manners, pauses=pauses), trusted=hosts)


@dataclass(slots=True)
class FetchReport:
    """What a fetch did.  ``works`` is the sum of fetched, titles, unchanged and failed.

    Attributes:
        works: how many works were asked for or found.
        fetched: works whose open full text was fetched.
        titles: works of which there is no open full text; the manifest lists their titles.
        unchanged: works that were there before.
        failed: DOI and reason of each work that could not be had.
        remarks: what else a user should know, a sentence each.
    """

    works: int = 0
    fetched: int = 0
    titles: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


Progress = Callable[[str, FetchReport], None]


def dois_of(said: Sequence[str]) -> list[str]:
    """Return DOIs as they are compared, each once.

    Raises:
        InputError: if one is none.

    >>> dois_of(["https://doi.org/10.1039/D5EE05507E", "arXiv:2301.01234"])
    ['10.1039/d5ee05507e', '10.48550/arxiv.2301.01234']
    """
    found = []
    for one in said:
        number = re.fullmatch(r"(?i:arxiv:)(\S+?)(?:v\d+)?", one.strip())
        doi = f"{arxiv.DOI}{number.group(1).lower()}" if number else find_doi(one)
        if doi is None:
            raise InputError(f"{one!r} is no DOI; write it like 10.1039/d5ee05507e, or arXiv:2301.01234.")
        found.append(doi)
    return list(dict.fromkeys(found))


def fetch(
    dois: Sequence[str],
    folder: Path,
    client: PoliteClient,
    *,
    query: str | None = None,
    limit: int = 20,
    addresses: Addresses = Addresses(),
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch works into a folder: open full texts into ``papers/``, and all of them into ``manifest.csv``.

    Args:
        dois: of the works.
        folder: where they go; made if it is not there.
        client: carries the requests.
        query: in words; works with open full texts that fit are fetched too.
        limit: how many of these [works].
        addresses: where the registers are.
        progress: called after each work.

    Returns:
        what was done; a work that cannot be had is named in it, and the others are fetched.

    Raises:
        InputError: if the folder cannot be written, or its manifest is none.
    """
    run = _Fetch(folder, client, addresses)
    wanted = list(dict.fromkeys([*dois, *(run.found(query, limit) if query else ())]))
    run.report.works += len(wanted)
    for doi in wanted:
        run.take(doi)
        if progress is not None:
            progress(doi, run.report)
    return run.report


class _Fetch:
    """One run: what is known of each work is gathered, its text fetched, its row written."""

    def __init__(self, folder: Path, client: PoliteClient, addresses: Addresses) -> None:
        self.folder, self.client, self.at = folder, client, addresses
        self.mail = client.manners.mail
        self.report = FetchReport()
        try:
            (folder / PAPERS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{folder} cannot be written ({error.strerror}); choose another folder.") from None
        listed = read_manifest(folder / MANIFEST) if (folder / MANIFEST).exists() else Manifest("", ())
        self.rows = {row.bibliography.doi or f"row {row.line}": (row.file, row.bibliography) for row in listed.rows}

    # ------------------------------------------------------------ which works

    def found(self, query: str, limit: int) -> list[str]:
        """Return the DOIs that the registers list for a query, taking turns; a register that fails is named."""
        limit = min(max(1, limit), MOST_FOUND)
        lists = [
            self._listed("OpenAlex", openalex.query_address(self.at.openalex, query, limit, self.mail), is_json,
                         openalex.read_query),
            self._listed("Europe PMC", europepmc.query_address(self.at.europepmc, query, limit), is_json,
                         europepmc.read_query),
            self._listed("arXiv", arxiv.query_address(self.at.arxiv, query, limit), is_xml, arxiv.read_query),
        ]  # fmt: skip
        turns = (doi for turn in zip_longest(*lists) for doi in turn if doi is not None)
        return list(dict.fromkeys(turns))[:limit]

    def _listed(
        self, name: str, address: str, is_whole: Callable[[bytes], bool], read: Callable[[bytes], Iterator[str]]
    ) -> list[str]:
        """Return what one register lists; that it could not be asked counts as a failure of the run."""
        try:
            body = self.client.get(address, is_whole)
            return list(read(body)) if body is not None else []
        except HemkgError as error:
            self.report.works += 1
            self.report.failed.append({"doi": f"query to {name}", "error": str(error)})
            return []

    # ------------------------------------------------------------ one work

    def take(self, doi: str) -> None:
        """Fetch one work, or keep why it could not be had."""
        file, _ = self.rows.get(doi, (None, UNKNOWN))
        if file is not None and (self.folder / file).is_file():
            self.report.unchanged += 1
            return
        try:
            known, file = self._had(doi)
        except HemkgError as error:
            self.report.failed.append({"doi": doi, "error": str(error)})
            return
        self.rows[doi] = (file, known)
        self._write_manifest()
        if file is None:
            self.report.titles += 1
        else:
            self.report.fetched += 1

    def _had(self, doi: str) -> tuple[Bibliography, str | None]:
        """Return what is known of a work and the file of its text, if an open one was found.

        Raises:
            FetchFailure: if no register knows it, or none could be asked.
        """
        told, failures = self._told(doi)
        known = _together([one.known for one in told], doi)
        self.report.remarks += [one.remark for one in told if one.remark]
        for copy in [one.copy for one in told if one.copy is not None]:
            try:
                file = self._text(doi, copy)
            except HemkgError as error:
                failures.append(str(error))
                continue
            if file is not None:
                return replace(known, licence=copy.licence or known.licence), file
        if failures:
            raise FetchFailure(f"{doi}: {' '.join(dict.fromkeys(failures))}")
        if known.title is None:
            raise FetchFailure(f"{doi} is known to no register; check it.")
        return known, None

    def _told(self, doi: str) -> tuple[list[Told], list[str]]:
        """Ask registers in the order of how good their texts are; one that fails does not stop the others."""
        number = arxiv.number_of(doi)
        asks: list[Callable[[], Told]] = [
            partial(self._crossref, doi),
            partial(self._europepmc, doi),
            partial(self._openalex, doi),
        ]
        if number is not None:
            asks = [partial(self._arxiv, number)]
        told: list[Told] = []
        failures: list[str] = []
        for ask in asks:
            try:
                told.append(ask())
            except HemkgError as error:
                failures.append(str(error))
        return told, failures

    def _crossref(self, doi: str) -> Told:
        body = self.client.get(crossref.work_address(self.at.crossref, doi, self.mail), is_json)
        return crossref.read_work(body) if body is not None else Told()

    def _europepmc(self, doi: str) -> Told:
        body = self.client.get(europepmc.work_address(self.at.europepmc, doi), is_json)
        return europepmc.read_work(body, self.at.europepmc, doi) if body is not None else Told()

    def _openalex(self, doi: str) -> Told:
        body = self.client.get(openalex.work_address(self.at.openalex, doi, self.mail), is_json)
        return openalex.read_work(body) if body is not None else Told()

    def _arxiv(self, number: str) -> Told:
        body = self.client.get(arxiv.work_address(self.at.arxiv, number), is_xml)
        if body is None:
            return Told()
        licence = self.client.get(arxiv.licence_address(self.at.arxiv, number), is_xml)
        return arxiv.read_work(body, licence, self.at.arxiv, number)

    def _text(self, doi: str, copy: Copy) -> str | None:
        """Fetch an open copy into the folder; return its place there, None if nothing stands at its address."""
        body = self.client.get(copy.url, WHOLE[copy.ending], keep=False)
        if body is None:
            return None
        file = f"{PAPERS}/{re.sub(r'[^a-z0-9._-]+', '-', doi).lstrip('.-')[:150]}.{copy.ending}"
        write_whole(self.folder / file, body)
        return file

    # ------------------------------------------------------------ the manifest

    def _write_manifest(self) -> None:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*COLUMNS, *MORE_COLUMNS])
        for file, known in self.rows.values():
            writer.writerow(
                [
                    file or "", known.doi or "", known.title or "", known.year or "", known.venue or "",
                    known.origin or ("full text" if file else ""), known.licence or "", "; ".join(known.authors),
                    terms.notation(known.standing) if known.standing else "", known.notice or "",
                ]
            )  # fmt: skip
        write_whole(self.folder / MANIFEST, out.getvalue().encode())


def _together(told: Sequence[Bibliography], doi: str) -> Bibliography:
    """Return what several registers know of a work, the first to know each thing; the gravest standing holds."""
    known = UNKNOWN
    for one in told:
        known = merged(known, one)
    standing = gravest(one.standing for one in told)
    notice = next((one.notice for one in told if one.standing == standing and one.notice), None)
    return replace(known, doi=doi, standing=standing, notice=notice)
