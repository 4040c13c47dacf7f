"""What the documentation site holds beside the files of docs/: a hook of mkdocs, run by `make site`.

The page of the command line is made of the commands themselves, so that it cannot say anything else than they do.
What stands at the root of the repository (architecture, changelog) is shown from where it is.  Links to files that the
site does not hold become plain words, and equations become drawings, since no script from elsewhere sets them.
"""

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from typer.core import TyperCommand

from hemkg.cli import app

if TYPE_CHECKING:
    from matplotlib.path import Path as Path2D

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# Pages of the site that stand elsewhere in the repository.
ELSEWHERE = {
    "project/architecture.md": ROOT / "ARCHITECTURE.md",
    "project/contributing.md": ROOT / "CONTRIBUTING.md",
    "project/changelog.md": ROOT / "CHANGELOG.md",
    "project/corpus.md": ROOT / "corpus" / "README.md",
    "project/ontology.md": ROOT / "ontology" / "README.md",
}
NOTEBOOK = DOCS / "notebook" / "hemkg.ipynb"
COMMAND_LINE = "reference/command-line.md"
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|mailto:|#)([^)\s]+)\)")
EQUATION = re.compile(r"\$([^$\n]+)\$")
SEARCH = 'data-md-component="search" role="dialog"'
EM = 12.0  # size at which an equation is drawn [points]


# ---------------------------------------------------------------- what mkdocs calls


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the decisions in the navigation, and pages about running it that are not listed yet."""
    decisions = [f"decisions/{path.name}" for path in sorted((DOCS / "decisions").glob("0*.md"))]
    listed = set(names_in(config.nav))
    running = [path.name for path in sorted(DOCS.glob("*.md")) if path.name not in listed]
    add_to(config.nav, {"Decisions": decisions, "Running it": running})
    return config


def names_in(nav: Any) -> Iterator[str]:  # noqa: ANN401 - a tree of lists, dictionaries and texts
    """Yield the pages in a part of the navigation."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from names_in(part)


def add_to(nav: Any, pages: dict[str, list[str]]) -> None:  # noqa: ANN401 - as above
    """Add pages to sections of the navigation, by the names of the sections."""
    for part in nav if isinstance(nav, list) else ():
        for name, below in part.items() if isinstance(part, dict) else ():
            add_to(below, pages)
            if name in pages:
                below.extend(pages[name])


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are no files of docs/."""
    for name, path in ELSEWHERE.items():
        files.append(File.generated(config, name, content=path.read_text(encoding="utf-8")))
    files.append(File.generated(config, COMMAND_LINE, content=command_line()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links to where things are on the site, and draw equations."""
    name = page.file.src_uri
    markdown = f"{markdown}\n{notebook()}" if name == "notebook.md" else markdown
    at_home = ELSEWHERE.get(name, DOCS / name).parent
    led = LINK.sub(lambda found: led_to(found[1], found[2], at_home, name), markdown)
    return EQUATION.sub(lambda found: drawn(found[1]), led) if name.startswith("ontology/") else led


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Give the search a name, which the theme leaves out and readers of screens need."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')


def notebook() -> str:
    """Return what stands in the notebook, its heading left out."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    texts = [("".join(cell["source"]), cell["cell_type"] == "code") for cell in cells]
    shown = [f"```python\n{text}\n```" if is_code else text for text, is_code in texts]
    return "\n\n".join([shown[0].partition("\n")[2].strip(), *shown[1:]])


# ---------------------------------------------------------------- links


def led_to(words: str, target: str, at_home: Path, page: str) -> str:
    """Return a link as the site needs it, or its words where the site does not hold what it leads to.

    Args:
        words: what is shown.
        target: where it leads, seen from the file.
        at_home: the folder of the file.
        page: the page of the site on which it stands.
    """
    path, mark, anchor = target.partition("#")
    place = place_of((at_home / path).resolve())
    return f"[{words}]({os.path.relpath(place, Path(page).parent)}{mark}{anchor})" if place else words


def place_of(path: Path) -> str | None:
    """Return where a file of the repository stands on the site, or None if it does not."""
    path = path / "README.md" if path.is_dir() else path
    names = {file: name for name, file in ELSEWHERE.items()}
    if path in names:
        return names[path]
    if path == DOCS / COMMAND_LINE or (path.is_relative_to(DOCS) and path.suffix != ".py"):
        return path.relative_to(DOCS).as_posix()
    return None


# ---------------------------------------------------------------- equations


def drawn(latex: str) -> str:
    """Return an equation as a drawing that takes the colour of the text beside it."""
    from matplotlib.textpath import TextPath

    path = TextPath((0, 0), f"${latex}$", size=EM)
    box = path.get_extents()
    left, bottom, width, height = box.x0 - 1, box.y0 - 1, box.width + 2, box.height + 2
    steps = "".join(f"{LETTERS[code]}{numbers}" for code, numbers in segments(path))
    view = f"{left:.1f} {-bottom - height:.1f} {width:.1f} {height:.1f}"
    size = f'width="{width / EM:.2f}em" height="{height / EM:.2f}em" viewBox="{view}"'
    shape = f'<path transform="scale(1 -1)" fill="currentColor" d="{steps}"/>'
    return f'<svg class="equation" role="img" aria-label="{html.escape(latex)}" {size}>{shape}</svg>'


LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}


def segments(path: "Path2D") -> Iterator[tuple[int, str]]:
    """Yield the steps of a path of matplotlib: its code and its coordinates."""
    for points, code in path.iter_segments(simplify=False, curves=True):
        yield int(code), "" if code == 79 else " ".join(f"{number:.2f}" for number in points)


# ---------------------------------------------------------------- the command line


def command_line() -> str:
    """Return the page of the command line: every command with what its own help says of it."""
    top = typer.main.get_command(app)
    parts = [
        "# Command line\n",
        "Made from the commands themselves; `hemkg help COMMAND` says the same in a terminal.  "
        "[Exit codes](exit-codes.md) say how commands end, [settings](settings.md) what can be set once for all.\n",
        "| command | |\n|---|---|",
        *(f"| [`{name}`](#{name.replace(' ', '-')}) | {cell(first(command))} |" for name, command in commands(top)),
        "",
        *(entry(name, command) for name, command in commands(top)),
    ]
    return "\n".join(parts) + "\n"


def commands(group: TyperCommand, above: typer.Context | None = None) -> Iterator[tuple[str, typer.Context]]:
    """Yield every command below a group, by its whole name, with a context of it; groups themselves are left out."""
    context = group.make_context(group.name if above else "hemkg", [], parent=above, resilient_parsing=True)
    below = getattr(group, "commands", {})
    for name in sorted(below):
        if not below[name].hidden:
            yield from commands(below[name], context)
    if not below:
        yield context.command_path, context


def first(context: typer.Context) -> str:
    """Return what a command does, in a line."""
    return " ".join((context.command.help or "").split())


def entry(name: str, context: typer.Context) -> str:
    """Return what is said of one command."""
    usage = " ".join(context.command.collect_usage_pieces(context))
    told = [param.get_help_record(context) for param in context.command.get_params(context) if param.name != "help"]
    rows = [f"| <code>{cell(names)}</code> | {cell(words)} |" for names, words in filter(None, told)]
    body = f"\n## `{name}` {{ #{name.replace(' ', '-')} }}\n\n{first(context)}\n\n```\n{name} {usage}\n```\n"
    return body + ("\n| | |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else "")


def cell(text: str) -> str:
    """Return text that stands in a cell of a table."""
    return html.escape(" ".join(text.split())).replace("|", "&#124;")
