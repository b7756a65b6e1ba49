"""What follows from the choices in a bias explorer: the traits of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._bias_measuring import Setting
from nlpwidgets.widgets._bias_plane import picture
from nlpwidgets.widgets._bias_reading import Reader
from nlpwidgets.widgets._bias_space import Space, subspace_of
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gensim.models import KeyedVectors

    from nlpwidgets.bias import Subspace
    from nlpwidgets.widgets._bias_lists import Choices
    from nlpwidgets.widgets._bias_wire import Built, Reading, SubspaceWish

DIRECTION = {"subspaces", "subspace"}
FOLLOWS = {
    "placed": DIRECTION | {"words", "exempt"},
    "association": DIRECTION | {"test", "exempt"},
    "candidates": DIRECTION | {"question", "exempt"},
    "plane": DIRECTION | {"plane_words", "steps"},
    "reading": DIRECTION | {"sentence"},
    "built": DIRECTION | {"words", "exempt"},
    "measured": DIRECTION | {"exempt", "neighbours_of", "test"},
}
"""On which choices each trait depends."""


class Deriver:
    """Derives traits; keeps what is dear to make as long as its wish stays the same."""

    def __init__(self, vectors: KeyedVectors, choices: Choices) -> None:
        self._space = Space(vectors)
        self._choices = choices
        self._reader = Reader()
        self._known: dict[str, tuple[SubspaceWish, Subspace | ValueError]] = {}

    def view(self, wish: Mapping[str, Any], changed: set[str]) -> dict[str, Any]:
        """Return the traits that follow from some changed choices; `reading` as null, to be read apart."""
        names = [name for name, roots in FOLLOWS.items() if roots & changed and name != "measured"]
        exempt = set(wish["exempt"])
        view: dict[str, Any] = {}
        if "built" in names:
            view["built"] = [self._built(one, wish["words"], exempt) for one in wish["subspaces"]]
            names_now = {one["name"] for one in wish["subspaces"]}
            self._known = {name: kept for name, kept in self._known.items() if name in names_now}
        active = self._made(_active(wish))
        if isinstance(active, ValueError):
            return view | dict.fromkeys((name for name in names if name != "built"), None)
        if "placed" in names:
            view["placed"] = self._space.placed(active, wish["words"], exempt, self._choices.shares)
        if "association" in names:
            view["association"] = wish["test"] and self._space.association(active, wish["test"], exempt)
        if "candidates" in names:
            view["candidates"] = wish["question"] and self._space.candidates(active, wish["question"], exempt)
        if "plane" in names:
            words = wish["plane_words"]
            view["plane"] = picture(self._space, active, words, wish["steps"]) if words else None
        if "reading" in names:
            view["reading"] = None
        return view

    def outdates_measured(self, changed: set[str]) -> bool:
        """Whether a change needs all of `measured` anew, not only another strength."""
        return bool(FOLLOWS["measured"] & changed)

    def subspace(self, wish: Mapping[str, Any]) -> Subspace:
        """Return the active subspace, or raise the ValueError that says why it cannot be built."""
        found = self._made(_active(wish))
        if isinstance(found, ValueError):
            raise found
        return found

    def setting(self, wish: Mapping[str, Any]) -> Setting:
        """Return what measurements depend on."""
        active = _active(wish)
        sets = tuple(tuple(one["words"]) for one in active["sets"] if one["weight"] > 0)
        return Setting(
            subspace=self.subspace(wish),
            sets=sets,
            groups=tuple(zip(*sets, strict=True)),
            words=tuple(wish["words"]),
            exempt=frozenset(wish["exempt"]),
            test=wish["test"],
            neighbours_of=wish["neighbours_of"],
            lambda_=wish["lambda_"],
            iterations=wish["iterations"],
        )

    def reading(self, wish: Mapping[str, Any]) -> Reading:
        """Read the sentence at every strength."""
        return self._reader.read(wish["sentence"], _active(wish))

    def first_words(self, wish: Mapping[str, Any]) -> list[str]:
        """Return the word that the picture of the plane begins with: of those shown, the one with the largest component."""
        active = self._made(_active(wish))
        rows, _ = self._space.rows(word for word in wish["words"] if word not in set(wish["exempt"]))
        if isinstance(active, ValueError) or not rows:
            return []
        inside = np.abs(self._space.units(rows) @ active.directions[0])
        return [self._space.vectors.index_to_key[rows[int(inside.argmax())]]]

    def _made(self, wish: SubspaceWish) -> Subspace | ValueError:
        kept = self._known.get(wish["name"])
        if kept is not None and kept[0] == wish:
            return kept[1]
        found: Subspace | ValueError
        try:
            found = subspace_of(self._space.vectors, wish)
        except ValueError as error:
            found = error
        self._known[wish["name"]] = (wish, found)
        return found

    def _built(self, wish: SubspaceWish, words: list[str], exempt: set[str]) -> Built:
        made = self._made(wish)
        _, lost = self._space.rows(word for one in wish["sets"] for word in one["words"])
        built: Built = {
            "name": wish["name"],
            "dims": 0,
            "explained": [],
            "share": 0.0,
            "used": [],
            "lost": lost,
            "bias": None,
            "problem": "",
        }
        if isinstance(made, ValueError):
            return {**built, "problem": in_words(made)}
        away = set(lost)
        rows, _ = self._space.rows(word for word in words if word not in exempt)
        inside = self._space.units(rows) @ made.directions.T
        return {
            **built,
            "dims": len(made.directions),
            "explained": [float(share) for share in made.explained[:10]],
            "share": float(made.share),
            "used": [k for k, one in enumerate(wish["sets"]) if one["weight"] > 0 and not away & set(one["words"])],
            "bias": float(np.linalg.norm(inside, axis=1).mean()) if rows else None,
        }


def _active(wish: Mapping[str, Any]) -> SubspaceWish:
    found: SubspaceWish = next(one for one in wish["subspaces"] if one["name"] == wish["subspace"])
    return found
