"""The text that the preprocessing explorer shows when it is given none, written for this package: every step has work in it."""

from __future__ import annotations

SAMPLE = (
    "<p>I DON&#39;T know why <i>The Caf&eacute; on the Quay</i> was panned: it&rsquo;s not bad at all!<br />\n"
    "The actors&#8217; feet were sore after 12 nights of dancing, but they're better than in most movies I've watched.</p>\n"
    "<!-- spoiler -->\n"
    "<p>The universe of its naïve heroine, a university student, grows richer &amp; stranger every minute; "
    "her mother's general relativity and a generous relative don&#39;t hurt.   I won't forget the last scene 😍🎬<br>"
    "More at https://example.org/cafe?id=7 – 9/10, and I'd go again.</p>"
)
"""Tags, a comment, entities, contractions (one made with an entity), accents, emoji, numbers, an address, gaps, negations; feet,
were and better for the lemmas; universe, university and general, generous for the stems."""
