"""Fixtures that all tests share."""

from tests.stores import store

__all__ = ["store"]
