"""Fixtures that all tests share."""

from tests.stores import page_store, store

__all__ = ["page_store", "store"]
