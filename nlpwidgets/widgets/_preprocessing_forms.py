"""Stem against lemma for the words of a text."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from nlpwidgets.text.forms import WordForm, groups, word_forms
from nlpwidgets.text.resolving import make, resolve
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from nlpwidgets.text.forms import FormGroup as Group
    from nlpwidgets.text.forms import Stemmer
    from nlpwidgets.widgets._preprocessing_wire import FormGroup, Forms

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
MOST_WORDS = 300
"""Words compared, the most frequent ones of the text."""
STEMMERS: tuple[Stemmer, ...] = ("porter", "english", "lancaster")

MOST_KNOWN = 50_000
_known: dict[str, WordForm] = {}


@lru_cache(maxsize=8)
def forms_of(text: str) -> Forms:
    """Return the forms of the words of a text: mark-up taken off, in lower case, without contractions."""
    stripped: str = make(resolve(["strip_html"])[0], 0).run(text)
    counts = Counter(word for word in WORD.findall(sendable(stripped).lower()) if "'" not in word and "’" not in word)
    chosen = counts.most_common(MOST_WORDS)
    known = {word: _known[word] for word, _ in chosen if word in _known}
    known |= {form.word: form for form in word_forms([word for word, _ in chosen if word not in known])}
    if len(_known) > MOST_KNOWN:
        _known.clear()
    _known.update(known)
    found = [known[word] for word, _ in chosen]
    by_stemmer = {stemmer: [_group(group) for group in groups(found, stemmer)] for stemmer in STEMMERS}
    words = [
        {
            "word": form.word,
            "count": count,
            "porter": form.porter,
            "english": form.english,
            "lancaster": form.lancaster,
            "lemma": form.lemma,
        }
        for form, (_, count) in zip(found, chosen, strict=True)
    ]
    return cast("Forms", {"words": words, **by_stemmer})


def _group(group: Group) -> FormGroup:
    return {"kind": group.kind, "key": group.key, "words": list(group.words), "apart": list(group.apart)}
