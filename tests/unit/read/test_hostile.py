"""A hostile paper reads no file, calls nobody, grows to nothing and brings no markup along."""

import time

import pytest

from hemkg.errors import HemkgError
from hemkg.isolation import sealed
from hemkg.read import read_paper

ARTICLE = (
    '<article xmlns:xi="http://www.w3.org/2001/XInclude"><front><article-meta><title-group><article-title>A title'
    "</article-title></title-group></article-meta></front><body><p>The oxide keeps 650 mAh g-1. {}</p></body></article>"
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def text_of(data: str | bytes, path: str = "a.xml") -> str:
    """Return what is read of a document under seal, the error's name where it is refused."""
    with sealed(path):
        try:
            return read_paper(data if isinstance(data, bytes) else data.encode(), path=path).text
        except HemkgError as error:
            return f"refused: {error}"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("TOPSECRET")
    return path


@pytest.mark.parametrize(
    ("doctype", "inside"),
    [
        (f'<!DOCTYPE article [<!ENTITY l0 "lol">{LAUGHS}]>', "&l11;"),
        (f'<!DOCTYPE article [<!ENTITY l0 "lol">{LAUGHS}]>', '<italic toggle="&l11;">x</italic>'),
        (f'<!DOCTYPE article [<!ENTITY long "{"A" * 200000}">]>', "&long;" * 20000),
        (f'<!DOCTYPE article [<!ENTITY l0 "lol">{LAUGHS}<!ATTLIST italic a CDATA "&l11;">]>', "<italic>x</italic>"),
    ],
    ids=["billion laughs", "billion laughs in an attribute", "quadratic blowup", "default of an attribute"],
)  # fmt: skip
def test_entities_do_not_grow(doctype, inside):
    began = time.monotonic()
    assert len(text_of(doctype + ARTICLE.format(inside))) < 10000
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE article [<!ENTITY e SYSTEM "file://{secret}">]>' + ARTICLE.format("&e;"),
        '<!DOCTYPE article [<!ENTITY e SYSTEM "{secret}">]>' + ARTICLE.format('<italic toggle="&e;">x</italic>'),
        '<!DOCTYPE article [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>' + ARTICLE.format(""),
        '<!DOCTYPE article SYSTEM "file://{secret}">' + ARTICLE.format(""),
        ARTICLE.format('<xi:include href="file://{secret}" parse="text"/>'),
        '<?xml-stylesheet type="text/xsl" href="file://{secret}"?>' + ARTICLE.format(""),
        ARTICLE.format('<media xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{secret}"/>'),
    ],
    ids=["entity", "entity in an attribute", "parameter entity", "DTD", "XInclude", "stylesheet", "link"],
)  # fmt: skip
def test_no_file_is_read(document, secret):
    assert "TOPSECRET" not in text_of(document.replace("{secret}", str(secret)))


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE article SYSTEM "http://127.0.0.1:{port}/a.dtd">' + ARTICLE.format(""),
        '<!DOCTYPE article [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/e">]>' + ARTICLE.format("&e;"),
        '<!DOCTYPE article [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p"> %p;]>' + ARTICLE.format(""),
        ARTICLE.format('<xi:include href="http://127.0.0.1:{port}/x"/>'),
        '<!DOCTYPE html><html><head><link rel="stylesheet" href="http://127.0.0.1:{port}/c"><base '
        'href="http://127.0.0.1:{port}/"></head><body><p>The oxide keeps 650 mAh g-1 after many long cycles.</p><img '
        'src="http://127.0.0.1:{port}/i"><iframe src="http://127.0.0.1:{port}/f"></iframe><script '
        'src="http://127.0.0.1:{port}/s"></script></body></html>',
    ],
    ids=["DTD", "entity", "parameter entity", "XInclude", "HTML"],
)
def test_nobody_is_called(document):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        text_of(document.replace("{port}", str(server.getsockname()[1])))
        with pytest.raises(TimeoutError):
            server.accept()


def test_script_is_neither_run_nor_read():
    page = (
        "<!DOCTYPE html><html><body onload='alert(1)'><p onclick='alert(2)'>The oxide keeps 650 mAh g-1 after "
        "three hundred cycles.</p><script>document.write('WRITTEN 900 mAh g-1')</script><noscript>NOSCRIPT</noscript>"
        "<style>p::after { content: 'STYLED' }</style><template>TEMPLATE</template><p><a href='javascript:alert(3)'>"
        "link</a> &lt;script&gt;alert(4)&lt;/script&gt;</p></body></html>"
    )
    text = text_of(page, "a.html")
    assert "650 mAh g-1" in text
    assert not [
        word for word in ("WRITTEN", "NOSCRIPT", "STYLED", "TEMPLATE", "alert(1)", "javascript") if word in text
    ]


def test_markup_that_a_paper_writes_as_text_stays_text_on_the_page():
    from hemkg.model.answer import Citation
    from hemkg.page_parts.evidence import card

    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    shown = str(card(Citation(1, evil, evil, doi='10.1/"><script>', title=evil, section=evil, standing=evil), "g"))
    assert "<script" not in shown.lower()
    assert "<img" not in shown.lower()


@pytest.mark.parametrize(
    "document",
    [
        b"<article>" + b"<sec>" * 200000,
        b"<article><body>" + b"<p>" * 5000 + b"x" + b"</p>" * 5000 + b"</body></article>",
        b"<html><body>" + b"<div>" * 100000 + b"<p>The oxide keeps 650 mAh g-1 after many cycles.</p>",
        b"%PDF-1.7\n" + b"1 0 obj<</Length 99999999999>>stream\n" * 1000,
        b"# " + b"[" * 200000,
        b"|" * 300000 + b"\n" + b"|-" * 150000 + b"\n",
        ("(" * 100000 + "Fe0.2" * 20000).encode(),
        b"---\n" + b"title: a\n" * 50000,
    ],
    ids=["open tags", "deep", "deep HTML", "PDF", "brackets", "pipes", "formulas", "front matter"],
)
def test_what_is_nested_or_long_ends_soon(document):
    began = time.monotonic()
    text_of(document, "a")
    assert time.monotonic() - began < 30
