"""How well cosines agree with what people say of the similarity of words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import check_restrict

if TYPE_CHECKING:
    from collections.abc import Iterable

Rated = tuple[str, str, float]


@dataclass(frozen=True)
class SimilarityScores:
    """Ratings of pairs of words, compared.

    Attributes
    ----------
    spearman, pearson : float
        Correlation of cosines and ratings over the pairs known; NaN for fewer than two, or where one side is constant.
    known, total : int
        Pairs of which both words are in the vocabulary; pairs in all.
    pairs : tuple of (word, word, rating, cosine)
        The pairs known, in the order given.
    unknown : tuple of (word, word)
        The other pairs.
    """

    spearman: float
    pearson: float
    known: int
    total: int
    pairs: tuple[tuple[str, str, float, float], ...]
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def coverage(self) -> float:
        """Share of the pairs that are known."""
        return self.known / self.total if self.total else float("nan")


def read_similarity(source: Any) -> tuple[Rated, ...]:
    """Read ratings of pairs of words.

    Parameters
    ----------
    source : path, or iterable of str
        Lines of two words and a number, separated by tabs or, without any tab, by commas or spaces. A first line without a
        number is a heading; lines beginning with ``#`` are skipped.

    Raises
    ------
    ValueError
        A line is no pair with a number; the message names the line.
    """
    if isinstance(source, (str, Path)):
        name = Path(source).name
        try:
            lines: Iterable[str] = Path(source).expanduser().read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise ValueError(f"{name} is not UTF-8 at byte {error.start}") from error
    else:
        lines, name = source, "the list"
    found: list[Rated] = []
    heading = True
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t") if "\t" in line else line.replace(",", " ").split()
        rating = _number(parts[2]) if len(parts) >= 3 else None
        if rating is None:
            if heading:
                heading = False
                continue
            raise ValueError(f"line {number} of {name} is not two words and a number: {line.strip()[:60]!r}")
        heading = False
        found.append((parts[0].strip(), parts[1].strip(), rating))
    if not found:
        raise ValueError(f"{name} holds no rated pairs")
    return tuple(found)


def evaluate_similarity(
    vectors: Any, pairs: Any, *, restrict: int | None = 300_000, case_insensitive: bool = True
) -> SimilarityScores:
    """Compare cosines with ratings.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed.
    pairs : path, lines, or list of (word, word, rating)
    restrict : int, optional
        Only the first so many words are looked at; None or 0 for all.
    case_insensitive : bool
        Words that differ in case alone are one word: the first of them.

    Returns
    -------
    SimilarityScores
        Spearman's rho with mean ranks for ties, as SciPy and gensim's ``evaluate_word_pairs`` have it.

    Raises
    ------
    ValueError
        The file holds no rated pairs.
    """
    from scipy.stats import pearsonr, spearmanr

    kv = keyed(vectors)
    rated = tuple(pairs) if _is_rated(pairs) else read_similarity(pairs)
    limit = check_restrict(restrict, len(kv))
    index: dict[str, int] = {}
    for row, word in enumerate(kv.index_to_key[:limit]):
        index.setdefault(word.upper() if case_insensitive else word, row)
    scan = scan_of(kv)
    found, unknown = [], []
    for first, second, rating in rated:
        if not isinstance(first, str) or not isinstance(second, str):
            raise TypeError(f"a rated pair is (word, word, rating), not {(first, second, rating)!r}")
        rows = [index.get(word.upper() if case_insensitive else word) for word in (first, second)]
        if rows[0] is not None and rows[1] is not None:
            one, other = scan.units([rows[0], rows[1]])
            found.append((first, second, float(rating), float(one @ other)))
        else:
            unknown.append((first, second))
    ratings, cosines = [one[2] for one in found], [one[3] for one in found]
    spearman = pearson = float("nan")
    if len(set(ratings)) > 1 and len(set(cosines)) > 1:
        spearman, pearson = float(spearmanr(ratings, cosines)[0]), float(pearsonr(ratings, cosines)[0])
    return SimilarityScores(spearman, pearson, len(found), len(rated), tuple(found), tuple(unknown))


def _is_rated(pairs: Any) -> bool:
    return (
        isinstance(pairs, (list, tuple))
        and bool(pairs)
        and all(isinstance(one, (list, tuple)) and len(one) == 3 for one in pairs)
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
