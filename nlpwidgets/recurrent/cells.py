"""The equations of the recurrent cells, one step each, as plain functions on NumPy arrays.

PyTorch's convention: rows of the weights in the order input, forget, candidate, output (LSTM) and
reset, update, new (GRU). `x` has shape (..., features), states (..., hidden); a batch is optional.
Every function works in the dtype it is given.

References
----------
Hochreiter and Schmidhuber (1997), Long short-term memory, with the forget gate of Gers et al. (2000);
Cho et al. (2014), Learning phrase representations using RNN encoder-decoder, in the form of the PyTorch
documentation of `torch.nn.LSTM`, `torch.nn.GRU` and `torch.nn.RNN` (the reset gate acts after `U_n h`);
Sak et al. (2014), Long short-term memory based recurrent neural network architectures, for the projection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class RNNStep(NamedTuple):
    """One step of a plain RNN; `hidden` is h_t, (..., hidden)."""

    hidden: Array


class LSTMStep(NamedTuple):
    """One step of an LSTM: the four gates and c_t, (..., hidden), and h_t, (..., hidden or proj_size)."""

    input: Array
    forget: Array
    candidate: Array
    output: Array
    cell: Array
    hidden: Array


class GRUStep(NamedTuple):
    """One step of a GRU: the gates and h_t, each (..., hidden)."""

    reset: Array
    update: Array
    new: Array
    hidden: Array


def sigmoid(v: Array) -> Array:
    """σ(v) = 1 / (1 + exp(−v)), without overflow for any finite v."""
    e = np.exp(-np.abs(v))
    return np.asarray(np.where(v >= 0, 1 / (1 + e), e / (1 + e)), dtype=v.dtype)


def rnn_cell(
    x: Array,
    h: Array,
    W: Array,
    U: Array,
    b_i: Array | None = None,
    b_h: Array | None = None,
    *,
    nonlinearity: Literal["tanh", "relu"] = "tanh",
) -> RNNStep:
    """One step of `torch.nn.RNN`: h_t = tanh(W x_t + b_i + U h_{t−1} + b_h), or with ReLU.

    Parameters
    ----------
    x : ndarray of shape (..., features)
        The input x_t.
    h : ndarray of shape (..., hidden)
        The previous state h_{t−1}.
    W, U : ndarray of shape (hidden, features) and (hidden, hidden)
        `weight_ih` and `weight_hh`.
    b_i, b_h : ndarray of shape (hidden,), optional
        The two biases; left out means zero.
    nonlinearity : {"tanh", "relu"}
        What is applied to the sum.

    Returns
    -------
    RNNStep

    Raises
    ------
    ValueError
        Shapes disagree, or the nonlinearity is another.
    """
    if nonlinearity not in ("tanh", "relu"):
        raise ValueError(f'nonlinearity must be "tanh" or "relu", not {nonlinearity!r}')
    a_x, a_h = _affine(x, W, b_i, 1), _affine(h, U, b_h, 1)
    a = a_x[0] + a_h[0]
    return RNNStep(np.tanh(a) if nonlinearity == "tanh" else np.maximum(a, 0))


def lstm_cell(
    x: Array,
    h: Array,
    c: Array,
    W: Array,
    U: Array,
    b_i: Array | None = None,
    b_h: Array | None = None,
    W_hr: Array | None = None,
) -> LSTMStep:
    """One step of `torch.nn.LSTM`.

    i, f, o = σ(W x_t + b_i + U h_{t−1} + b_h), each with its own rows; g = tanh(…);
    c_t = f ⊙ c_{t−1} + i ⊙ g; h_t = o ⊙ tanh(c_t), with a projection h_t = W_hr (o ⊙ tanh c_t).

    Parameters
    ----------
    x : ndarray of shape (..., features)
        The input x_t.
    h : ndarray of shape (..., hidden), or (..., proj_size) with `W_hr`
        The previous hidden state h_{t−1}.
    c : ndarray of shape (..., hidden)
        The previous cell state c_{t−1}.
    W, U : ndarray of shape (4 * hidden, features) and (4 * hidden, hidden or proj_size)
        `weight_ih` and `weight_hh`, rows in the order i, f, g, o.
    b_i, b_h : ndarray of shape (4 * hidden,), optional
        The two biases; left out means zero.
    W_hr : ndarray of shape (proj_size, hidden), optional
        The projection of the hidden state.

    Returns
    -------
    LSTMStep

    Raises
    ------
    ValueError
        Shapes disagree.
    """
    a = [from_x + from_h for from_x, from_h in zip(_affine(x, W, b_i, 4), _affine(h, U, b_h, 4), strict=True)]
    i, f, g, o = sigmoid(a[0]), sigmoid(a[1]), np.tanh(a[2]), sigmoid(a[3])
    c_t = f * c + i * g
    h_t = o * np.tanh(c_t)
    return LSTMStep(i, f, g, o, c_t, h_t if W_hr is None else h_t @ W_hr.T)


def gru_cell(
    x: Array,
    h: Array,
    W: Array,
    U: Array,
    b_i: Array | None = None,
    b_h: Array | None = None,
) -> GRUStep:
    """One step of `torch.nn.GRU`.

    r, z = σ(W x_t + b_i + U h_{t−1} + b_h), each with its own rows;
    n = tanh(W_n x_t + b_in + r ⊙ (U_n h_{t−1} + b_hn)); h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}.
    An update gate near 1 keeps the past.

    Parameters
    ----------
    x : ndarray of shape (..., features)
        The input x_t.
    h : ndarray of shape (..., hidden)
        The previous state h_{t−1}.
    W, U : ndarray of shape (3 * hidden, features) and (3 * hidden, hidden)
        `weight_ih` and `weight_hh`, rows in the order r, z, n.
    b_i, b_h : ndarray of shape (3 * hidden,), optional
        The two biases; left out means zero.

    Returns
    -------
    GRUStep

    Raises
    ------
    ValueError
        Shapes disagree.
    """
    x_r, x_z, x_n = _affine(x, W, b_i, 3)
    h_r, h_z, h_n = _affine(h, U, b_h, 3)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    n = np.tanh(x_n + r * h_n)
    return GRUStep(r, z, n, (1 - z) * n + z * h)


def _affine(v: Array, weight: Array, bias: Array | None, gates: int) -> list[Array]:
    """`weight @ v + bias`, split into the rows of each gate."""
    if weight.ndim != 2 or weight.shape[1] != v.shape[-1] or weight.shape[0] % gates:
        raise ValueError(
            f"a weight of shape {weight.shape} does not fit {gates} gate(s) on a vector of {v.shape[-1]}: "
            f"it must be ({gates} * hidden, {v.shape[-1]})"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"a bias of shape {bias.shape} does not fit a weight of shape {weight.shape}")
    a = v @ weight.T if bias is None else v @ weight.T + bias
    return np.split(a, gates, axis=-1)
