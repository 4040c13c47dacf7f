"""hemkg: a knowledge-graph literature assistant for high-entropy-material battery anodes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hemkg.knowledge_graph import KnowledgeGraph, Result, Table

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "Result", "Table", "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class, imported when it is first asked for
    if name not in {"KnowledgeGraph", "Result", "Table"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from hemkg import knowledge_graph

    return getattr(knowledge_graph, name)
