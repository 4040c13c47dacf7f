"""Whether what came over the network is all there, by its own closing marks."""

import json


def is_json(body: bytes) -> bool:
    """Whether an answer is one whole JSON object.

    >>> is_json(b'{"a": 1}'), is_json(b'{"a": '), is_json(b'[1]')
    (True, False, False)
    """
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def is_xml(body: bytes) -> bool:
    """Whether an answer begins as XML and ends by closing what it opened.

    >>> is_xml(b"<article><p/></article>"), is_xml(b"<article><p/>")
    (True, False)
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def is_pdf(body: bytes) -> bool:
    """Whether an answer is a PDF with its last mark; a login page called ``.pdf`` is none.

    >>> is_pdf(b"%PDF-1.7 ... %%EOF"), is_pdf(b"<html>")
    (True, False)
    """
    return b"%PDF-" in body[:1024] and b"%%EOF" in body[-2048:]


WHOLE = {"pdf": is_pdf, "xml": is_xml}
