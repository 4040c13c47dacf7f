"""Crossref, OpenAlex, Europe PMC and arXiv on loopback: answers in their shapes, and the ways in which they fail."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

JATS = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>'
    '<article-id pub-id-type="doi">%s</article-id>'
    "<title-group><article-title>An invented oxide of five cations</article-title></title-group></article-meta>"
    "</front><body><sec><title>Results</title><p>The oxide CoO delivers 650 mAh g-1 after 300 cycles.</p></sec></body>"
    "</article>"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def crossref(doi, **more):
    work = {
        "DOI": doi, "type": "journal-article", "title": [f"An invented oxide <sub>{doi[-1]}</sub>"],
        "container-title": ["J. Invented Sources"], "issued": {"date-parts": [[2024, 5, 1]]},
        "author": [{"given": "Wei", "family": "Li", "sequence": "first", "affiliation": []}],
        "license": [{"URL": "https://creativecommons.org/licenses/by/4.0/", "content-version": "vor"}],
        "relation": {}, "URL": f"https://doi.org/{doi}",
    }  # fmt: skip
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work | more}


def openalex(doi, pdf=None, licence=None, **more):
    place = {"is_oa": bool(pdf), "landing_page_url": f"https://doi.org/{doi}", "pdf_url": pdf, "license": licence}
    return {
        "id": "https://openalex.org/W1", "doi": f"https://doi.org/{doi}", "title": "An invented oxide",
        "display_name": "An invented oxide", "publication_year": 2024, "is_retracted": False,
        "primary_location": {"source": {"display_name": "J. Invented Sources"}, **place},
        "open_access": {"is_oa": bool(pdf), "oa_status": "gold" if pdf else "closed", "oa_url": pdf},
        "best_oa_location": place if pdf else None,
        "authorships": [{"author": {"display_name": "Wei Li"}}],
    } | more  # fmt: skip


def europepmc(*works):
    return {"version": "6.9", "hitCount": len(works), "resultList": {"result": list(works)}}


def epmc_work(doi, number=None):
    return {
        "id": "1", "source": "MED", "doi": doi, "title": "An invented oxide.", "pubYear": "2024",
        "authorList": {"author": [{"fullName": "Li W"}]}, "journalInfo": {"journal": {"title": "J. Invented Sources"}},
        "isOpenAccess": "Y" if number else "N", **({"pmcid": number, "license": "cc by"} if number else {}),
    }  # fmt: skip


def atom(number, title="An invented preprint on five cations"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        f"<id>http://arxiv.org/abs/{number}v2</id><published>2023-01-03T00:00:00Z</published><title>{title}</title>"
        "<author><name>Wei Li</name></author></entry></feed>"
    )


def oai(licence):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record>'
        f'<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><license>{licence}</license></arXiv></metadata>'
        "</record></GetRecord></OAI-PMH>"
    )


class Registers:
    """What stands where: a path, or a path with its query, to a reply or a list of replies to be given in turn.

    A reply is a body (text, bytes or what becomes JSON), or a function of the handler that answers by itself.
    """

    def __init__(self):
        self.replies = {}
        self.asked = []
        self.agents = []
        self.times = []

    def __setitem__(self, path, reply):
        self.replies[path] = reply

    def reply(self, path):
        parts = urlsplit(path)
        asked = parse_qs(parts.query)
        keys = [unquote(path), unquote(parts.path)]
        keys += [f"{parts.path}?{name}={value[0]}" for name, value in asked.items()]
        for key in keys:
            if key in self.replies:
                found = self.replies[key]
                return (found.pop(0) if len(found) > 1 else found[0]) if isinstance(found, list) else found
        return status(404)


def status(code, **headers):
    def answer(handler):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def truncated(body):
    """Promise more than comes."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) + 1000))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def slow(seconds, body=b"x" * 50):
    """Give a byte now and then."""

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in body:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(seconds)

    return answer


@contextmanager
def serving():
    """Serve registers on loopback; the address, and what is served and was asked."""
    registers = Registers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            registers.asked.append(self.path)
            registers.agents.append(self.headers["User-Agent"])
            registers.times.append(time.monotonic())
            reply = registers.reply(self.path)
            with suppress(BrokenPipeError, ConnectionResetError):
                if callable(reply):
                    reply(self)
                    return
                body = reply if isinstance(reply, bytes) else reply.encode() if isinstance(reply, str) else b""
                body = body or json.dumps(reply).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", registers
    finally:
        server.shutdown()
        server.server_close()
