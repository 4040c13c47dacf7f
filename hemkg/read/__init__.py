"""Bytes to Paper: one reader a format. Knows nothing of chemistry or RDF."""
