"""What a vectorizer explorer was given: documents in any form, or what was counted before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nlpwidgets.vectorize._options import OPTIONS, check_options, refuse_unknown
from nlpwidgets.widgets._vectorizer_corpus import Corpus
from nlpwidgets.widgets._vectorizer_counted import Counted
from nlpwidgets.widgets._vectorizer_options import options_from

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_wire import Options

EXTRAS = ("pattern", "tokenizer")
"""Keywords of `count` that the page cannot change."""
ARGUMENTS = ("documents", "labels", "test", "pipeline", "titles", "weighting")
"""What else an explorer is made with."""


@dataclass(frozen=True)
class Source:
    """The documents and how to count them at first."""

    corpus: Corpus
    options: Options
    extras: dict[str, Any]
    counted: Counted | None
    """What was counted before; None when it is still to be done."""
    weighting: str
    sublinear: bool
    """What to show at first, unless something else is asked for."""
    given: dict[str, Any] = field(repr=False)
    """The arguments that were not left out, by name."""


def take(documents: Any, labels: Any, test: Any, pipeline: Any, titles: Any, count_options: dict[str, Any]) -> Source:
    """Check the arguments of an explorer and read the documents.

    Raises
    ------
    TypeError, ValueError
        The message names the argument, and the position in it.
    """
    refuse_unknown(count_options, (*OPTIONS, *ARGUMENTS))
    given = {"documents": documents, "labels": labels, "test": test, "pipeline": pipeline, "titles": titles}
    given = {name: value for name, value in given.items() if value is not None} | count_options
    bag, weighting, sublinear = _counted_before(documents)
    if bag is not None:
        if count_options or pipeline is not None:
            name = next(iter(count_options), "pipeline")
            raise TypeError(
                f"{name} cannot be given with what is counted already: give the documents, or count with it"
            )
        count_options, documents = dict(bag.options), bag.documents
    elif documents is None:
        from nlpwidgets.widgets._vectorizer_reviews import DOCUMENTS, LABELS

        if titles is not None or (labels is not None or test is not None):
            raise TypeError("labels, test and titles belong to documents: give these, too")
        documents, labels = DOCUMENTS, LABELS
    extras = {name: count_options[name] for name in EXTRAS if count_options.get(name) is not None}
    asked = check_options(count_options)  # before anything is read
    corpus = Corpus(documents, labels, test, pipeline, titles)
    options = options_from(asked, len(corpus))
    counted = None if bag is None else Counted(bag, binary=options["binary"])
    return Source(corpus, options, extras, counted, weighting, sublinear, given)


def _counted_before(documents: Any) -> tuple[Any, str, bool]:
    """Return the bag that was given, by itself or inside a TF-IDF (None for texts), and how it was weighted."""
    from nlpwidgets.vectorize import Bag, Weighted

    if isinstance(documents, Weighted):
        convention, smooth = documents.convention, documents.convention == "smooth"
        if documents.norm != ("l2" if smooth else None) or (documents.sublinear and not smooth):
            raise ValueError(
                "the explorer shows the smooth TF-IDF with rows of length 1, the textbook's without that and without "
                f"sublinear: not the numbers of this {documents!r}; give its bag, weighted.bag"
            )
        return documents.bag, convention, documents.sublinear
    return (documents if isinstance(documents, Bag) else None), "smooth", False
