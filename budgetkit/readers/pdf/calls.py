"""pdfium's functions for inner loops: plain addresses as arguments, so that ``map`` can drive them."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from numpy.typing import NDArray

_V, _I, _U = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint
_A = ctypes.c_size_t  # an address as result: 0, not None, where there is none
_N = ctypes.c_void_p  # a count or index, an int to pdfium: ctypes converts an address in half the time
_PROTOTYPES: dict[str, tuple[Any, ...]] = {  # name: result, arguments
    "FPDFText_GetLooseCharBox": (_I, _V, _N, _V),
    "FPDFText_GetCharOrigin": (_I, _V, _N, _V, _V),
    "FPDFText_GetText": (_I, _V, _N, _N, _V),
    "FPDFText_GetUnicode": (_U, _V, _N),
    "FPDFText_GetMatrix": (_I, _V, _N, _V),
    "FPDFText_GetTextObject": (_A, _V, _N),
    "FPDFTextObj_GetTextRenderMode": (_I, _V),
    "FPDFPage_CountObjects": (_I, _V),
    "FPDFPage_GetObject": (_A, _V, _N),
    "FPDFFormObj_CountObjects": (_I, _V),
    "FPDFFormObj_GetObject": (_A, _V, _N),
    "FPDFPageObj_GetType": (_I, _V),
    "FPDFPageObj_CountMarks": (_I, _V),
    "FPDFPageObj_GetBounds": (_I, _V, _V, _V, _V, _V),
    "FPDFPageObj_GetMatrix": (_I, _V, _V),
    "FPDFPageObj_GetFillColor": (_I, _V, _V, _V, _V, _V),
    "FPDFPageObj_GetStrokeColor": (_I, _V, _V, _V, _V, _V),
    "FPDFPageObj_HasTransparency": (_I, _V),
    "FPDFPageObj_GetStrokeWidth": (_I, _V, _V),
    "FPDFPageObj_GetClipPath": (_A, _V),
    "FPDFClipPath_CountPaths": (_I, _V),
    "FPDFClipPath_CountPathSegments": (_I, _V, _N),
    "FPDFClipPath_GetPathSegment": (_A, _V, _N, _N),
    "FPDFPath_CountSegments": (_I, _V),
    "FPDFPath_GetDrawMode": (_I, _V, _V, _V),
    "FPDFPath_GetPathSegment": (_A, _V, _N),
    "FPDFPathSegment_GetPoint": (_I, _V, _V, _V),
    "FPDFPathSegment_GetType": (_I, _V),
    "FPDFPathSegment_GetClose": (_I, _V),
}


@cache
def raw_pdfium() -> Any:
    """Return ``pypdfium2.raw``; imported when first needed, which initialises pdfium."""
    import pypdfium2

    return pypdfium2.raw


@cache
def pdfium_calls() -> dict[str, Callable[..., Any]]:
    """Return the functions by name; half the price a call of the checked ones in ``pypdfium2.raw``."""
    raw = raw_pdfium()
    calls: dict[str, Callable[..., Any]] = {}
    for name, (result, *arguments) in _PROTOTYPES.items():
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
        calls[name] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return calls


def consume(calls: Iterator[Any]) -> None:
    """Run an iterator of calls whose results do not matter."""
    deque(calls, maxlen=0)


def rows_of(array: NDArray[Any], size: int) -> list[range]:
    """Return the addresses of the parts of `size` bytes of each row: one range of addresses a part."""
    row, at = array.itemsize * array.shape[1], array.__array_interface__["data"][0]  # quicker than .ctypes
    return [range(at + offset, at + offset + row * len(array), row) for offset in range(0, row, size)]
