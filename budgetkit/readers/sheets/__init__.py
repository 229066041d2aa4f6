"""Workbooks and separated text: sheets become pages, a cell the text that its program shows in it."""
