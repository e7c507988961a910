"""Two-dimensional codes as squares of modules, and the whole dots that a module may have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

Modules = list[list[bool]]


@dataclass(frozen=True)
class Fitted:
    """A symbol and its size: `dots` per module, `side` dots in all, without quiet zone."""

    modules: Modules
    dots: int

    @property
    def side(self) -> int:
        return len(self.modules) * self.dots


def qr(content: str, error: str = "L") -> Modules:
    """Return the smallest QR code (ISO/IEC 18004, model 2) of a text at this error level or above.

    Upper-case hex and codes fall into the alphanumeric mode: 5.5 bits a character.
    """
    import segno

    # Without a fixed encoding segno would put Chinese into Shift JIS.
    encoding = None if content.isascii() else "utf-8"
    code = segno.make_qr(content, error=error, boost_error=True, encoding=encoding)
    return [[bool(module) for module in row] for row in code.matrix]


# Strongest first: free room is worth more as error correction than as white.
QR_LEVELS: tuple[Callable[[str], Modules], ...] = tuple(
    partial(qr, error=level) for level in ("H", "Q", "M", "L")
)


def own_code(battery: str, code: str) -> str:
    """Return what a QR code says of a battery: `CY:B:<battery id>:<code as kept>`.

    The id is in upper case, which a QR code packs twice as tightly; ids compare without case.
    """
    return f"CY:B:{battery.upper()}:{code}"


def data_matrix(content: str) -> Modules:
    """Return the square Data Matrix ECC 200 (ISO/IEC 16022) of a text.

    ReportLab's own writer knows one size only (44 x 44, as a mail carrier wants it), so the
    library that reads our codes writes this one.
    """
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    image = np.asarray(code.to_image(scale=1, add_quiet_zones=False))
    return [[bool(module) for module in row] for row in image == 0]


def fitted(
    writers: Sequence[Callable[[str], Modules]],
    contents: Sequence[str],
    *,
    room: int,
    quiet: int,
    dots: range,
) -> Fitted:
    """Return the first of the contents that fits, in the largest dots, by the first writer.

    `room` is the side of the free square in dots, `quiet` the modules that stay white on each
    side, `dots` the sizes allowed, largest first. The last content must always fit.
    """
    for content in contents:
        symbols = [_written(write, content) for write in writers]
        for size in dots:
            for modules in symbols:
                if modules and (len(modules) + 2 * quiet) * size <= room:
                    return Fitted(modules, size)
    raise ValueError(f"no content fits {room} dots: {contents[-1]!r}")


def _written(write: Callable[[str], Modules], content: str) -> Modules | None:
    """Return a symbol, or None for what no symbol of its kind can hold."""
    try:
        return write(content)
    except ValueError:
        return None
