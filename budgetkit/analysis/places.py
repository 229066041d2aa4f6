"""Places of the panel under names that both readers of English and of Chinese know."""

from __future__ import annotations

import re

import pandas as pd

_SPELT = {"xian": "Xi'an"}


def places(documents: pd.DataFrame) -> pd.Series:
    """Return the place of each document: its region, before it the name of the folder it was collected in.

    A body of the central government has no region, whatever folder its document stood in.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": ["xian-01", "qujing-01"], "region": ["西安市", ""]})
    >>> places(rows).tolist()
    ["Xi'an 西安市", 'central body 中央']
    """
    names = []
    for document, region in zip(documents["document_id"], documents["region"], strict=True):
        folder = re.sub(r"-\d+$", "", str(document))
        english = _SPELT.get(folder, folder.capitalize())
        names.append(f"{english} {region}" if region else "central body 中央")
    return pd.Series(names, index=documents.index, dtype="string")
