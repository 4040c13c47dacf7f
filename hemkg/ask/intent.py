"""What a question is taken to mean: what is asked for, of what, under which conditions.

An ``Intent`` is plain data.  It is read from the words of one question (``reading``); a follow-up lays
its own words over the intent of the turn before (``dialogue``).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from hemkg.ask.bounds import Bounds
from hemkg.ask.materials import Named
from hemkg.ask.probes import Probe
from hemkg.ask.words import Words
from hemkg.store.claims import MaterialSelection


class Target(StrEnum):
    """What the rows of the answer are."""

    MEASUREMENTS = "measurements"
    MATERIALS = "materials"
    ELEMENTS = "elements"
    MECHANISMS = "mechanisms"
    TECHNIQUES = "techniques"
    SYNTHESES = "syntheses"
    PAPERS = "papers"
    IONS = "ions"
    FAMILIES = "anion families"
    STRUCTURES = "structures"
    MORPHOLOGIES = "morphologies"
    ROLES = "roles"
    COMPOSITION = "composition"
    AUTHORS = "authors"
    PASSAGES = "passages"
    OVERVIEW = "everything known"
    YEARS = "years of publication"
    GAPS = "gaps"
    CONFLICTS = "claims that stand against each other"
    DEFINITION = "definition"
    UNKNOWN = "unknown"


class Shape(StrEnum):
    """What is done with the rows."""

    LIST = "list"
    MOST = "most"
    LEAST = "least"
    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"
    COUNT_EACH = "count each"
    ORDER = "order"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question asks.

    Attributes:
        target: what the rows are.
        shape: what is done with them.
        is_yes_no: whether yes or no is an answer.
        quantities: kinds of quantity asked for.
        subjects: materials named, with the records of the store that they mean.
        material: what the materials must be.
        families: anion families that the question lists, before wider ones are spelt out.
        mechanisms, techniques, modes, methods, roles: concepts it must be about.
        probes: each technique with its own modes, where they are not wanted in the same ones.
        excluded_probes: techniques that must not have been used, or not in these modes.
        all_mechanisms, all_techniques: whether all of them must hold and not just one.
        ions: terms of working ions.
        all_ions: whether all of them must hold and not just one.
        elements: symbols of elements that it is about, apart from what materials contain.
        all_elements: whether all of them must take part and not just one.
        polarity: ``Negated`` or ``Hypothesised`` if that is asked for; None for what is said to be so.
        capacity_kinds: which capacities.
        is_measured: whether theoretical values are unwanted.
        is_first_cycle: whether the efficiency of the first cycle is meant.
        cell: ``full`` or ``half`` where only values of such cells are wanted.
        asks_window: whether the voltage window of values is asked for.
        bounds: what its numbers bound.
        by_cycle: whether most and least are meant of cycles.
        by_current: whether most and least are meant of currents.
        asks_difference: whether it asks by how much one material is ahead of another.
        is_ascending: whether the lowest comes first in an order.
        by_year: ``MOST`` for the newest papers alone, ``LEAST`` for the oldest.
        group: what is counted by, for ``COUNT_EACH``, or of what the best value of each is wanted.
        asks_existence: whether it asks if there is any such thing.
        asks_absence: whether it asks if there is no such thing: *is it true that nobody …?*.
        is_general: whether it asks what holds in general, not what papers report.
        names_corpus: whether it asks of the papers at hand.
        is_table: whether only the form of the answer is asked for.
        leftovers: words of content that nothing above stands for.
        premises: those of them that the papers must speak of for an answer to be one.
        predicates: words that say what the wanted materials are like, and that no slot stands for.
        is_vague: whether no slot says what is asked for, so that any word may (*what does it cost?*).
        excluded_mechanisms: mechanisms that must not hold.
        unplaced: denials of which it is not clear what they deny.
        words: the words it was read from.
    """

    target: Target = Target.UNKNOWN
    shape: Shape = Shape.LIST
    is_yes_no: bool = False
    quantities: tuple[str, ...] = ()
    subjects: tuple[Named, ...] = ()
    material: MaterialSelection = MaterialSelection()
    families: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    all_mechanisms: bool = False
    techniques: tuple[str, ...] = ()
    all_techniques: bool = False
    modes: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    excluded_probes: tuple[Probe, ...] = ()
    methods: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ions: tuple[str, ...] = ()
    all_ions: bool = False
    elements: tuple[str, ...] = ()
    all_elements: bool = False
    polarity: str | None = None
    capacity_kinds: tuple[str, ...] = ()
    is_measured: bool = False
    is_first_cycle: bool = False
    cell: str | None = None
    asks_window: bool = False
    bounds: Bounds = Bounds()
    by_cycle: bool = False
    by_current: bool = False
    asks_difference: bool = False
    is_ascending: bool = False
    by_year: Shape | None = None
    group: Target | None = None
    asks_existence: bool = False
    asks_absence: bool = False
    is_general: bool = False
    names_corpus: bool = False
    is_table: bool = False
    leftovers: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    is_vague: bool = False
    excluded_mechanisms: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    words: Words | None = field(default=None, repr=False, compare=False)

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """Names of materials that no paper of the store speaks of."""
        return tuple(named.words for named in self.subjects if not named.records)

    @property
    def subject_iris(self) -> tuple[str, ...]:
        """IRIs of all materials that are named."""
        return tuple(iri for named in self.subjects for iri in named.iris)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that the store could be asked for was understood."""
        slots = (
            self.quantities, self.subjects, self.mechanisms, self.techniques, self.methods, self.roles, self.ions,
            self.elements, self.modes, self.capacity_kinds, self.polarity, self.group, self.by_year,
            self.cell, self.asks_window,
        )  # fmt: skip
        return not any(slots) and not self.material and self.bounds == Bounds(used=self.bounds.used)
