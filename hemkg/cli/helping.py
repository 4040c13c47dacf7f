"""The command that shows the manual: its topics, a page of it, or the help of a command."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from hemkg import manual
from hemkg.cli.common import DONE, say

if TYPE_CHECKING:
    from rich.markdown import Markdown
    from typer._click.core import Context  # what typer.Context is made of, and what lies above it

WIDEST = 100  # columns; longer lines are hard to read
PIPED = 88  # columns where nobody sees them


def show(
    context: typer.Context,
    topic: Annotated[list[str] | None, typer.Argument(help="A topic, a command, or a word of the glossary.")] = None,
) -> int:
    """Show a page of the manual, the help of a command, or what a word means; alone, list what there is."""
    above = context.parent
    asked = " ".join(topic or ())
    commands = _below(above)
    if not asked:
        say(_contents(commands))
    elif above is not None and topic and topic[0] in commands:
        _show_command(above, topic)
    else:
        _show_page(manual.topic(asked, commands))
    return DONE


def _below(context: "Context | None") -> Mapping[str, TyperCommand]:
    """Return the commands below the one that a context is of, by name."""
    return getattr(context.command, "commands", {}) if context else {}


def _contents(commands: Mapping[str, TyperCommand]) -> str:
    """Return the list of topics and commands."""
    lines = ["hemkg help TOPIC shows a page, hemkg help COMMAND the options of a command, hemkg help WORD its meaning."]
    before = ""
    for topic in manual.topics().values():
        lines += [f"\n{topic.section}"] if topic.section != before else []
        lines.append(f"  {topic.name:<16}{topic.title}")
        before = topic.section
    shown = {name: command for name, command in commands.items() if not command.hidden}
    lines += ["\nCommands", *(f"  {name:<16}{_first_sentence(command)}" for name, command in shown.items())]
    return "\n".join(lines)


def _first_sentence(command: TyperCommand) -> str:
    """Return what a command is for, without its afterthoughts."""
    return " ".join((command.help or "").split()).rstrip(".").split("; ")[0].split(": ")[0]


def _show_command(context: "Context", path: list[str]) -> None:
    """Print the help of a command or of one below it, and which topics are about it."""
    for name in path:
        command = _below(context).get(name)
        if command is None:
            break
        context = command.make_context(name, [], parent=context, resilient_parsing=True)
    say(context.get_help())
    topics = manual.about(path[0])
    if topics:
        say(f"\nMore about it: {', '.join(f'hemkg help {topic}' for topic in topics)}")


def _show_page(topic: manual.Topic) -> None:
    """Draw a page: with a pager on a terminal that it does not fit in, as plain text elsewhere."""
    from rich.console import Console

    is_seen = sys.stdout.isatty()
    console = Console(width=None if is_seen else PIPED, no_color=not is_seen, highlight=False, legacy_windows=False)
    if is_seen and console.width > WIDEST:
        console = Console(width=WIDEST, highlight=False)
    with console.capture() as captured:
        console.print(_drawn(topic))
    text = "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
    if is_seen and text.count("\n") > console.size.height:
        os.environ.setdefault("LESS", "-R")  # less shows colours as such
        with console.pager(styles=True):
            console.out(text, highlight=False, end="")
    else:
        say(text)


def _drawn(topic: manual.Topic) -> "Markdown":
    """Return a page as Rich draws it, with the topics that it leads to."""
    from rich.markdown import Markdown

    see = f"\nSee also: {', '.join(f'`hemkg help {name}`' for name in topic.see)}.\n" if topic.see else ""
    return Markdown(topic.text + see, code_theme="ansi_light", hyperlinks=False)
