"""The only place that knows a browser."""
