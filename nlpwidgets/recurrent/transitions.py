"""Jacobians of the recurrence: what one step, or several, make of a small change of the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.recurrent._bptt import steps_of, transition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.recurrent.layers import LayerTrace

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Jacobians:
    """Jacobians of the state over `steps` steps, by the step at which they end, as it was read.

    Attributes
    ----------
    matrices : float64 (n, size, size)
        ∂s_t/∂s_{t-steps}: rows are the state after, columns the state before.
    singular_values : float64 (n, size)
        Largest first: by how much a change of the state can grow or shrink.
    spectral_radius : float64 (n,)
        The largest absolute eigenvalue.
    steps : int
    """

    matrices: Floats
    singular_values: Floats
    spectral_radius: Floats
    steps: int


def jacobians(layer: LayerTrace, *, item: int = 0, steps: int = 1) -> Jacobians:
    """Return the Jacobians of a traced layer's recurrence.

    Parameters
    ----------
    layer : LayerTrace
        Of `nlpwidgets.recurrent.trace`.
    item : int
        Which item of the batch.
    steps : int
        How many steps each Jacobian spans: the product of so many one-step Jacobians.

    Returns
    -------
    Jacobians
        ``length - steps + 1`` of them, in the order in which the layer read. The state of an LSTM is (h, c), else h.

    Raises
    ------
    IndexError
        There is no such item.
    ValueError
        The item has fewer than `steps` steps, or the states were set from outside between the steps.
    """
    if not 0 <= item < len(layer.lengths):
        raise IndexError(f"item {item} is out of range: the batch has items 0 to {len(layer.lengths) - 1}")
    length = int(layer.lengths[item])
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)) or not 1 <= steps <= length:
        raise ValueError(f"steps is a whole number from 1 to {length}, the steps of item {item}, not {steps!r}")
    if layer.given_hidden is not None or layer.given_cell is not None:
        raise ValueError(
            f"{layer.label}: its states were changed between its steps, they do not follow from each other"
        )
    read = steps_of(layer, item)
    single = [transition(read, t) for t in range(length)]
    matrices = []
    for end in range(steps - 1, length):
        product = single[end - steps + 1]
        for matrix in single[end - steps + 2 : end + 1]:
            product = matrix @ product
        matrices.append(product)
    found = np.array(matrices)
    return Jacobians(
        matrices=found,
        singular_values=np.asarray(np.linalg.svd(found, compute_uv=False), np.float64),
        spectral_radius=np.abs(np.linalg.eigvals(found)).max(axis=-1),
        steps=int(steps),
    )
