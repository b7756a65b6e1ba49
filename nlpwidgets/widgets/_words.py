"""Words for the reader, of a length that a widget can show."""

from __future__ import annotations

from traitlets import TraitError

from nlpwidgets.widgets._wire import sendable


def in_words(error: BaseException) -> str:
    """Say an error to a reader: its message and notes, and its class where that helps; never a traceback."""
    message = " ".join(str(error).split()) or "no message"
    notes = [" ".join(note.split()) for note in getattr(error, "__notes__", ())]
    # an error with notes came out of the reader's own code, which knows it by its class
    if notes or not isinstance(error, (ValueError, TypeError, TraitError)):
        message = f"{type(error).__name__}: {shorten(message)}"
    return shorten(". ".join([message.rstrip("."), *notes]) if notes else message, 500)


def shorten(text: str, length: int = 200) -> str:
    """Put a text on one line of bounded length."""
    line = sendable(" ".join(text.split()))
    return line if len(line) <= length else line[: length - 1] + "…"
