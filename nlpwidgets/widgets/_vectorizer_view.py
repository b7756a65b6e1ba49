"""From what is asked of a vectorizer explorer to all that it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._vectorizer_block import block
from nlpwidgets.widgets._vectorizer_counted import Counted, Grid, column_order, row_order
from nlpwidgets.widgets._vectorizer_options import PRUNING, count_keywords
from nlpwidgets.widgets._vectorizer_reading import neighbours, placed, reading, term_info
from nlpwidgets.widgets._vectorizer_trial import Tried

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_training import Trained
    from nlpwidgets.widgets._vectorizer_wire import Cell, Options, Size, Trial, Viewport


SAID_EACH = 1_000
"""Documents from one message about the progress to the next."""
SHARE_OF_READING = 0.8


@dataclass(frozen=True)
class Wish:
    """What is asked: the traits that both sides write, checked."""

    options: Options
    weighting: str
    sublinear: bool
    term_order: str
    document_order: str
    cell: Cell | None
    sentence: str
    seed: int
    viewport: Viewport

    @property
    def document(self) -> int | None:
        """The selected document."""
        return None if self.cell is None else self.cell["document"]

    @property
    def term(self) -> str | None:
        """The selected term."""
        return None if self.cell is None else self.cell["term"]


class Deriver:
    """Computes what follows from a wish, and of that only what has changed.

    Each piece is kept with what it was computed from, this and the last one: a wish that fails, and one that is taken
    back, cost nothing.
    """

    def __init__(self, corpus: Corpus, extras: dict[str, Any], say: Callable[[str, float], None]) -> None:
        self.corpus = corpus
        self.extras = extras
        self._say = say
        self._pieces: dict[str, list[tuple[Hashable, Any]]] = {}
        self._version = 0

    def _piece(self, name: str, key: Hashable, make: Callable[[], Any]) -> Any:
        kept = self._pieces.setdefault(name, [])
        found = next((pair for pair in kept if pair[0] == key), None) or (key, make())
        self._pieces[name] = [found, *(pair for pair in kept if pair is not found)][:2]
        return found[1]

    def counted(self, options: Options) -> Counted:
        """Return the matrix by these options."""
        return self._piece("counted", _key(options), lambda: self._count(options))  # type: ignore[no-any-return]

    def adopt(self, options: Options, counted: Counted) -> None:
        """Take a matrix that was counted elsewhere."""
        self._pieces["counted"] = [(_key(options), counted)]

    def _count(self, options: Options) -> Counted:
        from nlpwidgets.vectorize._options import check_options
        from nlpwidgets.vectorize.counting import count_all, prune

        texts = self.corpus.texts
        checked = check_options({**count_keywords(options, len(self.corpus)), **self.extras})
        # pruning otherwise does not mean counting again
        key = tuple(options[name] for name in ("unit", "ngram_min", "ngram_max", "case"))
        everything = self._piece("everything", key, lambda: count_all(texts, checked, self._watched))
        return Counted(prune(texts, everything, checked), binary=options["binary"])

    def _watched(self, texts: list[str]) -> Iterator[str]:
        """Pass texts on and say how far it is; putting the terms in order, at the end, takes a while, too."""
        for k, text in enumerate(texts):
            if k % SAID_EACH == 0:
                self._say(f"counting {len(texts):,} documents", SHARE_OF_READING * k / len(texts))
            yield text

    def complete(self, wish: Wish) -> Wish:
        """Choose what to look at first: in the first document, the term that weighs most of those in other documents, too."""
        counted = self.counted(wish.options)
        document = wish.document or 0
        heaviest = counted.heaviest(document)
        shared = heaviest[counted.df[heaviest] > 1]
        column = int([*shared, *heaviest, counted.df.argmax()][0])
        return replace(wish, cell={"document": document, "term": counted.vocabulary[column]})

    def grid(self, wish: Wish) -> tuple[Grid, int]:
        """Orders of rows and columns, and the version of the matrix in them."""
        counted, weights = self.counted(wish.options), (wish.weighting, wish.sublinear)
        by_document = wish.term_order == "document"
        columns_key = (counted.serial, wish.term_order, *((wish.document, *weights) if by_document else ()))
        columns = self._piece(
            "columns",
            columns_key,
            lambda: column_order(counted, wish.term_order, wish.document, wish.weighting, sublinear=wish.sublinear),
        )
        near, by_term = wish.document_order == "near", wish.document_order == "term"
        rows_key = (
            counted.serial,
            wish.document_order,
            *((wish.document, *weights) if near else (wish.term, *weights) if by_term else ()),
        )
        rows = self._piece(
            "rows",
            rows_key,
            lambda: row_order(
                counted, wish.document_order, wish.document, wish.term, wish.weighting, sublinear=wish.sublinear
            ),
        )
        return self._piece("grid", (columns_key, rows_key), lambda: self._new_grid(rows, columns))  # type: ignore[no-any-return]

    def _new_grid(self, rows: Any, columns: Any) -> tuple[Grid, int]:
        self._version += 1
        return Grid(rows, columns), self._version

    def view(self, wish: Wish, trained: Trained | None) -> dict[str, Any]:
        """All traits that follow; those that are as before are the same objects as before."""
        counted = self.counted(wish.options)
        grid, version = self.grid(wish)
        weights, document, term = (wish.weighting, wish.sublinear), wish.document, wish.term
        found: dict[str, Any] = {
            "size": self._piece("size", counted.serial, lambda: size(counted)),
            "version": version,
            "block": self._piece(
                "block",
                (version, *wish.viewport.values()),
                lambda: block(self.corpus, counted, grid, wish.viewport, version),
            ),
            "pruning": self._pruning(wish.options, counted),
            "reading": None,
            "neighbours": [],
            "term_info": None,
            "trial": None,
        }
        if document is not None and term is not None:
            read = self._piece("read", (counted.serial, document), lambda: reading(self.corpus, counted, document))
            found["reading"] = self._piece(
                "reading", (counted.serial, document, version), lambda: {**read, "row": int(grid.row_of[document])}
            )
            info = self._piece("info", (counted.serial, term), lambda: term_info(self.corpus, counted, term))
            found["term_info"] = self._piece("term_info", (counted.serial, term, version), lambda: placed(info, grid))
            found["neighbours"] = self._piece(
                "neighbours", (counted.serial, document, *weights), lambda: self.near(wish, document)
            )
        if wish.sentence.strip():
            found["trial"] = self._trial(wish, counted, grid, version, trained)
        return found

    def near(self, wish: Wish, document: int) -> Any:
        """Documents near to one, in the weighting shown."""
        counted = self.counted(wish.options)
        row = counted.weights(wish.weighting, sublinear=wish.sublinear)[document]
        return neighbours(self.corpus, counted, row, wish.weighting, sublinear=wish.sublinear, but=document)

    def _pruning(self, options: Options, counted: Counted) -> Any:
        key = _key({name: value for name, value in options.items() if name not in PRUNING})
        return self._piece("pruning", key, counted.pruning)

    def _trial(self, wish: Wish, counted: Counted, grid: Grid, version: int, trained: Trained | None) -> Trial:
        weights = (wish.weighting, wish.sublinear)
        key = (counted.serial, wish.sentence, wish.seed, *weights)
        tried: Tried = self._piece(
            "tried",
            key,
            lambda: Tried(self.corpus, counted, wish.sentence, wish.seed, wish.weighting, sublinear=wish.sublinear),
        )
        nearest = self._piece(
            "nearest",
            key,
            lambda: neighbours(self.corpus, counted, tried.vectors[0], wish.weighting, sublinear=wish.sublinear),
        )

        def make() -> Trial:
            sentence, shuffled, misspelt = tried.sentences(grid)
            verdict, probability = ("", 0.0) if trained is None else trained.verdict(tried.texts[0])
            return {
                "sentence": sentence,
                "shuffled": shuffled,
                "misspelt": misspelt,
                "same": tried.same(),
                "similarity": tried.similarity(),
                "nearest": nearest,
                "verdict": verdict,
                "probability": probability,
            }

        return self._piece("trial", (key, version, trained), make)  # type: ignore[no-any-return]


def size(counted: Counted) -> Size:
    """Return how large the matrix is, and what pruning took from it."""
    dropped_terms, dropped_tokens = counted.dropped()
    return {
        "documents": counted.documents,
        "terms": counted.terms,
        "nonzero": int(counted.matrix.nnz),
        "tokens": int(counted.lengths.sum()),
        "dropped_terms": dropped_terms,
        "dropped_tokens": dropped_tokens,
    }


def _key(options: Any) -> tuple[Any, ...]:
    return tuple(sorted(options.items()))
