"""What can go wrong, as a tree that callers can catch by branch.

HemkgError                  anything that a user can do something about
├── InputError              a file, folder or question that cannot be used
│   ├── UnreadableDocument  one document; the batch goes on without it
│   │   └── ReadingStopped  it took too long, too much memory, or what it must not have
│   └── NothingToRead       the paths hold no document at all
├── StoreError              the store, on disk or on a server
│   ├── StoreMissing        there is none at that place
│   ├── StoreBroken         there is something else, or it is damaged
│   ├── StoreVersion        it was made by another version
│   ├── StoreBusy           another process writes it
│   ├── StoreUnreachable    its server does not answer, or not in time
│   └── StoreRefused        its server wants another name and password
├── QueryError              a SPARQL query that cannot be run
├── FormulaError            a string that is not a chemical formula
├── UnknownTerm             a name that the ontology does not define
├── MissingDependency       an optional engine that is not installed
├── ClusterFailure          other machines that were named and cannot be worked with
├── ServerBusy              a server that has no time for a request now
├── AnswerStopped           a request that took too much time or memory
├── FetchFailure            a source on the network that does not answer as it should
└── LanguageModelFailure    a language model that was named and does not answer as it should

Every message is one sentence that says what happened and what to do; the command line prints it
as it stands.  Programming errors are not in this tree: they are bugs and may show a traceback
to developers, never to users.
"""


class HemkgError(Exception):
    """Anything that a user can do something about; the message is one plain sentence."""


def sentence(error: HemkgError) -> str:
    """Return what an error says as a sentence that stands for itself, where no program's name comes before it.

    >>> sentence(HemkgError("no claim here is called so."))
    'No claim here is called so.'
    """
    told = str(error)
    return f"{told[:1].upper()}{told[1:]}"


class InputError(HemkgError):
    """A file, folder or question that cannot be used."""


class UnreadableDocument(InputError):
    """One document that cannot be read; the rest of the batch goes on."""


class ReadingStopped(UnreadableDocument):
    """One document whose reading was stopped: by its time, its memory, or by what it tried to open."""


class NothingToRead(InputError):
    """The given paths hold no document that can be read."""


class StoreError(HemkgError):
    """The store cannot be used."""


class StoreMissing(StoreError):
    """There is no store at that place."""


class StoreBroken(StoreError):
    """What stands at that place is no store, or is damaged."""


class StoreVersion(StoreError):
    """The store was made by another version of hemkg."""


class StoreBusy(StoreError):
    """Another process is writing the store."""


class StoreUnreachable(StoreError):
    """The server of the store does not answer, or not in time."""


class StoreRefused(StoreError):
    """The server of the store wants another name and password, or does not let this user do it."""


class QueryError(HemkgError):
    """A SPARQL query that is malformed or not allowed."""


class FormulaError(HemkgError):
    """A string that is not a chemical formula."""


class UnknownTerm(HemkgError):
    """A name that the ontology does not define."""


class MissingDependency(HemkgError):
    """An optional engine that is not installed."""


class ClusterFailure(HemkgError):
    """Other machines that a user named for reading papers cannot be reached, or would read them otherwise."""


class ServerBusy(HemkgError):
    """A server has no time for a request now."""


class AnswerStopped(HemkgError):
    """A request took too much time or memory.

    Attributes:
        is_late: whether it was time.
    """

    def __init__(self, message: str, *, is_late: bool) -> None:
        super().__init__(message)
        self.is_late = is_late


class FetchFailure(HemkgError):
    """A source on the network does not answer, or not in the shape that was expected."""


class LanguageModelFailure(HemkgError):
    """A language model that a user named does not answer, or not in the shape that was asked for."""
