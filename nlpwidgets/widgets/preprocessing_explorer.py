"""PreprocessingExplorer: the text after every step of a pipeline, and where each character came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from nlpwidgets.text import Pipeline
from nlpwidgets.text.resolving import resolve
from nlpwidgets.widgets._background import Background
from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._preprocessing_cards import Kinds, check_count
from nlpwidgets.widgets._preprocessing_code import code_of, made_by, pipeline_lines, source_lines
from nlpwidgets.widgets._preprocessing_counting import counted, reference_of
from nlpwidgets.widgets._preprocessing_forms import forms_of
from nlpwidgets.widgets._preprocessing_lanes import Tracer, carried, check_focus, named, notes_of
from nlpwidgets.widgets._preprocessing_texts import Texts
from nlpwidgets.widgets._preprocessing_traits import PreprocessingTraits
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    import threading

    from nlpwidgets.text import Trace
    from nlpwidgets.text.resolving import Step
    from nlpwidgets.widgets._preprocessing_wire import Card, CorpusCounts, Focus


MOST_COUNTS = 100
"""Pipelines whose counts are kept."""


@dataclass(frozen=True)
class Wish:
    """What is to be shown."""

    document: int
    text: str
    cards: list[Card]
    focus: Focus | None


class PreprocessingExplorer(PreprocessingTraits):
    """Switch preprocessing steps on and off, reorder them, and see where each character came from.

    Parameters
    ----------
    text_or_texts : str or iterable of str, optional
        A text, or a corpus: a list, a pandas Series, any iterable. Of one without a length, such as a generator, at most
        `most_texts` are read, when they are asked for. Without any: a short review that gives every step something to do.
    pipeline : nlpwidgets.text.Pipeline or list of steps, optional
        The steps that are on at first; the others stand between them, off. By default those of `Pipeline()`.
    vocabulary : collection of str, optional
        The words that are known, for the share of unknown words of the corpus: also a dict by word, or an object with
        `key_to_index` (gensim's vectors) or `vocabulary`. By default the vocabulary of the bundled sentiment models.

    Raises
    ------
    TypeError, ValueError
        Something is no text, no step or no word; the message says where and what to do.
    StepError
        A function among the steps raised.

    Notes
    -----
    `text`, `document`, `steps`, `pipeline`, `focus`, … can be read and assigned at any time. Lone surrogates, which no
    message can hold, are shown as U+FFFD.

    Examples
    --------
    >>> explorer = PreprocessingExplorer("<b>Don't</b> go", pipeline=["strip_html", "expand_contractions"])
    >>> explorer.trace.text
    'Do not go'
    >>> explorer.trace.source_span("expand_contractions", 3, 6)  # of "not"
    (6, 9)
    """

    _esm = bundle("preprocessing_explorer.js")
    _css = bundle("preprocessing_explorer.css")

    max_bytes: ClassVar[int] = 12_000_000
    """What the combinations of steps in a saved page may weigh."""
    most_texts: ClassVar[int] = 10_000
    """Texts that are read of an iterable without a length."""
    most_characters: ClassVar[int] = 200_000
    """Characters of a text that a page can still show and light up at once; any text can be counted."""

    def __init__(self, text_or_texts: Any = None, *, pipeline: Any = None, vocabulary: Any = None) -> None:
        self._texts = Texts(text_or_texts, self.most_texts)
        self._made_by = made_by(text_or_texts, vocabulary)
        self._reference = reference_of(vocabulary)
        self._kinds = Kinds()
        self._tracer = Tracer()
        self._counts: dict[tuple[Step, ...], CorpusCounts] = {}
        self._counted: tuple[Step, ...] = ()
        self._limit: int | None = None
        self._background = Background(self._counting_failed)
        steps = _pipeline(Pipeline() if pipeline is None else pipeline).steps
        cards = check_count(self._kinds.merged(self._kinds.first(), steps))
        wish = Wish(0, sendable(self._texts[0]), cards, None)
        derived = self._derived(wish)
        super().__init__(
            **derived, document=wish.document, text=wish.text, steps=cards, document_count=len(self._texts)
        )

    # --- what is shown

    @property
    def pipeline(self) -> Pipeline:
        """The steps that are on, as a pipeline; assign one, or a list of steps, to switch and order the cards."""
        return self._pipeline

    @pipeline.setter
    def pipeline(self, wish: Any) -> None:
        steps = _pipeline(wish).steps
        with self._lock:
            self._show(replace(self._wish(), cards=check_count(self._kinds.merged(self.steps, steps))))

    @property
    def trace(self) -> Trace:
        """The text after each step that is on, as `nlpwidgets.text.Pipeline.trace` gives it."""
        return self._trace

    def add_step(self, function: Any, *, at: int | None = None, on: bool = True) -> str:
        """Add a card.

        Parameters
        ----------
        function : callable, str or pair
            A function that takes a text and returns one; also a built-in step once more, by its name or as a
            (name, options) pair.
        at : int, optional
            Its place among the cards, from 0, as in `list.insert`; by default the last one.
        on : bool
            Whether the step is on.

        Returns
        -------
        str
            The id of the card, for `remove_step`.

        Raises
        ------
        TypeError, ValueError, StepError
            It is no step, or the function raised; there is no new card then.
        """
        if not isinstance(on, bool):
            raise TypeError(f"on is True or False, not {on!r}")
        if at is not None and (not isinstance(at, int) or isinstance(at, bool)):
            raise TypeError(f"at is a whole number, not {at!r}")
        step = resolve([function])[0]
        with self._lock:
            cards = list(self.steps)
            card = self._kinds.card(step, self._kinds.new_id(step, [one["id"] for one in cards]), on=on)
            cards.insert(len(cards) if at is None else at, card)
            self.steps = cards
            return card["id"]

    def remove_step(self, id: str) -> None:  # noqa: A002 - the word of the cards
        """Remove a card.

        Raises
        ------
        ValueError
            There is no card of that id; the message says which there are.
        """
        with self._lock:
            cards = [card for card in self.steps if card["id"] != id]
            if len(cards) == len(self.steps):
                raise ValueError(f"there is no card {id!r}; there are {', '.join(card['id'] for card in cards)}")
            self.steps = cards

    # --- traits that were assigned

    def _wish(self) -> Wish:
        return Wish(self.document, self.text, self.steps, self.focus)

    def _work(self, name: str, value: Any) -> None:
        with self._lock:
            if name == "counting":
                self._count(value)
                return
            old = self._wish()
            if name == "focus":
                focus = check_focus(value, self._trace, old.cards)
                if focus != old.focus:
                    self._show(replace(old, focus=focus))
            elif name == "steps":
                cards = self._kinds.checked(value, from_page=self._from_page)
                if cards != old.cards:
                    self._show(replace(old, cards=cards))
            elif name == "text":
                text = sendable(self._checked(name, value))
                if text != old.text:
                    self._show(Wish(-1, text, old.cards, None))
            elif value != -1 or not self._from_page:  # the page says -1 with a text, which may have been refused
                self._show_document(self._checked(name, value))

    def _checked(self, name: str, value: Any) -> Any:
        return self.traits()[name]._validate(self, value)  # noqa: SLF001 - the trait's own words for what is wrong

    def _show_document(self, place: int) -> None:
        if isinstance(place, bool):
            raise TypeError(f"document is a whole number, not {place!r}")
        if place >= len(self._texts):
            self._texts.read(place + 1)
        if place >= len(self._texts):
            raise ValueError(f"there is no text {place}: there are {len(self._texts):,}, from 0")
        old = self._wish()
        text = old.text if place < 0 else sendable(self._texts[place])
        self._show(replace(old, document=place, text=text, focus=old.focus if text == old.text else None))

    def _derived(self, wish: Wish) -> dict[str, Any]:
        """Run the steps; return the traits that follow, or raise and change nothing."""
        if len(wish.text) > self.most_characters:
            raise ValueError(
                f"the text has {len(wish.text):,} characters, and {self.most_characters:,} are the most that is shown: "
                "give a part of it, or trace it without a widget by Pipeline(...).trace(text)"
            )
        pipeline = self._kinds.pipeline(wish.cards)
        trace, lanes = self._tracer.trace(wish.text, pipeline.steps)
        derived = {
            "catalogue": self._kinds.catalogue(wish.cards),
            "lanes": named(lanes, wish.cards),
            "notes": notes_of(pipeline, wish.cards, self._kinds),
            "forms": forms_of(wish.text),
            "source_code": source_lines(self._made_by, self._kinds.functions(wish.cards)),
            "pipeline_code": pipeline_lines(pipeline),
        }
        self._pipeline, self._trace = pipeline, trace
        return derived

    def _show(self, wish: Wish) -> None:
        """Show what is asked; whatever raises leaves the view as it was."""
        before, steps, old_cards = self._trace, self._pipeline.steps, self.steps
        derived = self._derived(wish)
        focus = wish.focus
        if wish.focus == self.focus:
            focus = carried(wish.focus, before, self.steps, self._trace, wish.cards)
        with self._commit():
            for name, value in [*vars(wish).items(), *derived.items()]:
                trait = "steps" if name == "cards" else name
                setattr(self, trait, focus if name == "focus" else value)
            self.document_count = len(self._texts)
            self.error = ""
            if self.corpus is not None and wish.cards is not old_cards:
                self._follow()
            if self.counting and self._pipeline.steps != steps:
                self._begin()

    # --- the corpus

    def count(self, limit: int | None = None, *, wait: bool = True) -> dict[str, Any] | None:
        """Count the words of the corpus after each step, in the background; see `corpus` for what it says.

        Parameters
        ----------
        limit : int, optional
            Texts to read, drawn at random but always the same; of a stream the first ones. By default all there are.
        wait : bool
            Return when they are counted.

        Returns
        -------
        dict or None
            `corpus`; None without `wait`, or when it was cancelled.

        Raises
        ------
        TypeError, ValueError
            `limit` is no whole number above 0.
        RuntimeError
            A step failed on a text; the message says which.
        """
        if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool)):
            raise TypeError(f"limit is a whole number, not {limit!r}")
        if limit is not None and limit < 1:
            raise ValueError(f"limit is 1 or more, not {limit}")
        with self._lock:
            self._limit = limit
            self._begin()
        while wait and self.counting:
            self._background.join(0.2)
        with self._lock:
            if not wait:
                return None
            if self.error:
                raise RuntimeError(self.error)
            found: dict[str, Any] | None = self.corpus
            return found

    def _count(self, wanted: Any) -> None:
        if not isinstance(wanted, bool):
            raise TypeError(f"counting is True or False, not {wanted!r:.60}")
        if wanted == self.counting:
            return
        if wanted:
            self._limit = None
            self._begin()
        else:
            self._background.cancel()
            with self._commit():
                self.counting = False

    def _begin(self) -> None:
        with self._commit():
            self.counting = True
            self.error = ""
        steps, limit = self._pipeline.steps, self._limit

        def work(cancel: threading.Event) -> None:
            for found in counted(self._texts, steps, self._reference, limit, cancel):
                with self._lock, self._commit():
                    if cancel.is_set():
                        return
                    self._counted = steps
                    if len(self._counts) >= MOST_COUNTS:
                        self._counts.clear()
                    self._counts[steps] = found
                    self._show_counts(found)
            with self._lock, self._commit():
                if not cancel.is_set():
                    self.counting = False

        self._background.start(work, name="nlpwidgets-counting")

    def _show_counts(self, found: CorpusCounts) -> None:
        ids = ["", *(card["id"] for card in self.steps if card["on"])]
        stages = [{**stage, "id": id_} for stage, id_ in zip(found["stages"], ids, strict=False)]
        self.corpus = {**found, "stages": stages}
        self.document_count = len(self._texts)

    def _follow(self) -> None:
        """Keep of the counts what is still true of the steps now."""
        steps = self._pipeline.steps
        if steps in self._counts:
            self._counted = steps
            self._show_counts(self._counts[steps])
        else:
            old = self._counts[self._counted]
            pairs = zip(self._counted, steps, strict=False)
            least = min(len(self._counted), len(steps))
            same = next((place for place, (one, two) in enumerate(pairs) if one != two), least)
            self._show_counts({**old, "stages": old["stages"][: same + 1]})

    def _counting_failed(self, error: Exception) -> None:
        with self._lock, self._commit():
            self.counting = False
            self.error = f"the corpus was not counted to its end: {in_words(error)}"

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        return code_of(self)

    def chart(self) -> Any:
        """Return the corpus, by rank and frequency after each step, or without counts what is left of the text, in Altair."""
        from nlpwidgets.widgets._preprocessing_chart import chart

        return chart(self)

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._preprocessing_picture import picture

        return picture(self)

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        from nlpwidgets.widgets._preprocessing_stored import stored

        with self._lock:
            props = super()._page_props(max_bytes)
            room = min(self.max_bytes, max_bytes)
            return props | {"counting": False, "stored": stored(self.text, self.steps, self._kinds, room)}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        count = self.document_count
        return f"PreprocessingExplorer({count:,} text{'s' * (count != 1)}, {len(self._pipeline)} of {len(self.steps)} steps on)"


def _pipeline(given: Any) -> Pipeline:
    return given if isinstance(given, Pipeline) else Pipeline(given)
