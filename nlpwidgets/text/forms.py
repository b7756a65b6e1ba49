"""Stem beside lemma: what three stemmers and the lemma tables make of words, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps.lemmatize import make
from nlpwidgets.text.steps.stem import ALGORITHMS, stem_word, stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlpwidgets.text._step import Worker

Stemmer = Literal["porter", "english", "lancaster"]


@dataclass(frozen=True)
class WordForm:
    """A word, its stems by the three stemmers, and its lemma."""

    word: str
    porter: str
    english: str
    lancaster: str
    lemma: str


@dataclass(frozen=True)
class FormGroup:
    """Words that a stemmer and the lemmatizer put together differently."""

    kind: Literal["over", "under"]
    """ "over": one stem, several lemmas (over-stemming); "under": one lemma, several stems (under-stemming)."""
    key: str
    """The stem that the words share ("over"), or the lemma ("under")."""
    words: tuple[str, ...]
    """In the order of the forms."""
    apart: tuple[str, ...]
    """Per word its lemma ("over"), or its stem ("under")."""


def word_forms(words: Iterable[str], *, model: str = "lookup") -> list[WordForm]:
    """Return stems and lemma of each distinct word, in the order of first occurrence.

    Parameters
    ----------
    words : iterable of str
        Words as they stand in the text. Stems and lemma are those of the word in lower case, since the tables know few others.
    model : str, default "lookup"
        What gives the lemma, as for the step lemmatize. A word alone has no context, so a trained pipeline may err.

    Returns
    -------
    list of WordForm

    Raises
    ------
    TypeError
        `words` is one text, or holds something else than text; the position is named.
    ValueError
        There is no such model.

    Examples
    --------
    >>> word_forms(["feet", "feeling"])[0].lemma
    'foot'
    """
    distinct = _check.words("word_forms", "words", words)
    lemmatize = _lemmatizer(model).run
    porter, english, lancaster = (stemmer(algorithm) for algorithm in ALGORITHMS)
    return [
        WordForm(
            word,
            porter=stem_word(lower, porter),
            english=stem_word(lower, english),
            lancaster=stem_word(lower, lancaster),
            lemma=lemmatize(lower),
        )
        for word, lower in ((word, word.lower()) for word in distinct)
    ]


@lru_cache(maxsize=4)
def _lemmatizer(model: str) -> Worker:
    """Return the same one for the same model: making one takes a tenth of a second."""
    return make(model=model)


def groups(forms: Iterable[WordForm], stemmer: Stemmer = "porter") -> list[FormGroup]:
    """Return where a stemmer joins words that the lemmas keep apart, and where it keeps apart what they join.

    Parameters
    ----------
    forms : iterable of WordForm
    stemmer : {"porter", "english", "lancaster"}

    Returns
    -------
    list of FormGroup
        Over-stemming groups first, then under-stemming groups, each kind with the largest group first.

    Raises
    ------
    ValueError
        There is no such stemmer.

    References
    ----------
    C. D. Paice (1994), An evaluation method for stemming algorithms, has the two kinds of error; lemmas stand here for the
    groups of words that he had sorted by hand, so a wrong lemma shows as well.
    """
    _check.choice("groups", "stemmer", stemmer, ALGORITHMS)
    by_stem: dict[str, list[tuple[str, str]]] = {}
    by_lemma: dict[str, list[tuple[str, str]]] = {}
    for form in forms:
        stem, lemma = getattr(form, stemmer), form.lemma
        by_stem.setdefault(stem, []).append((form.word, lemma))
        by_lemma.setdefault(lemma, []).append((form.word, stem))
    found = [*_apart("over", by_stem), *_apart("under", by_lemma)]
    return sorted(found, key=lambda group: (group.kind, -len(group.words)))


def _apart(kind: Literal["over", "under"], gathered: dict[str, list[tuple[str, str]]]) -> list[FormGroup]:
    """Return the groups whose words differ in the second of each pair."""
    return [
        FormGroup(kind, key, tuple(word for word, _ in pairs), tuple(other for _, other in pairs))
        for key, pairs in gathered.items()
        if len({other for _, other in pairs}) > 1
    ]
