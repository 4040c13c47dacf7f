"""hemkg: a knowledge-graph literature assistant for high-entropy-material battery anodes."""

__version__ = "0.1.0"
