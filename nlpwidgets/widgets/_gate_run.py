"""Running a model on a text for the gate inspector: what it is fed, what its steps are called, what its head says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets import recurrent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nlpwidgets.recurrent import LayerTrace, Trace


@dataclass(frozen=True)
class Text:
    """One text of a run, or one item of a batch."""

    text: str | None
    tokens: list[str]
    unknown: list[bool]
    verdict: NDArray[np.float32] | None
    """Probabilities after each token, (time, classes)."""
    trace: Trace
    row: int
    """Of this text in the batch of `trace`."""


@dataclass(frozen=True)
class Run:
    """A model run on its texts."""

    texts: tuple[Text, ...]
    classes: list[str]
    label: str


@dataclass(frozen=True)
class Source:
    """A model and how to feed it."""

    model: Any
    encode: Callable[[str], Any] | None = None
    tokens: Any = None
    head: Callable[[Any], Any] | None = None

    @property
    def can_encode(self) -> bool:
        """Whether a typed text can be run."""
        return self.encode is not None or callable(getattr(self.model, "encode", None))

    def run(self, text: str | Sequence[str]) -> Run:
        """Encode and run a text, or each text of a list by itself (so no padding is involved)."""
        texts = [text] if isinstance(text, str) else text
        if not isinstance(texts, (list, tuple)) or not texts:
            raise TypeError(f"text must be a str or a list of str, not {_describe(text)}")
        many = len(texts) > 1
        if many and self.tokens is not None and not callable(self.tokens) and not _is_batch(self.tokens):
            raise ValueError(f"{len(texts)} texts need a list of tokens each: tokens=[[...], [...]]")
        items: list[Text] = []
        for position, one in enumerate(texts):
            where = f"text[{position}]" if many else "text"
            given = self.tokens[position] if _is_batch(self.tokens) and position < len(self.tokens) else self.tokens
            items += self._one(one, given, where)
        return self._finish(items)

    def run_inputs(self, inputs: Any) -> Run:
        """Run ready-made inputs, possibly a batch."""
        named, args, kwargs = _as_call(inputs, "inputs")
        return self._finish(self._trace(None, named, args, kwargs, self.tokens))

    def _one(self, text: Any, given: Any, where: str) -> list[Text]:
        if not isinstance(text, str):
            raise TypeError(f"{where} must be a str, not {_describe(text)}")
        if not text.strip():
            raise ValueError(f"{where} is empty: type at least one word")
        encode = self.encode if self.encode is not None else getattr(self.model, "encode", None)
        if encode is None:
            raise TypeError(
                "a text needs a way to become the model's input: give encode=…, a function from text to what the model is "
                "called with, or give ready-made inputs=…"
            )
        encoded = encode(text)
        if encoded is None:
            raise ValueError(
                "encode returned None; it must return what the model is called with (a tensor, a tuple or a dict)"
            )
        named, args, kwargs = _as_call(encoded, "encode's result")
        found = self._trace(text, named, args, kwargs, given)
        if len(found) != 1:
            raise ValueError(f"encode returned a batch of {len(found)} for one text; it must return one item")
        return found

    def _trace(
        self, text: str | None, named: list[str] | None, args: tuple[Any, ...], kwargs: dict[str, Any], given: Any
    ) -> list[Text]:
        trace = recurrent.trace(self.model, *args, **kwargs)
        _refuse_nan(trace, self.model)
        top = trace.layers[-1]
        found = []
        for row in range(len(top.lengths)):
            steps = int(top.lengths[row])
            tokens = self._tokens(text, named, given, row, steps)
            found.append(Text(text, tokens, self._unknown(tokens), self._verdict(text, trace, row, steps), trace, row))
        return found

    def _tokens(self, text: str | None, named: list[str] | None, given: Any, row: int, steps: int) -> list[str]:
        if callable(given):
            given = given(text)
        elif given is not None and _is_batch(given):
            given = given[row] if row < len(given) else None
        if given is None:
            given = named
        if given is None and text is not None:
            tokenize = getattr(self.model, "tokenize", None) if self.encode is None else None
            if callable(tokenize):
                given = tokenize(text)
            elif len(text.split()) == steps:
                return text.split()
        if given is None:
            return [str(step + 1) for step in range(steps)]
        tokens = [str(token) for token in given]
        if len(tokens) != steps:
            what = "more" if len(tokens) > steps else "fewer"
            raise ValueError(
                f"there are {what} tokens than steps: {len(tokens)} tokens, but the model ran {steps} steps. "
                "Give one token per step (tokens=…), as the model's tokenizer splits the text"
            )
        return tokens

    def _unknown(self, tokens: list[str]) -> list[bool]:
        for owner in (self.encode, self.model):
            unknown = getattr(owner, "unknown", None)
            if callable(unknown):
                return [bool(flag) for flag in unknown(tokens)]
            vocabulary = getattr(owner, "vocabulary", None)
            if vocabulary is not None and hasattr(vocabulary, "__contains__"):
                return [token not in vocabulary for token in tokens]
        return [False] * len(tokens)

    def _verdict(self, text: str | None, trace: Trace, row: int, steps: int) -> NDArray[np.float32] | None:
        verdicts = getattr(self.model, "verdicts", None)
        if self.head is None and self.encode is None and text is not None and callable(verdicts):
            return np.asarray(verdicts(text), np.float32)
        head = self.head if self.head is not None else getattr(self.model, "head", None)
        if head is None or (self.head is None and not callable(getattr(self.model, "verdicts", None))):
            return None
        import torch

        hidden = torch.from_numpy(top_hidden(trace, row, steps))
        parameter = next(iter(self.model.parameters()), None)
        if parameter is not None:
            hidden = hidden.to(parameter)
        with torch.no_grad():
            said = head(hidden)
        return _probabilities(said, steps)

    def _finish(self, items: list[Text]) -> Run:
        said = [item.verdict.shape[1] for item in items if item.verdict is not None]
        classes: list[str] = []
        if said:
            names = getattr(self.head, "classes", None) or getattr(self.model, "classes", None) or ()
            classes = [str(name) for name in names]
            if len(classes) != said[0]:
                classes = (
                    ["negative", "positive"]
                    if callable(getattr(self.model, "verdicts", None))
                    else [f"class {k}" for k in range(said[0])]
                )
        return Run(tuple(items), classes, label_of(self.model))


def label_of(model: Any) -> str:
    """A short name of a model."""
    cell = getattr(model, "cell", None)
    return f"{type(model).__name__}({cell})" if isinstance(cell, str) else type(model).__name__


def top_layers(trace: Trace) -> list[LayerTrace]:
    """The last layer of the last module that ran, forward before backward."""
    last = trace.layers[-1]
    return [x for x in trace.layers if (x.name, x.call, x.layer) == (last.name, last.call, last.layer)]


def top_hidden(trace: Trace, row: int, steps: int) -> NDArray[np.floating[Any]]:
    """Hidden states of the top layer, directions side by side, (time, size)."""
    return np.concatenate([layer.hidden[:steps, row] for layer in top_layers(trace)], axis=1)


def _as_call(inputs: Any, what: str) -> tuple[list[str] | None, tuple[Any, ...], dict[str, Any]]:
    """Tokens (when they came along), positional and keyword arguments of the model."""
    if (
        isinstance(inputs, tuple)
        and len(inputs) == 2
        and isinstance(inputs[0], (list, tuple))
        and inputs[0]
        and all(isinstance(token, str) for token in inputs[0])
    ):
        _, args, kwargs = _as_call(inputs[1], what)
        return list(inputs[0]), args, kwargs
    if isinstance(inputs, dict):
        return None, (), inputs
    if type(inputs).__name__ == "PackedSequence":
        return None, (inputs,), {}
    if isinstance(inputs, tuple):
        return None, inputs, {}
    if isinstance(inputs, (list, np.ndarray)):
        raise TypeError(
            f"{what} is {_describe(inputs)}; give a torch tensor, a tuple of them, or a dict of keyword inputs (torch.tensor([ids]) makes one)"
        )
    return None, (inputs,), {}


def _refuse_nan(trace: Trace, model: Any) -> None:
    bad = [layer.label for layer in trace.layers if not np.isfinite(layer.hidden).all()]
    if not bad:
        return
    import torch

    guilty = [name for name, value in model.named_parameters() if not torch.isfinite(value).all()]
    where = (
        f"these parameters hold NaN or infinity: {', '.join(guilty[:5])}"
        if guilty
        else "the inputs lead to NaN or infinity"
    )
    raise ValueError(
        f"the hidden states of {bad[0]} are not finite; {where}. Go back to a checkpoint with finite weights, or lower the learning rate"
    )


def _probabilities(said: Any, steps: int) -> NDArray[np.float32]:
    if hasattr(said, "detach"):
        said = said.detach().float().cpu().numpy()
    found = np.asarray(said, np.float32)
    if found.ndim != 2 or len(found) != steps:
        raise ValueError(
            f"head returned the shape {found.shape}; it must give (time, classes) = ({steps}, …), one row per step"
        )
    if not (np.isfinite(found).all() and (found >= -1e-3).all() and (abs(found.sum(1) - 1) < 1e-3).all()):
        raise ValueError(
            "head must return probabilities: every row between 0 and 1 with the sum 1. If it gives logits, apply softmax(-1)"
        )
    return found


def _is_batch(tokens: Any) -> bool:
    return isinstance(tokens, (list, tuple)) and bool(tokens) and isinstance(tokens[0], (list, tuple))


def _describe(value: Any) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text[:40]}{'…' if len(text) > 40 else ''}"
