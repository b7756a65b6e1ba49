"""Files of analogy questions, and a few well-known relations to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Question = tuple[str, str, str, str]
UNNAMED = "questions"


@dataclass(frozen=True)
class Section:
    """Questions of one kind.

    Attributes
    ----------
    name : str
    questions : tuple of (a, b, c, d)
    """

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questions:
    """A file of questions.

    Attributes
    ----------
    name : str
    sections : tuple of Section
        In the order of the file; of one name only one.
    """

    name: str
    sections: tuple[Section, ...]

    def __len__(self) -> int:
        return sum(len(section.questions) for section in self.sections)


def questions_of(source: Any) -> Questions:
    """Return questions that were read already, or read them; None stands for the examples."""
    if source is None:
        return examples()
    return source if isinstance(source, Questions) else read_questions(source)


def read_questions(source: Any, *, name: str | None = None) -> Questions:
    """Read questions in the form of Mikolov's ``questions-words.txt``.

    Parameters
    ----------
    source : path, or iterable of str
        Lines of four words; a line ``: name`` begins a section. Empty lines and lines beginning with ``#`` are skipped.
    name : str, optional
        By default the name of the file.

    Returns
    -------
    Questions

    Raises
    ------
    ValueError
        A line has not four words, or there are no questions; the message names file and line.
    FileNotFoundError
        There is no such file.
    """
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        try:
            lines: Iterable[str] = path.read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise ValueError(f"{path.name} is not UTF-8 at byte {error.start}") from error
        title = name or path.name
    elif isinstance(source, Iterable) and not isinstance(source, bytes):
        lines, title = source, name or UNNAMED
    else:
        raise TypeError(f"questions are a path or the lines of a file, not {type(source).__name__}")
    sections: dict[str, list[Question]] = {}
    current = UNNAMED
    for number, line in enumerate(lines, 1):
        if not isinstance(line, str):
            raise TypeError(f"line {number} of {title} is no text but {type(line).__name__}")
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith(":"):
            current = text[1:].strip() or UNNAMED
            sections.setdefault(current, [])
            continue
        words = text.split()
        if len(words) != 4:
            raise ValueError(f"line {number} of {title} has {len(words)} words; a question has 4: {text[:60]!r}")
        sections.setdefault(current, []).append((words[0], words[1], words[2], words[3]))
    if not any(sections.values()):
        raise ValueError(f"{title} holds no questions: lines of four words")
    return Questions(title, tuple(Section(one, tuple(asked)) for one, asked in sections.items()))


RELATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "gender": (
        ("man", "woman"),
        ("king", "queen"),
        ("prince", "princess"),
        ("father", "mother"),
        ("son", "daughter"),
        ("brother", "sister"),
        ("uncle", "aunt"),
        ("actor", "actress"),
        ("husband", "wife"),
        ("boy", "girl"),
    ),
    "capital": (
        ("france", "paris"),
        ("italy", "rome"),
        ("germany", "berlin"),
        ("england", "london"),
        ("japan", "tokyo"),
        ("russia", "moscow"),
        ("greece", "athens"),
        ("spain", "madrid"),
        ("egypt", "cairo"),
        ("china", "beijing"),
    ),
    "nationality": (
        ("france", "french"),
        ("germany", "german"),
        ("italy", "italian"),
        ("spain", "spanish"),
        ("japan", "japanese"),
        ("china", "chinese"),
        ("russia", "russian"),
        ("greece", "greek"),
        ("sweden", "swedish"),
        ("poland", "polish"),
    ),
    "comparative": (
        ("good", "better"),
        ("bad", "worse"),
        ("big", "bigger"),
        ("small", "smaller"),
        ("fast", "faster"),
        ("slow", "slower"),
        ("old", "older"),
        ("young", "younger"),
        ("strong", "stronger"),
        ("high", "higher"),
    ),
    "superlative": (
        ("good", "best"),
        ("bad", "worst"),
        ("big", "biggest"),
        ("great", "greatest"),
        ("old", "oldest"),
        ("young", "youngest"),
        ("large", "largest"),
        ("strong", "strongest"),
        ("high", "highest"),
        ("long", "longest"),
    ),
    "past tense": (
        ("walking", "walked"),
        ("going", "went"),
        ("playing", "played"),
        ("writing", "wrote"),
        ("singing", "sang"),
        ("flying", "flew"),
        ("running", "ran"),
        ("saying", "said"),
        ("taking", "took"),
        ("seeing", "saw"),
    ),
    "plural": (
        ("car", "cars"),
        ("child", "children"),
        ("dog", "dogs"),
        ("man", "men"),
        ("woman", "women"),
        ("country", "countries"),
        ("mouse", "mice"),
        ("house", "houses"),
        ("eye", "eyes"),
        ("hand", "hands"),
    ),
    "adverb": (
        ("quick", "quickly"),
        ("slow", "slowly"),
        ("complete", "completely"),
        ("usual", "usually"),
        ("serious", "seriously"),
        ("happy", "happily"),
        ("free", "freely"),
        ("rapid", "rapidly"),
        ("precise", "precisely"),
        ("obvious", "obviously"),
    ),
    "opposite": (
        ("known", "unknown"),
        ("possible", "impossible"),
        ("aware", "unaware"),
        ("certain", "uncertain"),
        ("able", "unable"),
        ("likely", "unlikely"),
        ("comfortable", "uncomfortable"),
        ("clear", "unclear"),
        ("honest", "dishonest"),
        ("expected", "unexpected"),
    ),
    "work": (
        ("book", "author"),
        ("film", "director"),
        ("song", "singer"),
        ("poem", "poet"),
        ("painting", "painter"),
        ("play", "playwright"),
        ("symphony", "composer"),
        ("statue", "sculptor"),
    ),
    "material": (
        ("house", "brick"),
        ("table", "wood"),
        ("window", "glass"),
        ("shirt", "cotton"),
        ("tire", "rubber"),
        ("ring", "gold"),
        ("knife", "steel"),
        ("statue", "bronze"),
    ),
    "animal and young": (
        ("cat", "kitten"),
        ("dog", "puppy"),
        ("cow", "calf"),
        ("sheep", "lamb"),
        ("horse", "foal"),
        ("bear", "cub"),
        ("duck", "duckling"),
        ("hen", "chick"),
    ),
}
"""Pairs of words, by relation; lower case, from common knowledge."""


def examples() -> Questions:
    """Return questions made of `RELATIONS`: each pair with each other pair of the same relation."""
    return Questions(
        "examples",
        tuple(
            Section(name, tuple((a, b, c, d) for a, b in pairs for c, d in pairs if (a, b) != (c, d)))
            for name, pairs in RELATIONS.items()
        ),
    )
