"""The documentation site: its pages, and what makes those that are generated."""
