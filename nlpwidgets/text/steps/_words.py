"""The difference between a word and its stem or lemma, as edits."""

from __future__ import annotations

from nlpwidgets.text._step import Edit


def word_edits(start: int, word: str, new: str) -> list[Edit]:
    """Return the edits that make `new` of the word at `start`: the rest is cut where `new` begins the word, else all changes."""
    if word == new:
        return []
    if word.startswith(new):
        return [Edit(start + len(new), start + len(word), "")]
    return [Edit(start, start + len(word), new)]
