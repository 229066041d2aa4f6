"""A page as a picture: a page of a PDF drawn, or a page of a picture file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..process import unwarned
from .pages import Page

if TYPE_CHECKING:
    from PIL import Image

MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
"""How PNG, JPEG and TIFF files begin."""

A4 = 842.0  # points: the longer side of a page whose picture does not say how large it was
LONGEST = (400.0, 1700.0)  # points: what a picture says of its longer side beyond this is not believed
LARGEST = 100_000_000  # pixels
AGAIN = "download it again and check that it opens in a viewer"


def is_picture(path: Path) -> bool:
    """Say whether a file is a picture that is read, by its first bytes."""
    with path.open("rb") as file:
        return file.read(8).startswith(MAGIC)


def render(path: Path, page: Page, scale: float) -> Image.Image:
    """Draw a page upright and straight, `scale` pixels a point."""
    return drawn(path, page.number, scale, page.rotation, page.slant).convert("RGB")


def drawn(path: Path, number: int, scale: float, rotation: int = 0, slant: float = 0.0) -> Image.Image:
    """Draw a page turned clockwise by `rotation`, then counter-clockwise by `slant` degrees."""
    from PIL import Image

    if is_picture(path):
        picture, size = frame(path, number)
        picture = picture.resize([max(round(p * scale), 1) for p in size], Image.Resampling.BICUBIC)
        picture = picture.rotate(-rotation, expand=True) if rotation else picture
    else:
        import pypdfium2 as pdfium

        pdf = pdfium.PdfDocument(path)
        try:
            picture = pdf[number - 1].render(scale=scale, rotation=rotation).to_pil()
        finally:
            pdf.close()
    if not slant:
        return picture
    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def frame(path: Path, number: int) -> tuple[Image.Image, tuple[float, float]]:
    """Return a page of a picture file, grey or in colours on white, and its width and height in points.

    Raises
    ------
    SourceError
        The file is damaged, or larger than any page.
    """
    from PIL import Image, ImageOps

    with _opened(path) as file:
        file.seek(number - 1)
        if file.width * file.height > LARGEST:
            raise SourceError(
                f"{path}: a picture of {file.width} x {file.height} pixels is larger than any page"
            )
        resolution = file.info.get("dpi", (0, 0))
        picture = ImageOps.exif_transpose(file)
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            clear = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
        picture = picture.convert("L" if picture.mode in ("1", "L", "LA") else "RGB")
    inch = float(resolution[0] or 0)
    longest = 72 * max(picture.size) / inch if inch > 0 else 0.0
    if not LONGEST[0] <= longest <= LONGEST[1]:
        longest = A4
    k = longest / max(picture.size)
    return picture, (picture.width * k, picture.height * k)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Open a picture file; what is wrong with it is said in words."""
    from PIL import Image

    try:
        # of damaged metadata, and of size, which is asked for
        with unwarned(), Image.open(path, formats=("PNG", "JPEG", "TIFF")) as file:
            yield file
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        what = " ".join(str(error).replace(str(path), "").split()) or type(error).__name__
        raise SourceError(f"{path}: a picture that cannot be opened ({what}); {AGAIN}") from error


def frames(path: Path) -> int:
    """Return how many pages a picture file has; errors are those of :func:`frame`."""

    with _opened(path) as file:
        return getattr(file, "n_frames", 1)


def dots(path: Path, number: int) -> float:
    """Return the pixels a point of the widest picture on a page of a PDF."""
    import pypdfium2 as pdfium
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    pdf = pdfium.PdfDocument(path)
    try:
        found = [0.0]
        for image in pdf[number - 1].get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
            x0, y0, x1, y1 = image.get_bounds()
            found.append(max(image.get_px_size()) / max(x1 - x0, y1 - y0, 1.0))
        return max(found)
    finally:
        pdf.close()


def drawable(path: Path) -> bool:
    """Say whether the pages of a file can be drawn, if it has any: those of OFD, a ZIP archive, cannot."""
    with path.open("rb") as file:
        return file.read(2) != b"PK"
