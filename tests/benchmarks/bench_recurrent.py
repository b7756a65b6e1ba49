"""What a trace costs: beside the plain forward, and beside a step-by-step loop over cells that keeps every gate.

Each row times its two sides in turn, in one process, and takes the medians: what else the machine does meets both.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET_FORWARD, TARGET_LOOP = 2.5, 1.0
ROUNDS = 9

# module, time steps, features, hidden units, layers, batch size
SHAPES = [
    ("LSTM", 500, 300, 512, 2, 1),
    ("LSTM", 400, 256, 256, 1, 32),
    ("LSTM", 400, 256, 256, 2, 32),
    ("GRU", 500, 300, 512, 2, 1),
    ("GRU", 400, 256, 256, 1, 32),
    ("GRU", 400, 256, 256, 2, 32),
]


def rows() -> list[dict[str, Any]]:
    """All rows of the area; times in milliseconds, memory rows in megabytes and named so."""
    import torch

    from nlpwidgets.recurrent import trace

    found: list[dict[str, Any]] = []
    for kind, steps, features, hidden, layers, batch in SHAPES:
        torch.manual_seed(0)
        module = getattr(torch.nn, kind)(features, hidden, layers).eval()
        x = torch.randn(steps, batch, features)
        case = f"{kind} T={steps} D={features} H={hidden} layers={layers} batch={batch}"

        def forward(module: Any = module, x: Any = x) -> Any:
            with torch.no_grad():
                return module(x)

        ours, plain, loop = interleaved(
            lambda module=module, x=x: trace(module, x), forward, lambda module=module, x=x: cell_loop(module, x)
        )
        found.append(row(case, ours, "plain forward", plain, TARGET_FORWARD))
        found.append(row(case, ours, "loop over cells", loop, TARGET_LOOP))
    found.append(memory_row())
    return found


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float) -> dict[str, Any]:
    """One line of the table."""
    return {
        "area": "recurrent",
        "case": case,
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "ratio": ours / baseline_ms,
        "target": target,
    }


def interleaved(*functions: Callable[[], Any]) -> list[float]:
    """Median time of each function in milliseconds, the functions called in turn."""
    times: list[list[float]] = [[] for _ in functions]
    for function in functions:
        function()
    for _ in range(ROUNDS):
        for kept, function in zip(times, functions, strict=True):
            start = time.perf_counter()
            function()
            kept.append(1000 * (time.perf_counter() - start))
    return [statistics.median(kept) for kept in times]


def cell_loop(module: Any, x: Any) -> list[dict[str, Any]]:
    """All gates and states by stepping through the equations, as one would write it without a trace."""
    import torch

    gates = {"LSTM": 4, "GRU": 3}[module.mode]
    found = []
    with torch.no_grad():
        for layer in range(module.num_layers):
            w_ih, w_hh, b_ih, b_hh = (p.detach() for p in module.all_weights[layer])
            h = c = x.new_zeros(x.shape[1], module.hidden_size)
            kept: list[tuple[Any, ...]] = []
            for x_t in x:
                a = torch.nn.functional.linear(x_t, w_ih, b_ih).chunk(gates, 1)
                b = torch.nn.functional.linear(h, w_hh, b_hh).chunk(gates, 1)
                if gates == 4:
                    i, f, o = (torch.sigmoid(a[k] + b[k]) for k in (0, 1, 3))
                    g = torch.tanh(a[2] + b[2])
                    c = f * c + i * g
                    h = o * torch.tanh(c)
                    kept.append((i, f, g, o, c, h))
                else:
                    r, z = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
                    n = torch.tanh(a[2] + r * b[2])
                    h = (1 - z) * n + z * h
                    kept.append((r, z, n, h))
            states = [torch.stack(values).numpy() for values in zip(*kept, strict=True)]
            found.append({"inputs": x.numpy(), "states": states})
            x = torch.from_numpy(states[-1])
    return found


def memory_row() -> dict[str, Any]:
    """Peak of the NumPy arrays made by a trace, at T=1000 and at T=500: linear in T when the ratio is 1."""
    import torch

    from nlpwidgets.recurrent import trace

    module = torch.nn.LSTM(300, 512, 2).eval()

    def peak_mb(steps: int) -> float:
        x = torch.randn(steps, 1, 300)
        trace(module, x)
        tracemalloc.start()
        trace(module, x)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak / 1e6

    weights = sum(p.nbytes for p in module.parameters()) / 1e6
    short, long = peak_mb(500), peak_mb(1000)
    return {
        "area": "recurrent",
        "case": f"memory in MB, not ms: NumPy arrays per 1000 steps at T=1000 (LSTM D=300 H=512 layers=2; {weights:.1f} MB of weights apart)",
        "ours_ms": long,
        "baseline": "the same at T=500",
        "baseline_ms": 2 * short,
        "ratio": long / (2 * short),
        "target": 1.1,
    }
