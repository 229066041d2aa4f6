"""The tests, and the machinery behind ``make build`` and ``make test`` (nothing here is installed)."""
