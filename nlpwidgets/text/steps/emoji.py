"""Emoji as words."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from inspect import getsource

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._chunks import WordWorker

MODES = ("name", "remove")

# Pictures, which emoji are by themselves, and characters that are one only when a variation selector (FE0F) says so.
PICTURE = (
    "\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5"
    "\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2763\u2764"
    "\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2639\u263a\U0001f004\U0001f0cf\U0001f170-\U0001f19a"
    "\U0001f201-\U0001f265\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
)
SKIN = "\U0001f3fb-\U0001f3ff"
SIGN = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
ONE = rf"(?:[{PICTURE}]\ufe0f?[{SKIN}]?|[{SIGN}](?:\ufe0f[{SKIN}]?|[{SKIN}])|[{SKIN}])[\U000e0020-\U000e007f]*"
EMOJI = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{ONE}(?:\u200d(?:{ONE}|[{SIGN}]))*")


def emoji_name(emoji: str) -> str:
    """Return the Unicode names of the parts between colons, :flag_fr: for a flag."""
    if "\U0001f1e6" <= emoji[0] <= "\U0001f1ff":
        return f":flag_{''.join(chr(ord(part) - 0x1F1E6 + ord('a')) for part in emoji)}:"
    if emoji[-1] == "\u20e3":
        return f":keycap_{ {'#': 'number_sign', '*': 'asterisk'}.get(emoji[0], emoji[0]) }:"
    names = []
    for part in emoji:
        if part not in "\u200d\ufe0f" and not "\U000e0020" <= part <= "\U000e007f":
            name = unicodedata.name(part, "emoji").lower()
            skin = name.replace("emoji modifier fitzpatrick type", "skin type")
            names.append(re.sub(r"[^a-z0-9]+", "_", skin))
    return f":{'_'.join(names)}:"


def replace_emoji(text: str, mode: str) -> str:
    """Put the name of each emoji in its place, with a space where it would touch something else; or remove it."""
    if mode == "remove":
        return EMOJI.sub("", text)

    def named(match: re.Match[str]) -> str:
        before = match.start() > 0 and not text[match.start() - 1].isspace()
        after = match.end() < len(text) and not text[match.end()].isspace() and not EMOJI.match(text, match.end())
        return " " * before + emoji_name(match[0]) + " " * after

    return EMOJI.sub(named, text)


def find(text: str, mode: str) -> list[Edit]:
    """Return the edits."""
    found = []
    for match in EMOJI.finditer(text):
        start, stop = match.span()
        before = start > 0 and not text[start - 1].isspace()
        after = stop < len(text) and not text[stop].isspace() and not EMOJI.match(text, stop)
        found.append(Edit(start, stop, "" if mode == "remove" else " " * before + emoji_name(match[0]) + " " * after))
    return found


class ReplaceEmoji(WordWorker):
    """The step."""

    def __init__(self, *, mode: str = "name") -> None:
        self.mode = _check.choice("replace_emoji", "mode", mode, MODES)
        super().__init__(partial(replace_emoji, mode=mode), partial(find, mode=mode))

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return text if text.isascii() and "\u20e3" not in text else super().run(text)

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        constants = f"EMOJI = re.compile({EMOJI.pattern!a})\n"
        function = getsource(replace_emoji).replace("mode: str", f"mode: str = {self.mode!r}")
        definitions = "\n\n".join((constants, getsource(emoji_name), function))
        return StepCode(("import re", "import unicodedata"), definitions, "replace_emoji")


KIND = StepKind(
    name="replace_emoji",
    title="Replace emoji",
    help="Puts the Unicode name of each emoji in its place, or removes emoji; joined ones, flags and skin tones are one.",
    example=("so good 😀", "so good :grinning_face:"),
    options=(Option("mode", "choice", "name", "Write the name, or remove the emoji", MODES),),
    make=ReplaceEmoji,
)
