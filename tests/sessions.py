"""Sessions of a terminal in Markdown: found, run again, and written anew where that is asked for."""

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

SESSION = re.compile(r"```console\n\$ hemkg ([^\n]*)\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
SHELLS = {"", "console", "sh", "bash"}
PROMPT = re.compile(r"^\$ +")
COMMAND = re.compile(r"^(?:[A-Z_]+=(?:'[^']*'|\S*) +)*(?:\S*/)?hemkg +(?P<arguments>.*)$")


def is_as_printed(page: Path, run: Callable[[str], str]) -> bool:
    """Whether every session on a page shows what its command prints; ``HEMKG_REWRITE=1`` writes it there first."""
    text = page.read_text("utf-8")
    assert SESSION.search(text), f"{page} shows no session"
    now = SESSION.sub(lambda found: f"```console\n$ hemkg {found[1]}\n{run(found[1])}```", text)
    if os.environ.get("HEMKG_REWRITE"):
        page.write_text(now, "utf-8")
    assert page.read_text("utf-8") == now
    return True


def commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of every ``hemkg`` command in the blocks of a page that a terminal could be shown in."""
    for _, language, block in BLOCK.findall(text):
        if language in SHELLS:
            for line in block.replace("\\\n", " ").splitlines():
                found = COMMAND.match(PROMPT.sub("", line.strip()))
                if found:
                    yield one_command(found["arguments"])


def one_command(arguments: str) -> list[str]:
    """Return the words of a command, without a remark, and without what it is sent on to."""
    lexer = shlex.shlex(arguments, posix=True, punctuation_chars="|>&;")
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if word and set(word) <= set("|>&;"):
            break
        words.append(word)
    return words
