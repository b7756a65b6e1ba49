"""Texts that break careless code."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "",
    " ",
    "  I  ",
    "\x00a\x00",
    "lone \ud800 and \udfff surrogates, don\udc00't",
    "مرحبا بالعالم 123 שלום",
    "e\u0301\u0301\u0301 a\u030a\u20e3",
    "👩‍👩‍👧‍👦 so good 👍🏽, 🇫🇷! 1️⃣",
    "İstanbul STRASSE ß ﬁ Σίσυφος ς",
    "don't Don’t WON'T we shouldn't've 'tis I'm o'clock rock'n'roll",
    "<p>Caf&eacute; &amp; bar<br/>I don&#39;t &#128512; know</p><script>x<y</script>",
    "x <y z < a & b &lt;i&gt; &amp;lt; &#xD800; <!-- <![CDATA[ a ]]>",
    "see http://a.b/c?d=e&f or www.imdb.com/title, ok",
    "Feet were leaves; the movies everything's because\tof\n\nyou",
    "\u200b\u200e\u202e\ufeff\u00a0\u2028 ' '' ''' n't",
    "´don´t´ `quoted` ‘single’ “double”",
)

PARTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12), st.sampled_from([" ", "'", "’", "<", ">", "&", ";"]))
TEXTS = st.lists(PARTS, max_size=5).map("".join) | st.text(
    st.characters(codec=None, exclude_categories=()), max_size=40
)
