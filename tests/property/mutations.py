"""Documents of all kinds, and what chance makes of them; the same seed makes the same document."""

import io
import json
import random
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

WORDS = (
    "The high-entropy oxide (Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)O delivers 650 mAh g-1 after 300 cycles at 0.1 A g-1 in a "
    "lithium-ion cell [1]. In situ XRD shows that conversion is followed by alloying of Zn, while Mg stays inert."
)
JATS = f"""<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) 1.2//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><article-meta>
<article-id pub-id-type="doi">10.1234/a</article-id><title-group><article-title>An oxide</article-title></title-group>
<pub-date><year>2024</year></pub-date></article-meta></front><body><sec><title>Results</title><p>{WORDS} <xref
ref-type="bibr" rid="r1">1</xref> O<sub>2</sub> <inline-formula><mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn>
</mml:msup></mml:math></inline-formula></p><table-wrap><label>Table 1</label><caption><p>Capacities</p></caption><table>
<thead><tr><th>Sample</th><th colspan="2">Capacity (mAh/g)</th></tr></thead><tbody><tr><td rowspan="2">CoO</td><td>650</td>
<td>3</td></tr><tr><td>1</td></tr></tbody></table></table-wrap></sec></body><back><ref-list><ref id="r1"><label>1</label>
<mixed-citation>Li, 2020, 10.1234/b</mixed-citation></ref></ref-list></back></article>"""
ELSEVIER = f"""<full-text-retrieval-response xmlns="http://www.elsevier.com/xml/svapi/article/dtd"
xmlns:ce="http://www.elsevier.com/xml/common/dtd" xmlns:dc="http://purl.org/dc/elements/1.1/"><coredata><dc:title>An oxide
</dc:title><dc:identifier>doi:10.1234/a</dc:identifier></coredata><originalText><ja:article xmlns:ja="http://www.elsevier.com/xml/ja/dtd"><ja:body><ce:sections><ce:section>
<ce:section-title>Results</ce:section-title><ce:para>{WORDS} O<ce:inf>2</ce:inf></ce:para></ce:section></ce:sections></ja:body></ja:article>
</originalText></full-text-retrieval-response>"""
HTML = f"""<!DOCTYPE html><html><head><title>An oxide</title><meta name="citation_doi" content="10.1234/a"></head><body><h1>An
oxide</h1><h2>Results</h2><p>{WORDS} O<sub>2</sub></p><table><caption>Table 1. Capacities</caption><tr><th>Sample</th><th>mAh/g
</th></tr><tr><td>CoO</td><td>650</td></tr></table><ol class="references"><li id="r1">Li, 2020</li></ol></body></html>"""
MARKDOWN = f"""---\ntitle: An oxide\ndoi: 10.1234/a\n---\n# An oxide\n\n## Results\n\n{WORDS}\n
Table 1. Capacities\n\n| Sample | mAh/g |\n|---|---|\n| CoO | 650 |\n"""
MINED = "View Article Online\nEnergy Environ. Sci.\n1 Introduc-\ntion\n" + WORDS.replace(" ", "\n", 8) + "\n\n" + WORDS
BIBTEX = (
    r"@article{a, title={{An} oxide of Fe$_2$O$_3$}, author={M{\"u}ller, H. and Li, W.}, year=2024, doi={10.1234/a}}"
)
RIS = "TY  - JOUR\nTI  - An oxide\nAU  - Li, W.\nPY  - 2024\nDO  - 10.1234/a\nL1  - files/a.pdf\nER  - \n"
CSL = json.dumps(
    [{"title": "An oxide", "DOI": "10.1234/a", "issued": {"date-parts": [[2024]]}, "author": [{"family": "Li"}]}]
)
NASTY = (
    b"&l11;", b"<!ENTITY a SYSTEM 'file:///etc/hostname'>", b"<![CDATA[", b"]]>", b"\x00" * 8, b"\xff\xfe", b"\xef\xbb\xbf",
    b"(" * 300, b"Fe0.2" * 200, b"9" * 400, b"1e999999", b"-" * 500, b"\xe2\x80\xae", b"\xed\xa0\x80", b"{" * 200, b"$" * 99,
    b"| " * 300, b"<p>" * 200, b"</article>", b"%PDF-1.4", b"10." + b"1" * 200 + b"/x", "Å̈".encode() * 50, b"\\" * 99,
    b" mAh g-1 " * 50, b"[1-99999999]", b"Ni1-xCoxO" * 40, b"<td colspan='99999999'>", b"rowspan=\"1000000\" ", b"\r", b"\x1b[2J",
)  # fmt: skip


@cache
def pdf() -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=0, invariant=1)
    for _ in range(2):
        for place, line in enumerate(
            ["An oxide of five cations", "1 Results", *[WORDS[n : n + 80] for n in range(0, 240, 80)]]
        ):
            page.drawString(60, 780 - 14 * place, line)
        page.showPage()
    page.save()
    return out.getvalue()


@cache
def zotero() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "z.sqlite"
        made = sqlite3.connect(path)
        made.executescript("CREATE TABLE items (itemID INTEGER, itemTypeID INT, key TEXT); CREATE TABLE fields (a, b);")
        made.commit()
        made.close()
        return path.read_bytes()


@cache
def kinds() -> tuple[tuple[str, bytes], ...]:
    texts = {"jats.xml": JATS, "elsevier.xml": ELSEVIER, "page.html": HTML, "digest.md": MARKDOWN, "plain.txt": WORDS,
             "mined.txt": MINED, "library.bib": BIBTEX, "library.ris": RIS, "library.json": CSL}  # fmt: skip
    return (*((n, t.encode()) for n, t in texts.items()), ("paper.pdf", pdf()), ("zotero.sqlite", zotero()))


def mutated(seed: int) -> tuple[str, bytes]:
    """Return a name by kind, and a document of that kind with one to eight things done to it."""
    chance = random.Random(seed)
    name, data = kinds()[seed % len(kinds())]
    document = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        chance.choice((flip, cut, repeat, truncate, insert, splice, shuffle))(document, chance)
    return name, bytes(document)


def flip(document: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 20)):
        if document:
            document[chance.randrange(len(document))] = chance.randrange(256)


def cut(document: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(document) + 1)
    del document[start : start + chance.randint(1, 200)]


def repeat(document: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(document) + 1)
    document[start:start] = document[start : start + chance.randint(1, 80)] * chance.randint(1, 60)


def truncate(document: bytearray, chance: random.Random) -> None:
    del document[chance.randrange(len(document) // 2, len(document) + 1) :]


def insert(document: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(document) + 1)
    document[start:start] = chance.choice(NASTY)


def splice(document: bytearray, chance: random.Random) -> None:
    _, other = chance.choice(kinds())
    start, place = chance.randrange(len(other)), chance.randrange(len(document) + 1)
    document[place:place] = other[start : start + chance.randint(1, 300)]


def shuffle(document: bytearray, chance: random.Random) -> None:
    lines = bytes(document).split(b"\n")
    chance.shuffle(lines)
    document[:] = b"\n".join(lines)
