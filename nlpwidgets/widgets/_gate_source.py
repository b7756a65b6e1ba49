"""What the reader of a gate inspector gives: a model, a text, a way to encode it; checked and made ready to be run."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from torch import nn

CHOICE = (
    "give a text and encode=, a function from the text to what the model takes, "
    "or inputs=, what the model takes, ready-made"
)


@dataclass(frozen=True)
class Source:
    """A model and what it is to read."""

    model: nn.Module
    texts: tuple[str, ...] | None
    encode: Callable[[str], Any] | None
    tokens: Any
    """Labels of the steps, a function that gives them, or None; see `GateInspector`."""
    inputs: Any
    head: Callable[[Any], Any] | None

    @property
    def can_type(self) -> bool:
        """Whether another text can be read."""
        return self.encode is not None

    def with_text(self, text: Any, item: int = 0) -> Source:
        """Return the same with another text at one place of the batch."""
        if self.encode is None:
            raise ValueError("a new text needs a way to encode it: make the inspector with encode=")
        checked = check_text(text)
        texts = list(self.texts) if self.inputs is None and self.texts else [checked]
        texts[min(item, len(texts) - 1)] = checked
        # labels that were given for one text say nothing about another
        return replace(self, texts=tuple(texts), inputs=None, tokens=self.tokens if callable(self.tokens) else None)


class Call(NamedTuple):
    """How to call the model on one text or one batch."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    tokens: Any
    """Labels that `encode` gave along; None when it did not."""


def make_source(
    model: Any, text: Any, *, encode: Any = None, tokens: Any = None, inputs: Any = None, head: Any = None
) -> Source:
    """Check what was given and fill in what can be known.

    Raises
    ------
    TypeError, ValueError
        Something is missing or of the wrong type; the message says what to give.
    """
    from nlpwidgets import sentiment
    from nlpwidgets.recurrent.tracing import recurrent_modules

    if model is None:
        if encode is not None or inputs is not None or head is not None:
            raise TypeError(
                "encode, inputs and head belong to a model: give the model first, as GateInspector(model, text, encode=…)"
            )
        model = sentiment.load("lstm")
    import torch

    if not isinstance(model, torch.nn.Module):
        given = f"the class {model.__name__}: make an instance" if isinstance(model, type) else type(model).__name__
        raise TypeError(f"model must be a torch.nn.Module that holds an nn.LSTM, nn.GRU or nn.RNN, not {given}")
    recurrent_modules(model, None)  # without a recurrent module nothing else that was given matters
    for name, function in (("encode", encode), ("head", head)):
        if function is not None and not callable(function):
            raise TypeError(f"{name} must be a function, not {type(function).__name__}")
    if text is not None and inputs is not None:
        raise ValueError("give text or inputs, not both: inputs are what encode would have made of the text")
    if inputs is None and isinstance(model, sentiment.SentimentClassifier):
        text = sentiment.SAMPLE_REVIEWS[0] if text is None else text
    if text is not None and encode is None and callable(getattr(model, "encode", None)):
        encode = model.encode
    if text is None and inputs is None:
        raise ValueError(f"there is nothing to read: {CHOICE}")
    if text is not None and encode is None:
        raise ValueError(f"{type(model).__name__} cannot read a text by itself: {CHOICE}")
    texts = None if text is None else check_texts(text)
    _check_tokens(tokens, texts)
    return Source(model, texts, encode, tokens, inputs, head)


def check_texts(text: Any) -> tuple[str, ...]:
    """One text or several, as a tuple."""
    if isinstance(text, (list, tuple)):
        if not text:
            raise ValueError("the list of texts is empty: give at least one text")
        return tuple(check_text(one, f"text {k}") for k, one in enumerate(text))
    return (check_text(text),)


def check_text(text: Any, where: str = "the text") -> str:
    """Return a text that holds something to read.

    Raises
    ------
    TypeError
        Not a str.
    ValueError
        Empty, or nothing but white space and characters that are not seen.
    """
    if not isinstance(text, str):
        raise TypeError(f"{where} must be a str (or a list of str for several batch items), not {type(text).__name__}")
    if all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in text):
        raise ValueError(f"{where} is empty: give at least one word")
    return sendable(text)


def _check_tokens(tokens: Any, texts: tuple[str, ...] | None) -> None:
    if tokens is None or callable(tokens):
        return
    if isinstance(tokens, (str, bytes)) or not isinstance(tokens, Sequence):
        raise TypeError(
            "tokens must be a list of str, one per step (for a batch a list of such lists), or a function from the text "
            f"to such a list, not {type(tokens).__name__}"
        )
    if (
        texts is not None
        and len(texts) > 1
        and (len(tokens) != len(texts) or any(isinstance(row, str) for row in tokens))
    ):
        raise ValueError(f"there are {len(texts)} texts: tokens must be a list of {len(texts)} lists of str")


def encode_text(source: Source, text: str) -> Call:
    """Call the user's `encode` on a text.

    Raises
    ------
    Exception
        What `encode` raised, with a note that says on which text.
    TypeError, ValueError
        It returned nothing that a model could take.
    """
    if source.encode is None:
        raise ValueError(f"a text needs a way to encode it: {CHOICE}")
    try:
        value = source.encode(text)
    except Exception as error:
        error.add_note(f"encode raised it on the text {shorten(repr(text), 60)}")
        raise
    return as_call(value, "encode returned")


def as_call(value: Any, said: str = "inputs is") -> Call:
    """Arguments of the model from what `encode` returned or `inputs` holds."""
    from torch.nn.utils.rnn import PackedSequence

    if isinstance(value, tuple) and not isinstance(value, PackedSequence) and len(value) == 2 and _are_words(value[0]):
        return as_call(value[1], said)._replace(tokens=list(value[0]))
    if isinstance(value, Mapping):
        return Call((), {str(key): _argument(one, said) for key, one in value.items()}, None)
    if isinstance(value, tuple) and not isinstance(value, PackedSequence):
        if not value:
            raise ValueError(f"{said} an empty tuple: nothing to give to the model")
        return Call(tuple(_argument(one, said) for one in value), {}, None)
    return Call((_argument(value, said, alone=True),), {}, None)


def _are_words(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(word, str) for word in value)


def _argument(value: Any, said: str, *, alone: bool = False) -> Any:
    """One argument of the model; lists of numbers and NumPy arrays become tensors."""
    import numpy as np
    import torch

    expected = "a tensor of ids or vectors, a tuple or dict of the model's arguments, or (tokens, such a value)"
    if alone and (value is None or isinstance(value, (str, bytes, bool))):
        hint = " (is a return missing?)" if value is None and said.startswith("encode") else ""
        raise TypeError(f"{said} {'None' if value is None else type(value).__name__}{hint}; {expected} is needed")
    if isinstance(value, list):
        if _are_words(value):
            raise TypeError(f"{said} a list of str; {expected} is needed: turn the words into ids")
        try:
            value = torch.as_tensor(value)
        except (TypeError, ValueError, RuntimeError):
            if alone:
                raise TypeError(f"{said} a list that is no tensor; {expected} is needed") from None
            return value
    elif isinstance(value, np.ndarray):
        value = torch.from_numpy(np.ascontiguousarray(value))
    if isinstance(value, torch.Tensor) and not value.numel():
        raise ValueError(f"{said} a tensor of shape {tuple(value.shape)}: no step to read")
    return value


def to_device(value: Any, device: Any) -> Any:
    """Move tensors to the device of the model, also inside lists, tuples, dicts and packed sequences; the rest stays."""
    import torch
    from torch.nn.utils.rnn import PackedSequence

    if isinstance(value, (torch.Tensor, PackedSequence)):
        return value.to(device)
    if isinstance(value, dict):
        return {key: to_device(one, device) for key, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(to_device(one, device) for one in value)
    return value


def shapes(call: Call) -> str:
    """Say what the model is called with."""
    named = [*((None, one) for one in call.args), *call.kwargs.items()]
    return ", ".join((f"{name}=" if name else "") + _shape(one) for name, one in named)


def _shape(value: Any) -> str:
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if shape is not None and dtype is not None:
        return f"{str(dtype).removeprefix('torch.')} of shape {tuple(shape)}"
    return type(value).__name__
