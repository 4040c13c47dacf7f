"""The process in which ChemDataExtractor runs: ``python -m hemkg.annotate.cde_worker``.

Reads one JSON request a line on standard input and answers each with one JSON line on standard
output; ``cde.py`` beside this file is the other end.  The library is kept in a process of its own
because it takes over root logging, writes ``log.txt`` into the working directory, takes seconds to
import and may hang on a sentence.

**A monkeypatch, and why.**  While its modules are imported, ChemDataExtractor 2.4 builds a BERT tagger
and a stanza pipeline and reads a SciBERT vocabulary, fetching each from the network where it is not
on the disk; the first token then asks for a pickle of word clusters.  Nothing may be fetched here and
nothing fetched be unpickled.  So before the import two modules that would do so are replaced by
stand-ins without models (``_stand_in_tagger``, ``_stand_in_stanza``) and an empty vocabulary is put
where the library looks for one; after it the library's text classes get taggers of ours: parts of
speech from spaCy, and compound names from the caller or by their shape.  No other part of the library
is touched.  Written against chemdataextractor2 2.4.1.
"""

import base64
import contextlib
import json
import logging
import os
import re
import signal
import sys
import tempfile
import types
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from hemkg.annotate.spacy_engine import english
from hemkg.errors import MissingDependency

_Foreign = Any  # a class or an object of the library, which has no types
_VOCABULARY = "models/scibert_uncased_vocab-1.0.txt"
_SPECIAL_TOKENS = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n"
_FORMULA = re.compile(r"(?=[^a-z]*[A-Z])(?=.*\d)(?:[A-Z][a-z]?|[\d.()\[\]/@·-]|[xyzδ])+")
_DASH_EXPONENT = re.compile(r"(?<=[A-Za-z])\s?[–−‐‑](?=\d)")
# What the library's parsers are known to raise on sentences and tables that they do not understand.
_PARSER_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class TookTooLongError(RuntimeError):
    """A request did not come to an end in its time."""


def main() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # the library prints; its words must not come between the answers
    try:
        engine = Engine(Path(tempfile.mkdtemp(prefix="cde-", dir=os.curdir)))
    except (ImportError, OSError, MissingDependency, *_PARSER_ERRORS) as error:
        _say(answers, {"failed": f"{type(error).__name__}: {error}"})
        return
    _say(answers, {"ready": True})
    for line in sys.stdin:
        _say(answers, _answer(engine, json.loads(line)))


def _say(answers: TextIO, reply: dict[str, Any]) -> None:
    answers.write(json.dumps(reply) + "\n")
    answers.flush()


def _answer(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request; what the library stumbles over is an empty answer with its reason."""
    try:
        with _time_limit(float(request.get("limit", 0))):
            return {"answer": engine.answer(request)}
    except _PARSER_ERRORS as error:
        return {"answer": [], "error": f"{type(error).__name__}: {error}"}


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TookTooLongError`` in the block after some seconds, where the system has timers."""
    if seconds <= 0 or not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, _raise_too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _raise_too_long(number: int, frame: types.FrameType | None) -> None:
    raise TookTooLongError(f"signal {number} after the time limit in {frame.f_code.co_name if frame else '?'}")


class Engine:
    """ChemDataExtractor with taggers of ours and one model: a specific capacity.

    Args:
        folder: a folder of this process's own, for the library's configuration and log.
    """

    def __init__(self, folder: Path) -> None:
        _prepare(folder)
        with _kept_logging(), contextlib.chdir(folder):
            import chemdataextractor  # noqa: F401  # imported for what it does: its log file opens here
        from chemdataextractor import data

        data.AUTO_DOWNLOAD = False
        self.names = NameTagger()
        _install_taggers(self.names)
        self.model = _capacity_model()

    def answer(self, request: dict[str, Any]) -> list[Any]:
        """Do what a request names."""
        if request["do"] == "capacities":
            return self.capacities(request["sentence"], request.get("names", ()))
        if request["do"] == "table":
            return self.table(request["rows"], request.get("caption", ""), request.get("names", ()))
        if request["do"] == "html":
            return self.html(base64.b64decode(request["data"]), request["publisher"])
        raise ValueError(f"unknown request {request['do']!r}")

    def capacities(self, sentence: str, names: Sequence[str]) -> list[Any]:
        """Return the capacities that the library reads in one sentence."""
        from chemdataextractor.doc import Sentence

        self.names.know(names)
        element = Sentence(_DASH_EXPONENT.sub("-", sentence))
        element.models = [self.model]
        return list(_opinions(element.records))

    def table(self, rows: Sequence[Sequence[str]], caption: str, names: Sequence[str]) -> list[Any]:
        """Return the capacities that the library reads in a table."""
        from chemdataextractor.doc import Caption, Table

        self.names.know(names)
        cells = [[_DASH_EXPONENT.sub("-", cell) for cell in row] for row in rows]
        element = Table(Caption(caption or "Table"), table_data=cells)
        element.models = [self.model]
        return list(_opinions(element.records))

    def html(self, page: bytes, publisher: str) -> list[Any]:
        """Return the blocks that the library's reader of a publisher's pages finds."""
        from chemdataextractor.reader import AcsHtmlReader, RscHtmlReader

        readers = {"acs": AcsHtmlReader, "rsc": RscHtmlReader}
        if publisher not in readers:
            raise ValueError(f"no reader for {publisher!r}; there are acs and rsc")
        document = readers[publisher]().readstring(page)
        return [block for element in document.elements for block in _blocks(element)]


class NameTagger:
    """Tags compound names: those that the caller knows, and tokens that look like a formula."""

    tag_type = "ner_tag"

    def __init__(self) -> None:
        self._known: list[list[str]] = []

    def know(self, names: Iterable[str]) -> None:
        """Take the names of the compounds in the text that comes next."""
        from chemdataextractor.nlp.tokenize import ChemWordTokenizer

        tokenizer = ChemWordTokenizer()
        self._known = [list(tokenizer.tokenize(name)) for name in names if name.strip()]

    def can_tag(self, tag_type: str) -> bool:
        """Whether this tagger gives tags of a type."""
        return tag_type == self.tag_type

    def can_batch_tag(self, tag_type: str) -> bool:
        """Whether this tagger takes many sentences at once: it does not."""
        del tag_type
        return False

    def tag_for_type(self, tokens: Sequence[_Foreign], tag_type: str) -> list[tuple[_Foreign, str | None]]:
        """Return the tokens with their tags."""
        del tag_type
        return self.tag(tokens)

    def tag(self, tokens: Sequence[_Foreign]) -> list[tuple[_Foreign, str | None]]:
        """Return the tokens with ``B-CM`` and ``I-CM`` on compound names."""
        texts = [token.text for token in tokens]
        tags: list[str | None] = ["B-CM" if _looks_like_formula(text) else None for text in texts]
        for name in self._known:
            for start in range(len(texts) - len(name) + 1):
                if texts[start : start + len(name)] == name:
                    tags[start : start + len(name)] = ["B-CM", *["I-CM"] * (len(name) - 1)]
        return list(zip(tokens, tags, strict=True))


def _looks_like_formula(text: str) -> bool:
    symbols = re.findall(r"[A-Z][a-z]?", text)
    return len(symbols) > 1 and _FORMULA.fullmatch(text) is not None


def _prepare(folder: Path) -> None:
    """Give the library a folder and a vocabulary, and put stand-ins where it would fetch models."""
    (folder / "models").mkdir(parents=True, exist_ok=True)
    (folder / _VOCABULARY).write_text(_SPECIAL_TOKENS, encoding="utf-8")
    configuration = folder / "chemdataextractor.yml"
    configuration.write_text(f"data_dir: {json.dumps(str(folder.resolve()))}\n", encoding="utf-8")
    os.environ["CHEMDATAEXTRACTOR_CONFIG"] = str(configuration.resolve())
    _stand_in_tagger()
    _stand_in_stanza()


def _stand_in_tagger() -> None:
    """Replace the module of the BERT tagger, which would load a model when it is imported."""
    module = types.ModuleType("chemdataextractor.nlp.bertcrf_tagger")
    for name, tag_type in {
        "BertCrfTagger": "ner_tag",
        "_BertCrfTokenTagger": "_bertcrftoken",
        "ProcessedTextTagger": "processed_text",
    }.items():
        setattr(module, name, type(name, (), {"tag_type": tag_type, "model": None}))
    sys.modules[module.__name__] = module


def _stand_in_stanza() -> None:
    """Replace stanza, whose pipeline would be fetched when the library is imported."""
    module = types.ModuleType("stanza")
    module.Pipeline = lambda *_, **__: None  # type: ignore[attr-defined]  # only built, never called
    module.download = lambda *_, **__: None  # type: ignore[attr-defined]
    sys.modules["stanza"] = module


@contextlib.contextmanager
def _kept_logging() -> Iterator[None]:
    """Take back the handlers that the library puts on the root logger."""
    before = list(logging.root.handlers)
    try:
        yield
    finally:
        for handler in [h for h in logging.root.handlers if h not in before]:
            logging.root.removeHandler(handler)
            handler.close()


def _install_taggers(names: NameTagger) -> None:
    """Give the library's text classes tokenizers and taggers that need no model of its own."""
    from chemdataextractor.doc.text import Sentence, Text
    from chemdataextractor.nlp.lexicon import Lexicon
    from chemdataextractor.nlp.subsentence import NoneSubsentenceExtractor
    from chemdataextractor.nlp.tokenize import ChemWordTokenizer

    taggers = [_part_of_speech_tagger(), names]
    for text_class in (Text, Sentence):
        text_class.word_tokenizer = ChemWordTokenizer()
        text_class.lexicon = Lexicon()
        text_class.taggers = taggers
    Sentence.subsentence_extractor = NoneSubsentenceExtractor()
    Text.sentence_tokenizer = _one_sentence_tokenizer()


def _part_of_speech_tagger() -> _Foreign:
    """Return a tagger of the library's kind that asks spaCy."""
    from chemdataextractor.nlp.tag import BaseTagger
    from spacy.tokens import Doc

    language = english()
    pipes = [language.get_pipe(name) for name in ("tok2vec", "tagger")]

    class PartOfSpeechTagger(BaseTagger):  # type: ignore[misc]  # the library has no types
        tag_type = "pos_tag"

        def tag(self, tokens: Sequence[_Foreign]) -> list[tuple[_Foreign, str]]:
            words = Doc(language.vocab, words=[token.text for token in tokens])
            for pipe in pipes:
                words = pipe(words)
            return [(token, word.tag_) for token, word in zip(tokens, words, strict=True)]

    return PartOfSpeechTagger()


def _one_sentence_tokenizer() -> _Foreign:
    """Return a sentence tokenizer for text that was cut into sentences before, and for cells."""
    from chemdataextractor.nlp.tokenize import SentenceTokenizer

    class OneSentence(SentenceTokenizer):  # type: ignore[misc]  # the library has no types
        def __init__(self) -> None:
            pass

        def span_tokenize(self, s: str) -> list[tuple[int, int]]:
            return [(0, len(s))] if s else []

        def get_sentences(self, text: _Foreign) -> _Foreign:
            return text._sentences_from_spans(self.span_tokenize(text.text))

    return OneSentence()


def _capacity_model() -> _Foreign:
    """Return the library's model of a specific capacity: charge by mass, with its compound."""
    from chemdataextractor.model.base import ModelType, StringType
    from chemdataextractor.model.model import Compound
    from chemdataextractor.model.units.current import ElectricalCurrent
    from chemdataextractor.model.units.dimension import Dimension
    from chemdataextractor.model.units.mass import Mass
    from chemdataextractor.model.units.quantity_model import QuantityModel
    from chemdataextractor.model.units.time import Time
    from chemdataextractor.parse.actions import join
    from chemdataextractor.parse.auto import AutoSentenceParser, AutoTableParser
    from chemdataextractor.parse.elements import R

    class ChargeByMass(Dimension):  # type: ignore[misc]  # the library has no types
        constituent_dimensions = ElectricalCurrent() * Time() / Mass()

    class SpecificCapacity(QuantityModel):  # type: ignore[misc]
        dimensions = ChargeByMass()
        specifier = StringType(parse_expression=R(r"^[Cc]apacit(y|ies)$").add_action(join), required=True)
        compound = ModelType(Compound, required=False, contextual=False)
        parsers = (AutoSentenceParser(), AutoTableParser())

    return SpecificCapacity


def _opinions(records: Iterable[_Foreign]) -> Iterator[dict[str, Any]]:
    """Yield what is said of capacities in records that hold a value."""
    for record in records:
        said = record.serialize().get("SpecificCapacity", {})
        values = [float(value) for value in said.get("value") or ()]
        if values:
            names = said.get("compound", {}).get("Compound", {}).get("names", ())
            unit = str(said.get("raw_units", "")).strip("()[]")
            yield {"low": min(values), "high": max(values), "unit": unit, "compounds": list(names)}


def _blocks(element: _Foreign) -> Iterator[list[str]]:
    """Yield an element of the library's document as blocks of kind and text."""
    kind = {"Title": "title", "Heading": "heading", "Paragraph": "paragraph"}.get(type(element).__name__)
    if kind:
        yield [kind, element.text]
    caption = getattr(element, "caption", None)
    if caption is not None and caption.text:
        yield ["caption", caption.text]
    table = getattr(element, "tde_table", None)
    rows = getattr(table, "raw_table", None)
    if rows is not None:
        yield ["table", "\n".join(" | ".join(str(cell) for cell in row) for row in rows)]


if __name__ == "__main__":
    main()
