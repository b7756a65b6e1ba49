"""The documents of a vectorizer explorer: as given, as preprocessed, with labels and titles."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize._documents import take_documents, take_labels
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlpwidgets.text import Pipeline

TITLE = 60
"""Characters of a title."""
KEPT_ALIGNMENTS = 64


class Corpus:
    """Documents that were given once and never change; lone surrogates, which no message can hold, are U+FFFD.

    Parameters
    ----------
    documents : iterable of str
        Consumed once.
    labels : iterable, optional
        One per document, any hashable values.
    test : pair (documents, labels), optional
        Held out; only the classifier sees them.
    pipeline : nlpwidgets.text.Pipeline, optional
        Applied to every document before it is counted.
    titles : iterable of str, optional
        One per document; otherwise how each begins.

    Raises
    ------
    TypeError, ValueError
        Something that is no text, or lists of different lengths; the message names the position.
    """

    def __init__(
        self,
        documents: Iterable[str],
        labels: Iterable[Any] | None,
        test: Any,
        pipeline: Pipeline | None,
        titles: Iterable[str] | None,
    ) -> None:
        self.raw = _texts(documents, "document")
        if not self.raw:
            raise ValueError("there are no documents: give at least one text")
        if isinstance(pipeline, type) or (pipeline is not None and not hasattr(pipeline, "trace")):
            kind = getattr(pipeline, "__name__", type(pipeline).__name__)
            raise TypeError(f"pipeline must be an nlpwidgets.text.Pipeline such as Pipeline(), not {kind}")
        self.pipeline = pipeline
        self.classes, self.labels = _labels(labels, len(self.raw))
        self._titles = None if titles is None else _texts(titles, "title")
        if self._titles is not None and len(self._titles) != len(self.raw):
            raise ValueError(
                f"there are {len(self.raw):,} documents and {len(self._titles):,} titles: give one for each"
            )
        self._test = _test(test, self.classes)
        self.texts = self._preprocessed(self.raw)
        self._test_texts: list[str] | None = None
        self._alignments: OrderedDict[int, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self.raw)

    def title(self, document: int) -> str:
        """How a document is called, on one line."""
        if self._titles is not None:
            return shorten(self._titles[document], 2 * TITLE)
        return shorten(self.raw[document][: 8 * TITLE], TITLE)

    def label(self, document: int) -> str:
        """Its label as a text; empty without labels."""
        return self.classes[self.labels[document]] if self.classes else ""

    def prepare(self, text: str) -> str:
        """Return a text as the documents are before they are counted."""
        return text if self.pipeline is None else self.pipeline(text)

    def held_out(self) -> tuple[list[str], list[int]] | None:
        """Texts (preprocessed) and classes of the test documents that were given; None without any."""
        if self._test is None:
            return None
        if self._test_texts is None:
            self._test_texts = self._preprocessed(self._test[0])
        return self._test_texts, self._test[1]

    def raw_spans(self, document: int, places: Any) -> Any:
        """Return where places of the preprocessed text come from: int64 (places, 2), of the text as given.

        Parameters
        ----------
        places : array of int, (places, 2)
            start and stop in `texts[document]`.
        """
        places = np.asarray(places, np.int64).reshape(-1, 2)
        if self.pipeline is None or not len(places):
            return places
        alignment = self._alignment(document)
        return np.array([alignment.source_span(int(a), int(b)) for a, b in places], np.int64).reshape(-1, 2)

    def _alignment(self, document: int) -> Any:
        found = self._alignments.pop(document, None)
        if found is None:
            trace = self.pipeline.trace(self.raw[document])  # type: ignore[union-attr]
            found = _Same() if not trace.steps else trace.alignment(len(trace.steps) - 1)
        self._alignments[document] = found
        while len(self._alignments) > KEPT_ALIGNMENTS:
            self._alignments.popitem(last=False)
        return found

    def _preprocessed(self, texts: list[str]) -> list[str]:
        return texts if self.pipeline is None else list(self.pipeline.map(texts, progress=False))


class _Same:
    """The alignment of a text that no step has touched."""

    def source_span(self, start: int, stop: int) -> tuple[int, int]:
        return start, stop


def _texts(given: Any, what: str) -> list[str]:
    return [sendable(str(text)) for text in take_documents(given, what)]  # numpy's own strings become plain ones


def _labels(given: Any, documents: int, what: str = "document") -> tuple[list[str], list[int]]:
    """Return names of the classes, and for each document which it is."""
    if given is None:
        return [], []
    values = take_labels(given, documents, what)
    distinct = list(dict.fromkeys(values))
    try:
        distinct.sort()
    except TypeError:
        distinct.sort(key=str)
    names = [shorten(str(value), 40) for value in distinct]
    if len(set(names)) < len(names):
        raise ValueError("two different labels have the same name: give texts that differ")
    which = {value: k for k, value in enumerate(distinct)}
    return names, [which[value] for value in values]


def _test(given: Any, classes: list[str]) -> tuple[list[str], list[int]] | None:
    if given is None:
        return None
    if not classes:
        raise ValueError(
            "test documents are for the classifier, which needs the labels of the documents, too: give labels"
        )
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise TypeError("test is a pair: test=(documents, labels)")
    texts = _texts(given[0], "test document")
    if not texts:
        raise ValueError("there are no test documents; without test=… a share of the documents is held out")
    if given[1] is None:
        raise TypeError("the test documents need labels, too: test=(documents, labels)")
    names, which = _labels(given[1], len(texts), "test document")
    if unknown := [name for name in names if name not in classes]:
        raise ValueError(f"the test documents have the label {unknown[0]!r}; the documents have {', '.join(classes)}")
    return texts, [classes.index(names[k]) for k in which]
