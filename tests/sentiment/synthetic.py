"""Tiny reviews whose sentiment is a matter of a few words, for tests that train."""

from __future__ import annotations

import numpy as np

POSITIVE, NEGATIVE = ["wonderful", "superb", "moving"], ["awful", "boring", "stupid"]
NEUTRAL = ["the", "film", "a", "story", "of", "two", "sisters", "and", "boat", "."]


def reviews(count: int, *, seed: int = 0) -> tuple[list[str], list[int]]:
    """Texts of 3 to 30 words, one in two of them positive, each with one to three telling words."""
    random = np.random.default_rng(seed)
    texts, labels = [], []
    for number in range(count):
        label = number % 2
        words = list(random.choice(NEUTRAL, random.integers(2, 28)))
        for word in random.choice(POSITIVE if label else NEGATIVE, random.integers(1, 4)):
            words.insert(int(random.integers(len(words) + 1)), str(word))
        texts.append(" ".join(words))
        labels.append(label)
    return texts, labels


def write_acl_imdb(folder, *, train: int = 60, test: int = 20, unsup: int = 10) -> None:
    """Write the layout of the public archive below `folder`."""
    for split, count, seed in (("train", train, 1), ("test", test, 2)):
        for number, (text, label) in enumerate(zip(*reviews(count, seed=seed), strict=True)):
            place = folder / split / ("pos" if label else "neg")
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{number}_5.txt").write_text(text, encoding="utf-8")
    (folder / "train" / "unsup").mkdir()
    for number, text in enumerate(reviews(unsup, seed=3)[0]):
        (folder / "train" / "unsup" / f"{number}_0.txt").write_text(text, encoding="utf-8")
