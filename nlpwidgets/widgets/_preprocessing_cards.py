"""The cards of a preprocessing explorer: what they stand for, how they are checked, where they go when the pipeline changes."""

from __future__ import annotations

import inspect
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from nlpwidgets.text import STEPS, Pipeline, stop_words
from nlpwidgets.text.resolving import Step, near, resolve
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlpwidgets.widgets._preprocessing_wire import Card, StepInfo, StepOption

    TextFunction = Callable[[str], str]

MOST_CARDS = 40
"""Cards in one explorer."""
FIELDS = ("id", "name", "on", "options")


class Kinds:
    """What a card can stand for: the built-in kinds of steps, and the user's functions by the names of their cards."""

    def __init__(self) -> None:
        self._functions: dict[str, TextFunction] = {}
        self._known: dict[str, str] = {}  # ids of all cards there were: undo may bring one back

    def name_of(self, step: Step) -> str:
        """Return the name on the card of a step; a function gets one that no other has."""
        if step.function is None:
            return step.name
        for name, function in self._functions.items():
            if function is step.function:
                return name
        plain = "function" if step.name == "<lambda>" else step.name
        name = _free(plain, [*STEPS, *self._functions], "_")
        self._functions[name] = step.function
        return name

    def step(self, card: Card) -> Step:
        """Return the step that a card stands for.

        Raises
        ------
        TypeError, ValueError
            The name or an option is not valid.
        """
        name = card["name"]
        if name in self._functions:
            if card["options"]:
                raise ValueError(f"the card {card['id']!r}: a function has no options")
            return resolve([self._functions[name]])[0]
        if name not in STEPS:
            raise ValueError(f"the card {card['id']!r}: {_unknown(name, [*STEPS, *self._functions])}")
        options = {key: value for key, value in card["options"].items() if not _is_usual(name, key, value)}
        try:
            return resolve([(name, options)])[0]
        except (TypeError, ValueError) as error:
            message = str(error).removeprefix("step 0: ")
            raise type(error)(f"the card {card['id']!r}: {message}") from error

    def card(self, step: Step, id_: str, *, on: bool) -> Card:
        """Return a card for a step."""
        self._known[id_] = self.name_of(step)
        return {"id": id_, "name": self.name_of(step), "on": on, "options": _plain(step)}

    def new_id(self, step: Step, taken: Iterable[str]) -> str:
        """Return an id for another card of a step."""
        return _free(self.name_of(step), list(taken), "-")

    def checked(self, wish: Any, *, from_page: bool) -> list[Card]:
        """Return the cards that were asked for, complete; from the page only cards that were there.

        Raises
        ------
        TypeError, ValueError
            The message names the card.
        """
        if not isinstance(wish, (list, tuple)):
            raise TypeError(f"steps is a list of cards, not {wish!r:.60}; for a pipeline, assign to `pipeline`")
        found: list[Card] = []
        for place, entry in enumerate(check_count(wish)):
            card = self._checked_card(entry, place, [one["id"] for one in found])
            known = self._known.get(card["id"])
            if from_page and known is None:
                raise ValueError(f"steps[{place}]: there is no card {shorten(card['id'], 60)!r}")
            if known not in (None, card["name"]):
                raise ValueError(f"steps[{place}]: {shorten(card['id'], 60)!r} is the id of a card for {known}")
            found.append(card)
        for card in found:
            self._known[card["id"]] = card["name"]
        return found

    def _checked_card(self, entry: Any, place: int, taken: list[str]) -> Card:
        if not isinstance(entry, dict):
            raise TypeError(f"steps[{place}] is a dict with {', '.join(FIELDS)}, not {entry!r:.60}")
        if strange := [str(key) for key in entry if key not in FIELDS]:
            raise ValueError(f"steps[{place}] has {shorten(strange[0], 60)!r}; a card has {', '.join(FIELDS)}")
        name, on, options = entry.get("name"), entry.get("on", True), entry.get("options", {})
        if not isinstance(name, str):
            raise TypeError(f"steps[{place}]: name is a text, not {name!r:.60}")
        id_ = entry.get("id", _free(name, taken, "-"))
        if not isinstance(id_, str) or not id_:
            raise TypeError(f"steps[{place}]: id is a text with something in it, not {id_!r:.60}")
        if id_ in taken:
            raise ValueError(f"steps[{place}]: the id {shorten(id_, 60)!r} is taken; ids are unique")
        if not isinstance(on, bool):
            raise TypeError(f"steps[{place}]: on is True or False, not {on!r:.60}")
        if not isinstance(options, dict) or not all(isinstance(key, str) for key in options):
            raise TypeError(f"steps[{place}]: options is a dict by name, not {options!r:.60}")
        card: Card = {"id": id_, "name": name, "on": on, "options": options}
        return {**card, "options": _plain(self.step(card))}

    def catalogue(self, cards: Sequence[Card]) -> list[StepInfo]:
        """Return what the page is to know of the kinds: all built-in ones, then the functions on cards."""
        on_cards = {card["name"] for card in cards}
        return [
            *_built_in(),
            *(_of_function(name, function) for name, function in self._functions.items() if name in on_cards),
        ]

    def functions(self, cards: Sequence[Card]) -> dict[str, TextFunction]:
        """Return the functions on cards, by name, in the order in which they came."""
        on_cards = {card["name"] for card in cards}
        return {name: function for name, function in self._functions.items() if name in on_cards}

    def pipeline(self, cards: Sequence[Card]) -> Pipeline:
        """Return the pipeline of the cards that are on."""
        return Pipeline([self.step(card) for card in cards if card["on"]])

    def first(self) -> list[Card]:
        """Return a card for each built-in kind, all off."""
        return [self.card(step, step.name, on=False) for step in resolve(list(STEPS))]

    def merged(self, cards: Sequence[Card], steps: Sequence[Step]) -> list[Card]:
        """Return the cards with those on that make `steps`, in that order.

        Cards that fit are used again, those that are on first; the others are off and stay behind the card that they
        were behind.
        """
        left = list(cards)
        used: list[Card | None] = [None] * len(steps)
        tests: list[Callable[[Card, Card], bool]] = [
            lambda old, new: old["on"] and old["options"] == new["options"],
            lambda old, new: old["options"] == new["options"],
            lambda old, _new: old["on"],
            lambda _old, _new: True,
        ]
        wanted = [self.card(step, self.name_of(step), on=True) for step in steps]
        for test in tests:
            for place, new in enumerate(wanted):
                fits = (old for old in left if old["name"] == new["name"] and test(old, new))
                if used[place] is None and (old := next(fits, None)) is not None:
                    used[place] = {**new, "id": old["id"]}
                    left.remove(old)
        taken = [card["id"] for card in cards]
        found: list[Card] = []
        for place, new in enumerate(wanted):
            made = used[place]
            if made is None:
                made = self.card(steps[place], self.new_id(steps[place], taken), on=True)
                taken.append(made["id"])
            found.append({**made, "options": new["options"]})
        before = ""
        for card in cards:
            ids = [one["id"] for one in found]
            if card["id"] not in ids:
                found.insert(ids.index(before) + 1 if before else 0, {**card, "on": False})
            before = card["id"]
        return found


def check_count(cards: Sequence[Any]) -> Any:
    """Return the cards.

    Raises
    ------
    ValueError
        There are too many.
    """
    if len(cards) > MOST_CARDS:
        raise ValueError(f"there are {len(cards)} cards, those that are off among them: there can be {MOST_CARDS}")
    return cards


def _plain(step: Step) -> dict[str, Any]:
    """Return the options that differ from the default, as JSON has them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in step.changed.items()}


def _free(name: str, taken: Sequence[str], between: str) -> str:
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}{between}{number}", number + 1
    return found


def _unknown(name: str, there: list[str]) -> str:
    return f"there is no step {shorten(name, 60)!r}; {near(name[:60], there)}"


def _is_usual(name: str, option: str, value: Any) -> bool:
    """Tell whether a list of words is the default one, which the page gets written out."""
    usual = next((one["default"] for one in _options(name) if one["name"] == option and one["kind"] == "words"), None)
    return usual is not None and value == usual


@cache
def _options(name: str) -> tuple[StepOption, ...]:
    return tuple(
        cast(
            "StepOption",
            {
                "name": option.name,
                "kind": option.kind,
                "default": sorted(stop_words())
                if option.kind == "words" and option.default is None
                else option.default,
                "choices": list(option.choices),
                "help": option.help,
            },
        )
        for option in STEPS[name].options
    )


@cache
def _built_in() -> tuple[StepInfo, ...]:
    return tuple(
        {
            "name": kind.name,
            "title": kind.title,
            "help": kind.help,
            "before": kind.example[0],
            "after": kind.example[1],
            "options": list(_options(kind.name)),
            "custom": False,
        }
        for kind in STEPS.values()
    )


def _of_function(name: str, function: TextFunction) -> StepInfo:
    said = (inspect.getdoc(function) or "").partition("\n")[0] if inspect.isroutine(function) else ""
    return {
        "name": name,
        "title": name,
        "help": shorten(said) or "A function of your own.",
        "before": "",
        "after": "",
        "options": [],
        "custom": True,
    }
