"""A linear classifier on TF-IDF: which terms speak for which class."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize._documents import take_documents, take_labels
from nlpwidgets.vectorize._options import OPTIONS, check_options, refuse_unknown, whole
from nlpwidgets.vectorize.counting import count_texts
from nlpwidgets.vectorize.weighting import Weighted, tfidf

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

SLICE, MOST_SLICES = 10, 200
"""Iterations of the solver between two looks at `cancel`, and how often at most."""
TOLERANCE = 1e-6
EACH = 200
"""Documents between two looks at `cancel`."""


class _CancelledError(Exception):
    """Passes through scikit-learn on the way out of a cancelled count."""


@dataclass(frozen=True, eq=False, repr=False)
class Classifier:
    """A trained logistic regression on TF-IDF.

    Attributes
    ----------
    weighted : Weighted
        The training documents.
    model : sklearn.linear_model.LogisticRegression
    classes : list
        The labels, sorted. With two, positive weights speak for the second.
    weights : numpy.ndarray, float64, (terms,), or (classes, terms) with three classes or more
    train, test : int
        Documents trained on and tested on.
    accuracy : float
        Share of the test documents that are classified rightly.
    majority : float
        The same for always saying the most frequent class of the training documents.
    confusion : numpy.ndarray, int64, (classes, classes)
        [true class, said class] of the test documents.
    iterations : int
        Of the solver.
    converged : bool
        Whether the solver ended because nothing changed any more.
    seconds : float
        Time of counting, training and testing.
    """

    weighted: Weighted
    model: Any
    classes: list[Any]
    weights: Any
    train: int
    test: int
    accuracy: float
    majority: float
    confusion: Any
    iterations: int
    converged: bool
    seconds: float

    def top(self, k: int = 10, label: Any = None) -> list[tuple[str, float]]:
        """Return the `k` terms that speak most for a class (of two, by default the second), with their weights.

        The weights of the first of two classes are the smallest ones, as they are: negative.
        """
        whole("k", k, 0)
        if label is None and len(self.classes) > 2:
            raise ValueError(f"label must say for which class: {', '.join(map(repr, self.classes))}")
        which = len(self.classes) - 1 if label is None else self._class(label)
        if len(self.classes) > 2:
            return self._extreme(self.weights[which], k, 1)
        return self._extreme(self.weights, k, 1 if which == 1 else -1)

    @property
    def positive(self) -> list[tuple[str, float]]:
        """All terms with a positive weight, largest first: they speak for the second of two classes."""
        return self._signed(1)

    @property
    def negative(self) -> list[tuple[str, float]]:
        """All terms with a negative weight, smallest first: they speak for the first of two classes."""
        return self._signed(-1)

    def predict(self, documents: Iterable[str]) -> list[Any]:
        """Return the class of each text."""
        return [self.classes[k] for k in self.predict_proba(documents).argmax(axis=1)]

    def predict_proba(self, documents: Iterable[str]) -> Any:
        """Return the probability of each class: float64 (documents, classes)."""
        texts = take_documents(documents)
        if not texts:
            return np.zeros((0, len(self.classes)))
        return self.model.predict_proba(self.weighted.transform(texts))

    def contributions(self, text: str, label: Any = None) -> list[tuple[str, float]]:
        """Return what each known term of a text adds to the score, weight · TF-IDF, largest magnitude first.

        The sum of them and the model's intercept is the logarithm of the odds of the second of two classes. With three or more
        it is the score of `label`, by default of the class that the text is given.
        """
        row = self.weighted.transform([text])
        weights = self.weights
        if len(self.classes) > 2:
            weights = weights[self.predict_proba([text])[0].argmax() if label is None else self._class(label)]
        elif label is not None and self._class(label) == 0:
            weights = -weights
        adds = row.data * weights[row.indices]
        order = np.lexsort((row.indices, -np.abs(adds)))
        return [(self.weighted.vocabulary[row.indices[k]], float(adds[k])) for k in order]

    def _class(self, label: Any) -> int:
        if label not in self.classes:
            raise ValueError(f"there is no class {label!r}; there are {', '.join(map(repr, self.classes))}")
        return self.classes.index(label)

    def _signed(self, sign: int) -> list[tuple[str, float]]:
        if len(self.classes) > 2:
            raise ValueError("with three classes or more each has weights of its own: top(k, label)")
        return self._extreme(self.weights, int((sign * self.weights > 0).sum()), sign)

    def _extreme(self, weights: Any, k: int, sign: int) -> list[tuple[str, float]]:
        order = np.argsort(-sign * weights, kind="stable")[:k]
        return [(self.weighted.vocabulary[column], float(weights[column])) for column in order]

    def __repr__(self) -> str:
        return (
            f"Classifier({' / '.join(str(label) for label in self.classes)}: accuracy {self.accuracy:.3f} on {self.test:,} "
            f"documents, majority {self.majority:.3f}; trained on {self.train:,})"
        )


def classify(
    documents: Iterable[str],
    labels: Iterable[Any],
    *,
    test: tuple[Iterable[str], Iterable[Any]] | None = None,
    test_share: float = 0.2,
    convention: str = "smooth",
    sublinear: bool = True,
    strength: float = 4.0,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
    cancel: threading.Event | None = None,
    **count_options: Any,
) -> Classifier | None:
    """Train a logistic regression on TF-IDF and test it on documents that it has not seen.

    Parameters
    ----------
    documents, labels : iterables of the same length
        Labels are any values that can be compared; at least two differ.
    test : (documents, labels), optional
        What to test on; otherwise a share of the documents is held out, drawn at random from each class.
    test_share : float
        The share, above 0 and below 1.
    convention, sublinear
        As in `tfidf`; the idf is that of the training documents alone.
    strength : float
        C of scikit-learn's `LogisticRegression`: the larger, the less the weights are held back.
    seed : int
        Of the held-out share.
    progress : callable, optional
        Called with what is being done and how far it is, 0 to 1, on this thread.
    cancel : threading.Event, optional
        Set it, from any thread, to stop: at the next few documents or iterations of the solver, a fraction of a second. Only
        between counting and training, where scikit-learn sorts the terms, it may take seconds with millions of n-grams.
    **count_options
        Keywords of `count`.

    Returns
    -------
    Classifier or None
        None when cancelled.

    Raises
    ------
    TypeError, ValueError
        As `tfidf`; labels that do not fit; a test label that training has not seen.

    Notes
    -----
    The solver is L-BFGS in slices, each beginning where the one before ended. The loss is convex: it ends where one run
    would end.
    """
    began = time.perf_counter()
    refuse_unknown(count_options, (*OPTIONS, "test", "test_share", "convention", "sublinear", "strength", "seed"))
    options = check_options(count_options)
    if isinstance(strength, bool) or not isinstance(strength, (int, float)) or not 0 < strength < np.inf:
        raise ValueError(f"strength must be a number above 0, not {strength!r}")
    texts, marks = _labelled(documents, labels, "document")
    classes = _classes(marks)
    texts, marks, test_texts, test_marks = _split(texts, marks, test, test_share, whole("seed", seed, 0))
    if unseen := [mark for mark in test_marks if mark not in classes]:
        raise ValueError(
            f"the test documents have the label {unseen[0]!r}; training has {', '.join(map(repr, classes))}"
        )
    which = {label: k for k, label in enumerate(classes)}
    y, y_test = (np.array([which[mark] for mark in some], np.int64) for some in (marks, test_marks))
    job = _Job(progress, cancel)
    try:
        bag = count_texts(texts, options, job.watcher("counting", 0.0, 0.5))
        weighted = tfidf(bag, convention=convention, sublinear=sublinear)
        job.look("training", 0.5)
        model, iterations, converged = _fit(weighted.matrix, y, float(strength), job)
        counts = bag._count_others(job.watcher("testing", 0.8, 0.2)(test_texts))  # noqa: SLF001 - checked above, and watched
        lengths = bag.lengths_of(test_texts) if convention == "textbook" else None
        said = model.predict(weighted._weigh_others(counts, lengths))  # noqa: SLF001
        job.look("done", 1.0)
    except _CancelledError:
        return None
    confusion = np.zeros((len(classes), len(classes)), np.int64)
    np.add.at(confusion, (y_test, said), 1)
    return Classifier(
        weighted,
        model,
        classes,
        model.coef_[0] if len(classes) == 2 else model.coef_,
        len(texts),
        len(test_texts),
        float(np.mean(said == y_test)),
        float(np.mean(y_test == np.bincount(y).argmax())),
        confusion,
        iterations,
        converged,
        time.perf_counter() - began,
    )


class _Job:
    """Says how far the work is, and stops it."""

    def __init__(self, progress: Callable[[str, float], None] | None, cancel: threading.Event | None) -> None:
        if progress is not None and not callable(progress):
            raise TypeError(f"progress must be a function of a message and a share, not {type(progress).__name__}")
        if cancel is not None and not hasattr(cancel, "is_set"):
            raise TypeError(f"cancel must be a threading.Event, not {type(cancel).__name__}")
        self._progress, self._cancel = progress, cancel

    def look(self, message: str, done: float) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise _CancelledError
        if self._progress is not None:
            self._progress(message, done)

    def watcher(self, message: str, start: float, share: float) -> Callable[[list[str]], Iterator[str]]:
        def watch(texts: list[str]) -> Iterator[str]:
            for k, text in enumerate(texts):
                if k % EACH == 0:
                    self.look(message, start + share * k / len(texts))
                yield text

        return watch


def _fit(X: Any, y: Any, strength: float, job: _Job) -> tuple[Any, int, bool]:
    """Return the model, the iterations, and whether the solver ended by itself."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, tol=TOLERANCE, max_iter=SLICE, warm_start=True)
    iterations = 0
    for k in range(MOST_SLICES):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # each slice but the last ends early, as it should
            model.fit(X, y)
        iterations += int(model.n_iter_[0])
        # nobody knows how many slices there will be: each takes a part of what is left of the bar
        job.look(f"training, {iterations} iterations", 0.5 + 0.3 * (1 - 0.8 ** (k + 1)))
        if model.n_iter_[0] < SLICE:
            return model, iterations, True
    return model, iterations, False


def _labelled(documents: Any, labels: Any, what: str) -> tuple[list[str], list[Any]]:
    texts = take_documents(documents, what)
    return texts, take_labels(labels, len(texts), what)


def _classes(marks: list[Any]) -> list[Any]:
    try:
        found = sorted(set(marks))
    except TypeError:
        raise TypeError("labels must be of one kind that can be sorted, such as all str or all int") from None
    if len(found) < 2:
        raise ValueError(
            f"there is nothing to tell apart: {'all labels are ' + repr(found[0]) if found else 'no labels'}"
        )
    return found


def _split(
    texts: list[str], marks: list[Any], test: Any, share: Any, seed: int
) -> tuple[list[str], list[Any], list[str], list[Any]]:
    if test is not None:
        if not isinstance(test, (tuple, list)) or len(test) != 2:
            raise TypeError("test must be a pair: test=(documents, labels)")
        test_texts, test_marks = _labelled(test[0], test[1], "test document")
        if not test_texts:
            raise ValueError("there are no test documents; without test=… a share of the documents is held out")
        return texts, marks, test_texts, test_marks
    if not isinstance(share, float) or not 0 < share < 1:
        raise ValueError(f"test_share must be above 0 and below 1, not {share!r}")
    random = np.random.default_rng(seed)
    held = np.zeros(len(texts), bool)
    for label in sorted(set(marks)):
        of = np.array([k for k, mark in enumerate(marks) if mark == label])
        if len(of) < 2:
            raise ValueError(f"there is one document with the label {label!r}: two are needed, one to test on")
        number = min(max(round(len(of) * float(share)), 1), len(of) - 1)
        held[random.choice(of, number, replace=False)] = True
    train_at, test_at = np.flatnonzero(~held).tolist(), np.flatnonzero(held).tolist()
    return (
        [texts[k] for k in train_at],
        [marks[k] for k in train_at],
        [texts[k] for k in test_at],
        [marks[k] for k in test_at],
    )
