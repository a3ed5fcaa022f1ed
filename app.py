"""The frame: one ASGI app, the Streamlit pages and what they are dressed in. Run it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from views.account import page, returning, routes, start
from views.administration import routes as administration
from views.evidence import routes as evidence
from views.frame import ready

VIEWS = Path(__file__).parent / "views"

app = st.App(
    VIEWS / "frame" / "main.py",
    routes=[
        Mount("/assets", StaticFiles(directory=VIEWS / "static")),
        Mount("/account", routes=routes.ROUTES),
        *evidence.ROUTES,
        *administration.ROUTES,
    ],
    middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5), Middleware(returning.Returning)],
    exception_handlers={Exception: page.failed},
    lifespan=start.lifespan,
)
start.open_store()
ready.make()
