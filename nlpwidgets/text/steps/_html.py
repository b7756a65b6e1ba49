"""The text of HTML and where it stands.

The rules are those of Python's html.parser as Beautiful Soup uses it, written out here because a parser is needed that tells
the place of everything, takes time linear in the text whatever the text, never gives up, and is the same in every version of
Python. Different on purpose: ``&#`` without a number is text and ends nothing; ``<![x`` of an unknown kind is a comment.
"""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5

# a set of characters at the front is what `re` looks for fastest
MARK = re.compile(r"[<&](?=[a-zA-Z/!?#])(?:(?<=<)(/?)([a-zA-Z][a-zA-Z0-9]*)\s*(/?)>)?")
START = re.compile(
    r"""<([a-zA-Z][^\t\n\r\f />\x00]*)
    (?:[\s/]*(?:
        (?<=['"\s/])[^\s/>][^\s/=>]*                                    # name of an attribute
        (?:\s*=+\s*(?:'[^']*'|"[^"]*"|(?P<bare>(?!['"])[^>\s]*))\s*)?   # its value
        (?:\s|/(?!>))*
    )*)?\s*""",
    re.VERBOSE,
)
END = re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>|</([a-zA-Z][^\t\n\r\f />\x00]*)[^>]*>")
OPENING = re.compile(r"<[a-zA-Z/!?]")
NUMBER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+))(?:;|(?=[^0-9a-fA-F;]))")
NAMED = re.compile(r"&([a-zA-Z][-.a-zA-Z0-9]*)(?:;|(?=[^a-zA-Z0-9;]))")
NAMES = {name.rstrip(";"): text for name, text in html5.items()}
MAXIMUM = 0x10FFFF
SECTION = re.compile(r"<!\[([a-zA-Z][-_.a-zA-Z0-9]*)\s*")
ENDS = {"--": re.compile(r"--\s*>"), "]]": re.compile(r"\]\s*\]\s*>"), "]": re.compile(r"\]\s*>")}
RAW = {name: re.compile(rf"</\s*{name}\s*>", re.IGNORECASE) for name in ("script", "style")}

BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
EMPTY = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "command",
        "embed",
        "frame",
        "hr",
        "image",
        "img",
        "input",
        "isindex",
        "keygen",
        "link",
        "menuitem",
        "meta",
        "nextid",
        "param",
        "source",
        "spacer",
        "track",
        "wbr",
    ]
)
HIDDEN = frozenset(("script", "style", "template", "rt", "rp"))
KEPT = frozenset(("pre", "textarea"))
SPACES = frozenset(" \n\t\f\r")
PATIENCE = 4  # unfinished tags may cost that many times the length of the text
MANY = 10_000


class HtmlScan:
    """One pass over a text; afterwards `edits` holds (start, stop, new) in order.

    A *node* is the text between two tags or comments: parts (start, stop, new), where new is None for text that stays.
    Where only the text is asked for, `done` is a list that takes it up to `at`, and `edits` has the rest.
    """

    def __init__(self, text: str, separator: str, done: list[str] | None = None) -> None:
        self.text = text
        self.separator = separator
        self.done = done
        self.at = 0
        self.solid = False  # the node has something else than white space in its parts so far
        self.names: dict[str, str] = {}
        self.edits: list[tuple[int, int, str]] = []
        self.node: list[tuple[int, int, str | None]] = []
        self.open: list[str] = []  # elements
        self.count: Counter[str] = Counter()  # of them by name
        self.closed: Counter[str] = Counter()  # empty elements whose end tag, should one come, means nothing
        self.hidden = self.kept = 0
        self.break_at = -1  # index of the edit that may become the separator
        self.before = ""  # last character that stays
        self.wasted = 0
        self.missing: set[str] = set()
        self.scan()

    def scan(self) -> None:
        """Read the text mark by mark."""
        text, node, search = self.text, self.node, MARK.search
        size, last = len(text), text.rfind(">")
        at = 0
        while match := search(text, at):
            start, stop = match.span()
            if at < start:
                node.append((at, start, None))
            closing, name, slash = match.groups()
            if name:
                at = self.tag(start, stop, name.lower(), bool(closing), bool(slash))
            elif text[start] == "&":
                at = self.reference(start)
            else:
                at = self.markup(start) if start < last else -1
                if at < 0:  # it never ends: text up to the next > or <
                    found = text.find(">", start) + 1 if start < last else text.find("<", start + 1)
                    at = found if found > 0 and OPENING.match(text, start) else start + 1
                    node.append((start, at, None))
                if self.wasted > PATIENCE * size:
                    break
        if at < size:
            node.append((at, size, None))
        self.end_node()

    def tag(self, start: int, stop: int, name: str, closing: bool, slash: bool) -> int:
        """Take in a tag; return where to read on."""
        name = self.names.setdefault(name, name)
        if closing and self.closed[name]:
            self.closed[name] -= 1
            self.node.append((start, stop, ""))
            return stop
        self.drop(start, stop)
        if name in BREAKS:
            self.break_at = len(self.edits) - 1
        if closing:
            if self.count[name]:
                self.close(name)
        elif name in EMPTY:
            self.closed[name] += not slash
        elif not slash:
            self.open.append(name)
            self.count[name] += 1
            self.hidden += name in HIDDEN
            self.kept += name in KEPT
            if name in RAW:
                end = RAW[name].search(self.text, stop)
                inside, stop = stop, end.start() if end else len(self.text)
                if inside < stop:
                    self.edits.append((inside, stop, ""))
        return stop

    def close(self, name: str) -> None:
        """End the innermost open element of that name, and all inside it."""
        while True:
            ended = self.open.pop()
            self.count[ended] -= 1
            self.hidden -= ended in HIDDEN
            self.kept -= ended in KEPT
            if ended == name:
                return

    def drop(self, start: int, stop: int) -> None:
        """Remove a tag or a comment, which ends a node."""
        self.end_node()
        if self.done is not None and len(self.edits) > MANY:
            self.settle(self.done)
        self.edits.append((start, stop, ""))

    def settle(self, done: list[str]) -> None:
        """Make the edits so far, so that a long text full of marks takes little memory."""
        # nothing but marks was met since a break that waits: any of them may become the separator
        waiting = self.edits.pop() if self.break_at >= 0 else None
        text, at = self.text, self.at
        for start, stop, new in self.edits:
            done += (text[at:start], new) if at < start else (new,) if new else ()
            at = stop
        self.at = at
        self.edits.clear()
        if waiting:
            self.edits.append(waiting)
            self.break_at = 0

    def reference(self, start: int) -> int:
        """Take in what begins with &; return where to read on. A name that does not exist stays, without its semicolon."""
        text = self.text
        new: str | None = None
        stop = start + 1
        if found := NUMBER.match(text, start):
            stop = found.end()
            decimal, hexadecimal = found.groups()
            digits = (decimal or hexadecimal).lstrip("0") or "0"
            new = numbered(int(digits, 10 if decimal else 16) if len(digits) < 9 else MAXIMUM + 1)
        elif found := NAMED.match(text, start):
            stop = found.end()
            new = NAMES.get(found[1], "&" + found[1])
        self.node.append((start, stop, new))
        if new and new not in SPACES and len(self.node) > MANY:
            self.end_node()
            self.solid = True
            if self.done is not None and len(self.edits) > MANY:
                self.settle(self.done)
        return stop

    def markup(self, start: int) -> int:
        """Take in what begins with < and is no plain tag; return where to read on, -1 when it does not end."""
        text = self.text
        following = text[start + 1]
        if following == "/":
            stop = text.find(">", start) + 1
            if found := END.match(text, start):
                return self.tag(start, stop, (found[1] or found[2]).lower(), True, False)
            if stop == start + 3:
                self.node.append((start, stop, ""))
            else:
                self.drop(start, stop)
            return stop
        if following == "?":
            stop = text.find(">", start) + 1
        elif following == "!":
            if text.startswith("<![", start):
                return self.section(start)
            stop = self.find("--", start + 4) if text.startswith("<!--", start) else text.find(">", start) + 1
        elif following.isascii() and following.isalpha():
            return self.start_tag(start)
        else:
            self.node.append((start, start + 1, None))
            return start + 1
        if stop > 0:
            self.drop(start, stop)
        return stop

    def start_tag(self, start: int) -> int:
        """Take in a tag with attributes, or what looks like one."""
        text = self.text
        match = START.match(text, start)
        stop = match.end() if match else start
        following = text[stop : stop + 2]
        if match and following[:1] == ">":
            slash = text[stop - 1] == "/" and match.end("bare") != stop
            return self.tag(start, stop + 1, match[1].lower(), False, slash)
        if match and following == "/>":
            return self.tag(start, stop + 2, match[1].lower(), False, True)
        if following[:1] in ("", "/", "=") or (following[0].isascii() and following[0].isalpha()):
            self.wasted += stop - start
            return -1
        self.node.append((start, stop, None))
        return stop

    def section(self, start: int) -> int:
        """Take in <![CDATA[...]]>, whose content is text, or <![if ...]> and the like."""
        text = self.text
        found = SECTION.match(text, start)
        kind = found[1].lower() if found else ""
        if kind in {"temp", "cdata", "ignore", "include", "rcdata"}:
            stop = self.find("]]", start + 3)
        elif kind in {"if", "else", "endif"}:
            stop = self.find("]", start + 3)
        else:
            stop = text.find(">", start) + 1
        if stop > 0 and text[start + 3 : start + 9].upper() == "CDATA[":
            self.drop(start, start + 9)
            inside = text.rindex("]", 0, text.rindex("]", 0, stop))
            if inside > start + 9:
                self.node.append((start + 9, inside, None))
                self.end_node(shown=True)
            self.edits.append((inside, stop, ""))
        elif stop > 0:
            self.drop(start, stop)
        return stop

    def find(self, end: str, at: int) -> int:
        """Return where a comment or section ends, -1 when it does not; what was not found once is not looked for again."""
        if end in self.missing:
            return -1
        if found := ENDS[end].search(self.text, at):
            return found.end()
        self.missing.add(end)
        return -1

    def end_node(self, *, shown: bool = False) -> None:
        """Note the edits of the text since the last tag."""
        node, edits, solid = self.node, self.edits, self.solid
        self.solid = False
        if not node:
            return
        text = self.text
        if self.hidden and not shown:
            edits += [(start, stop, "") for start, stop, _ in node]
            node.clear()
            return
        data = "".join([text[start:stop] if new is None else new for start, stop, new in node])
        if (
            data and not solid and not self.kept and SPACES.issuperset(data)
        ):  # between two tags white space is one character
            data = "\n" if "\n" in data else " "
            start, stop = node[0][0], node[-1][1]
            node[:] = [(start, stop, data)]
        if data:
            if self.break_at >= 0:
                if self.before and self.separated(data[0]):
                    edits[self.break_at] = (*edits[self.break_at][:2], self.separator)
                self.break_at = -1
            self.before = data[-1]
        for start, stop, new in node:
            if new is not None and new != text[start:stop]:
                edits.append((start, stop, new))
        node.clear()

    def separated(self, after: str) -> bool:
        """Return whether the separator is needed: not where white space, or the separator itself, stands already."""
        if self.separator == " ":
            return not (self.before.isspace() or after.isspace())
        return not (self.separator.endswith(self.before) or self.separator.startswith(after))


def numbered(code: int) -> str:
    """Return the character of a numeric reference: Windows-1252 where that was meant, U+FFFD where there is none."""
    if 0x80 <= code <= 0x9F:
        return bytes((code,)).decode("cp1252", "ignore") or chr(code)
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > MAXIMUM else chr(code)


def html_edits(text: str, separator: str) -> list[tuple[int, int, str]]:
    """Return (start, stop, new) for all that changes when the text is taken out of HTML."""
    if "<" not in text and "&" not in text:
        return []
    return HtmlScan(text, separator).edits


def strip_html(text: str, separator: str) -> str:
    """Return the text of HTML."""
    if "<" not in text and "&" not in text:
        return text
    done: list[str] = []
    scan = HtmlScan(text, separator, done)
    scan.break_at = -1
    scan.settle(done)
    return "".join([*done, text[scan.at :]])
