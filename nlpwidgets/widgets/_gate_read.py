"""Runs a source: traces per text, names of the steps, probabilities after each step."""

from __future__ import annotations

import copy
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._gate_head import class_names, verdict_of
from nlpwidgets.widgets._gate_source import Call, Source, as_call, encode_text, shapes, to_device
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from nlpwidgets.recurrent import LayerTrace, Trace

Progress = Callable[[str, float], None]
Key = tuple[str, int, int, str]


@dataclass(frozen=True)
class ReadItem:
    """One text, read."""

    text: str | None
    tokens: list[str]
    unknown: list[bool]
    verdict: Any
    """(time, classes) float32, or None without a head."""
    trace: Trace
    layers: dict[Key, LayerTrace]
    index: int
    """Which item of the trace's batch."""


@dataclass(frozen=True)
class Reading:
    """A source, read."""

    source: Source
    classes: list[str]
    items: list[ReadItem]
    keys: list[Key]
    """Layers that every item has, in the order they ran: module, call, layer, direction."""
    weights: tuple[Any, ...]
    """Which weights it was read with; see `weights_of`."""

    @property
    def current(self) -> bool:
        """Whether the model still has the weights it was read with."""
        return self.weights == weights_of(self.source.model)


def weights_of(model: Any) -> tuple[Any, ...]:
    """Return what is another tuple once training, or loading, has written into the weights of a model."""
    tensors = [*model.parameters(), *model.buffers()]
    return tuple((id(one), 0 if one.is_inference() else one._version) for one in tensors)  # noqa: SLF001 - has no other name


def read(source: Source, progress: Progress) -> Reading:
    """Trace every text of a source and name its steps.

    Raises
    ------
    TypeError, ValueError
        With a message that says what to do.
    """
    weights = weights_of(source.model)
    apart = _apart(source)
    items: list[ReadItem] = []
    if source.inputs is None:
        texts = source.texts or ()
        for k, text in enumerate(texts):
            try:
                items.append(_read_text(apart, text, k, progress))
            except Exception as error:
                if len(texts) > 1:
                    error.add_note(f"It is text {k} of {len(texts)}, counted from 0")
                raise
    else:
        call = as_call(apart.inputs)
        progress(f"Tracing {type(source.model).__name__}…", -1.0)
        trace = _trace(apart, call, "inputs is")
        batch = _batch(trace)
        rows = _token_rows(apart, call, batch)
        for k in range(batch):
            progress("Reading the verdict…", k / batch)
            items.append(_item(apart, trace, k, None, rows[k], ready_made=True))
    common = [key for key in items[0].layers if all(key in item.layers for item in items)]
    if not common:
        raise ValueError("the texts run different recurrent modules: inspect them one by one")
    classes = class_names(source, items)
    return Reading(source, classes, items, common, weights)


def _read_text(source: Source, text: str, k: int, progress: Progress) -> ReadItem:
    """Read one of the texts of a source."""
    count = len(source.texts or ())
    of = f" {k + 1} of {count}" if count > 1 else ""
    progress(f"Encoding the text{of}…", k / count)
    call = encode_text(source, text)
    progress(f"Tracing {type(source.model).__name__}{of}…", (k + 1 / 3) / count)
    trace = _trace(source, call, "encode returned")
    if (batch := _batch(trace)) != 1:
        raise ValueError(
            f"encode returned a batch of {batch} for one text ({shapes(call)}): return one item. "
            "A model with batch_first=True reads (1, time), one without reads (time, 1)"
        )
    given = call.tokens if call.tokens is not None else _tokens_for(source, text, k, count)
    progress(f"Reading the verdict{of}…", (k + 2 / 3) / count)
    return _item(source, trace, 0, text, given)


# --- running the model


def _apart(source: Source) -> Source:
    """Return the source with a copy of its model, when another thread than the main one asks.

    A cell may be training the model meanwhile: a trace sets flags and hooks, which the training must never see.
    """
    if threading.current_thread() is threading.main_thread():
        return source
    memo: dict[int, Any] = {}
    try:
        return Source(
            copy.deepcopy(source.model, memo),
            source.texts,
            _rebound(source.encode, memo),
            source.tokens,
            source.inputs,
            _rebound(source.head, memo),
        )
    except Exception as error:
        raise ValueError(
            f"the model cannot be copied to be read while a cell runs ({type(error).__name__}: {shorten(str(error))}): "
            "set inspector.text from a cell instead"
        ) from error


def _rebound(function: Any, memo: dict[int, Any]) -> Any:
    """Return a method of the copied model, or a copied module, in place of the original; other functions as they are."""
    import torch

    if isinstance(function, torch.nn.Module):
        return copy.deepcopy(function, memo)  # what it shares with the model it shares with the copy
    owner = getattr(function, "__self__", None)
    if owner is not None and id(owner) in memo:
        return getattr(memo[id(owner)], function.__name__)
    return function


def _trace(source: Source, call: Call, said: str) -> Trace:
    from nlpwidgets.recurrent import trace

    device = next((p.device for p in source.model.parameters()), None)
    args, kwargs = (
        (call.args, call.kwargs) if device is None else (to_device(call.args, device), to_device(call.kwargs, device))
    )
    _check_weights(source.model)
    try:
        traced = trace(source.model, *args, **kwargs)
    except Exception as error:
        if not _raised_by_trace(error):
            error.add_note(f"The model raised it; {said} {shapes(call)}{_hint(source, call, error)}")
        raise
    if any(np.isnan(layer.inputs).any() for layer in traced.layers):
        _check_weights(source.model, everything=True)
    return traced


def _raised_by_trace(error: BaseException) -> bool:
    """Whether the error is the trace's own message, not something the model raised."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return False
    code = frame.tb_frame
    inside = str(code.f_globals.get("__name__", "")).startswith("nlpwidgets.recurrent")
    # every function of PyTorch is called from there while a trace runs
    return inside and code.f_code.co_name != "__torch_function__"


def _hint(source: Source, call: Call, error: Exception) -> str:
    """Return what to try, where the usual mistakes can be told."""
    import torch

    tensors = [one for one in (*call.args, *call.kwargs.values()) if isinstance(one, torch.Tensor)]
    weights = next((p.dtype for p in source.model.parameters() if p.is_floating_point()), None)
    if any(one.is_floating_point() and weights is not None and one.dtype != weights for one in tensors):
        return f". The weights are {str(weights).removeprefix('torch.')}: give vectors of the same type"
    if isinstance(error, IndexError) and any(not one.is_floating_point() for one in tensors):
        return ". Ids must lie below the number of rows of the embedding"
    if any(one.ndim == 1 for one in tensors):
        return ". Most models read a batch: a tensor of shape (1, time)"
    return ". Check that the model can be called so"


def _check_weights(model: Any, *, everything: bool = False) -> None:
    """Refuse weights that are not finite: those of the recurrent modules, or all."""
    import torch

    recurrent = (torch.nn.RNNBase, torch.nn.RNNCellBase)
    for path, module in model.named_modules():
        if not everything and not isinstance(module, recurrent):
            continue
        for name, parameter in module.named_parameters(recurse=False):
            if parameter.is_floating_point() and not bool(torch.isfinite(parameter.detach()).all()):
                where = f"{path}.{name}" if path else name
                bad = int((~torch.isfinite(parameter.detach())).sum())
                raise ValueError(
                    f"the parameter {where} holds NaN or infinite values ({bad} of {parameter.numel()}): the training has "
                    "diverged or the weights were never loaded. Load good weights (or lower the learning rate and train "
                    "again), then call refresh()"
                )


def _batch(trace: Trace) -> int:
    return len(trace.layers[-1].lengths)


# --- naming the steps


def _tokens_for(source: Source, text: str, k: int, count: int) -> Any:
    """Labels the user gave for one of the texts; None where there are none."""
    if callable(source.tokens):
        return _call_tokens(source.tokens, text)
    if source.tokens is None or (count == 1 and not _is_row_list(source.tokens)):
        return source.tokens
    return source.tokens[k]


def _is_row_list(tokens: Any) -> bool:
    return bool(tokens) and all(isinstance(row, (list, tuple)) for row in tokens)


def _call_tokens(function: Any, text: str) -> Any:
    try:
        return function(text)
    except Exception as error:
        error.add_note("The function given as tokens raised it")
        raise


def _token_rows(source: Source, call: Call, batch: int) -> list[Any]:
    """Labels per item of ready-made inputs."""
    tokens = call.tokens if call.tokens is not None else source.tokens
    if callable(tokens):
        raise TypeError("tokens is a function of the text, but inputs has no text: give the labels as lists")
    if tokens is None:
        return [None] * batch
    if _is_row_list(tokens):
        if len(tokens) != batch:
            raise ValueError(f"tokens has {len(tokens)} lists, but the batch has {batch} items: give one list per item")
        return list(tokens)
    if batch != 1:
        raise ValueError(f"the batch has {batch} items: tokens must be a list of {batch} lists of str")
    return [tokens]


def _item(
    source: Source, trace: Trace, index: int, text: str | None, given: Any, *, ready_made: bool = False
) -> ReadItem:
    """One item of a trace: its labels, the layers that have as many steps, its verdict."""
    last = trace.layers[-1]
    batch = len(last.lengths)
    lengths = {int(layer.lengths[index]) for layer in trace.layers if len(layer.lengths) == batch}
    steps = int(last.lengths[index])
    if given is not None:
        tokens = _checked_labels(given)
        if len(tokens) not in lengths:
            more = "more" if len(tokens) > steps else "fewer"
            of = f" of item {index}" if batch > 1 else ""
            remedy = (
                "Give one label per step, also for padding"
                if ready_made
                else "Give one label per step; when encode cuts the text or adds marks, let it return (tokens, inputs)"
            )
            raise ValueError(f"there are {more} tokens ({len(tokens)}) than steps ({steps}){of}. {remedy}")
        steps = len(tokens)
    else:
        tokens = _labels(source.model, text, lengths, steps)
        steps = len(tokens)
    layers: dict[Key, LayerTrace] = {
        (layer.name, layer.call, layer.layer, layer.direction): layer
        for layer in trace.layers
        if len(layer.lengths) == batch and int(layer.lengths[index]) == steps
    }
    left_out = sorted({layer.name for layer in trace.layers} - {name for name, *_ in layers})
    if left_out:
        warnings.warn(
            f"{', '.join(left_out)} ran another number of steps than the {steps} shown and is left out; "
            "give tokens= of that number to see it instead",
            stacklevel=2,
        )
    item = ReadItem(text, tokens, _unknown(source, tokens), None, trace, layers, index)
    verdict = verdict_of(source, item)
    return ReadItem(text, tokens, item.unknown, verdict, trace, layers, index)


def _checked_labels(given: Any) -> list[str]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Sequence):
        raise TypeError(f"the tokens of a text must be a list of str, not {type(given).__name__}")
    wrong = next((word for word in given if not isinstance(word, str)), None)
    if wrong is not None:
        raise TypeError(f"tokens must be str, not {type(wrong).__name__} ({shorten(repr(wrong), 40)})")
    return [sendable(word) for word in given]


def _labels(model: Any, text: str | None, lengths: set[int], steps: int) -> list[str]:
    """Labels found without being told: the model's tokens, the words, else numbers."""
    if text is not None:
        for split in (getattr(model, "tokenize", None), str.split):
            if not callable(split):
                continue
            try:
                words = split(text)
            except Exception:  # noqa: BLE001, S112 - a method that happens to have the name; words or numbers do, too
                continue
            if isinstance(words, list) and len(words) in lengths and all(isinstance(word, str) for word in words):
                return [sendable(word) for word in words]
    return [str(k + 1) for k in range(steps)]


def _unknown(source: Source, tokens: list[str]) -> list[bool]:
    """Which tokens are outside the vocabulary, where the model or `encode` can tell."""
    places = [source.encode, getattr(source.encode, "__self__", None), source.model]
    for place in places:
        if callable(ask := getattr(place, "unknown", None)):
            try:
                flags = [bool(flag) for flag in ask(tokens)]
            except Exception as error:
                error.add_note("The method `unknown` raised it when it was asked for the tokens outside the vocabulary")
                raise
            if len(flags) != len(tokens):
                raise ValueError(f"unknown returned {len(flags)} flags for {len(tokens)} tokens")
            return flags
    for place in places:
        vocabulary = getattr(place, "vocabulary", None)
        if vocabulary is not None and hasattr(vocabulary, "__contains__") and not isinstance(vocabulary, str):
            return [token not in vocabulary and token.lower() not in vocabulary for token in tokens]
    return [False] * len(tokens)
