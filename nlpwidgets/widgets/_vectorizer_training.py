"""The classifier of a vectorizer explorer: a logistic regression on its TF-IDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._vectorizer_options import count_keywords
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from nlpwidgets.vectorize import Classifier
    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_wire import Classified, Options, Weight

SHOWN = 20
"""Terms with the largest weights, on either side."""


class Trained:
    """A trained classifier: what the page shows of it, and what it says of a text."""

    def __init__(self, result: Classifier, names: list[str]) -> None:
        self._result = result
        self.classified: Classified = {
            "classes": [names[label] for label in result.classes],
            "train": int(result.train),
            "test": int(result.test),
            "accuracy": float(result.accuracy),
            "majority": float(result.majority),
            "confusion": [[int(n) for n in row] for row in result.confusion],
            "positive": _weights(result.positive),
            "negative": _weights(result.negative),
            "seconds": float(result.seconds),
        }

    def verdict(self, text: str) -> tuple[str, float]:
        """Class of a preprocessed text and its probability."""
        probabilities = self._result.predict_proba([text])[0]
        best = int(probabilities.argmax())
        return self.classified["classes"][best], float(probabilities[best])


def check_classes(corpus: Corpus) -> None:
    """Raise a ValueError when there are not two classes to tell apart."""
    if not corpus.classes:
        raise ValueError("the classifier needs labels: VectorizerExplorer(documents, labels=…)")
    if len(corpus.classes) != 2:
        raise ValueError(
            f"the classifier tells two classes apart, as each term has one weight, for one class or the other; "
            f"there {'is' if len(corpus.classes) == 1 else 'are'} {len(corpus.classes)}: {', '.join(corpus.classes[:6])}"
        )


def train(
    corpus: Corpus,
    options: Options,
    extras: dict[str, Any],
    progress: Callable[[str, float], None],
    cancel: threading.Event,
) -> Trained | None:
    """Train on the documents, or on a part of them, counted by the same options; None when it was cancelled.

    The weighting is the smooth TF-IDF with sublinear tf, whatever is shown: the one that tells reviews apart best.
    """
    from nlpwidgets.vectorize import classify

    result = classify(
        corpus.texts,
        corpus.labels,
        test=corpus.held_out(),
        progress=progress,
        cancel=cancel,
        **count_keywords(options, len(corpus)),
        **extras,
    )
    return None if result is None else Trained(result, corpus.classes)


def _weights(pairs: Any) -> list[Weight]:
    return [{"term": sendable(term), "weight": float(weight)} for term, weight in pairs[:SHOWN]]
