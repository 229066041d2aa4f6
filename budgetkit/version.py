"""The version of the package and of its data."""

VERSION = "0.1.0"
