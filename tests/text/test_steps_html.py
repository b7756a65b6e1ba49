"""Text out of HTML: the same as Beautiful Soup's, on anything, in time linear in the text."""

from __future__ import annotations

import random
import re
import warnings

import pytest
from bs4 import BeautifulSoup

from nlpwidgets.text._step import Edit, apply
from nlpwidgets.text.steps import KINDS

strip = KINDS["strip_html"].make()
bare = KINDS["strip_html"].make(separator="")

# Marks whose ends are all there: what html.parser makes of the others depends on the version of Python.
WHOLE = """
  <p> </p> <br> <br/> </br> <b> </b> <i:class='x'> </i> <div> </div> <pre> </pre> <template> </template> <rt> </rt>
  <script>if(a<b)x</script> <style>p{}</style> <!--:c:--> <!doctype:html> <?pi?> &amp; &#65; &#x41; &nbsp; &#32; &lt; &foo;
  &eacute;x &hellip;. <a:href="x>y"> <a:b=c/> <textarea> </textarea> <img:src=x> </> <hr:/> <td%> <b/> a B x:y é , ; ' " = ::: %
"""
PIECES = [piece.replace(":", " ").replace("%", "\n") for piece in WHOLE.split()]
BROKEN = ["<", "/", "!", "-", "--", "&", "'", '"', "=", "[", "]", "\t", "&eacute", "<!--", "-->", "</ p>", "\0", "<1"]


def soup_text(markup: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it looks like a file name
        return BeautifulSoup(markup, "html.parser").get_text()


def random_markup(pieces: list[str], seed: int) -> list[str]:
    rng = random.Random(seed)
    return ["<b>" + "".join(rng.choices(pieces, k=rng.randint(1, 20))) + " ." for _ in range(3000)]


def test_text_is_that_of_beautiful_soup() -> None:
    for markup in random_markup(PIECES, 1):
        assert bare.run(markup) == soup_text(markup), markup


@pytest.mark.skipif(
    soup_text("a<!-- b>c") != "a<!-- b>c", reason="html.parser of this Python ends open comments otherwise"
)
def test_text_is_that_of_beautiful_soup_for_broken_markup() -> None:
    for markup in random_markup([*PIECES, *BROKEN], 2):
        if not re.search(r"&#(?![0-9]+[^0-9a-fA-F]|[xX][0-9a-fA-F]+[^0-9a-fA-F])", markup):
            assert bare.run(markup) == soup_text(markup), markup


def test_every_character_reference_is_that_of_beautiful_soup() -> None:
    from html.entities import html5

    names = "".join(f"[&{name.rstrip(';')};] [&{name.rstrip(';')} ] " for name in html5)
    numbers = "".join(
        f"[&#{code};] [&#x{code:x}]" for code in [*range(1, 0x3000), 0xD800, 0xFFFF, 0x10FFFF, 0x110000, 10**12]
    )
    assert strip.run(names) == soup_text(names)
    assert strip.run(numbers) == soup_text(numbers)
    assert strip.run(f"&#{'9' * 10_000}; &#{'0' * 10_000}65;") == "\ufffd A"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Caf&eacute; &amp; bar</p>", "Café & bar"),
        ("a<br/>b", "a b"),
        ("a<br /><br />b", "a b"),
        ("a. <br />b<br> c", "a. b c"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ("a<b>b</b>c", "abc"),
        ("<ul><li>a<li>b</ul>c", "a b c"),
        ("a<script>x < y</script>b<style>p {}</style>c", "abc"),
        ("a<!-- b -->c", "ac"),
        ("a<!-- b", "a<!-- b"),
        ("x <y z", "x <y z"),
        ("1 < 2 & 3 > 2 && x<3", "1 < 2 & 3 > 2 && x<3"),
        ("a &#; b &# <i>c</i>", "a &#; b &# c"),
        ("a<![what]>b<![endif]>c", "abc"),
        ("<![CDATA[a < b]]>", "a < b"),
        ("<script>never closed", ""),
        ("<td>a</td><td>b</td>", "a b"),
        ("<pre>a  </pre><b>  </b>c", "a   c"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("no markup  here\t", "no markup  here\t"),
    ],
)
def test_text_of(markup: str, text: str) -> None:
    assert strip.run(markup) == text


def test_separator_is_what_was_asked_for() -> None:
    assert KINDS["strip_html"].make(separator="\n").run("<p>a</p><p>b <br>c</p>\n<p>d") == "a\nb \nc\nd"
    assert KINDS["strip_html"].make(separator=" | ").run("<td>a</td><td>b</td>") == "a | b"
    assert bare.run("<p>a</p><p>b") == "ab"


def test_each_tag_and_reference_is_one_edit() -> None:
    assert strip.edits("<p>Caf&eacute;</p><br/>x&amp") == [
        Edit(0, 3, ""),
        Edit(6, 14, "é"),
        Edit(14, 18, ""),
        Edit(18, 23, " "),
    ]


def test_text_without_markup_is_not_read() -> None:
    text = "nothing to do " * 10
    assert strip.run(text) is text
    assert strip.edits(text) == []


@pytest.mark.parametrize("many", [1, 2, 5])
def test_long_texts_are_settled_on_the_way(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    markup = random_markup([*PIECES, *BROKEN], 3)[:1000]
    expected = {separator: [by_edits(text, separator) for text in markup] for separator in (" ", "\n", "")}
    monkeypatch.setattr("nlpwidgets.text.steps._html.MANY", many)
    for separator, texts in expected.items():
        run = KINDS["strip_html"].make(separator=separator).run
        assert [run(text) for text in markup] == texts


def by_edits(text: str, separator: str) -> str:
    return apply(text, KINDS["strip_html"].make(separator=separator).edits(text))


HARD = {
    "deep": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "deep and mixed up": "<div><b>" * 50_000 + "x" + "</div></b>" * 50_000,
    "less than": "<" * 1_000_000,
    "open comments": "<!--" * 250_000,
    "open comments and ends of tags": "<!-- >" * 200_000,
    "open tags": "<a " * 300_000,
    "open quotes": "<a b='>' " * 100_000,
    "open quotes of two kinds": "<a b='\"" * 150_000,
    "open sections": "<![CDATA[" * 100_000 + ">",
    "open declarations": "<!doctype" * 100_000,
    "instructions": "<?" * 500_000,
    "end tags": "</" * 500_000,
    "closed nothing": "</p>" * 200_000,
    "empty elements": "<br></br>" * 100_000,
    "ampersands": "&" * 1_000_000,
    "open references": "&#" * 500_000,
    "breaks": "x<br>" + "<b>" * 100_000 + "y" + "<br>" * 100_000 + "z" + "<br> " * 100_000,
    "words in bold": "<p>ab <b>c</b>&amp;d<br></p>" * 30_000,
    "references in a row": "&lt;" * 100_000 + " " + "&#32;" * 100_000 + "<b> &#32;</b>",
    "a long name": "&" + "a" * 1_000_000,
    "a long number": "&#" + "1" * 1_000_000 + "a",
    "a long tag": "<a" + " b" * 300_000 + ">x",
    "spaces in a tag": "<a" + " " * 1_000_000,
    "slashes": "<a" + "/" * 1_000_000,
    "equal signs": "<a b" + "=" * 1_000_000 + "'",
    "scripts": "<script>" * 100_000,
    "brackets": "<![CDATA[" + "]" * 1_000_000,
    "dashes": "<!--" + "-" * 1_000_000,
}


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.timeout(60)
def test_no_text_is_too_hard(kind: str) -> None:
    text = HARD[kind]
    assert apply(text, strip.edits(text)) == strip.run(text)
