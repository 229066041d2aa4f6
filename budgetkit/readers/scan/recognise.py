"""Recognition of one line of text on a picture, with the certainty of its least certain character."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DependencyError
from .ink import Picture

STRETCH = 1.4
HEIGHT, NARROWEST = 48, 160  # pixels, as the model sees a line: it was made for this height


_GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:, ?\d{3})+(?!\d)")  # a blank is seen where a comma leaves room


def ready() -> None:
    """Say what to install where text cannot be recognised.

    Raises
    ------
    DependencyError
    """
    try:
        import cv2  # noqa: F401
        import onnxruntime  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError as error:
        raise DependencyError(
            f"pictures are read with rapidocr, onnxruntime and OpenCV ({error}); "
            "pip install 'budgetkit[scan]'"
        ) from error


@cache
def _engine() -> Any:
    """Return the recogniser, with the model that its package holds: nothing is fetched.

    It works on one thread, so that the same picture gives the same text.
    """
    import rapidocr

    [model] = (Path(rapidocr.__path__[0]) / "models").glob("*_rec_*.onnx")
    one = dict.fromkeys(("intra_op_num_threads", "inter_op_num_threads"), 1)
    return rapidocr.RapidOCR(
        params={
            "Global.use_preprocess_img": False,
            "Global.log_level": "error",
            "Rec.model_path": str(model),
            "Rec.rec_img_shape": [3, HEIGHT, NARROWEST],
            **{f"EngineConfig.onnxruntime.{key}": value for key, value in one.items()},
        }
    )


def recognise(picture: Picture) -> tuple[str, float]:
    """Return the text of a picture of one line, and the score (0 to 1) of its least certain character.

    What holds digits is recognised once more, stretched: digits that repeat get lost where they are narrow,
    however sure the rest is. Two readings that differ are none that is certain.
    """
    import cv2

    text, score = legible(picture)
    if not any(map(str.isdigit, text)):
        return text, score
    wide = cv2.resize(picture, None, fx=STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    again, certain = legible(wide)
    if again != text:
        return max(text, again, key=len), 0.0
    return text, min(score, certain)


def legible(picture: Picture) -> tuple[str, float]:
    """Return the text of a picture of one line read once, and the score of its least certain character."""
    colours = np.repeat(picture[:, :, None], 3, axis=2)
    found = _engine()(colours, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    text = _GROUPED.sub(lambda m: m[0].replace(" ", ""), text)
    return (text, float(min(found.word_results[0].confs))) if text.strip() else ("", 0.0)
