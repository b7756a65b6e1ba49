"""Orders and options of steps that do harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nlpwidgets.text.orders import ORDERS
from nlpwidgets.text.steps import KINDS
from nlpwidgets.text.steps.stopwords import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlpwidgets.text.pipeline import Pipeline
    from nlpwidgets.text.resolving import Step


@dataclass(frozen=True)
class Hazard:
    """Something about the steps of a pipeline that does harm, and how to mend it."""

    kind: str
    """Such as "remove_stopwords_before_expand_contractions"."""
    step: int
    """Index of the step that does the harm."""
    other: int | None
    """Index of the step that it gets in the way of."""
    reason: str
    """What goes wrong, in a sentence or two."""
    fix: str
    """What to do."""
    fixed: Pipeline
    """The pipeline with the fix applied; it no longer has this hazard."""


class Found(NamedTuple):
    """A hazard, and the steps without it."""

    kind: str
    step: int
    other: int | None
    reason: str
    fix: str
    steps: list[Any]


def find_hazards(pipeline: Pipeline) -> tuple[Hazard, ...]:
    """Return the hazards of a pipeline, in order of the steps."""
    steps = pipeline.steps
    found = [hazard for search in (_orders, _duplicates, _options, _both, _apostrophes) for hazard in search(steps)]
    found.sort(key=lambda hazard: hazard.step)
    make = type(pipeline)
    return tuple(Hazard(*hazard[:5], fixed=make(hazard.steps)) for hazard in found)


def _title(name: str) -> str:
    return f"“{KINDS[name].title}”"


def _built_in(steps: Sequence[Step], name: str) -> list[int]:
    return [index for index, step in enumerate(steps) if step.function is None and step.name == name]


def _orders(steps: Sequence[Step]) -> Iterator[Found]:
    for order in ORDERS:
        pairs = [
            (one, two)
            for one in _built_in(steps, order.first)
            for two in _built_in(steps, order.second)
            if one < two and order.when(steps[one], steps[two])
        ]
        # white space made one again after the last step is well
        if order.first == "collapse_whitespace":
            last = _built_in(steps, order.first)[-1:]
            pairs = [pair for pair in pairs if pair[1] > last[0]]
        if not pairs:
            continue
        one, two = pairs[0]
        moved = list(steps)
        if order.later:
            firsts = sorted({pair[0] for pair in pairs})
            at = max(pair[1] for pair in pairs) + 1
            moved[at:at] = [steps[index] for index in firsts]
            for index in reversed(firsts):
                del moved[index]
            fix = f"Move {_title(order.first)} after {_title(order.second)}"
        else:
            seconds = sorted({pair[1] for pair in pairs})
            for index in reversed(seconds):
                del moved[index]
            moved[one:one] = [steps[index] for index in seconds]
            fix = f"Move {_title(order.second)} before {_title(order.first)}"
        yield Found(f"{order.first}_before_{order.second}", one, two, order.reason, fix, moved)


def _duplicates(steps: Sequence[Step]) -> Iterator[Found]:
    begin = 0  # after the last function, which may have undone what was done before it
    for first, step in enumerate(steps):
        if step.function is not None:
            begin = first + 1
            continue
        if step in steps[begin:first]:
            continue
        again = []
        for index in range(first + 1, len(steps)):
            # between two removals there may be new white space
            if steps[index].function is not None or (step.name == "collapse_whitespace" and steps[index] != step):
                break
            if steps[index] == step:
                again.append(index)
        if not again:
            continue
        if step.name == "strip_html":
            reason = "Decoding twice takes text for tags: &amp;lt;i&amp;gt; stands for &lt;i&gt;, which is a tag the second time."
        elif step.name in {"stem", "lemmatize"}:
            reason = "The second time, what the first made is taken for words and changed once more."
        else:
            reason = "The second time there is nothing left to do; it only takes time."
        yield Found(
            f"{step.name}_twice",
            again[0],
            first,
            reason,
            "Remove the second",
            [kept for index, kept in enumerate(steps) if index not in again],
        )


def _options(steps: Sequence[Step]) -> Iterator[Found]:
    lost = {index: _lost_negations(steps[index]) for index in _built_in(steps, "remove_stopwords")}
    losing = [index for index, words in lost.items() if words]
    if losing:
        shown = ", ".join(sorted(lost[losing[0]], key=lambda word: (word not in {"not", "no", "never"}, word))[:3])
        yield Found(
            "negations_removed",
            losing[0],
            None,
            f"The list removes negations ({shown}): “not good” and “good” become the same.",
            "Keep negations",
            _with(steps, losing, "keep_negations", value=True),
        )
    dropping = [
        index for index in _built_in(steps, "remove_special_characters") if steps[index].options["remove_digits"]
    ]
    if dropping:
        yield Found(
            "digits_removed_number_words_kept",
            dropping[0],
            None,
            "Numbers in digits go, numbers in words stay: “2 stars” and “two stars” are told apart for no reason.",
            "Keep digits",
            _with(steps, dropping, "remove_digits", value=False),
        )


def _lost_negations(step: Step) -> list[str]:
    options = step.options
    if options["keep_negations"]:
        return []
    listed = None if options["words"] is None else {word.lower() for word in options["words"]}
    return [word for word in NEGATIONS if listed is None or word in listed]


def _with(steps: Sequence[Step], places: list[int], option: str, *, value: bool) -> list[Any]:
    """Return the steps with an option changed at some places."""
    return [
        (step.name, {**step.options, option: value}) if index in places else step for index, step in enumerate(steps)
    ]


def _both(steps: Sequence[Step]) -> Iterator[Found]:
    stems, lemmas = _built_in(steps, "stem"), _built_in(steps, "lemmatize")
    if stems and lemmas:
        yield Found(
            "stem_and_lemmatize",
            stems[0],
            lemmas[0],
            "Both take endings off. After the lemmatizer, the stemmer only spoils words: leave becomes leav.",
            f"Remove {_title('stem')}",
            [step for index, step in enumerate(steps) if index not in stems],
        )


def _apostrophes(steps: Sequence[Step]) -> Iterator[Found]:
    removing = _built_in(steps, "remove_special_characters")
    if (
        removing
        and not _built_in(steps, "expand_contractions")
        and not any(s.function is not None for s in steps[: removing[0]])
    ):
        # white space, tags and capitals may well be seen to before
        at = min(
            [
                *removing,
                *_built_in(steps, "stem"),
                *_built_in(steps, "lemmatize"),
                *_built_in(steps, "remove_stopwords"),
            ]
        )
        at = max([at, *(index + 1 for index in _built_in(steps, "strip_html") if index < removing[0])])
        yield Found(
            "contractions_never_expanded",
            removing[0],
            None,
            "Apostrophes are removed and contractions were not expanded: don't becomes dont, and the not in it is lost.",
            f"Insert {_title('expand_contractions')} before it",
            [*steps[:at], "expand_contractions", *steps[at:]],
        )
