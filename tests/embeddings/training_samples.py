"""Made-up text to train on, and the Lee corpus where the shared data is."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

LEE = Path(os.environ.get("NLPWIDGETS_DATA", "/nonexistent")) / "text" / "lee_background.cor"
needs_lee = pytest.mark.skipif(not LEE.exists(), reason="the Lee corpus is not here")


def topics(documents: int = 200, *, length: int = 40, seed: int = 0) -> list[list[str]]:
    """Documents of two topics, each with words of its own beside common ones: something can be learned from them."""
    random = np.random.default_rng(seed)
    shared = [f"the{number}" for number in range(10)]
    own = [[f"{topic}{number}" for number in range(30)] for topic in ("sea", "desert")]
    made = []
    for document in range(documents):
        words = own[document % 2]
        made.append(
            [
                str(random.choice(shared if random.random() < 0.3 else words[: 1 + random.integers(len(words))]))
                for _ in range(length)
            ]
        )
    return made
