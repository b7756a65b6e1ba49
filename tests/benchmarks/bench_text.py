"""Preprocessing: the whole pipeline and its steps beside the plain way of doing them, and long texts for linearity.

The texts are the 25,000 labelled reviews for training, in ``$NLPWIDGETS_DATA/imdb``; without them, made-up ones. Times are per
1000 texts. The plain way is timed on a part of the texts, since it takes a minute for all of them.
"""

from __future__ import annotations

import os
import random
import re
import time
import unicodedata
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = (
    "strip_html",
    "remove_accents",
    "expand_contractions",
    "lowercase",
    "remove_special_characters",
    "stem",
    "lemmatize",
    "remove_stopwords",
)
PLAIN = 500  # every 50th review
TARGET = 0.1
LENGTHS = (1_000_000, 10_000_000)

CONTRACTIONS = (
    "ain't:is not,aren't:are not,can't:cannot,can't've:cannot have,'cause:because,could've:could have,couldn't:could not,"
    "couldn't've:could not have,didn't:did not,doesn't:does not,don't:do not,hadn't:had not,hasn't:has not,haven't:have not,"
    "he'd:he would,he'd've:he would have,he'll:he will,he's:he is,how'd:how did,how'll:how will,how's:how is,I'd:I would,"
    "I'd've:I would have,I'll:I will,I'm:I am,I've:I have,isn't:is not,it'd:it would,it'll:it will,it's:it is,let's:let us,"
    "ma'am:madam,might've:might have,mightn't:might not,must've:must have,mustn't:must not,needn't:need not,"
    "oughtn't:ought not,shan't:shall not,she'd:she would,she'll:she will,she's:she is,should've:should have,"
    "shouldn't:should not,shouldn't've:should not have,that'd:that would,that's:that is,there'd:there would,there's:there is,"
    "they'd:they would,they'll:they will,they're:they are,they've:they have,wasn't:was not,we'd:we would,we'll:we will,"
    "we're:we are,we've:we have,weren't:were not,what'll:what will,what're:what are,what's:what is,what've:what have,"
    "when's:when is,where'd:where did,where's:where is,who'll:who will,who's:who is,why's:why is,won't:will not,"
    "would've:would have,wouldn't:would not,y'all:you all,you'd:you would,you'll:you will,you're:you are,you've:you have"
)


def reviews() -> tuple[str, list[str]]:
    """What the texts are, and the texts."""
    if folder := os.environ.get("NLPWIDGETS_DATA"):
        import pandas as pd

        return "25,000 IMDB reviews", list(pd.read_parquet(Path(folder) / "imdb" / "train.parquet").text)
    return "2,500 made-up reviews", made_up(2500)


def made_up(count: int) -> list[str]:
    """Texts of about 230 words with the marks of reviews, words as frequent as by Zipf's law."""
    rng = random.Random(0)
    syllables = ["ba", "co", "di", "fe", "gu", "la", "me", "po", "sta", "the", "ing", "ed", "er", "ly", "s", "tion"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(30_000)]
    words[:12] = [
        "the",
        "don't",
        "it's",
        "was",
        "movie.<br /><br />",
        "feet,",
        "I",
        "naïve",
        "running",
        "I'm",
        "<i>not</i>",
        "&amp;",
    ]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return [" ".join(rng.choices(words, weights, k=rng.randint(100, 360))) for _ in range(count)]


def plain_way() -> dict[str, Callable[[str], str]]:
    """Each step as it is commonly written."""
    import spacy
    from bs4 import BeautifulSoup
    from nltk.stem import PorterStemmer

    from nlpwidgets.text import stop_words

    table = dict(pair.split(":") for pair in CONTRACTIONS.split(","))
    stem = PorterStemmer().stem
    stops = sorted(stop_words())
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()

    lower = {short.lower(): long for short, long in table.items()}
    # longest first, or "can't" would hide "can't've"
    contraction = re.compile(rf"\b(?:{'|'.join(sorted(lower, key=len, reverse=True))})\b", re.IGNORECASE)

    def expand(text: str) -> str:
        return contraction.sub(lambda match: lower[match[0].lower()], text)

    return {
        "strip_html": lambda text: BeautifulSoup(text, "html.parser").get_text(" "),
        "remove_accents": lambda text: "".join(
            character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
        ),
        "expand_contractions": expand,
        "lowercase": str.lower,
        "remove_special_characters": lambda text: re.sub(r"[^a-zA-Z0-9\s]", "", text),
        "stem": lambda text: " ".join([stem(word) for word in text.split()]),
        "lemmatize": lambda text: " ".join([token.lemma_ for token in nlp(text)]),
        "remove_stopwords": lambda text: " ".join([word for word in text.split() if word not in stops]),
    }


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    found = function()
    return 1000 * (time.perf_counter() - start), found


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None = None) -> dict[str, Any]:
    """One line of the table."""
    return {
        "area": "text",
        "case": case,
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "ratio": ours / baseline_ms,
        "target": target,
    }


def rows() -> list[dict[str, Any]]:
    """All rows of the area."""
    from nlpwidgets.text import Pipeline

    warnings.filterwarnings("ignore", module="bs4")
    what, texts = reviews()
    some = texts[:: max(1, len(texts) // PLAIN)]
    plain = plain_way()
    for name in STEPS:  # libraries are loaded and tables read beforehand on both sides
        plain[name](some[0])
        Pipeline([name])(some[0])

    found = []
    inputs: dict[str, list[str]] = {}
    plain_ms, plain_texts = {}, some
    for name in STEPS:
        inputs[name] = plain_texts
        plain_ms[name], plain_texts = timed(lambda name=name, texts=plain_texts: [plain[name](text) for text in texts])
    plain_whole = sum(plain_ms.values()) * 1000 / len(some)

    by_step, ours_texts = {}, texts
    for name in STEPS:
        pipe = Pipeline([name])
        by_step[name], ours_texts = timed(lambda pipe=pipe, texts=ours_texts: [pipe(text) for text in texts])

    pipe = fresh(Pipeline, STEPS)
    first, _ = timed(lambda: [pipe(text) for text in texts])
    again, _ = timed(lambda: [pipe(text) for text in texts])
    thousand = 1000 / len(texts)
    speed = f"{1000 * len(texts) / first:,.0f} texts/s"
    found.append(row(f"all {len(STEPS)} steps, {what}, {speed}", first * thousand, "plain way", plain_whole, TARGET))
    speed = f"{1000 * len(texts) / again:,.0f} texts/s"
    found.append(row(f"the same a second time, {speed}", again * thousand, "plain way", plain_whole, TARGET))
    found += [row(name, by_step[name] * thousand, "plain way", plain_ms[name] * 1000 / len(some)) for name in STEPS]
    found += two_workers(Pipeline, texts)
    found += trace_rows(pipe, texts)
    return found + linear_rows(Pipeline, texts)


def fresh(pipeline: Any, steps: tuple[str, ...]) -> Any:
    """A pipeline that remembers no word yet; its libraries are loaded."""
    from nlpwidgets.text import resolving

    resolving._built_in.cache_clear()
    made = pipeline(steps)
    made("ready")
    return made


def two_workers(pipeline: Any, texts: list[str]) -> list[dict[str, Any]]:
    """`map` in one process and in two, over the texts four times: until the first result, and from there on."""
    start, rest = {}, {}
    for workers in (1, 2):
        pipe = fresh(pipeline, STEPS)
        results = pipe.map((text for _ in range(4) for text in texts), workers=workers, progress=False)
        start[workers], _ = timed(lambda results=results: next(results))
        rest[workers], count = timed(lambda results=results: sum(1 for _ in results))
        assert count == 4 * len(texts) - 1
    thousand = 1000 / (4 * len(texts))
    return [
        row("map with two workers, once they work", rest[2] * thousand, "one worker", rest[1] * thousand, 0.6),
        {"area": "text", "case": "until the first result of two workers, ms in all", "ours_ms": start[2]},
    ]


def trace_rows(pipe: Any, texts: list[str]) -> list[dict[str, Any]]:
    """A trace of a text of about 500 words."""
    text = min(texts, key=lambda text: abs(len(text.split()) - 500))
    pipe.trace(text)
    ms = min(timed(lambda: pipe.trace(text))[0] for _ in range(9))
    whole = min(timed(lambda: pipe(text))[0] for _ in range(9))
    return [
        {
            "area": "text",
            "case": f"trace of {len(text.split())} words, ms each",
            "ours_ms": ms,
            "baseline": "20 ms",
            "baseline_ms": 20.0,
            "target": 1.0,
        },
        {"area": "text", "case": "the same text without trace, ms each", "ours_ms": whole},
    ]


def linear_rows(pipeline: Any, texts: list[str]) -> list[dict[str, Any]]:
    """Milliseconds per million characters: linear where the longest text takes no more than the shorter ones."""
    prose = "\n".join(texts)
    prose *= LENGTHS[-1] // len(prose) + 1
    kinds = {
        "reviews": prose,
        "markup": "<div class='a'>x&eacute;" * (LENGTHS[-1] // 23 + 1),
        "less than": "<" * LENGTHS[-1],
    }
    kinds |= {
        "open comments": "<!-- >" * (LENGTHS[-1] // 6 + 1),
        "one word": "feet" * (LENGTHS[-1] // 4),
        "apostrophes": "don't" * (LENGTHS[-1] // 5),
    }
    found = []
    for kind, text in kinds.items():
        short, long = (per_million(fresh(pipeline, STEPS), text[:length]) for length in LENGTHS)
        found.append(row(f"one text of 10 MB, {kind}: ms per million characters", long, "the same at 1 MB", short, 1.5))
    return found


def per_million(pipe: Any, text: str) -> float:
    """Milliseconds per million characters."""
    return timed(lambda: pipe(text))[0] * 1e6 / len(text)
