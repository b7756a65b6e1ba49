"""Documents that the tests share, and how they are drawn."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

FILMS = [
    "A good film, a very good film.",
    "I do not like the film; the film is long.",
    "The café is good. I do like it!",
    "",
    "Is it good? It is not good.",
]

WORDS = st.sampled_from(
    ["a", "I", "the", "The", "film", "FILM", "good", "don't", "café", "ß", "İst", "Σας", "x1", "_", "don’t", "😀"]
)
GAPS = st.sampled_from([" ", "  ", "\n", "\t ", ", ", ". ", "-", "\u2028"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(word + gap for word, gap in pairs))
ANY_TEXTS = st.one_of(TEXTS, st.text(max_size=20))
DOCUMENTS = st.lists(ANY_TEXTS, min_size=1, max_size=8)


@st.composite
def term_options(draw: Any) -> dict[str, Any]:
    """Options that say what a term is."""
    unit = draw(st.sampled_from(["word", "character"]))
    shortest = draw(st.integers(1, 3))
    options: dict[str, Any] = {
        "unit": unit,
        "ngram_range": (shortest, draw(st.integers(shortest, 4))),
        "case": draw(st.sampled_from(["lower", "keep"])),
        "binary": draw(st.booleans()),
    }
    if unit == "word":
        options["pattern"] = draw(st.sampled_from([None, r"\w+(?:['’]\w+)*", r"(\w)\w*", r"\S+"]))
    return options


def scikit(options: dict[str, Any]) -> dict[str, Any]:
    """The same options in the words of scikit-learn."""
    return {
        "analyzer": {"word": "word", "character": "char"}[options.get("unit", "word")],
        "ngram_range": options.get("ngram_range", (1, 1)),
        "lowercase": options.get("case", "lower") == "lower",
        "binary": options.get("binary", False),
        "token_pattern": None if options.get("unit") == "character" else options.get("pattern") or r"(?u)\b\w+\b",
        **{name: options[name] for name in ("min_df", "max_df", "max_features") if name in options},
    }
