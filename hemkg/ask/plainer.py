"""What is said in the ways of speech, written in the ways of papers.

A colleague says *two hundred milliamp hours per gram*, *20k cycles* or *K anodes*; the annotators read
papers and know *200 mAh/g*, *20000 cycles* and *K-ion anodes*.  The words stand in ``ontology/questions.ttl``.
"""

import re
from functools import cache

from hemkg.vocab import elements, lexicon, terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM

TIMES_AS_CYCLES = re.compile(r"(\d) times\b")
OVER_TIMES = re.compile(r"\bover (?=\d+ times\b)")
SEVERAL_CYCLES = re.compile(r"(\bafter \d+)(?=(?:,| and| or|, and) after \d+ cycles)")
HALF = re.compile(r"\bhalf an? (?=m?Ah?/k?g)", re.IGNORECASE)
ONE = re.compile(r"\ban? (?=m?Ah?/k?g)", re.IGNORECASE)
THOUSANDS = re.compile(r"\b(\d+(?:\.\d+)?) ?k(?=[ -](?:(?:\w+ )?cycl|mA))")
EXPONENT = re.compile(r"\b(\d(?:\.\d+)?)[eE](\d)\b(?![-−+])")


def put_plainly(text: str) -> str:
    """Return a question with spoken units, numbers and carriers as papers write them.

    >>> put_plainly("over half an amp hour per gram after 2k cycles")
    'over 0.5 Ah/g after 2000 cycles'
    >>> put_plainly("K anodes at two hundred milliamps per gram")
    'K-ion anodes at 200 mA/g'
    >>> put_plainly("Am I right that nobody cycled HEO-9?")
    'is it untrue that anybody cycled HEO-9?'
    >>> put_plainly("HEO-9 vs. K")
    'HEO-9 vs. K-ion'
    >>> put_plainly("which elements alloy with K and lose a third of their capacity?")
    'which elements alloy with potassium and lose 33 % of their capacity?'
    """
    steps = (
        _haste, _claims, _nobody, _freed, _units, _numbers, _small_numbers, _shares, _halves, _cycles, _carriers,
        _counters, _letters, _contained, _abbreviations, _modes,
    )  # fmt: skip
    for step in steps:
        text = step(text)
    return text


@cache
def _any_of(name: str) -> str:
    """Return a pattern for the words of a table, longest first."""
    return f"(?:{alternatives(name)})"


def _pairs(table: str) -> dict[str, str]:
    """Return {word: what is meant by it} of a table."""
    return dict(str(entry).split("=") for entry in terms.objects(table, HEM.numberWord))


@cache
def _one_of(table: str) -> str:
    """Return a pattern for the words that a table pairs with others, longest first."""
    return "|".join(map(re.escape, sorted(_pairs(table), key=lambda word: (-len(word), word))))


@cache
def _hasty() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@/.-])({_one_of('HastyWords')})(?![\w@/-])")


def _haste(text: str) -> str:
    """Write *wat is teh* as *what is the*; what is written with a capital may be a name."""
    return _hasty().sub(lambda found: _pairs("HastyWords")[found[1]], text)


@cache
def _claim() -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of('TruthOpenings')}(?!\w)", re.IGNORECASE)


def _claims(text: str) -> str:
    """Write *am I right that* as *is it true that*."""
    return _claim().sub("is it true that", text)


@cache
def _denied_claim() -> re.Pattern[str]:
    return re.compile(rf"\bis it true that ({_one_of('NoneDoing')})\b", re.IGNORECASE)


@cache
def _asked_by_denial() -> re.Pattern[str]:
    return re.compile(rf"^((?:{_any_of('YesNoOpeners')})) ({_one_of('NoneDoing')})\b", re.IGNORECASE)


def _nobody(text: str) -> str:
    """Write a claim that nobody did something as one that somebody did, said to be untrue; ask *has nobody* so too."""
    somebody = _pairs("NoneDoing")
    text = _denied_claim().sub(lambda found: f"is it untrue that {somebody[found[1].lower()]}", text)
    return _asked_by_denial().sub(lambda found: f"{found[1]} {somebody[found[2].lower()]}", text)


@cache
def _free_of_a_group() -> re.Pattern[str]:
    labels = {entry.label for entry in lexicon.entries(HEM.ElementGroup)}
    groups = "|".join(re.escape(label).replace("\\ ", "[ -]") for label in sorted(labels, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b({groups})[- ](?:{alternatives('LacksEnding')}) (\w+)", re.IGNORECASE)


def _freed(text: str) -> str:
    """Write *transition-metal-free anodes* as *anodes without transition metals*."""
    return _free_of_a_group().sub(lambda found: f"{found[2]} without {found[1].replace('-', ' ')}s", text)


@cache
def _spoken_unit() -> re.Pattern[str]:
    """Return the pattern of currents and charges per mass: ``milliamp hours per gram``."""
    return re.compile(
        rf"\b(?:(?P<milli>{_any_of('SpokenMilliampere')})|(?P<ampere>{_any_of('SpokenAmpere')}))"
        rf"(?P<hour>[ -]?{_any_of('SpokenHour')})? ?{_any_of('SpokenPer')} ?"
        rf"(?:(?P<kilo>{_any_of('SpokenKilogram')})|(?P<gram>{_any_of('SpokenGram')}))\b",
        re.IGNORECASE,
    )


def _units(text: str) -> str:
    def written(found: re.Match[str]) -> str:
        current = "mA" if found["milli"] else "A"
        return f"{current}{'h' if found['hour'] else ''}/{'kg' if found['kilo'] else 'g'}"

    return _spoken_unit().sub(written, text)


@cache
def _number_words() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "numberWord"))
    return {name: int(value) for name, value in pairs if value.isdigit()} | {"a": 1, "one": 1}


@cache
def _number_pattern() -> re.Pattern[str]:
    small = "|".join(sorted(_number_words(), key=len, reverse=True))
    below = rf"(?:{small})(?:[ -](?:{small}))?"
    return re.compile(rf"\b({below}) (hundred|thousand)(?:,? (?:and )?({below})\b)?", re.IGNORECASE)


def _below_hundred(words: str) -> int:
    """Return a number below a hundred in words: ``twenty-five``."""
    return sum(_number_words()[word] for word in re.split("[ -]", words.lower()) if word)


def _numbers(text: str) -> str:
    def written(found: re.Match[str]) -> str:
        factor = {"hundred": 100, "thousand": 1000}[found[2].lower()]
        return str(_below_hundred(found[1]) * factor + _below_hundred(found[3] or ""))

    text = _number_pattern().sub(written, text)
    text = THOUSANDS.sub(lambda found: str(round(float(found[1]) * 1000)), text)
    return EXPONENT.sub(lambda found: str(int(float(found[1]) * 10 ** int(found[2]))), text)


@cache
def _small_number() -> re.Pattern[str]:
    words = "|".join(sorted(_number_words(), key=len, reverse=True))
    return re.compile(rf"\b((?:{words})(?:-(?:{words}))?)[ -](?={_any_of('CountedUnits')}(?![\w]))", re.IGNORECASE)


def _small_numbers(text: str) -> str:
    """Write *five per cent* and *twelve A/g* with digits."""
    return _small_number().sub(lambda found: f"{_below_hundred(found[1])} ", text)


@cache
def _in_the_running_cell() -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of('SpokenOperando')}\b", re.IGNORECASE)


def _modes(text: str) -> str:
    """Write *during operation of the cell* as *operando*."""
    return _in_the_running_cell().sub(terms.label(HEM.Operando), text)


@cache
def _share() -> re.Pattern[str]:
    """Return the pattern of shares in words before what they are shares of: *half of its first charge*."""
    return re.compile(
        rf"\b(?:an? |one |the )?({'|'.join(sorted(_share_words(), key=len, reverse=True))})(?: of)? "
        rf"(?=(?:its|their|the|his|that|this|what)\b(?: [\w-]+){{0,2}} ?(?:{_any_of('SharedNouns')}))",
        re.IGNORECASE,
    )


@cache
def _share_words() -> dict[str, str]:
    pairs = (str(entry).partition("=") for entry in terms.objects("ShareWords", "numberWord"))
    return {name: percent for name, _, percent in pairs}


def _shares(text: str) -> str:
    """Write *two thirds of the capacity* as per cent."""
    return _share().sub(lambda found: f"{_share_words()[found[1].lower()]} % of ", text)


@cache
def _contained_letter() -> re.Pattern[str]:
    """Return the pattern of symbols of one letter after a word of containing."""
    before = "|".join(rf"(?<=\b{word} )" for word in sorted(map(str, terms.objects("BeforeSymbols", "exactLabel"))))
    letters = "".join(symbol for symbol in elements.table() if len(symbol) == 1 and symbol != "I")
    return re.compile(rf"(?:{before})([{letters}])(?=[\s,;:?!)]|\.?$)")


def _contained(text: str) -> str:
    """Write *without S* by name; a letter alone may be a rate or a unit."""
    return _contained_letter().sub(lambda found: elements.element(found[1]).name, text)


def _halves(text: str) -> str:
    """Write *half an* and *an* before a unit as numbers."""
    return ONE.sub("1 ", HALF.sub("0.5 ", text))


def _cycles(text: str) -> str:
    """Write *cycled 20000 times* as cycles."""
    if "cycl" not in text.lower():
        return text
    text = OVER_TIMES.sub("more than ", text)  # over 1000 cycles may say how long, over 1000 times does not
    text = SEVERAL_CYCLES.sub(r"\1 cycles", text)
    return TIMES_AS_CYCLES.sub(r"\1 cycles", text)


@cache
def _carrier() -> re.Pattern[str]:
    symbols = "|".join(terms.text(ion, "ofElement") or "" for ion in terms.instances("UsualCarrier"))
    return re.compile(rf"(?<![\w@/)–-])({symbols})[ -](?={_any_of('CarrierNouns')})")


@cache
def _charged() -> re.Pattern[str]:
    symbols = "|".join(terms.text(ion, "ofElement") or "" for ion in terms.instances("Ion"))
    return re.compile(rf"(?<![\w@/)–.-])({symbols})[23]?(?:\+|⁺|[²³]⁺)(?![/\w])")


def _carriers(text: str) -> str:
    return _carrier().sub(r"\1-ion ", _charged().sub(r"\1-ion", text))


@cache
def _counter() -> re.Pattern[str]:
    symbols = "|".join(terms.text(ion, "ofElement") or "" for ion in terms.instances("UsualCarrier"))
    return re.compile(rf"\b({_any_of('CounterWords')}) ({symbols})(?![\w/+⁺(-])")


def _counters(text: str) -> str:
    """Write *vs. K* as the ion that the other electrode gives: *vs. K-ion*."""
    return _counter().sub(r"\1 \2-ion", text)


@cache
def _lone_letter() -> re.Pattern[str]:
    """Return the pattern of a carrier whose symbol is one letter, and neither a temperature nor an absorption edge."""
    usual = (str(terms.text(ion, "ofElement")) for ion in terms.instances("UsualCarrier"))
    letters = "|".join(symbol for symbol in usual if len(symbol) == 1)
    return re.compile(rf"(?<![\w@/).,–-])(?<!\d )({letters})(?![\w+⁺/(–-]|['’]s\b| ?edge)")


def _letters(text: str) -> str:
    """Write the *K* of *stores K* as *potassium*: one letter alone is no formula to the annotators."""
    return _lone_letter().sub(lambda found: elements.element(found[1]).name, text)


@cache
def _in_lower_case() -> dict[str, str]:
    """Return {abbreviation in lower case: as the lexicon writes it}."""
    kinds = [str(kind) for kind in terms.objects("SpokenAbbreviations", "class")]
    never = table_words("NeverInLowerCase")
    labels = [entry.label for entry in lexicon.entries(*kinds) if entry.matching is lexicon.Matching.CASE]
    return {label.lower(): label for label in labels if label.isalpha() and len(label) > 2} | dict.fromkeys(never, "")


@cache
def _small_abbreviation() -> re.Pattern[str]:
    words = sorted((word for word, label in _in_lower_case().items() if label), key=len, reverse=True)
    return re.compile(rf"(?<![\w@/-])({'|'.join(map(re.escape, words))})(?![\w@/])")


def _abbreviations(text: str) -> str:
    """Write *xrd* and *sib* in capitals."""
    return _small_abbreviation().sub(lambda found: _in_lower_case()[found[1]], text)
