"""Claims to graph and back, and whether the graph is valid. Knows no store."""
