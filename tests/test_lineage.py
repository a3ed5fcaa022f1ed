"""Series go on through a rename, end at a merger and begin anew after it; nothing is averaged across a break."""

from __future__ import annotations

from datetime import date

from assessments.register.institutions.lineage import Event, Span, lines, predecessors, series, successors

Y2010, Y2015, Y2020 = date(2010, 1, 1), date(2015, 7, 1), date(2020, 1, 1)
EVE_2010, EVE_2015, EVE_2020 = date(2009, 12, 31), date(2015, 6, 30), date(2019, 12, 31)


def told(spans: list[Span]) -> list[tuple[str, date | None, date | None, str]]:
    return [(span.institution, span.since, span.until, span.how) for span in spans]


def test_an_institution_that_never_changed_is_one_open_span() -> None:
    assert told(series([], "port")) == [("port", None, None, "itself")]


def test_a_new_name_under_the_same_code_goes_on_unbroken_and_keeps_the_old_name() -> None:
    spans = series([Event("renamed", Y2010, "port", "port", {"en": "Harbour Office"})], "port")
    assert told(spans) == [("port", None, EVE_2010, "renamed"), ("port", Y2010, None, "itself")]
    assert spans[0].names == {"en": "Harbour Office"}
    assert len(lines(spans)) == 1


def test_a_new_name_under_a_new_code_goes_on_unbroken_too() -> None:
    assert len(lines(series([Event("renamed", Y2010, "harbour", "port")], "port"))) == 1


def test_both_lines_end_at_a_merger_and_a_new_one_begins() -> None:
    merger = [Event("merged", Y2015, "mail", "post"), Event("merged", Y2015, "phone", "post")]
    spans = series(merger, "post")
    assert told(spans) == [
        ("mail", None, EVE_2015, "merged"),
        ("phone", None, EVE_2015, "merged"),
        ("post", Y2015, None, "itself"),
    ]
    assert [len(line) for line in lines(spans)] == [1, 1, 1]


def test_who_takes_another_in_goes_on_after_a_break() -> None:
    merger = [Event("merged", Y2015, "mail", "mail"), Event("merged", Y2015, "phone", "mail")]
    spans = series(merger, "mail")
    assert told(spans) == [
        ("mail", None, EVE_2015, "merged"),
        ("phone", None, EVE_2015, "merged"),
        ("mail", Y2015, None, "itself"),
    ]
    assert [[span.institution for span in line] for line in lines(spans)] == [["mail"], ["phone"], ["mail"]]


def test_each_part_of_a_split_has_the_whole_as_its_past() -> None:
    split = [Event("split", Y2015, "post", "mail"), Event("split", Y2015, "post", "phone")]
    for part in ("mail", "phone"):
        assert told(series(split, part)) == [("post", None, EVE_2015, "split"), (part, Y2015, None, "itself")]


def test_the_past_of_the_past_is_there_too() -> None:
    steps = [
        Event("renamed", Y2010, "couriers", "mail"),
        Event("merged", Y2015, "mail", "post"),
        Event("merged", Y2015, "phone", "post"),
        Event("split", Y2020, "post", "letters"),
        Event("split", Y2020, "post", "parcels"),
    ]
    spans = series(reversed(steps), "letters")
    assert told(spans) == [
        ("couriers", None, EVE_2010, "renamed"),
        ("mail", Y2010, EVE_2015, "merged"),
        ("phone", None, EVE_2015, "merged"),
        ("post", Y2015, EVE_2020, "split"),
        ("letters", Y2020, None, "itself"),
    ]
    assert [[span.institution for span in line] for line in lines(spans)] == [["couriers", "mail"], ["phone"], ["post"], ["letters"]]
    assert predecessors(steps, "letters", 2008) == ["couriers", "phone"]
    assert predecessors(steps, "letters", 2015) == ["mail", "phone", "post"], "in the year of the merger both may have been assessed"
    assert predecessors(steps, "letters", 2026) == ["letters"]


def test_a_code_that_comes_back_has_its_own_earlier_life_as_past() -> None:
    steps = [Event("merged", Y2010, "city", "region"), Event("merged", Y2010, "county", "region"), Event("split", Y2020, "region", "city")]
    assert told(series(steps, "city")) == [
        ("city", None, EVE_2010, "merged"),
        ("county", None, EVE_2010, "merged"),
        ("region", Y2010, EVE_2020, "split"),
        ("city", Y2020, None, "itself"),
    ]


def test_renamed_and_merged_on_one_day_leaves_no_empty_span() -> None:
    steps = [Event("renamed", Y2015, "couriers", "mail"), Event("merged", Y2015, "mail", "post"), Event("merged", Y2015, "phone", "post")]
    assert told(series(steps, "post")) == [
        ("couriers", None, EVE_2015, "merged"),
        ("phone", None, EVE_2015, "merged"),
        ("post", Y2015, None, "itself"),
    ]


def test_what_has_ended_knows_where_it_went() -> None:
    merger = [Event("merged", Y2015, "mail", "post"), Event("merged", Y2015, "phone", "post")]
    assert [step.after for step in successors(merger, "mail")] == ["post"]
    assert successors(merger, "post") == []
