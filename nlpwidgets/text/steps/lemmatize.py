"""Words as their dictionary forms, by spaCy."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from inspect import getsource
from typing import TYPE_CHECKING, Any

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._chunks import LIMIT, WordWorker
from nlpwidgets.text.steps._words import word_edits

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlpwidgets.text._step import Worker

PIPELINES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
LEFT_OUT = ("parser", "ner", "senter")
SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST_SUFFIX = 64
"""Characters: more than any of spaCy's suffixes has that is no run of one mark."""


@cache
def lookup_pipeline() -> Any:
    """Return spaCy's English tokenizer and lemmatizer with the lookup tables of spacy-lookups-data; no tagger, no training."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


class Lookup(WordWorker):
    """The step by lookup tables: a word form has one lemma, whatever its part of speech (leaves is always leave).

    Tokens are spaCy's. They never reach across white space, so each stretch without it is taken apart once and kept.
    """

    def __init__(self) -> None:
        super().__init__(self.replace, self.find)
        self.table = lookup_pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_lookup")
        self._renew()

    def _renew(self) -> None:
        """Start with a new tokenizer, since it keeps every string it ever saw."""
        import spacy

        nlp: Any = spacy.blank("en")
        self.tokenizer = nlp.tokenizer
        self.tokenizer.suffix_search = near_end(self.tokenizer.suffix_search)
        self.rules = frozenset(self.tokenizer.rules)
        self.seen = 0

    def tokens(self, text: str) -> list[tuple[int, str]]:
        """Return the place and the text of each token; white space may be among them."""
        # nothing in spaCy's English rules splits a run of ASCII letters but the list of special cases
        if text.isascii() and text.isalpha() and text not in self.rules:
            return [(0, text)]
        self.seen += 1
        if self.seen > LIMIT:
            self._renew()
        # lone surrogates are no text to spaCy
        doc = self.tokenizer(SURROGATE.sub("\ufffd", text))
        return [(token.idx, text[token.idx : token.idx + len(token)]) for token in doc]

    def lemma(self, word: str) -> str:
        """Return the lemma of a word form, the word itself where the table has none."""
        return word if SURROGATE.search(word) else str(self.table.get(word, word))

    def replace(self, text: str) -> str:
        """Return the text after the step."""
        at, parts = 0, []
        for start, word in self.tokens(text):
            parts += [text[at:start], self.lemma(word)]
            at = start + len(word)
        return "".join([*parts, text[at:]])

    def find(self, text: str) -> list[Edit]:
        """Return the edits."""
        found: list[Edit] = []
        for start, word in self.tokens(text):
            found += word_edits(start, word, self.lemma(word))
        return found

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        made = 'nlp = spacy.blank("en")\nnlp.add_pipe("lemmatizer", config={"mode": "lookup"})\nnlp.initialize()\n'
        return plain_code(made)


def near_end(search: Callable[..., re.Match[str] | None]) -> Callable[[str], re.Match[str] | None]:
    """Return spaCy's search for a suffix, made to look at the end only.

    A regular expression that must end where the text does is tried from every place in it, and spaCy searches once for
    each mark that it takes off: the time for a run of n marks, such as a drawn line, would grow as n² times the number of
    suffixes. Suffixes are short but for runs such as "...", which fill the end that is looked at; then all is searched.
    """

    def found(text: str) -> re.Match[str] | None:
        at = len(text) - LONGEST_SUFFIX
        if at <= 0:
            return search(text)
        match = search(text, at)
        return search(text) if match and match.start() == at else match

    return found


class FullPipeline:
    """The step by a trained spaCy pipeline, which knows the parts of speech. Parser and entity recognizer are left out."""

    def __init__(self, model: str) -> None:
        import spacy

        self.model = model
        try:
            self.nlp = spacy.load(model, exclude=list(LEFT_OUT))
        except OSError as error:
            raise ValueError(
                f"lemmatize: there is no spaCy pipeline {model!r} here; install it, or use model='lookup'"
            ) from error
        self.nlp.max_length = 2**62  # the limit is for the parser and the entity recognizer

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return lemmatize(text, self.nlp)

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        found: list[Edit] = []
        for start, word, lemma in lemmas(text, self.nlp):
            found += word_edits(start, word, lemma)
        return found

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        return plain_code(f"nlp = spacy.load({self.model!r}, exclude={list(LEFT_OUT)!r})\n")


def lemmas(text: str, nlp: Any) -> list[tuple[int, str, str]]:
    """Return place, text and lemma of each token. Lone surrogates are no text to spaCy; they stay as they are."""
    found = []
    for token in nlp(SURROGATE.sub("\ufffd", text)):
        word = text[token.idx : token.idx + len(token)]
        found.append((token.idx, word, word if token.lemma_ in ("", token.text) else token.lemma_))
    return found


def lemmatize(text: str, nlp: Any) -> str:
    """Put the lemma in place of each token, and leave the white space."""
    at, parts = 0, []
    for start, word, lemma in lemmas(text, nlp):
        parts += [text[at:start], lemma]
        at = start + len(word)
    return "".join([*parts, text[at:]])


def plain_code(made: str) -> StepCode:
    """Return the step as plain Python, given the lines that make `nlp`."""
    constants = f"{made}nlp.max_length = 2**62\nSURROGATE = re.compile({SURROGATE.pattern!a})\n"
    function = getsource(lemmatize).replace("nlp: Any", "nlp: Any = nlp")
    definitions = "\n\n".join((constants, getsource(lemmas), function))
    return StepCode(("import re", "from typing import Any", "import spacy"), definitions, "lemmatize")


def make(*, model: str = "auto") -> Worker:
    """Return the step.

    Parameters
    ----------
    model : str, default "auto"
        "lookup", the name or path of a spaCy pipeline, or "auto": the first of `PIPELINES` that is installed, else "lookup".

    Raises
    ------
    ValueError
        There is no such pipeline.
    """
    _check.text("lemmatize", "model", model)
    if model == "auto":
        model = next((name for name in PIPELINES if find_spec(name)), "lookup")
    return Lookup() if model == "lookup" else FullPipeline(model)


KIND = StepKind(
    name="lemmatize",
    title="Lemmatize",
    help="Puts the dictionary form in place of each word: by a trained spaCy pipeline where one is installed, else by lookup tables.",
    example=("feet were", "foot be"),
    options=(Option("model", "text", "auto", "auto, lookup, or the name of a spaCy pipeline such as en_core_web_sm"),),
    make=make,
)
