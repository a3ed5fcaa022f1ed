"""Scripted officers: they visit the running application as a browser does, over its websocket, and no browser is needed."""
