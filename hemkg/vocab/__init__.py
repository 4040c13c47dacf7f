"""The ontology as Python sees it: closed terms, the lexicon, units, elements. Knows no papers."""
