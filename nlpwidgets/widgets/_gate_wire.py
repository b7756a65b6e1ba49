"""What the gate inspector sends to its page: the types, and the packing of traces into them."""

from __future__ import annotations

from typing import Literal, TypedDict


class Item(TypedDict):
    """One text of the batch."""

    text: str | None
    """The text as typed; null when the model was given ready-made inputs."""
    tokens: list[str]
    """One label per time step."""
    unknown: list[bool]
    """Per token: outside the model's vocabulary (all false when the vocabulary is not known)."""
    verdict: str | None
    """Key in `arrays` of the class probabilities after each token, (time, classes); null without a head."""


class Layer(TypedDict):
    """One layer in one direction of one recurrent module (and of one call of it)."""

    module: str
    """Path of the module inside the model, "" for the model itself."""
    call: int
    """0 for the first use of the module in the forward pass, 1 for the second, ..."""
    layer: int
    direction: Literal["forward", "backward"]
    kind: Literal["lstm", "gru", "rnn"]
    nonlinearity: Literal["tanh", "relu"]
    """Of a plain RNN; "tanh" for the others."""
    input_size: int
    hidden_size: int
    """Units of the gates and of the cell state, H."""
    output_size: int
    """Units of the hidden state: H, or proj_size of an LSTM with a projection."""
    weights: str
    """Prefix in `arrays`: + "/w_ih" (gates*H, input_size), "/w_hh" (gates*H, output_size), and where the layer has them
    "/b_ih", "/b_hh" (gates*H,), "/w_hr" (output_size, H). Rows in PyTorch's order: LSTM i, f, g, o; GRU r, z, n."""
    inputs: list[str]
    """Per item the key in `arrays` of the layer's inputs x, (time, input_size)."""
    states: list[str]
    """Per item a prefix in `arrays`: + "/input", "/forget", "/candidate", "/output" or "/reset", "/update", "/new"
    (time, H); "/hidden" (time, output_size); LSTM "/cell" (time, H); "/h0" (output_size,), LSTM "/c0" (H,);
    "/cluster" (H,) int32, the units in the order of a hierarchical clustering.
    Row t belongs to token t, in both directions; a backward layer's previous state is row t + 1. Only where a model changed
    the state between two steps of a cell: "/given_hidden" (time, output_size), LSTM "/given_cell" (time, H), the previous
    state that each step was given in its place."""


class TracedModel(TypedDict):
    """One model run on its texts; the inspector shows one, or two to compare."""

    label: str
    classes: list[str]
    """Names of the classes of the verdict; empty without a head."""
    items: list[Item]
    layers: list[Layer]


class Selection(TypedDict):
    """What is being looked at; every field is always present."""

    module: str
    call: int
    layer: int
    direction: Literal["forward", "backward"]
    item: int
    step: int
    unit: int
