"""Pairs of steps that do harm in one order and none in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlpwidgets.text.resolving import Step


def always(first: Step, second: Step) -> bool:
    """Do not look at the options."""
    del first, second
    return True


def ascii_only(first: Step, second: Step) -> bool:
    """Tell whether the first drops what is not ASCII."""
    del second
    return bool(first.options["ascii_only"])


def names(first: Step, second: Step) -> bool:
    """Tell whether the second writes names of emoji."""
    del first
    return bool(second.options["mode"] == "name")


def ascii_only_and_names(first: Step, second: Step) -> bool:
    """Tell whether both are so."""
    return ascii_only(first, second) and names(first, second)


def removes_emoji(first: Step, second: Step) -> bool:
    """Tell whether the second removes emoji."""
    return not names(first, second)


def removes_urls(first: Step, second: Step) -> bool:
    """Tell whether the second leaves a gap where the address was."""
    del first
    return not second.options["replacement"].strip()


def lookup(first: Step, second: Step) -> bool:
    """Tell whether the first takes lemmas from the tables; "auto" may."""
    del second
    return first.options["model"] in {"auto", "lookup"}


def trained(first: Step, second: Step) -> bool:
    """Tell whether the second takes lemmas from a trained model that the user asked for."""
    del first
    return second.options["model"] not in {"auto", "lookup"}


class Order(NamedTuple):
    """A step that does harm before another."""

    first: str
    second: str
    reason: str
    when: Callable[[Step, Step], bool] = always
    later: bool = False
    """Mended by taking the first after the second; else by taking the second before the first."""


GAPS = "White space is made one space before this step removes more, which leaves several spaces in a row."

ORDERS = (
    Order(
        "remove_urls",
        "strip_html",
        "An address ends at white space, and &nbsp; is none before HTML is decoded: the word after it is removed as well.",
    ),
    Order(
        "replace_emoji",
        "strip_html",
        "HTML may write an emoji as &#128512;, which is no emoji before it is decoded.",
    ),
    Order(
        "remove_accents",
        "strip_html",
        "HTML may write é as &eacute;, which is decoded only after the accents were removed.",
    ),
    Order(
        "expand_contractions",
        "strip_html",
        "HTML may write the apostrophe as &#39;, and don&#39;t is not seen as a contraction.",
    ),
    Order(
        "lowercase",
        "strip_html",
        "HTML may write É as &#201;, which is decoded only after all was made lower case. "
        "Names of entities depend on case, too: &Dagger; is another sign than &dagger;.",
    ),
    Order(
        "remove_special_characters",
        "strip_html",
        "Without < and > tags cannot be told from words: <b>good</b> becomes bgoodb.",
    ),
    Order(
        "stem",
        "strip_html",
        "Names of entities are stemmed like words: &eacute; becomes &eacut; and is no letter any more.",
    ),
    Order(
        "lemmatize",
        "strip_html",
        "A word that touches a tag, as in <p>feet</p>, is not recognised and keeps its form.",
    ),
    Order(
        "remove_stopwords",
        "strip_html",
        "The a of <a href=…> is on the list; without it the tag is no tag and stays in the text.",
    ),
    Order(
        "remove_accents",
        "expand_contractions",
        "With ascii_only the curly apostrophe is dropped: don’t becomes dont, which is not expanded.",
        ascii_only,
    ),
    Order(
        "remove_special_characters",
        "expand_contractions",
        "The apostrophe is removed: don't becomes dont, which is not expanded.",
    ),
    Order(
        "stem",
        "expand_contractions",
        "Words before an apostrophe are stemmed: everything's becomes everyth's, which is not expanded.",
    ),
    Order(
        "lemmatize",
        "expand_contractions",
        "The lemmatizer takes contractions apart itself and joins what it finds: won't becomes wonot.",
    ),
    Order(
        "remove_stopwords",
        "expand_contractions",
        "Of don't, the stop word do is removed; what is left, n't, is not expanded, and the negation is lost for later steps.",
    ),
    Order(
        "remove_special_characters",
        "remove_urls",
        "Without colons, points and slashes an address cannot be told from a word and stays.",
    ),
    Order(
        "remove_special_characters",
        "replace_emoji",
        "Emoji are special characters: they are gone before their names can be written.",
        names,
    ),
    Order(
        "remove_accents",
        "replace_emoji",
        "With ascii_only emoji are dropped before their names can be written.",
        ascii_only_and_names,
    ),
    Order(
        "lemmatize",
        "lowercase",
        "The lemma tables know words in lower case: Feet stays Feet, and becomes feet instead of foot.",
        lookup,
    ),
    Order(
        "lowercase",
        "lemmatize",
        "A trained model looks at capitals to tell names from words; here it sees none.",
        trained,
        later=True,
    ),
    Order(
        "stem",
        "lemmatize",
        "Stems are seldom words, so the lemmatizer does not know them.",
    ),
    Order(
        "stem",
        "remove_stopwords",
        "Stop words are stemmed as well: because becomes becaus, which is not on the list.",
    ),
    Order("collapse_whitespace", "strip_html", GAPS, later=True),
    Order("collapse_whitespace", "remove_urls", GAPS, removes_urls, later=True),
    Order("collapse_whitespace", "replace_emoji", GAPS, removes_emoji, later=True),
    Order("collapse_whitespace", "remove_special_characters", GAPS, later=True),
)
