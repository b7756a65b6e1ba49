"""GloVe behind the one interface of training: count, then factorise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._control import Stopped
from nlpwidgets.embeddings.cooccurrence import count_cooccurrences
from nlpwidgets.embeddings.glove import GloVe
from nlpwidgets.embeddings.training import Epoch, Going, Trained

if TYPE_CHECKING:
    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings.corpora import Corpus


def train_glove(
    text: Corpus, options: dict[str, Any], *, progress: Reporter | None, control: Control | None
) -> Trained:
    """Count co-occurrences and train GloVe on them.

    Raises
    ------
    Stopped
        If stopped while counting.
    """
    table = count_cooccurrences(
        text,
        min_count=options["min_count"],
        max_vocabulary=options["max_vocabulary"],
        window=options["window"],
        weighting=options["weighting"],
        symmetric=options["symmetric"],
        threads=options["workers"],
        progress=progress,
        control=control,
    )
    model = GloVe(
        table,
        size=options["size"],
        x_max=options["x_max"],
        alpha=options["alpha"],
        learning_rate=options["learning_rate"],
        held_out=options["held_out"],
        seed=options["seed"],
        threads=options["workers"],
    )

    def more(
        *,
        epochs: int,
        learning_rate: float | None,  # noqa: ARG001 - AdaGrad keeps its own steps
        last: Epoch,  # noqa: ARG001 - the model knows its epochs itself
        progress: Reporter | None,
        control: Control | None,
    ) -> Going:
        before, stopped = model.epochs, False
        try:
            model.train(epochs, progress=progress, control=control)
        except Stopped:
            stopped = True
        passes = model.history[before:]
        added = tuple(Epoch(found.epoch, found.cells, found.loss, found.seconds) for found in passes)
        return Going(model.keyed_vectors(), added, stopped)

    start = Epoch(0, 0, model.held_out_loss(progress=progress, control=control), 0.0)
    first = more(epochs=options["epochs"], learning_rate=None, last=start, progress=progress, control=control)
    return Trained(first.vectors, model, (start, *first.added), options, first.stopped, more)
