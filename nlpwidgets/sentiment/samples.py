"""A few short reviews, written for this package, to try a model on."""

from __future__ import annotations

SAMPLE_REVIEWS: tuple[str, ...] = (
    "I expected very little, but the second half was not bad at all. In fact it was wonderful and I loved every minute of it.",
    (
        "The trailer promised a clever thriller. What I got was two hours of wooden acting, a plot full of holes "
        "and an ending so stupid that people laughed out loud. Avoid it."
    ),
    (
        "A quiet, beautiful film about two sisters and a boat. The performances are superb, every scene is shot with care, "
        "and I left the cinema with tears in my eyes."
    ),
    "Great cast, great music, great budget, and still the worst film I have seen this year.",
    (
        "It starts slowly and the jokes of the first half hour fall flat, but stay with it: from the wedding on it is one of "
        "the funniest and most moving comedies in years."
    ),
    "Not terrible, not good either. I was bored, then amused, then bored again, and the next day I could hardly remember it.",
)
"""The first one is what the gate inspector shows by itself: its verdict sinks at "bad" and turns at "wonderful" and "loved"."""
