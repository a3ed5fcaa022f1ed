"""The demonstration country at work: every stage is there to look at, and everything says that it is made up."""

from __future__ import annotations

import pytest

from assessments.demonstration import installation
from assessments.register.access import Actor
from assessments.register.people import demonstration
from assessments.rounds import returns
from assessments.rounds.results import results
from assessments.rounds.running import rounds
from assessments.store.engine import Store
from tests.stores import NOW


@pytest.fixture
def coordinator(store: Store) -> Actor:
    with store.writing() as connection:
        demonstration.begin(connection, "en", NOW)
    installation.fill(store, NOW)
    return installation._coordinator(store, NOW)


def test_the_country_shows_rounds_in_several_stages_and_two_years(coordinator: Actor) -> None:
    found = {(one.edition, one.cycle): one.stage for one in rounds.list_rounds(coordinator)}
    assert found == {
        ("kr_comprehensive_2022", "2025"): "published",
        ("kr_initiative_2014", "2025"): "published",
        ("kr_initiative_2014", "2026"): "self_assessment",
        ("risk_register_2026", "2026"): "review",
    }
    published = [one for one in results.list_results(coordinator) if one.published_at]
    assert len(published) == 2
    scored = results.open_result(coordinator, published[0].id).scorecards
    assert len(scored) == 24 and all(card.root.value is not None for card in scored)


def test_the_officer_of_the_demonstration_has_begun_and_finds_last_years_answers_to_confirm(coordinator: Actor) -> None:
    mine = next(one for one in returns.list_returns(coordinator) if one.institution == installation.OWN and one.writable)
    done, asked = mine.progress
    carried = [given for given in mine.answers.values() if given.carried_over]
    assert 0 < done < asked and carried
    assert all("fictional" in one.names["en"] for one in returns.list_returns(coordinator))
