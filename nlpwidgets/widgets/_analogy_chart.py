"""The Altair chart of an analogy solver: the three rankings, or the accuracies where questions were run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets import _colors as colors

if TYPE_CHECKING:
    from nlpwidgets.widgets._analogy_traits import AnalogyTraits
    from nlpwidgets.widgets._analogy_wire import Score, Section, Solved

NAMES = {"3cosadd": "3CosAdd", "3cosmul": "3CosMul", "pairdirection": "PairDirection"}


def chart(solver: AnalogyTraits) -> Any:
    """Draw what the panel shows: accuracy per section in the questions panel, else the answers.

    Raises
    ------
    ValueError
        There is nothing to draw: a, b or c has no vector, and no questions were run.
    """
    if solver.panel == "questions" and solver.scores:
        return _accuracies(solver.scores)
    if not solver.solved:
        raise ValueError("there is nothing to draw: a, b and c must be words that the embedding has")
    return _answers(solver.solved, question(solver.terms))


def question(terms: dict[str, str]) -> str:
    """Write the question on one line."""
    return f"{terms['a']} : {terms['b']} :: {terms['c']} : ?"


def _answers(solved: list[Solved], title: str) -> Any:
    import altair as alt

    data = [
        {"method": NAMES[one["method"]], "rank": answer["rank"], "word": answer["word"], "score": answer["score"]}
        for one in solved
        for answer in one["answers"]
    ]
    base = alt.Chart(alt.InlineData(values=data)).encode(
        x=alt.X("score:Q", title="score"), y=alt.Y("rank:O", title="rank"), tooltip=["method:N", "word:N", "score:Q"]
    )
    bars = base.mark_bar(color=colors.ACCENT, opacity=0.25)
    words = base.mark_text(align="left", dx=4, color=colors.INK).encode(x=alt.datum(0), text="word:N")
    return (
        alt.layer(bars, words)
        .properties(width=220, height=alt.Step(18))
        .facet(column=alt.Column("method:N", title=None, sort=list(NAMES.values())))
        .properties(title=title)
    )


def _accuracies(scores: list[Score]) -> Any:
    import altair as alt

    data = [
        {
            "run": f"{score['embedding']}, {NAMES[score['method']]}"
            + ("" if score["exclude_inputs"] else ", inputs allowed")
            + (f", first {score['restrict']:,}" if score["restrict"] else ""),
            "section": section["name"],
            "accuracy": section["correct"] / section["asked"],
            "correct": section["correct"],
            "asked": section["asked"],
            "questions": section["total"],
        }
        for score in scores
        if score["file"] == scores[-1]["file"]
        for section in _sections(score)
        if section["asked"]
    ]
    order = list(dict.fromkeys(str(row["section"]) for row in data))
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_bar()
        .encode(
            x=alt.X("accuracy:Q", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("section:N", sort=order, title=None),
            yOffset="run:N",
            color=alt.Color("run:N", scale=alt.Scale(range=list(colors.ROLES.values()))),
            tooltip=["run:N", "section:N", "correct:Q", "asked:Q", "questions:Q", "accuracy:Q"],
        )
        .properties(title=scores[-1]["file"], width=360)
    )


def _sections(score: Score) -> list[Section]:
    everything: Section = {**score["all"], "name": "all sections"}
    return [everything, *score["sections"]]
