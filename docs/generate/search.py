"""Search that finds Chinese words wherever they stand: a run of characters is indexed by its pairs.

A dictionary of words would cut 劳务费 in its own way, and the reader another; pairs need no dictionary, and
the page cuts what is typed by the same rule. A page is found where all pairs of the query are in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx.search.en import SearchEnglish

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9_]+")


def pieces(text: str) -> Iterator[str]:
    """Cut a text into what is indexed: Latin words and numbers, and pairs of Chinese characters.

    >>> list(pieces("劳务费 (30226), basic"))
    ['劳务', '务费', 'n30226', 'basic']
    >>> list(pieces("费"))
    ['费']
    """
    for run in _RUN.findall(text):
        if run.isdigit():
            yield f"n{run}"  # the page that searches leaves out what is digits only, and codes are asked for
        elif run[0] < "\u3400" or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


class Bigrams(SearchEnglish):
    """English words by their stems, Chinese by pairs of characters, numbers behind an n."""

    lang = "zh-pairs"
    language_name = "English"  # names the stemmer, too
    js_splitter_code = """
function splitQuery(query) {
  return (query.match(/[\\u3400-\\u9fff]+|[A-Za-z0-9_]+/g) || []).flatMap((run) =>
    /^[0-9]+$/.test(run) ? [`n${run}`] : run < "\\u3400" || run.length === 1
      ? [run]
      : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));
}
"""

    def split(self, input: str) -> list[str]:
        """Cut a text into what is indexed."""
        return list(pieces(input))
