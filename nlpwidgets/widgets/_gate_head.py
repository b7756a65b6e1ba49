"""The verdict: from the hidden states of the top layer to probabilities, by the user's head or the model's own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from nlpwidgets.widgets._gate_read import Key, ReadItem
    from nlpwidgets.widgets._gate_source import Source


def top_key(item: ReadItem) -> Key:
    """Return the top layer of the recurrent module that ran last; its forward direction."""
    name, call, *_ = list(item.layers)[-1]
    top = max(layer for n, c, layer, _ in item.layers if (n, c) == (name, call))
    directions = [d for n, c, layer, d in item.layers if (n, c, layer) == (name, call, top)]
    return (name, call, top, "forward" if "forward" in directions else directions[0])


def top_hidden(item: ReadItem) -> Any:
    """Hidden states of the top layer, (time, size), directions side by side as PyTorch returns them."""
    name, call, layer, _ = top_key(item)
    steps = len(item.tokens)
    parts = [
        item.layers[key].hidden[:steps, item.index]
        for d in ("forward", "backward")
        if (key := (name, call, layer, d)) in item.layers
    ]
    return np.concatenate(parts, axis=1)


def verdict_of(source: Source, item: ReadItem) -> Any:
    """Return the probabilities after each step, (time, classes) float32, or None without a head."""
    import torch

    from nlpwidgets.recurrent._untouched import untouched
    from nlpwidgets.sentiment import SentimentClassifier

    model, head, hidden = source.model, source.head, top_hidden(item)
    if head is None:
        if not isinstance(model, SentimentClassifier):
            return None
        own = item.text is not None and source.encode == model.encode
        return np.asarray(
            model.verdicts(item.text) if own and item.text is not None else model.head(hidden), np.float32
        )
    owner = head if isinstance(head, torch.nn.Module) else model
    like = next((p for p in owner.parameters() if p.is_floating_point()), None)
    states = torch.from_numpy(np.array(hidden))
    if like is not None:
        states = states.to(like)
    try:
        if owner is head:
            with untouched(owner):
                value = head(states)
        elif threading.current_thread() is threading.main_thread():
            with untouched(model):
                value = head(states)
        else:  # the head may hold parts of a model that a cell is training: its flags are left alone
            with torch.no_grad():
                value = head(states)
    except Exception as error:
        error.add_note(
            f"head raised it; it was given hidden states of shape {tuple(states.shape)}, (time, size), and returns "
            "probabilities of shape (time, classes)"
        )
        raise
    return check_probabilities(value, hidden)


def check_probabilities(value: Any, hidden: Any) -> Any:
    """Return what `head` gave as a float32 array of shape (time, classes).

    Raises
    ------
    TypeError, ValueError
        No numbers, another shape, or no probabilities (logits, for one).
    """
    import torch

    steps = len(hidden)
    if value is None:
        raise TypeError("head returned None: is a return missing? It returns probabilities of shape (time, classes)")
    try:
        found = (
            value.detach().double().cpu().numpy() if isinstance(value, torch.Tensor) else np.asarray(value, np.float64)
        )
    except (TypeError, ValueError):
        raise TypeError(
            f"head returned {type(value).__name__}; it returns probabilities of shape (time, classes)"
        ) from None
    if found.shape in {(steps,), (steps, 1)}:
        raise ValueError(
            f"head returned shape {found.shape}; return a column per class, (time, classes): for one probability p "
            "torch.stack([1 - p, p], dim=-1)"
        )
    if found.shape == (steps, 0):
        raise ValueError(f"head returned shape {found.shape}, no class; it returns (time, classes), at least one class")
    if found.ndim != 2 or len(found) != steps:
        raise ValueError(f"head returned shape {found.shape} for {steps} steps; it returns (time, classes)")
    sound = np.isfinite(hidden).all(axis=1)
    rows = found[sound]
    if np.isnan(rows).any():
        raise ValueError("head returned NaN: check the weights it uses")
    if rows.size and (rows.min() < -1e-3 or rows.max() > 1 + 1e-3 or np.abs(rows.sum(axis=1) - 1).max() > 1e-3):
        raise ValueError(
            f"head returned numbers from {rows.min():.3g} to {rows.max():.3g} whose rows sum to {rows.sum(axis=1).min():.3g} … "
            f"{rows.sum(axis=1).max():.3g}, not probabilities: are these logits? Apply .softmax(-1) to them"
        )
    return found.astype(np.float32)


def class_names(source: Source, items: list[ReadItem]) -> list[str]:
    """Return the names of the classes, numbers where there are none; empty without a head."""
    from nlpwidgets.sentiment import SentimentClassifier

    counts = {item.verdict.shape[1] for item in items if item.verdict is not None}
    if not counts:
        return []
    if len(counts) > 1:
        raise ValueError(f"head returned {' and '.join(map(str, sorted(counts)))} classes for different texts")
    (count,) = counts
    for owner in (source.head, source.model):
        names = getattr(owner, "classes", None)
        if isinstance(names, (Sequence, np.ndarray)) and not isinstance(names, str) and len(names) == count:
            return [sendable(str(name)) for name in names]
    if isinstance(source.model, SentimentClassifier) and count == 2:
        return ["negative", "positive"]
    return [f"class {k}" for k in range(count)]
