"""Virtuoso's own ways: rows as Turtle, doubles of six digits laid over whole ones."""

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Triple

from hemkg.store import virtuoso
from hemkg.store.nodes import XSD

ROWS = b"""@prefix res: <http://www.w3.org/2005/sparql-results#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
_:_ a res:ResultSet .
_:_ res:resultVariable "b" , "a" , "none" .
_:_ res:solution [ res:binding [ res:variable "a" ; res:value 0.72727273000000003389 ] ;
  res:binding [ res:variable "b" ; res:value <urn:x> ] ] .
_:_ res:solution [ res:binding [ res:variable "a" ; res:value "true"^^xsd:boolean ] ] .
_:_ res:solution [ res:binding [ res:variable "a" ; res:value 5 ] ] .
"""


def number(value, predicate="urn:p"):
    return Triple(NamedNode("urn:s"), NamedNode(predicate), Literal(value, datatype=NamedNode(XSD + "double")))


def test_rows_come_in_their_order_with_columns_in_theirs():
    found = virtuoso.results_in(ROWS)
    assert found.columns == ("b", "a", "none")
    assert [dict(row) for row in found.rows] == [
        {"b": "urn:x", "a": 0.72727273, "none": None},
        {"b": None, "a": True, "none": None},
        {"b": None, "a": 5, "none": None},
    ]


def test_no_rows_are_no_rows():
    head = ROWS.split(b"_:_ res:solution", maxsplit=1)[0]
    assert virtuoso.results_in(head).rows == ()


def test_doubles_get_the_digits_that_turtle_tells():
    turtle = b"<urn:s> <urn:p> 0.72727273000000003389 , 0.7272734 ; <urn:q> 137.20000000000004547 ."
    short = [number("0.727273"), number("0.727273"), number("137.2", "urn:q"), number("1e-10", "urn:r")]
    found = [triple.object.value for triple in virtuoso.with_whole_doubles(short, turtle)]
    assert found == ["0.72727273", "0.7272734", "137.20000000000005", "1e-10"]
    assert all(isinstance(triple.object, pyoxigraph.Literal) for triple in short)


def test_what_is_no_double_stays():
    text = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("0.727273"))
    assert list(virtuoso.with_whole_doubles([text], b"<urn:s> <urn:p> 0.72727273 .")) == [text]
    assert not virtuoso.has_doubles([text])
    assert virtuoso.has_doubles([text, number("1")])
