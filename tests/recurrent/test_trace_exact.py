"""Every option of nn.LSTM, nn.GRU and nn.RNN against PyTorch itself and against a step-by-step run in float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from nlpwidgets.recurrent import trace
from tests.recurrent import reference

TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-11}
# Beside a whole run in float64 a float32 model drifts, the more the larger its weights; step by step it may not.
RUN_TOLERANCE = {torch.float32: 2e-4, torch.float64: 1e-11}

EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Case:
    module: Any
    inputs: Any
    state: Any
    x: np.ndarray  # (time, batch, features)
    h0: np.ndarray | None
    c0: np.ndarray | None
    lengths: list[int]

    def arguments(self) -> tuple[Any, ...]:
        return (self.inputs,) if self.state is None else (self.inputs, self.state)


@st.composite
def cases(draw: Any) -> Case:
    kind = draw(st.sampled_from(["LSTM", "GRU", "RNN"]))
    hidden, features = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    layers, bidirectional = draw(st.integers(1, 3)), draw(st.booleans())
    dtype = draw(st.sampled_from([torch.float32, torch.float64]))
    options: dict[str, Any] = {
        "num_layers": layers,
        "bidirectional": bidirectional,
        "bias": draw(st.booleans()),
        "batch_first": draw(st.booleans()),
        "dropout": draw(st.sampled_from([0.0, 0.5])) if layers > 1 else 0.0,
    }
    if kind == "LSTM" and hidden > 1:
        options["proj_size"] = draw(st.integers(0, hidden - 1))
    if kind == "RNN":
        options["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
    torch.manual_seed(draw(st.integers(0, 10_000)))
    module = getattr(nn, kind)(features, hidden, dtype=dtype, **options)
    with torch.no_grad():  # PyTorch's start is so small that gates hardly leave one half
        for parameter in module.parameters():
            parameter.mul_(draw(st.sampled_from([0.5, 2.0, 4.0])))
    form = draw(st.sampled_from(["dense", "unbatched", "packed", "packed unsorted"]))
    time = draw(st.integers(1, 12))
    batch = 1 if form == "unbatched" else draw(st.integers(1, 5))
    x = torch.randn(time, batch, features, dtype=dtype)
    lengths = [time] * batch
    if form.startswith("packed"):
        lengths = draw(st.lists(st.integers(1, time), min_size=batch, max_size=batch))
        lengths[draw(st.integers(0, batch - 1))] = time
        if form == "packed":
            lengths.sort(reverse=True)
    given_state = draw(st.booleans())
    places, out = layers * (2 if bidirectional else 1), options.get("proj_size") or hidden
    h0 = torch.randn(places, batch, out, dtype=dtype) if given_state else None
    c0 = torch.randn(places, batch, hidden, dtype=dtype) if given_state and kind == "LSTM" else None

    inputs: Any = x.transpose(0, 1).contiguous() if options["batch_first"] else x
    state: Any = h0 if c0 is None else (h0, c0)
    if form == "unbatched":
        inputs = x[:, 0]
        if given_state:
            state = h0[:, 0] if c0 is None else (h0[:, 0], c0[:, 0])
    elif form.startswith("packed"):
        inputs = pack_padded_sequence(
            inputs, lengths, batch_first=options["batch_first"], enforce_sorted=form == "packed"
        )
    return Case(
        module,
        inputs,
        state,
        x.numpy(),
        None if h0 is None else h0.numpy(),
        None if c0 is None else c0.numpy(),
        lengths,
    )


def own_output(case: Case) -> tuple[Any, np.ndarray, list[np.ndarray]]:
    """What the module returns, its hidden states as (time, batch, directions * size), and its final states."""
    module = case.module.eval()
    with torch.no_grad():
        output, final = module(*case.arguments())
    if isinstance(output, PackedSequence):
        hidden, _ = pad_packed_sequence(output)
    elif output.ndim == 2:
        hidden = output[:, None]
    else:
        hidden = output.transpose(0, 1) if module.batch_first else output
    finals = [s.numpy() for s in (final if isinstance(final, tuple) else (final,))]
    return (output, final), hidden.numpy(), [f if f.ndim == 3 else f[:, None] for f in finals]


def flat(output: Any) -> list[torch.Tensor]:
    if isinstance(output, torch.Tensor):
        return [output]
    if isinstance(output, PackedSequence):
        return [x for x in output if x is not None]
    return [x for part in output for x in flat(part)]


@EXAMPLES
@given(cases())
def test_hidden_states_equal_the_modules_output(case: Case) -> None:
    output, hidden, finals = own_output(case)
    case.module.train()  # the trace itself must go to evaluation mode
    traced = trace(case.module, *case.arguments())
    top = [layer for layer in traced.layers if layer.layer == case.module.num_layers - 1]
    tolerance = TOLERANCE[case.module.weight_ih_l0.dtype]
    np.testing.assert_allclose(np.concatenate([layer.hidden for layer in top], axis=-1), hidden, rtol=0, atol=tolerance)
    for layer in traced.layers:
        place = layer.layer * (2 if case.module.bidirectional else 1) + (layer.direction == "backward")
        for b, n in enumerate(case.lengths):
            last = n - 1 if layer.direction == "forward" else 0
            np.testing.assert_allclose(layer.hidden[last, b], finals[0][place, b], rtol=0, atol=tolerance)
            if layer.cell is not None:
                np.testing.assert_allclose(layer.cell[last, b], finals[1][place, b], rtol=1e-5, atol=tolerance)
    for ours, theirs in zip(flat(traced.output), flat(output), strict=True):
        assert torch.equal(ours, theirs)
        assert ours.stride() == theirs.stride()


@EXAMPLES
@given(cases())
def test_gates_and_states_equal_a_step_by_step_run(case: Case) -> None:
    traced = trace(case.module, *case.arguments())
    expected = reference.run(case.module, case.x, case.h0, case.c0, case.lengths)
    assert [(layer.layer, layer.direction) for layer in traced.layers] == list(expected)
    dtype = case.module.weight_ih_l0.dtype
    for layer in traced.layers:
        answer = expected[layer.layer, layer.direction]
        got = dict(layer.gates) | {"hidden": layer.hidden, "inputs": layer.inputs}
        if layer.cell is not None:
            got["cell"] = layer.cell
        assert got.keys() == answer.keys()
        for name, values in got.items():
            assert values.dtype == (np.float64 if dtype == torch.float64 else np.float32)
            assert values.shape == answer[name].shape
            scale = max(1.0, float(np.abs(answer[name]).max()))  # a ReLU net grows without bound
            np.testing.assert_allclose(values, answer[name], rtol=0, atol=RUN_TOLERANCE[dtype] * scale, err_msg=name)
            for b, n in enumerate(case.lengths):
                assert not values[n:, b].any()
        assert layer.lengths.tolist() == case.lengths


@EXAMPLES
@given(cases(), st.data())
def test_a_pre_activation_opens_into_its_terms(case: Case, data: Any) -> None:
    traced = trace(case.module, *case.arguments())
    layer = data.draw(st.sampled_from(traced.layers))
    item = data.draw(st.integers(0, len(case.lengths) - 1))
    step = data.draw(st.integers(0, case.lengths[item] - 1))
    unit = data.draw(st.integers(0, layer.hidden_size - 1))
    for gate in layer.gates or ["hidden"]:
        opened = layer.preactivation(gate, step, item, unit)
        terms = [*opened.input_terms, *opened.hidden_terms, opened.input_bias, opened.hidden_bias]
        assert opened.total == pytest.approx(sum(terms), rel=1e-12, abs=1e-12)
        shown = float((layer.gates[gate] if layer.gates else layer.hidden)[step, item, unit])
        precise = layer.hidden.dtype == np.float64
        assert opened.value == pytest.approx(shown, rel=1e-5, abs=1e-11 if precise else 2e-6)
        assert opened.input_terms.shape == (layer.input_size,)
        assert opened.hidden_terms.shape == (layer.output_size,)


@EXAMPLES
@given(cases())
def test_each_step_follows_from_the_previous_state(case: Case) -> None:
    """`previous_hidden` and `previous_cell` hand the formulas of one step what they need, at every end."""
    traced = trace(case.module, *case.arguments())
    for layer in traced.layers:
        w = reference.weights_of(case.module, layer.layer, layer.direction)
        for b, n in enumerate(case.lengths):
            for t in range(n):
                x, h = layer.inputs[t, b].astype(np.float64), layer.previous_hidden(t, b).astype(np.float64)
                c = layer.previous_cell(t, b).astype(np.float64) if layer.cell is not None else h
                step = reference.run_item(case.module, w, x[None], h, c, "forward")  # one step has no direction
                got = dict(layer.gates) | {"hidden": layer.hidden}
                got |= {} if layer.cell is None else {"cell": layer.cell}
                for name, values in got.items():
                    scale = max(1.0, float(np.abs(step[name]).max()))
                    tolerance = TOLERANCE[case.module.weight_ih_l0.dtype] * scale
                    np.testing.assert_allclose(values[t, b], step[name][0], rtol=0, atol=tolerance, err_msg=name)


@settings(parent=EXAMPLES, max_examples=60)
@given(cases())
def test_modules_that_keep_their_own_result(case: Case) -> None:
    """As on a GPU: the module runs all its layers at once, the trace runs the inner ones again for itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlpwidgets.recurrent._capture._rounds_otherwise_layer_by_layer", lambda x: True)
        traced = trace(case.module, *case.arguments())
    expected = trace(case.module, *case.arguments())
    for ours, theirs in zip(flat(traced.output), flat(expected.output), strict=True):
        assert torch.equal(ours, theirs)
        assert ours.stride() == theirs.stride()
    for layer, other in zip(traced.layers, expected.layers, strict=True):
        np.testing.assert_array_equal(layer.hidden, other.hidden)
        np.testing.assert_array_equal(layer.inputs, other.inputs)
        for name, gate in layer.gates.items():
            np.testing.assert_allclose(gate, other.gates[name], rtol=0, atol=1e-6)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_narrow_types_come_back_as_float32(kind: str, dtype: torch.dtype) -> None:
    torch.manual_seed(3)
    module = getattr(nn, kind)(6, 8, 2, bidirectional=True).to(dtype)
    x = torch.randn(120, 3, 6).to(dtype)
    traced = trace(module, x)
    with torch.no_grad():
        own = module(x)[0]
    assert torch.equal(traced.output[0], own)
    np.testing.assert_array_equal(np.concatenate([top.hidden for top in traced.layers[2:]], -1), own.float().numpy())
    for layer in traced.layers:
        arrays = [*layer.gates.values(), layer.hidden, layer.inputs, layer.weights.w_ih]
        assert {a.dtype for a in arrays} == {np.dtype(np.float32)}
    # gates: of the float64 run on the same rounded weights, as near as the type is
    expected = reference.run(module, x.float().numpy(), None, None, [120] * 3)
    for layer in traced.layers:
        for name, gate in layer.gates.items():
            assert np.abs(gate - expected[layer.layer, layer.direction][name]).max() < 0.1


def test_long_sequences_stay_exact() -> None:
    """The cell state is scanned for a thousand steps with the forget gate near one."""
    torch.manual_seed(5)
    module = nn.LSTM(4, 16)
    with torch.no_grad():
        module.bias_ih_l0[16:32] = 6.0
    x = torch.randn(1000, 2, 4)
    layer = trace(module, x).layers[0]
    with torch.no_grad():
        _, (_, c) = module(x)
    assert np.abs(layer.cell).max() > 3
    np.testing.assert_allclose(layer.cell[-1], c[0].numpy(), rtol=1e-5, atol=1e-5)


def test_huge_weights_are_not_taken_for_a_patch() -> None:
    torch.manual_seed(6)
    module = nn.LSTM(4, 5)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.mul_(1000)
    x = torch.randn(300, 2, 4) * 1000
    np.testing.assert_array_equal(trace(module, x).layers[0].hidden, module(x)[0].detach().numpy())


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_numbers_that_are_not_finite_are_shown_and_not_judged(kind: str) -> None:
    torch.manual_seed(7)
    module = getattr(nn, kind)(4, 5)
    x = torch.randn(6, 2, 4)
    x[3, 1, 0] = torch.nan
    layer = trace(module, x).layers[0]
    assert np.isfinite(layer.hidden[:, 0]).all()
    assert np.isfinite(layer.hidden[:3, 1]).all()
    assert np.isnan(layer.hidden[3:, 1]).all()
    with torch.no_grad():
        module.weight_ih_l0[0, 0] = torch.nan
        own = module(x)[0]
    np.testing.assert_array_equal(trace(module, x).layers[0].hidden, own.numpy())


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_cuda_is_like_the_cpu(kind: str) -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a GPU")
    torch.manual_seed(8)
    module = getattr(nn, kind)(6, 8, 2, bidirectional=True)
    x = torch.randn(20, 3, 6)
    expected = trace(module, x)
    with torch.backends.cudnn.flags(allow_tf32=False):
        own = module.cuda()(x.cuda())[0]
        traced = trace(module, x.cuda())
    assert traced.output[0].is_cuda
    top = np.concatenate([layer.hidden for layer in traced.layers[2:]], axis=-1)
    np.testing.assert_allclose(top, own.detach().cpu().numpy(), rtol=0, atol=1e-5)
    for layer, other in zip(traced.layers, expected.layers, strict=True):
        for name, gate in layer.gates.items():
            np.testing.assert_allclose(gate, other.gates[name], rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_an_empty_batch(kind: str) -> None:
    layer = trace(getattr(nn, kind)(4, 5), torch.randn(6, 0, 4)).layers[0]
    assert layer.hidden.shape == (6, 0, 5)
    assert layer.lengths.shape == (0,)
