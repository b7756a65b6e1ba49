"""What a widget of word vectors was given: one or several sets of them, each with a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._names import name_of
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

    from nlpwidgets.widgets._analogy_wire import Embedding

BUNDLED = "small"


@dataclass(frozen=True)
class Named:
    """Word vectors, and what the reader calls them."""

    name: str
    vectors: KeyedVectors
    given: Any

    @property
    def ngrams(self) -> bool:
        """Whether unknown words get a vector from their character n-grams."""
        from gensim.models.fasttext import FastTextKeyedVectors

        return isinstance(self.vectors, FastTextKeyedVectors)

    @property
    def embedding(self) -> Embedding:
        """The same in few words, for the page."""
        return {
            "name": self.name,
            "words": len(self.vectors),
            "size": int(self.vectors.vector_size),
            "ngrams": self.ngrams,
        }


def take(vectors: Any, compare: Any) -> dict[str, Named]:
    """Return the embeddings by name, that of the widget first.

    Raises
    ------
    TypeError, ValueError
        `compare` is no dict of names, or a name is there twice; what `nlpwidgets.embeddings.load` refuses is raised as it is.
    """
    first = named(vectors)
    found = {first.name: first}
    if compare is None:
        return found
    if not isinstance(compare, Mapping):
        raise TypeError(f"compare is a dict of names and word vectors, not {type(compare).__name__}")
    for name, given in compare.items():
        if not isinstance(name, str) or not name.strip():
            raise TypeError(f"a name in compare is a text that is not empty, got {name!r}")
        if name in found:
            raise ValueError(f"two embeddings are called {name!r}: choose another name in compare")
        found[name] = named(given, name)
    return found


def named(given: Any, name: str = "") -> Named:
    """Load what was given, unless it is there already."""
    from nlpwidgets.embeddings import load

    source = BUNDLED if given is None else given
    return Named(name or _name(source), load(source), given)


def _name(source: Any) -> str:
    if isinstance(source, (str, Path)):
        return shorten(Path(source).name, 60)
    return name_of(source, "vectors")
