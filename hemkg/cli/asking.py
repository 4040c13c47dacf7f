"""The command that answers questions: ``ask``, one, many or one after another."""

import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemkg.cli.common import DONE, SOME_FAILED, lines_of, say, say_json, warn
from hemkg.cli.options import AnswerFormat, StoreOption
from hemkg.errors import InputError, sentence

if TYPE_CHECKING:
    from hemkg.knowledge_graph import KnowledgeGraph, Result


def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words.")] = None,
    store: StoreOption = None,
    format: Annotated[AnswerFormat, typer.Option(help="How the answer is printed.")] = AnswerFormat.TEXT,
    batch: Annotated[
        Path | None, typer.Option(help="Answer the questions of a JSONL file.", show_default=False)
    ] = None,
    chat: Annotated[bool, typer.Option("--chat", help="Ask one question after another.")] = False,
    without: Annotated[
        list[str] | None, typer.Option(help="Take away a slot of what the question was taken to mean.", metavar="SLOT")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="Give a slot another value.", metavar="SLOT=VALUE")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Keep the answer in this file, to ask again later.", show_default=False)
    ] = None,
    rerun: Annotated[
        Path | None, typer.Option(help="Ask a kept answer again, and say what has changed.", show_default=False)
    ] = None,
    language_model: Annotated[
        str | None,
        typer.Option(
            "--language-model",
            help="Let the language model at this address reword what is not understood and smooth the text.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Answer a question with rows, citations and the query behind them."""
    if sum([question is not None, batch is not None, chat, rerun is not None]) != 1:
        raise typer.BadParameter("give one question, or --batch FILE, or --chat, or --rerun FILE")
    if save is not None and question is None:
        raise typer.BadParameter("--save keeps the answer to one question; give the question")
    if (without or set_) and question is None:
        raise typer.BadParameter(
            "--without and --set change one question; in --chat type /drop SLOT or /set SLOT VALUE"
        )
    with _graph(store, language_model) as graph:
        if rerun is not None:
            return _ask_again(graph, rerun, format)
        if batch is not None:
            return _ask_all(graph, batch)
        if chat:
            return _chat(graph)
        result = _edited(_asked(graph, question or ""), without or [], set_ or [])
        if save is not None:
            result.save(save)
        say(_answer_words(result, format))
    return DONE


@contextlib.contextmanager
def _graph(store: str | None, language_model: str | None) -> "Iterator[KnowledgeGraph]":
    from hemkg.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store, language_model=language_model) as graph:
        yield graph


def _asked(graph: "KnowledgeGraph", question: str, follows: "Result | None" = None) -> "Result":
    """Answer a question; what a language model failed to do is said beside."""
    result = graph.ask(question, follows)
    warn(result.notes)
    return result


def _edited(result: "Result", without: Sequence[str], values: Sequence[str]) -> "Result":
    """Ask again with slots changed, as ``--without SLOT`` and ``--set SLOT=VALUE`` say."""
    told = dict(value.partition("=")[::2] for value in values)
    if not all(told.values()):
        raise typer.BadParameter("--set takes SLOT=VALUE, such as ion=Na")
    return result.edited(*without, **told)


def _answer_words(result: "Result", form: AnswerFormat) -> str:
    from hemkg.ask import report

    if form is AnswerFormat.JSON:
        return json.dumps(result.to_json(), ensure_ascii=False)
    makers = {AnswerFormat.TEXT: report.to_text, AnswerFormat.MD: report.to_markdown, AnswerFormat.CSV: report.to_csv}
    return makers[form](result.answer)


def _ask_again(graph: "KnowledgeGraph", path: Path, form: AnswerFormat) -> int:
    """Ask a kept answer again and say what has changed, in words or as JSON."""
    if form not in {AnswerFormat.TEXT, AnswerFormat.JSON}:
        raise typer.BadParameter(f"--rerun prints text or json, not {form.value}")
    found = graph.rerun(path)
    if form is AnswerFormat.JSON:
        say_json(found.to_json())
    else:
        say(str(found))
    return DONE


def _ask_all(graph: "KnowledgeGraph", path: Path) -> int:
    """Answer the questions of a file; a follow-up sees the turn that it follows."""
    import time

    results: dict[str, Result] = {}
    failed = 0
    for number, line in enumerate(lines_of(path), start=1):
        try:
            item = json.loads(line)
            name, question = str(item["id"]), str(item["question"])
        except (ValueError, KeyError, TypeError):
            failed += 1
            warn([f"line {number} of {path} is no object with id and question; mend it."])
            continue
        began = time.perf_counter()
        try:
            results[name] = _asked(graph, question, results.get(str(item.get("follow_up_of"))))
        except InputError as error:
            failed += 1
            warn([f"line {number} of {path}: {error}"])
            continue
        seconds = round(time.perf_counter() - began, 4)
        say_json({"id": name, **results[name].to_json(), "seconds": seconds})
    return SOME_FAILED if failed else DONE


CHAT_HELP = (
    "Ask in plain words; an empty line ends.  /slots shows how it was understood, /drop SLOT and /set SLOT VALUE "
    "change it, /undo goes back."
)


def _chat(graph: "KnowledgeGraph") -> int:
    """Answer one question after another until the input ends; each may follow the one before."""
    before: Result | None = None
    say(CHAT_HELP)
    for line in map(str.strip, sys.stdin):
        if not line:
            break
        try:
            before = _turn(graph, line, before)
        except InputError as error:
            say(sentence(error))
    return DONE


def _turn(graph: "KnowledgeGraph", line: str, before: "Result | None") -> "Result | None":
    """Return the result that the dialogue goes on from, after printing what a line asks for."""
    if line == "/slots":
        slots = before.slots if before else {}
        say("\n".join(f"{name}: {value}" for name, value in slots.items()) or "Nothing was asked yet.")
        return before
    after = before.follows if line == "/undo" and before else _asked(graph, line, before)
    say(_answer_words(after, AnswerFormat.TEXT) if after else "Back at the beginning.")
    return after
