"""How Sphinx builds the site from what ``python -m docs.generate`` has put together (``make docs``)."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

import budgetkit
from docs.generate.search import Bigrams

project = "budgetkit"
author = "The budgetkit authors"
project_copyright = "The budgetkit authors"
version = release = budgetkit.__version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_design"]
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, Any] = {}
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline", "colon_fence"]

autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"budgetkit {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["filter.js"]
html_show_search_summary = False  # it would be fetched, which a browser refuses for files
html_show_sphinx = False
html_copy_source = False
html_search_language = Bigrams.lang
html_theme_options = {"navigation_with_keys": True}


def _language_of_page(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Say of the Chinese pages that they are Chinese."""
    if page.startswith("zh/"):
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> None:
    """Make search find Chinese words, and mark the language of pages."""
    app.add_search_language(Bigrams)
    app.connect("html-page-context", _language_of_page)
