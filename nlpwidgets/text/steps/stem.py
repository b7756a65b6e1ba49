"""Words cut down to their stems."""

from __future__ import annotations

import re
from functools import cache, partial
from inspect import getsource
from typing import TYPE_CHECKING

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._chunks import WordWorker
from nlpwidgets.text.steps._words import word_edits

if TYPE_CHECKING:
    from collections.abc import Callable

ALGORITHMS = ("porter", "english", "lancaster")

DIGIT = re.compile(r"\d")

# English Snowball knows the apostrophe, the other two do not.
STEMMED = {
    "porter": re.compile(r"[^\W_]+"),
    "english": re.compile(r"[^\W_]+(?:['’][^\W_]+)*"),
    "lancaster": re.compile(r"[^\W_]+"),
}


@cache
def stemmer(algorithm: str) -> Callable[[str], str]:
    """Return the function that stems a lower-case word.

    "porter" is PyStemmer's: the original algorithm (Porter 1980, An algorithm for suffix stripping), from which NLTK's default
    departs. "english" is Snowball's English stemmer (Porter2), by PyStemmer; "lancaster" is NLTK's (Paice 1990, Another stemmer).
    """
    if algorithm == "lancaster":
        from nltk.stem import LancasterStemmer

        stem: Callable[[str], str] = LancasterStemmer().stem
    else:
        from Stemmer import Stemmer

        stem = Stemmer(algorithm, 0).stemWord  # no cache of its own
    return stem


def stem_word(word: str, stem: Callable[[str], str]) -> str:
    """Stem a word and keep its case; numbers, and what is too long to be a word, stay."""
    lower = word.lower()
    if len(word) > 100 or len(lower) != len(word) or DIGIT.search(word):
        return word
    found = stem(lower) or lower  # Porter leaves nothing of the s in it's
    if lower.startswith(found):
        return word[: len(found)]
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found.capitalize() if word[0].isupper() else found


def stem_text(text: str, words: re.Pattern[str], stem: Callable[[str], str]) -> str:
    """Stem each word of a text."""
    return words.sub(lambda match: stem_word(match[0], stem), text)


def find(text: str, words: re.Pattern[str], stem: Callable[[str], str]) -> list[Edit]:
    """Return the edits."""
    found: list[Edit] = []
    for match in words.finditer(text):
        found += word_edits(match.start(), match[0], stem_word(match[0], stem))
    return found


class Stem(WordWorker):
    """The step."""

    def __init__(self, *, algorithm: str = "porter") -> None:
        self.algorithm = _check.choice("stem", "algorithm", algorithm, ALGORITHMS)
        words, stem = STEMMED[algorithm], stemmer(algorithm)

        def replace(piece: str) -> str:
            return stem_word(piece, stem) if piece.isalpha() else stem_text(piece, words, stem)

        super().__init__(replace, partial(find, words=words, stem=stem))

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        if self.algorithm == "lancaster":
            imports = ("from nltk.stem import LancasterStemmer",)
            made = "LancasterStemmer().stem"
        else:
            imports = ("from Stemmer import Stemmer",)
            made = f"Stemmer({self.algorithm!r}).stemWord"
        constants = f"DIGIT = re.compile({DIGIT.pattern!r})\nSTEMMED = re.compile({STEMMED[self.algorithm].pattern!r})\nstem_lower = {made}\n"
        function = getsource(stem_text).replace("words: re.Pattern[str]", "words: re.Pattern[str] = STEMMED")
        functions = (getsource(stem_word), function.replace("[str], str])", "[str], str] = stem_lower)"))
        definitions = "\n\n".join((constants, *functions))
        return StepCode(("import re", "from collections.abc import Callable", *imports), definitions, "stem_text")


KIND = StepKind(
    name="stem",
    title="Stem",
    help="Cuts words down to stems by rule: Porter's algorithm of 1980, English Snowball (Porter2) or Lancaster.",
    example=("feeling", "feel"),
    options=(
        Option("algorithm", "choice", "porter", "The stemmer, from careful (english) to harsh (lancaster)", ALGORITHMS),
    ),
    make=Stem,
)
