"""Lists of words for measuring and removing bias: those of the package, and the user's own in the same form."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent.parent / "assets" / "bias"
LISTS = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
"""Names of the lists in the package."""

Kind = Literal["sets", "words", "shares", "test"]
_FIELDS = {"sets": ("groups", "sets"), "words": ("words",), "shares": ("shares",), "test": ("groups", "sets")}
_LARGEST = 50_000_000


@dataclass(frozen=True)
class WordList:
    """A list.

    Attributes
    ----------
    title : str
        What it is about.
    kind : {"sets", "words", "shares", "test"}
    source : str
        Where it comes from.
    groups : tuple of str
        What the words of a set are called, in their order; of a test: X, Y, A and B.
    sets : tuple of tuple of str
        Of kind ``"sets"``: one word per group in each. Of a test: the words of X, Y, A and B.
    words : tuple of str
        Of kind ``"words"``.
    shares : dict of str to float
        Of kind ``"shares"``: a percentage for each word.
    """

    title: str
    kind: Kind
    source: str = ""
    groups: tuple[str, ...] = ()
    sets: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)
    shares: dict[str, float] = field(default_factory=dict, repr=False)


def load_list(source: str | os.PathLike[str]) -> WordList:
    """Read a list of the package by its name, or a JSON file of the same form.

    Parameters
    ----------
    source : str or path
        One of `LISTS`, or a file: a JSON object with ``title``, ``kind``, ``source``, and what the kind needs, ``groups`` and
        ``sets``, ``words``, or ``shares``. The files in ``nlpwidgets/assets/bias`` are examples.

    Returns
    -------
    WordList

    Raises
    ------
    TypeError
        `source` is neither a text nor a path.
    FileNotFoundError
        There is neither such a list nor such a file; the message names the lists.
    ValueError
        The file is no JSON of this form; the message says where.

    Examples
    --------
    >>> load_list("gender").sets[0]
    ('she', 'he')
    """
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"source is the name of a list or a path, not {type(source).__name__}")
    try:
        path = FOLDER / f"{source}.json" if str(source) in LISTS else Path(source).expanduser()
        there = path.is_file()
    except (OSError, RuntimeError, ValueError):  # a text that cannot be a path
        there = False
    if not there:
        raise FileNotFoundError(f"there is no list or file {str(source)!r:.200}; the package has {', '.join(LISTS)}")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path.name} has {path.stat().st_size:,} bytes: that is no list of words")
    try:
        content = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_once)
    except _TwiceError as error:
        raise ValueError(f"{path.name} has {error.args[0]!r:.200} twice in one object") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is no JSON: {error}") from error
    return _checked(content, path.name)


class _TwiceError(Exception):
    """A key stands twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object as a dict; JSON lets a key stand twice, of which Python would take the last one and say nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _TwiceError(key)
            seen.add(key)
    return found


def _checked(content: Any, name: str) -> WordList:
    if not isinstance(content, dict):
        raise ValueError(f"{name} must hold an object with title and kind, not {type(content).__name__}")  # noqa: TRY004 - the file's fault
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise ValueError(f"kind of {name} is one of {', '.join(_FIELDS)}, not {kind!r}")
    unknown = [key for key in content if key not in ("title", "kind", "source", *_FIELDS[kind])]
    if unknown:
        raise ValueError(f"{name} has {unknown[0]!r}, which a list of kind {kind!r} has not")
    found: dict[str, Any] = {"kind": kind, "title": _text(content.get("title", name), f"title of {name}")}
    found["source"] = _text(content.get("source", ""), f"source of {name}")
    for key in _FIELDS[kind]:
        if key not in content:
            raise ValueError(f"{name} lacks {key!r}")
    if kind == "words":
        found["words"] = _words(content["words"], f"words of {name}")
    elif kind == "shares":
        found["shares"] = _shares(content["shares"], name)
    else:
        found["groups"] = _words(content["groups"], f"groups of {name}")
        found["sets"] = _sets(content["sets"], name)
        _check_sizes(found, name)
    return WordList(**found)


def _sets(value: Any, name: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        raise ValueError(f"sets of {name} must be a list of lists of words")  # noqa: TRY004 - the file's fault
    return tuple(_words(one, f"sets[{k}] of {name}") for k, one in enumerate(value))


def _check_sizes(found: dict[str, Any], name: str) -> None:
    groups, sets = found["groups"], found["sets"]
    if found["kind"] == "test":
        if len(groups) != 4 or len(sets) != 4:
            raise ValueError(
                f"a test has four groups and four sets, X, Y, A and B; {name} has {len(groups)} and {len(sets)}"
            )
        _check_test(dict(zip("XYAB", sets, strict=True)), name)
        return
    if len(groups) < 2:
        raise ValueError(f"groups of {name} must be two at least, not {len(groups)}")
    for k, one in enumerate(sets):
        if len(one) != len(groups):
            raise ValueError(f"sets[{k}] of {name} has {len(one)} words, there are {len(groups)} groups")
    if not sets:
        raise ValueError(f"{name} has no sets")


def _check_test(sets: dict[str, tuple[str, ...]], name: str) -> None:
    for side, words in sets.items():
        least = 2 if side in "XY" else 1
        if len(words) < least:
            raise ValueError(f"{side} of {name} needs {least} words at least, it has {len(words)}")
    for one, other in (("X", "Y"), ("A", "B")):
        there = set(sets[other])
        both = [word for word in sets[one] if word in there]
        if both:
            raise ValueError(f"{both[0]!r:.200} stands in {one} and in {other} of {name}")


def _words(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{where} must be a list of words, not {type(value).__name__}")  # noqa: TRY004 - the file's fault
    words: dict[str, None] = {}
    for k, entry in enumerate(value):
        word = _text(entry, f"{where}, entry {k}")
        if not word.strip():
            raise ValueError(f"{where}, entry {k} is empty")
        if word in words:
            raise ValueError(f"{where} has {word!r:.200} twice")
        words[word] = None
    return tuple(words)


def _shares(value: Any, name: str) -> dict[str, float]:
    if not isinstance(value, dict):
        raise ValueError(f"shares of {name} must be an object of words and percentages")  # noqa: TRY004 - the file's fault
    for word, share in value.items():
        if not word.strip():
            raise ValueError(f"shares of {name} has an empty word")
        if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 100:
            raise ValueError(f"the share of {word!r} in {name} is a percentage from 0 to 100, not {share!r}")
    return {word: float(share) for word, share in value.items()}


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{where} must be a text, not {value!r:.60}")  # noqa: TRY004 - the file's fault
    return value
