"""GloVe: word vectors from a table of co-occurrences."""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.embeddings import _glove_state as state
from nlpwidgets.embeddings._control import Control, Progress
from nlpwidgets.embeddings._glove_cells import Cells
from nlpwidgets.embeddings._glove_state import Pass
from nlpwidgets.embeddings.cooccurrence import Cooccurrences

if TYPE_CHECKING:
    import os

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Reporter

Kind = Literal["sum", "word", "context", "both"]

_BLOCK = 1 << 15  # cells between two looks at the control: some 10 ms at 100 dimensions


class GloVe:
    """Train word vectors on a table of co-occurrences.

    Minimises ``½ Σ f(X) (w·w~ + b + b~ − ln X)²`` over its cells, with ``f(X) = min(X / x_max, 1)^alpha``, by AdaGrad: for a
    parameter with gradient g, first ``θ ← θ − η g / √G``, then ``G ← G + (η g)²``, from G = 1 on. So it is in the reference program;
    with η = 0.05 this is AdaGrad at a rate of 1 with sums of squares that begin at 400. Biases take the same steps, as in the paper and
    the first releases of the program; gradients are not clipped.

    The cells are shuffled once, uniformly, as in the reference; each epoch reads that order in blocks of 32,768 cells, and the
    order of the blocks is drawn anew. With one thread the result depends on the seed alone, on the same machine to the bit; with more,
    threads update the same numbers without locks (Hogwild), and it varies.

    Parameters
    ----------
    cooccurrences : Cooccurrences
    size : int
        Numbers per vector.
    x_max, alpha : float
    learning_rate : float
        η.
    held_out : float
        Share of pairs of words whose cells are not trained on, but show the loss: at least one pair, if above 0.
    seed : int
    threads : int
    memory : int
        Bytes for the shuffled cells, 16 each; more are kept in a temporary file. On top come 16 bytes per word and number.
    directory : path, optional
        Where temporary files lie.

    Attributes
    ----------
    history : tuple of Pass
    options : dict
        The parameters above, from `size` to `seed`.
    words : tuple of str
    word_counts : ndarray of shape (words,), int64

    Raises
    ------
    TypeError, ValueError
        If an option makes no sense, or the table holds no cell.

    References
    ----------
    Pennington, Socher and Manning (2014), GloVe: Global vectors for word representation, equations 8 and 9; the reference program's
    ``shuffle.c`` and ``glove.c``. Recht et al. (2011), Hogwild.

    Examples
    --------
    >>> from nlpwidgets.embeddings.cooccurrence import count_cooccurrences
    >>> table = count_cooccurrences([["a", "b", "c"]] * 50)
    >>> model = GloVe(table, size=8)
    >>> model.train(2)[-1].epoch, model.keyed_vectors()["a"].shape
    (2, (8,))
    """

    def __init__(
        self,
        cooccurrences: Cooccurrences,
        *,
        size: int = 100,
        x_max: float = 100.0,
        alpha: float = 0.75,
        learning_rate: float = 0.05,
        held_out: float = 0.0,
        seed: int = 1,
        threads: int = 1,
        memory: int = 1 << 30,
        directory: str | os.PathLike[str] | None = None,
    ) -> None:
        if not isinstance(cooccurrences, Cooccurrences):
            raise TypeError(
                f"GloVe is trained on Cooccurrences, got {type(cooccurrences).__name__}; count_cooccurrences makes them"
            )
        if not len(cooccurrences):
            raise ValueError("the table of co-occurrences has no cell: no two words stand near each other")
        state.check_whole(size=size, seed=seed, threads=threads, memory=memory)
        state.check_numbers(x_max=x_max, alpha=alpha, learning_rate=learning_rate, held_out=held_out)
        options = {
            "size": int(size),
            "x_max": float(x_max),
            "alpha": float(alpha),
            "learning_rate": float(learning_rate),
            "held_out": float(held_out),
            "seed": int(seed),
        }
        self._begin(
            state.first_rows(len(cooccurrences.words), size, seed),
            {"words": cooccurrences.words, "word_counts": cooccurrences.word_counts, "options": options},
            cooccurrences,
            (threads, memory, directory),
        )

    def _begin(
        self,
        rows: NDArray[np.float32],
        meta: dict[str, Any],
        table: Cooccurrences | None,
        means: tuple[int, int, str | os.PathLike[str] | None],
    ) -> None:
        self.options: dict[str, Any] = meta["options"]
        self.words: tuple[str, ...] = tuple(meta["words"])
        self.word_counts = np.array(meta["word_counts"], np.int64)
        self.history: tuple[Pass, ...] = meta.get("history", ())
        self._rows = rows
        self._table = table
        self._threads, self._memory, self._directory = means
        self._cells: Cells | None = None
        self._crc: int | None = meta.get("crc")
        # of the epoch under way: blocks trained on, loss summed over them, seconds
        self._blocks_done, self._loss, self._seconds = meta.get("under_way", (0, 0.0, 0.0))
        self._failed = False

    def __repr__(self) -> str:
        return f"<GloVe: {len(self.words):,} words, size {self.size}, {self.epochs} epochs>"

    @property
    def size(self) -> int:
        """Numbers per vector."""
        return int(self.options["size"])

    @property
    def epochs(self) -> int:
        """Passes completed."""
        return len(self.history)

    @property
    def cells(self) -> int | None:
        """Cells that an epoch trains on; None before the first one begins."""
        return None if self._cells is None else len(self._cells)

    @property
    def biases(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """B of the words and b~ of the contexts, each of shape (words,); copies."""
        parts = state.parts_of(self._rows, self.size)
        return parts["word_biases"].copy(), parts["context_biases"].copy()

    def vectors(self, kind: Kind = "sum") -> NDArray[np.float32]:
        """Return the vectors, of shape (words, size); a copy.

        Parameters
        ----------
        kind : {"sum", "word", "context", "both"}
            ``w + w~``, as the released vectors are; w; w~; or both side by side, (words, 2 · size).
        """
        parts = state.parts_of(self._rows, self.size)
        word, context = parts["word_vectors"], parts["context_vectors"]
        if kind == "sum":
            return word + context
        if kind == "word":
            return word.copy()
        if kind == "context":
            return context.copy()
        if kind == "both":
            return np.hstack([word, context])
        raise ValueError(f"no kind {kind!r}; there are sum, word, context, both")

    def keyed_vectors(self, kind: Kind = "sum") -> KeyedVectors:
        """Return the vectors by falling count of their words, which is their attribute ``count``; a copy."""
        from gensim.models import KeyedVectors

        made = self.vectors(kind)
        order = np.argsort(-self.word_counts, kind="stable")
        keyed = KeyedVectors(made.shape[1])
        keyed.add_vectors([self.words[place] for place in order], made[order])
        keyed.allocate_vecattrs(["count"], [np.int64])
        keyed.expandos["count"][:] = self.word_counts[order]
        return keyed

    def train(
        self, epochs: int = 1, *, progress: Reporter | None = None, control: Control | None = None
    ) -> tuple[Pass, ...]:
        """Go on training until so many more epochs are complete; one under way counts as one of them.

        Parameters
        ----------
        epochs : int
        progress : callable, optional
            Takes `Progress`: cells shuffled, before the first epoch, then cells trained on, with the last loss on what is held out.
        control : Control, optional
            Pauses or stops it, within some 50 ms.

        Returns
        -------
        tuple of Pass
            The epochs completed by this call.

        Raises
        ------
        FloatingPointError
            If it diverges. The vectors are lost then: begin anew with a lower learning rate.
        Stopped
            If `control` was stopped. What was learned stays, and the next call goes on from that very cell.
        ValueError
            If it was loaded without its table.
        """
        state.check_whole(epochs=epochs)
        if self._failed:
            raise ValueError("this training diverged; begin anew with a lower learning_rate=")
        control = control or Control()
        cells = self._shuffled(progress, control)
        before = len(self.history)
        total = epochs * len(cells)
        pool = ThreadPoolExecutor(self._threads, "nlpwidgets-glove") if self._threads > 1 else None
        try:
            while len(self.history) < before + epochs:
                self._epoch(cells, pool, total, (len(self.history) - before) * len(cells), progress, control)
        finally:
            if pool is not None:
                pool.shutdown()
        return self.history[before:]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all that going on needs into one npz file, but for the table; an old file is replaced once the new one is whole.

        A training that is stopped, saved, loaded with its table and gone on with ends, with one thread, as one that was never
        stopped: to the bit, on the same machine.
        """
        if self._failed:
            raise ValueError("this training diverged; there is nothing to save")
        meta = {
            "words": list(self.words),
            "word_counts": self.word_counts.tolist(),
            "options": self.options,
            "history": [asdict(one) for one in self.history],
            "under_way": [self._blocks_done, self._loss, self._seconds],
            "crc": self._crc,
        }
        state.save(path, self._rows, self.size, meta)

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        cooccurrences: Cooccurrences | None = None,
        *,
        threads: int = 1,
        memory: int = 1 << 30,
        directory: str | os.PathLike[str] | None = None,
    ) -> GloVe:
        """Read what `save` wrote; nothing in it is executed.

        Parameters
        ----------
        path : path
        cooccurrences : Cooccurrences, optional
            The table that it was trained on, to go on training.
        threads, memory, directory
            As for `GloVe`.

        Raises
        ------
        ValueError
            If the file is damaged or something else, or the table has other words. That its cells are the same is
            checked when training goes on.
        """
        state.check_whole(threads=threads, memory=memory)
        rows, meta = state.load(path)
        if cooccurrences is not None and list(cooccurrences.words) != meta["words"]:
            raise ValueError(f"{path} was trained on a table with other words")
        made = cls.__new__(cls)
        made._begin(rows, meta, cooccurrences, (threads, memory, directory))  # noqa: SLF001 - its own class
        return made

    def held_out_loss(self, *, progress: Reporter | None = None, control: Control | None = None) -> float | None:
        """Return the mean of ``f(X) (w·w~ + b + b~ − ln X)²`` over the cells held out, as it is now; None if none are.

        Before the first epoch the cells are shuffled for it, which `progress` and `control` are for.
        """
        if not self.options["held_out"]:
            return None
        control = control or Control()
        return self._held_out_loss(self._shuffled(progress, control), control)

    def _held_out_loss(self, cells: Cells, control: Control) -> float | None:
        from nlpwidgets.embeddings import _glove_kernel as kernel

        loss = 0.0
        for first in range(0, cells.held_out, _BLOCK):
            control.wait()
            block = cells.read_held_out(first, first + _BLOCK)
            loss += kernel.loss_of_cells(*block, self._rows, len(self.words))
        return loss / cells.held_out if cells.held_out else None

    def _shuffled(self, progress: Reporter | None, control: Control) -> Cells:
        if self._cells is None:
            if self._table is None:
                raise ValueError("loaded without its table; GloVe.load(path, cooccurrences) to go on training")
            names = ("x_max", "alpha", "held_out", "seed")
            cells = Cells(
                self._table,
                **{name: self.options[name] for name in names},
                memory=self._memory,
                directory=self._directory,
                progress=progress,
                control=control,
            )
            if self._crc not in {None, cells.crc}:
                raise ValueError("this is not the table that the training began with")
            self._cells, self._crc = cells, cells.crc
        return self._cells

    def _epoch(
        self,
        cells: Cells,
        pool: ThreadPoolExecutor | None,
        total: int,
        done: int,
        progress: Reporter | None,
        control: Control,
    ) -> None:
        from nlpwidgets.embeddings import _glove_kernel as kernel

        rate = np.float32(self.options["learning_rate"])
        count = len(self.words)
        kernel.train_cells(*cells.read(0, 0), self._rows, count, rate)  # compiles, outside the time that is taken
        last_loss = self.history[-1].loss if self.history else None

        def work(block: int) -> float:
            found: float = kernel.train_cells(
                *cells.read(block * _BLOCK, (block + 1) * _BLOCK), self._rows, count, rate
            )
            return found

        blocks = -(-len(cells) // _BLOCK)
        order = np.random.default_rng([self.options["seed"], 2, len(self.history)]).permutation(blocks).tolist()
        # threads wait for each other rarely, but often enough to be paused
        together = 1 if pool is None else self._threads * min(max(400 // self.size, 1), 8)
        while self._blocks_done < blocks:
            control.wait()
            start = time.perf_counter()
            some = order[self._blocks_done : self._blocks_done + together]
            # one after the other, so that the sum is the same however often the training was stopped
            for block_loss in map(work, some) if pool is None else pool.map(work, some):
                self._loss += block_loss
            self._seconds += time.perf_counter() - start
            if not math.isfinite(self._loss):
                self._failed = True
                raise FloatingPointError(
                    f"GloVe diverged in epoch {len(self.history) + 1}: the loss is {self._loss}; begin anew with a "
                    f"learning_rate= lower than {self.options['learning_rate']:g}"
                )
            self._blocks_done += len(some)
            if progress is not None:
                progress(
                    Progress("training", min(done + self._blocks_done * _BLOCK, done + len(cells)), total, last_loss)
                )
        loss = self._held_out_loss(cells, control)
        finished = Pass(len(self.history) + 1, len(cells), self._loss / len(cells), loss, self._seconds)
        self.history += (finished,)
        self._blocks_done, self._loss, self._seconds = 0, 0.0, 0.0
