"""What a figure says: its finding, its dots and intervals, what is missing, and the words for it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from assessments import Comparison, assess, charts, compare, from_table, samples
from assessments.charts.colours import COLOURS, Theme
from assessments.charts.rows import zoom
from assessments.charts.words import decimals, rank_words, value_margin
from assessments.institutions import Institution
from assessments.texts import texts
from questionnaires import catalogue, load


def published(scores: dict[str, float], peer_group: str = "basic_local") -> Comparison:
    """Cities with given external scores and 8 for internal."""
    questionnaire = load("kr_integrity_2012")
    rows = [(city, code, str(value)) for city, score in scores.items() for code, value in (("external", score), ("internal", 8))]
    known = {city: Institution(city, city.title(), peer_group=peer_group, more={"name_ko": f"{city}시"}) for city in [*scores, "silent"]}
    responses = from_table(pd.DataFrame(rows, columns=["subject", "item", "answer"]), questionnaire, "2017", known)
    return compare(assess(questionnaire, responses, known))


def sample(identity: str, name: str) -> Comparison:
    edition = catalogue.edition(identity)
    return compare(assess(edition.questionnaire, *samples.load(edition, name)))


def labels(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def dots(figure: go.Figure, symbol: str | None = None) -> list[float]:
    return [value for trace in figure.data if trace.marker.symbol == symbol for value in trace.x or ()]


def test_the_highest_comes_first_and_who_has_no_score_is_drawn_as_missing() -> None:
    figure = charts.ranking(published({"yeosu": 8, "suncheon": 9}), language="en")
    assert labels(figure) == [
        *("Suncheon", "8.74"),
        *("Yeosu", "8.00"),
        *("Silent", "no score"),
    ]
    assert "margins of these figures are not known, so no places are given" in figure.layout.meta["subtitle"]
    assert dots(figure) == pytest.approx([8.735, 8.0])


def test_names_titles_and_axes_are_in_the_language_that_is_asked_for() -> None:
    figure = charts.ranking(published({"yeosu": 8, "suncheon": 9}), language="ko")
    assert labels(figure)[0] == "suncheon시"
    assert figure.layout.meta["title"] == "비교 대상 2개의 점수는 8.00~8.74"
    assert figure.layout.xaxis.title.text == "종합청렴도 (0~10점)"


def test_the_axis_says_when_it_shows_a_part_of_the_range() -> None:
    figure = charts.ranking(published({"yeosu": 8, "suncheon": 9}), language="en")
    assert figure.layout.xaxis.range == (7.5, 9.0)
    assert "The axis shows 7.5 to 9 of 0 to 10." in figure.layout.meta["subtitle"]


def test_widely_spread_scores_are_shown_on_the_whole_range() -> None:
    assert zoom([1, 9], [None, None], (0, 10)) == (0, 10)
    assert zoom([None], [None], (0, 10)) == (0, 10)


def test_the_finding_counts_who_differs_by_more_than_the_margin() -> None:
    comparison = sample("kr_integrity_2012", "demonstration")
    figure = charts.ranking(comparison, peer_group="central", language="en")
    clear = [position for position in comparison.positions("integrity", "central") if position.clear]
    above = sum((position.gap or 0) > 0 for position in clear)
    assert figure.layout.meta["title"] == f"{above} of 10 are clearly above the mean of their peers, {len(clear) - above} clearly below"


def test_a_group_that_is_graded_has_the_grades_behind_it() -> None:
    figure = charts.ranking(sample("kr_integrity_2012", "demonstration"), peer_group="central", language="en")
    assert {"Grade 1", "Grade 2", "Grade 3", "Grade 4", "Grade 5"} <= set(labels(figure))


def test_a_group_too_small_to_grade_has_no_stripes() -> None:
    assert not any("Grade" in label for label in labels(charts.ranking(published({"yeosu": 8, "suncheon": 9}), language="en")))


def test_one_subject_can_be_marked() -> None:
    figure = charts.ranking(published({"yeosu": 8, "suncheon": 9}), language="en", highlight="yeosu")
    assert "<b>Yeosu</b>" in labels(figure)
    assert list(figure.data[-1].x) == pytest.approx([8.0])


def test_a_part_of_a_long_ranking_keeps_the_finding_of_all() -> None:
    comparison = published({f"city_{number}": 7 + number / 50 for number in range(40)})
    whole, part = charts.ranking(comparison, language="en"), charts.ranking(comparison, language="en", drawn=slice(10, 20))
    assert part.layout.meta["title"] == whole.layout.meta["title"]
    assert part.layout.xaxis.range == whole.layout.xaxis.range
    assert len(dots(part)) == 10


def test_levels_of_risk_have_bands_and_no_mean() -> None:
    figure = charts.ranking(sample("risk_register_2026", "illustration"), language="en")
    assert {"Low", "Medium", "High", "Critical"} <= set(labels(figure))
    assert figure.layout.meta["title"] == "23 rated: 3 High, 10 Medium, 10 Low"
    assert "no mean is taken" in figure.layout.meta["subtitle"]
    assert not [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]


def test_nobody_with_a_score_is_said_and_drawn() -> None:
    figure = charts.ranking(published({}), language="en")
    assert figure.layout.meta["title"] == "Nothing has a score here; choose another part or cycle"
    assert labels(figure) == ["Silent", "no score"]


def test_a_scorecard_shows_the_parts_beside_the_mean_of_the_peers() -> None:
    figure = charts.scorecard(published({"yeosu": 8, "suncheon": 9}), "yeosu", "en")
    assert labels(figure)[::2] == ["<b>Overall integrity</b>", "\u2003<b>External integrity</b>", "\u2003<b>Internal integrity</b>"]
    assert dots(figure) == pytest.approx([8.0, 8.0, 8.0])
    assert dots(figure, "diamond-open") == pytest.approx([8.3675, 8.5, 8.0])


def test_a_scorecard_names_the_lowest_part_where_no_margin_is_known() -> None:
    assert charts.scorecard(published({"yeosu": 7}), "yeosu", "en").layout.meta["title"] == "Yeosu: lowest in External integrity"


def test_a_scorecard_of_nobody_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="nobody"):
        charts.scorecard(published({"yeosu": 8}), "nobody")


def test_figures_are_written_with_as_many_decimals_as_the_range_bears() -> None:
    assert [decimals(load(identity)) for identity in ("kr_integrity_2012", "kr_comprehensive_2022", "risk_register_2026")] == [2, 1, 2]


def test_a_margin_of_zero_is_not_written_and_an_unknown_one_is() -> None:
    words = texts("en")
    assert value_margin(words, 7.0, 0.0, 2) == "7.00"
    assert value_margin(words, 7.0, None, 2) == "7.00 (margin not known)"
    assert value_margin(words, None, None, 2) == "no score"


def test_places_are_one_or_a_span() -> None:
    assert [rank_words(texts("ko"), *span) for span in ((3, 3), (3, 7), (None, None))] == ["3위", "3~7위", ""]


def luminance(colour: str) -> float:
    """Relative luminance as the accessibility guidelines define it: black is 0, white is 1."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_strongest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", COLOURS)
def test_words_and_marks_of_a_figure_stand_out_from_paper_and_stripes(theme: Theme) -> None:
    colours = COLOURS[theme]
    for ground in (colours.paper, colours.stripe):
        assert min(contrast(words, ground) for words in (colours.text, colours.dark, colours.deep)) >= 4.5
        assert min(contrast(mark, ground) for mark in (colours.text, colours.grey, colours.accent)) >= 3


def test_a_dark_page_gets_a_dark_figure_and_whoever_asks_for_nothing_a_light_one() -> None:
    comparison = published({"yeosu": 8, "suncheon": 9})
    for figure in (charts.ranking(comparison, theme="dark"), charts.scorecard(comparison, "yeosu", theme="dark")):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "#1e2124"
        assert figure.layout.font.color == "#cdd1d5"
    assert charts.ranking(comparison).layout.paper_bgcolor == "#ffffff"


def test_the_stripes_of_a_dark_figure_are_dark() -> None:
    figure = charts.ranking(sample("risk_register_2026", "illustration"), theme="dark")
    assert {shape.fillcolor for shape in figure.layout.shapes if shape.type == "rect"} == {"#1e2124", "#282b30"}
