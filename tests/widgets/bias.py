"""Made-up word vectors in which a direction of gender is known, and professions that lean to one side."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

SIZE = 16
PAIRS = [("she", "he"), ("her", "his"), ("woman", "man"), ("mother", "father"), ("queen", "king"), ("girl", "boy")]
LEANING = {
    "nurse": 0.9,
    "dancer": 0.7,
    "teacher": 0.4,
    "librarian": 0.5,
    "baker": 0.1,
    "writer": 0.0,
    "cook": -0.1,
    "lawyer": -0.3,
    "doctor": -0.4,
    "pilot": -0.6,
    "engineer": -0.7,
    "soldier": -0.9,
}
TEST = {
    "name": "craft and care",
    "x_name": "craft",
    "y_name": "care",
    "a_name": "male",
    "b_name": "female",
    "x": ["pilot", "engineer", "soldier", "lawyer"],
    "y": ["nurse", "dancer", "teacher", "librarian"],
    "a": ["he", "his", "man", "boy"],
    "b": ["she", "her", "woman", "girl"],
}
FILLERS = 60


@cache
def vectors(seed: int = 0) -> KeyedVectors:
    """Return vectors of 16 numbers, the first of which is gender; other words lean a little to one side."""
    from gensim.models import KeyedVectors

    rng = np.random.default_rng(seed)
    rows = {}
    for k, (female, male) in enumerate(PAIRS):
        meaning = np.zeros(SIZE)
        meaning[1 + k % 4] = 1.0
        for word, side in ((female, 1.0), (male, -1.0)):
            rows[word] = meaning + rng.normal(0, 0.05, SIZE)
            rows[word][0] = side
    for k, (word, leaning) in enumerate(LEANING.items()):
        rows[word] = rng.normal(0, 0.1, SIZE)
        rows[word][5 + k % 4] += 1.0
        rows[word][0] = leaning
        # what keeps company with a side though it is not along the direction
        rows[word][9] += 0.6 * leaning
    for k in range(FILLERS):
        rows[f"word{k}"] = rng.normal(0, 0.4, SIZE)
        rows[f"word{k}"][9] += 0.8 * rows[f"word{k}"][0]
    made = KeyedVectors(SIZE)
    made.add_vectors(list(rows), np.array(list(rows.values()), np.float32) * 3)
    return made


def explorer(**more: object) -> object:
    """Return an explorer of these vectors."""
    import nlpwidgets as nw

    options = {"pairs": {"gender": PAIRS}, "words": [*LEANING, "astronaut"], "exempt": [w for p in PAIRS for w in p]}
    made = nw.BiasExplorer(vectors(), **(options | more))
    made.test = TEST
    made.question = {"a": "man", "b": "doctor", "c": "woman"}
    return made
