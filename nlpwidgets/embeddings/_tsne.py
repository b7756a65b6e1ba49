"""t-SNE, step by step: openTSNE's affinities and gradients, stopped and changed between two steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._nearest import Graph, Metric, neighbour_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

EARLY, LATE = 250, 500
"""Steps with and without exaggeration, by default."""
EXAGGERATION = 12.0
_MOMENTUM = 0.8
_LEAST_GAIN = 0.01
_LONGEST_STEP = 5.0
_FFT_FROM = 10_000
"""Points from which interpolation is faster than a tree, in two dimensions."""


class TsneLayout:
    """A t-SNE layout on its way: gradient descent with momentum and gains, exaggerated at first.

    Parameters
    ----------
    matrix : array of shape (points, size), float32
    start : array of shape (points, dimensions)
        Where the points begin; best with a standard deviation of about 1e-4.
    perplexity : float
        At most a third of the other points counts.
    iterations : int, optional
        Steps in all, of which the first third, at most 250, is exaggerated; 750 by default.
    seed : int
        Of an approximate search for neighbours.
    known : Graph, optional
        Neighbours that were found before, for the same matrix and metric.
    threads : int
        The picture does not depend on it.

    References
    ----------
    van der Maaten & Hinton (2008), Visualizing data using t-SNE, equations 1 to 5; Belkina et al. (2019) for the learning
    rate points / exaggeration; openTSNE's ``gradient_descent``, of which this is the same in steps.
    """

    def __init__(
        self,
        matrix: NDArray[np.float32],
        start: NDArray[Any],
        *,
        perplexity: float,
        metric: Metric,
        iterations: int | None,
        seed: int,
        threads: int,
        exact_below: int,
        known: Graph | None = None,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> None:
        self._matrix = matrix
        self._metric: Metric = metric
        self._seed = seed
        self._threads = threads
        self._exact_below = exact_below
        count = EARLY + LATE if iterations is None else iterations
        self._early = min(EARLY, count // 3)
        self._late = count - self._early
        self._end = count
        self.iteration = 0
        self._points = np.array(start, np.float64, order="C")
        self._update = np.zeros_like(self._points)
        self._gains = np.ones_like(self._points)
        self._pending: tuple[float, NDArray[np.float64]] | None = None
        self._graph = known
        self._weigh(perplexity, progress, control)
        self._exaggerated = self._early > 0
        if self._exaggerated:
            self._affinities *= EXAGGERATION

    @property
    def coordinates(self) -> NDArray[np.float64]:
        """Where the points are, (points, dimensions); written to by the next step."""
        return self._points

    @property
    def graph(self) -> Graph | None:
        """Neighbours in the true space."""
        return self._graph

    @property
    def exact(self) -> bool:
        """Whether the neighbours in the true space are exact."""
        return self._graph is not None and self._graph.exact

    @property
    def total(self) -> int:
        """Steps in all."""
        return self._end

    @property
    def stage(self) -> str:
        """What the next step is."""
        return "exaggerated layout" if self.iteration < self._early else "layout"

    @property
    def divergence(self) -> float:
        """Kullback-Leibler divergence of the picture from the affinities, in nats; the next step uses what is computed here."""
        self._calm()
        if self._pending is None:
            self._pending = self._gradient(error=True)
        error = self._pending[0]
        return float(error / EXAGGERATION - np.log(EXAGGERATION)) if self._exaggerated else float(error)

    def step(self) -> None:
        """Move all points once."""
        self._calm()
        gradient = (self._pending or self._gradient(error=False))[1]
        self._pending = None
        rate = len(self._points) / (EXAGGERATION if self._exaggerated else 1)
        flipped = np.sign(self._update) != np.sign(gradient)
        self._gains = np.where(flipped, self._gains + 0.2, self._gains * 0.8 + _LEAST_GAIN)
        self._update = _MOMENTUM * self._update - rate * self._gains * gradient
        lengths = np.linalg.norm(self._update, axis=1, keepdims=True)
        far = lengths[:, 0] > _LONGEST_STEP
        self._update[far] /= lengths[far]
        self._update[far] *= _LONGEST_STEP
        self._points += self._update
        self._points -= np.mean(self._points, axis=0)
        self.iteration += 1

    def change(self, *, perplexity: float, progress: Reporter | None = None, control: Control | None = None) -> None:
        """Go on with another perplexity from where the points are, for as many steps as follow the exaggeration."""
        self._weigh(perplexity, progress, control)
        self._pending = None
        if self._exaggerated and self.iteration < self._early:
            self._affinities *= EXAGGERATION
        else:
            self._exaggerated = False
            self._end = self.iteration + self._late

    def _calm(self) -> None:
        """End the exaggeration when its steps are done."""
        if self._exaggerated and self.iteration >= self._early:
            self._affinities /= EXAGGERATION
            self._exaggerated = False
            self._pending = None

    def _weigh(self, perplexity: float, progress: Reporter | None, control: Control | None) -> None:
        others = len(self._matrix) - 1
        k = min(others, int(3 * perplexity))
        graph = self._graph
        if graph is None or graph.rows.shape[1] < k:
            graph = neighbour_graph(
                self._matrix,
                k,
                metric=self._metric,
                seed=self._seed,
                exact_below=self._exact_below,
                progress=progress,
                control=control,
            )
        if progress is not None:
            progress(Progress("importing", 0, 0))
        from openTSNE import tsne
        from openTSNE.affinity import joint_probabilities_nn

        if control is not None:
            control.wait()
        if progress is not None:
            progress(Progress("affinities", 0, 0))
        self.perplexity = min(float(perplexity), k / 3)
        self._affinities = joint_probabilities_nn(
            graph.rows[:, :k], graph.distances[:, :k], [self.perplexity], n_jobs=self._threads
        )
        self._graph = graph
        interpolated = len(self._matrix) >= _FFT_FROM and self._points.shape[1] == 2
        self._objective = tsne.kl_divergence_fft if interpolated else tsne.kl_divergence_bh

    def _gradient(self, *, error: bool) -> tuple[float, NDArray[np.float64]]:
        found: tuple[float, NDArray[np.float64]] = self._objective(
            self._points,
            self._affinities,
            dof=1,
            bh_params={"theta": 0.5},
            fft_params={"n_interpolation_points": 3, "min_num_intervals": 50, "ints_in_interval": 1},
            n_jobs=self._threads,
            should_eval_error=error,
        )
        return found
