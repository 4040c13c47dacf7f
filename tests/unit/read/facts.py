"""Short ways to ask a paper for what a test wants to see."""

from hemkg.model.paper import BlockKind, MarkKind, Paper


def texts(paper: Paper, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    """The texts of all blocks of a kind."""
    return [block.span.of(paper.text) for block in paper.blocks if block.kind is kind]


def marked(paper: Paper, kind: MarkKind = MarkKind.CITATION) -> list[str]:
    """The texts of all marks of a kind."""
    return [mark.span.of(paper.text) for mark in paper.marks if mark.kind is kind]


def sections(paper: Paper) -> list[str | None]:
    """The section of each paragraph."""
    return [block.section for block in paper.blocks if block.kind is BlockKind.PARAGRAPH]


def rows(paper: Paper, table: int = 0) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The cells of a table: text to column path and row path."""
    return {c.span.of(paper.text): (c.column_path, c.row_path) for c in paper.tables[table].cells}
