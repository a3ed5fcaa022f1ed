"""Pages as somebody sees them, without a browser."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from assessments.register.access import Actor
from assessments.store.engine import Store, open_store
from tests.stores import person
from views import routes, who

MAIN = Path(__file__).parent.parent / "views" / "frame" / "main.py"


def opened(page: str, actor: Actor | None = None, **address: str) -> AppTest:
    """A page as somebody sees it who opens its address; a visitor if no actor is given."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    for key, value in address.items():
        test.query_params[key] = value
    test._page_hash = calc_hash("" if page == routes.TASKS else page)
    again = test._run

    def as_this_person(*args: Any, **kwargs: Any) -> AppTest:
        store = actor.store if actor else strangers()
        with patch.multiple(who, actor=lambda: actor, store=lambda: store, token=lambda: ""):
            found = again(*args, **kwargs)
        assert not found.exception, found.exception[0].message
        return found

    test._run = as_this_person  # every click runs the page again, as this person
    return test.run()


@cache
def strangers() -> Store:
    """A store in which somebody has an account, for those who have none."""
    store = open_store(Path(tempfile.mkdtemp(prefix="haechi-")), "")
    person(store, "Somebody", "administrator")
    return store


def words(test: AppTest) -> str:
    """Everything that a page says outside its tables, without the marks that keep Markdown from reading it."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success")
    return "\n".join(element.value for kind in kinds for element in test.get(kind)).replace("\\", "")
