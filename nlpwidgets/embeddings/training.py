"""Train word vectors: one interface for skip-gram, CBOW, fastText and GloVe."""

from __future__ import annotations

from dataclasses import dataclass, field
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nlpwidgets.embeddings import corpora
from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._control import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings._control import Control, Reporter

Algorithm = Literal["skipgram", "cbow", "fasttext", "glove"]
ALGORITHMS: tuple[Algorithm, ...] = ("skipgram", "cbow", "fasttext", "glove")

_ALL = {"size": 100, "window": 5, "min_count": 5, "max_vocabulary": None, "epochs": 5, "workers": 1, "seed": 1}
_WORD2VEC = {
    "negative": 5,
    "hierarchical_softmax": False,
    "subsample": 1e-3,
    "noise_power": 0.75,
    "learning_rate": 0.025,
    "min_learning_rate": 1e-4,
}
_FASTTEXT = {"architecture": "skipgram", "min_n": 3, "max_n": 6, "buckets": 200_000}
_GLOVE = {"learning_rate": 0.05, "x_max": 100.0, "alpha": 0.75, "symmetric": True, "weighting": "distance"}
DEFAULTS: dict[Algorithm, dict[str, Any]] = {
    "skipgram": _ALL | _WORD2VEC,
    "cbow": _ALL | _WORD2VEC,
    "fasttext": _ALL | _WORD2VEC | _FASTTEXT,
    "glove": _ALL | _GLOVE,
}
"""The options of each algorithm and what they are if not given."""


@dataclass(frozen=True)
class Epoch:
    """One pass over the corpus.

    Attributes
    ----------
    epoch : int
        From 1 on; 0 is the state before training, with a loss only.
    seen : int
        Words of the corpus read in it, or cells for GloVe; fewer than there are if it was stopped.
    loss : float or None
        Mean loss on what was held out, after it; None if nothing was.
    seconds : float
        Of training, without pauses and without computing the loss.
    """

    epoch: int
    seen: int
    loss: float | None
    seconds: float

    @property
    def per_second(self) -> float:
        """Words, or cells for GloVe, per second."""
        return self.seen / self.seconds if self.seconds else 0.0


class Going(NamedTuple):
    """What some more epochs came to."""

    vectors: KeyedVectors
    added: tuple[Epoch, ...]
    stopped: bool


@dataclass(frozen=True)
class Trained:
    """Word vectors with their training.

    Attributes
    ----------
    vectors : KeyedVectors
        FastTextKeyedVectors for fastText, which have a vector for any word.
    model : object
        gensim's Word2Vec or FastText, or `nlpwidgets.embeddings.GloVe`, with all that was learned.
    history : tuple of Epoch
    options : dict
        All options, given or default, and ``algorithm``.
    stopped : bool
        Whether it was stopped before the end; `vectors` are then as far as they came.
    """

    vectors: KeyedVectors
    model: Any
    history: tuple[Epoch, ...]
    options: dict[str, Any]
    stopped: bool = False
    _more: Callable[..., Going] | None = field(default=None, repr=False, compare=False)

    def go_on(
        self,
        *,
        epochs: int = 1,
        learning_rate: float | None = None,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> Trained:
        """Train on, on the same corpus, against the same held-out part.

        Parameters
        ----------
        epochs : int
            How many more.
        learning_rate : float, optional
            For word2vec and fastText, the rate at the start: it falls evenly to `min_learning_rate` within these epochs, as in a
            training of their own. By default a quarter of the first one's, which disturbs less what was learned. GloVe's AdaGrad
            keeps the steps it has come to, and takes none.
        progress, control
            As in `train`.

        Returns
        -------
        Trained
            With the longer history. The model is the same object as here, trained on; with word2vec and fastText the vectors
            are, too: to keep the earlier ones, copy them before.
        """
        if self._more is None:
            raise ValueError("this Trained came without its corpus; only what train() returns can go on")
        whole_number("epochs=", epochs, 1)
        if learning_rate is not None:
            if self.options["algorithm"] == "glove":
                raise ValueError("learning_rate= does not belong to going on with glove: AdaGrad keeps its own steps")
            _number("learning_rate", learning_rate, above=0)
        more = self._more(
            epochs=epochs, learning_rate=learning_rate, last=self.history[-1], progress=progress, control=control
        )
        return Trained(more.vectors, self.model, self.history + more.added, self.options, more.stopped, self._more)


def train(
    corpus: Any,
    *,
    algorithm: Algorithm = "skipgram",
    size: int = 100,
    window: int = 5,
    min_count: int = 5,
    max_vocabulary: int | None = None,
    epochs: int = 5,
    learning_rate: float | None = None,
    workers: int = 1,
    seed: int = 1,
    held_out: float = 0.01,
    preprocess: corpora.Preprocess | None = None,
    negative: int | None = None,
    hierarchical_softmax: bool | None = None,
    subsample: float | None = None,
    noise_power: float | None = None,
    min_learning_rate: float | None = None,
    architecture: Literal["skipgram", "cbow"] | None = None,
    min_n: int | None = None,
    max_n: int | None = None,
    buckets: int | None = None,
    x_max: float | None = None,
    alpha: float | None = None,
    symmetric: bool | None = None,
    weighting: Literal["distance", "flat"] | None = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Trained:
    """Train word vectors on a corpus.

    skipgram, cbow and fasttext are gensim's, fed by this function; with nothing held out and one worker the vectors equal those
    of gensim's own constructors, bit for bit. glove is `nlpwidgets.embeddings.GloVe`. With one worker, the seed fixes the result.

    Parameters
    ----------
    corpus : iterable of str, iterable of lists of str, str or path
        Documents as texts or as words; or a text file in UTF-8 with one document per line, gzipped where it ends in ``.gz``.
        Read once, and kept as numbers: four bytes per word.
    algorithm : {"skipgram", "cbow", "fasttext", "glove"}
    size : int
        Numbers per vector.
    window : int
        Words of context on each side. word2vec and fastText draw the size anew at each word, each of 1 to `window` as likely.
    min_count : int
        Rarer words are left out.
    max_vocabulary : int, optional
        At most so many words, the most frequent ones; of words with the same count at the border none.
    epochs : int
    learning_rate : float, optional
        0.025 at the start, falling evenly to `min_learning_rate` over all epochs; glove: 0.05, AdaGrad's.
    workers : int
        Threads. With more than one the result varies from run to run.
    seed : int
    held_out : float
        Share of the documents (at least one, if there are two) that is not trained on, for the loss; 0 for none. glove holds
        out this share of the cells of the table of co-occurrences instead.
    preprocess : callable, optional
        From text to text or words: a `nlpwidgets.text.Pipeline`, a function. Texts are split by `corpora.tokenize`: lower case,
        runs of letters and digits, apostrophes inside a word kept.
    negative : int, optional
        Noise words per example, 5; for skipgram, cbow and fasttext, as are the following four.
    hierarchical_softmax : bool, optional
        Instead of negative sampling.
    subsample : float, optional
        Share above which words are thinned out, 1e-3; 0 for none. See `keep_probability`.
    noise_power : float, optional
        Noise words are drawn by their count to this power, 0.75.
    min_learning_rate : float, optional
        1e-4.
    architecture : {"skipgram", "cbow"}, optional
        What fasttext builds on, skipgram.
    min_n, max_n : int, optional
        Lengths of fasttext's n-grams, 3 to 6.
    buckets : int, optional
        Rows for fasttext's n-grams, 200,000 (4 × size bytes each); the released program takes 2,000,000.
    x_max, alpha : float, optional
        Of glove's weighting of cells, 100 and 0.75.
    symmetric : bool, optional
        Whether glove counts words on both sides, True.
    weighting : {"distance", "flat"}, optional
        Whether glove counts a word by 1 / distance or as 1.
    progress : callable, optional
        Takes `Progress` some ten times a second, from the calling thread: words handed to the trainer (for glove: cells), and the last held-out loss.
    control : Control, optional
        Pauses or stops. Stopping ends with what was trained so far, in a `Trained` with ``stopped=True``; while the corpus is
        still being read or counted there is nothing yet, and `Stopped` is raised. Of an epoch cut short, word2vec and fastText
        enter what was read of it in the history; glove does not, but completes it when it goes on.

    Returns
    -------
    Trained

    Raises
    ------
    TypeError, ValueError
        If an option makes no sense, or does not belong to the algorithm; if the corpus is not one, or has no word `min_count`
        times. Before anything is trained.
    Stopped
        If stopped before training began.

    References
    ----------
    Mikolov et al. (2013), Distributed representations of words and phrases and their compositionality. Bojanowski et al. (2017),
    Enriching word vectors with subword information. Pennington et al. (2014), GloVe: Global vectors for word representation.

    Examples
    --------
    >>> trained = train([["a", "b", "c"]] * 50, size=8, epochs=2)
    >>> trained.vectors["a"].shape, len(trained.history)
    ((8,), 3)
    """
    given = {
        "size": size,
        "window": window,
        "min_count": min_count,
        "max_vocabulary": max_vocabulary,
        "epochs": epochs,
        "learning_rate": learning_rate,
        "workers": workers,
        "seed": seed,
        "negative": negative,
        "hierarchical_softmax": hierarchical_softmax,
        "subsample": subsample,
        "noise_power": noise_power,
        "min_learning_rate": min_learning_rate,
        "architecture": architecture,
        "min_n": min_n,
        "max_n": max_n,
        "buckets": buckets,
        "x_max": x_max,
        "alpha": alpha,
        "symmetric": symmetric,
        "weighting": weighting,
    }
    options = _options(algorithm, given, held_out)
    if progress is not None:
        progress(Progress("reading", 0, 0))
    text = corpora.read(corpus, preprocess=preprocess, control=control)
    if algorithm == "glove":
        from nlpwidgets.embeddings._training_glove import train_glove

        return train_glove(text, options, progress=progress, control=control)
    return _train_gensim(text, options, progress=progress, control=control)


def _train_gensim(
    text: corpora.Corpus, options: dict[str, Any], *, progress: Reporter | None, control: Control | None
) -> Trained:
    from nlpwidgets.embeddings import _gensim_training as gensim_training
    from nlpwidgets.embeddings import heldout

    kept, held = heldout.split(text, options["held_out"], seed=options["seed"])
    model = gensim_training.build(options["algorithm"], kept, options)
    loss_of = heldout.HeldOutLoss(model, heldout.examples(held, model, seed=options["seed"]))

    def more(
        *,
        epochs: int,
        learning_rate: float | None,
        last: Epoch,
        progress: Reporter | None,
        control: Control | None,
    ) -> Going:
        added: list[Epoch] = []

        def at_epoch_end(seen: int, seconds: float) -> float | None:
            loss = loss_of(model)
            added.append(Epoch(last.epoch + len(added) + 1, seen, loss, seconds))
            return loss

        stopped = gensim_training.run(
            model,
            kept,
            epochs=epochs,
            rates=(learning_rate or options["learning_rate"] / 4, options["min_learning_rate"]),
            at_epoch_end=at_epoch_end,
            loss=last.loss,
            progress=progress,
            control=control,
        )
        return Going(model.wv, tuple(added), stopped)

    start = Epoch(0, 0, loss_of(model), 0.0)
    first = more(
        epochs=options["epochs"],
        learning_rate=options["learning_rate"],
        last=start,
        progress=progress,
        control=control,
    )
    return Trained(first.vectors, model, (start, *first.added), options, first.stopped, more)


def _options(algorithm: str, given: dict[str, Any], held_out: float) -> dict[str, Any]:
    """Check the options and complete them by the defaults of the algorithm."""
    if algorithm not in ALGORITHMS:
        raise ValueError(f"no algorithm {algorithm!r}; there are {', '.join(ALGORITHMS)}")
    defaults = DEFAULTS[algorithm]
    for name, value in given.items():
        if value is not None and name not in defaults:
            owners = ", ".join(other for other in ALGORITHMS if name in DEFAULTS[other])
            raise ValueError(f"{name}= does not belong to {algorithm}, but to {owners}")
    options = {name: default if given[name] is None else given[name] for name, default in defaults.items()}
    for name in ("size", "window", "min_count", "epochs", "workers", "max_vocabulary", "min_n", "max_n", "buckets"):
        if options.get(name) is not None:
            whole_number(f"{name}=", options[name], 1)
    for name in ("seed", "negative"):
        if name in options:
            whole_number(f"{name}=", options[name], 0)
    if options["seed"] >= 2**32:
        raise ValueError(f"seed= is below 2**32, got {options['seed']}")
    for name in ("learning_rate", "x_max"):
        if name in options:
            _number(name, options[name], above=0)
    for name in ("subsample", "min_learning_rate", "noise_power", "alpha"):
        if name in options:
            _number(name, options[name])
    for name, choices in (("architecture", ("skipgram", "cbow")), ("weighting", ("distance", "flat"))):
        if name in options and options[name] not in choices:
            raise ValueError(f"{name}= is one of {', '.join(choices)}, got {options[name]!r}")
    if "min_n" in options and options["min_n"] > options["max_n"]:
        raise ValueError(f"min_n= ({options['min_n']}) is above max_n= ({options['max_n']})")
    if options.get("hierarchical_softmax"):
        if given["negative"]:
            raise ValueError("hierarchical_softmax= takes the place of negative sampling; leave negative= out")
        options["negative"] = 0
    elif options.get("negative") == 0:
        raise ValueError("negative=0 leaves nothing to train by; give 1 or more, or hierarchical_softmax=True")
    if "min_learning_rate" in options and options["min_learning_rate"] > options["learning_rate"]:
        raise ValueError(
            f"min_learning_rate= ({options['min_learning_rate']}) is above learning_rate= ({options['learning_rate']})"
        )
    _number("held_out", held_out)
    if held_out >= 1:
        raise ValueError(f"held_out= is a share, from 0 to below 1, got {held_out!r}")
    return {"algorithm": algorithm, **options, "held_out": held_out}


def _number(name: str, value: Any, *, above: float | None = None) -> None:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name}= is a number, got {value!r}")
    if not 0 <= float(value) < float("inf") or (above is not None and float(value) <= above):
        raise ValueError(f"{name}= is a finite number {'above 0' if above is not None else 'from 0 on'}, got {value!r}")
