"""Writes embedding_projector.json: the traits of a few projectors, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.embedding_projector`` when the
traits or what they hold change. No layout is run: where t-SNE ends in its last digits is the machine's affair.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.contract.files import plain, traits, write

PATH = Path(__file__).with_suffix(".json")


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    import nlpwidgets as nw
    from tests.widgets.embeddings import MEANINGS, small

    looked = nw.EmbeddingProjector(small())
    looked.word, looked.k = "king", 4
    looked.color_by, looked.size_by = "rank", "length"
    looked.select(["queen", "apple"])
    axes = nw.EmbeddingProjector(small(), axes=["king - man", "paris - france", "apple"], dimensions=3)
    kinds = ["royal" if 3 in meaning else "other" if 9 not in meaning else None for meaning in MEANINGS.values()]
    given = nw.EmbeddingProjector(
        small(), coordinates=np.random.default_rng(0).standard_normal((20, 2)), columns={"kind": kinds}
    )
    given.color_by = "kind"
    two = nw.EmbeddingProjector(small(), compare={"other": small(seed=4)}, k=5)
    two.word, two.panel = "paris", "changes"
    assessed = nw.EmbeddingProjector(small(), k=5)
    assessed.word = "man"
    assessed.assess_quality()
    assessed.panel = "quality"
    waiting = nw.EmbeddingProjector(small(), method="tsne", perplexity=4.0)
    saved = nw.EmbeddingProjector(small(), k=5)
    saved.word = "queen"
    return {
        "default": traits(nw.EmbeddingProjector(small())),
        "looked": traits(looked),
        "axes": traits(axes),
        "given": traits(given),
        "two": traits(two),
        "assessed": traits(assessed),
        "waiting": traits(waiting),
        "saved": plain(saved._page_props(10_000_000)),
    }


if __name__ == "__main__":
    write("embedding_projector")
