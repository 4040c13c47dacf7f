"""What a term means is answered with a source: a guideline where one defines it, or the ontology itself."""


def test_a_definition_of_the_guidelines_is_cited(ask):
    answer = ask("Explain intercalation")
    assert {citation.document for citation in answer.citations} == {"guidelines"}


def test_a_definition_that_no_guideline_gives_is_cited_as_the_ontologys_own(ask):
    answer = ask("Explain cyclic voltammetry")
    assert [citation.document for citation in answer.citations] == ["ontology"]
    assert all(row.citations for row in answer.rows)
    assert answer.rows[0].cells["definition"] == answer.citations[0].quote
