"""The guilloche rosette of a programme version, drawn from its version hash.

One version always gives the same rosette; two versions never look alike. `rosette` draws it as
SVG, `rosette_png` as a picture, `plain_seal` is the shape of an edubadge, which has no mark.

Every band is a closed curve  r(t) = middle(t) + reach(t) * cos(waves * t + phase)
whose middle and reach repeat `lobes` times around. Because waves and lobes share no factor,
turning the curve by one lobe keeps the band and shifts the wave: the turned copies weave the
band, and only one of them has to be written down.

Changing any number in the composition changes every rosette ever drawn: then raise EDITION and
keep the old drawing for old versions.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import pairwise
from math import cos, gcd, hypot, pi, sin, tau
from typing import TypeVar

from PIL import Image, ImageDraw

T = TypeVar("T")

EDITION = b"rosette/1"
VIEW = 640  # side of the drawing; everything lies within radius 312
SMALL = 112  # up to this size in pixels: tinted shapes instead of line work
LARGEST_PNG = 1200
SEAL_AND_BLUE = ("#8b2540", "#17375e")
PAPER = "#ffffff"
TINT = 0.3  # how much of the ink fills a shape at small sizes
SMALL_WEIGHT = 7
SMOOTH = 2  # from this piece on, a curve continues the one before it


@dataclass(frozen=True, slots=True)
class Band:
    """One ring of woven line; radii in drawing units."""

    inner: float
    outer: float
    lobes: int
    waves: int = 1
    scallop: float = 0.0  # swing of the middle line, as a share of the width
    pinch: float = 0.0  # swing of the width: 0 is even, 1 goes down to nothing
    twist: float = 0.0  # phase of the lobes
    lag: float = 0.0  # phase of the pinch against the scallop
    second: float = 0.0  # share of the double frequency in the scallop
    threads: int = 1  # base curves; the band shows threads * lobes lines
    ink: str = "a"
    weight: float = 1.0

    def _shape(self, t: float) -> tuple[float, float]:
        width = (self.outer - self.inner) / 2
        turn = self.lobes * (t - self.twist)
        swing = (1 - abs(self.second)) * cos(turn) + self.second * cos(2 * turn)
        reach = width * (1 - self.scallop) * (1 - self.pinch * (1 + cos(turn + self.lag)) / 2)
        return (self.outer + self.inner) / 2 + width * self.scallop * swing, reach

    def radius(self, t: float, phase: float) -> float:
        """How far from the middle the line is at angle `t`."""
        middle, reach = self._shape(t)
        return middle + reach * cos(self.waves * t + phase)

    def lower(self, t: float) -> float:
        """The inner edge of the band at angle `t`."""
        middle, reach = self._shape(t)
        return middle - reach

    def upper(self, t: float) -> float:
        """The outer edge of the band at angle `t`."""
        middle, reach = self._shape(t)
        return middle + reach

    def phases(self) -> list[float]:
        """Where each base curve starts."""
        return [tau * k / (self.threads * self.lobes) for k in range(self.threads)]


class Choices:
    """An endless, repeatable stream of choices taken from the version hash."""

    def __init__(self, version_hash: bytes) -> None:
        self._bytes = self._stream(version_hash)

    @staticmethod
    def _stream(seed: bytes) -> Iterator[int]:
        count = 0
        while True:
            yield from hashlib.sha256(EDITION + count.to_bytes(4, "big") + seed).digest()
            count += 1

    def unit(self) -> float:
        """A number from 0 up to 1."""
        return (next(self._bytes) * 256 + next(self._bytes)) / 65536

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self.unit()

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self.unit() * len(options))]


def bands(version_hash: bytes) -> list[Band]:
    """The composition: rim, body, counter band and star, outside to inside."""
    c = Choices(version_hash)
    lobes = c.pick((7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18))
    inks = c.pick(("baba", "aaba", "baab", "aabb"))
    body_in = c.between(116, 170)
    counter_in = c.between(74, 104)
    overlap = c.between(14, 70)
    sweep = (2, 3, lobes // 2 + 1, lobes - 1, lobes + 1)
    weave = (lobes + 1, 2 * lobes - 1, 2 * lobes + 1, 3 * lobes + 1)
    # The order of these lines is the order of the choices: part of the edition.
    rim = _rim(c, inks[0])
    body = _body(c, inks[1], lobes, body_in)
    counter = _counter(c, inks[2], lobes, (counter_in, body_in + overlap))
    star = _star(c, inks[3], lobes, counter_in)
    return [
        _woven(rim, (c.pick((59, 71, 83, 97)),), 0.34),
        _woven(body, c.pick((sweep, weave, weave)), c.between(0.32, 0.42)),
        _woven(counter, c.pick((sweep, weave)), c.between(0.32, 0.42)),
        _woven(star, (2, 3, 4, 5, lobes // 2 + 1), c.between(0.3, 0.4)),
    ]


def _rim(c: Choices, ink: str) -> Band:
    return Band(
        inner=c.between(284, 292),
        outer=309,
        lobes=c.pick((4, 5)),
        waves=0,
        ink=ink,
        weight=0.8,
    )


def _body(c: Choices, ink: str, lobes: int, inner: float) -> Band:
    return Band(
        inner=inner,
        outer=283,
        lobes=lobes,
        scallop=c.between(0.16, 0.44),
        pinch=c.between(0.0, 0.66),
        lag=c.pick((0.0, pi, pi / 2, -pi / 2)),
        second=c.pick((0.0, 0.0, 0.25, -0.22)),
        ink=ink,
        weight=0.75,
    )


def _counter(c: Choices, ink: str, lobes: int, radii: tuple[float, float]) -> Band:
    return Band(
        inner=radii[0],
        outer=radii[1],
        lobes=c.pick((lobes, lobes, 2 * lobes)),
        scallop=c.between(0.1, 0.36),
        pinch=c.between(0.0, 0.6),
        lag=c.pick((0.0, pi)),
        twist=c.pick((0.0, pi / lobes)),
        ink=ink,
        weight=0.75,
    )


def _star(c: Choices, ink: str, lobes: int, outer: float) -> Band:
    return Band(
        inner=c.between(14, 40),
        outer=outer + c.between(-4, 22),
        lobes=c.pick((lobes, lobes, lobes + 5)),
        scallop=c.between(0.0, 0.22),
        pinch=c.between(0.0, 0.5),
        lag=c.pick((0.0, pi)),
        ink=ink,
        weight=0.65,
    )


def _woven(band: Band, waves: Sequence[int], cover: float) -> Band:
    """The band with a wave count from `waves` and as many threads as `cover` allows.

    `cover` is the share of the band that is line: too much and the weave closes up.
    """
    fit = band
    for wanted in sorted(waves, reverse=True):
        count = wanted
        while gcd(count, band.lobes) != 1:
            count += 1
        fit = replace(band, waves=count, threads=1)
        line, area = _length(fit) * fit.lobes * fit.weight, _area(fit)
        if line <= cover * area * 1.2:
            return replace(fit, threads=max(1, min(4, round(cover * area / line))))
    return fit


def _length(band: Band, steps: int = 720) -> float:
    spots = [(band.radius(tau * i / steps, 0.0), tau * i / steps) for i in range(steps + 1)]
    return sum(hypot(r2 - r1, r1 * (t2 - t1)) for (r1, t1), (r2, t2) in pairwise(spots))


def _area(band: Band, steps: int = 360) -> float:
    edges = ((band.lower(tau * i / steps), band.upper(tau * i / steps)) for i in range(steps))
    return sum(abs(high * high - low * low) for low, high in edges) * pi / steps


def rosette(
    version_hash: bytes,
    size: int = 320,
    *,
    ink: tuple[str, str] = ("currentColor", "currentColor"),
    uid: str = "",
) -> str:
    """The rosette of a version with a mark, as SVG.

    `ink` colours the two line systems where no style sheet does; `uid` tells two drawings of
    one version on one page apart.
    """
    small = size <= SMALL
    name = f"r{hashlib.sha256(version_hash).hexdigest()[:8]}{uid}"
    parts = []
    for number, band in enumerate(bands(version_hash)):
        colour = ink["ab".index(band.ink)]
        lines = _solid_svg(band) if small else _woven_svg(f"{name}-{number}", band)
        fill = f' fill="{colour}" fill-opacity=".3" fill-rule="evenodd"' if small else ""
        parts.append(
            f'<g class="ros-{band.ink}" stroke="{colour}"'
            f' stroke-width="{_weight(band, size):.3g}"{fill}>{lines}</g>'
        )
    return _svg(size, "rosette rosette-small" if small else "rosette", "".join(parts))


def plain_seal(size: int = 320, *, ink: str = "currentColor") -> str:
    """The shape of an edubadge as SVG: no mark, so no line work."""
    weight = 9 if size <= SMALL else 2
    circles = f'<g stroke="{ink}" stroke-width="{weight}"><circle r="300"/><circle r="196"/></g>'
    return _svg(size, "rosette rosette-plain", circles)


def rosette_png(version_hash: bytes | None, size: int) -> bytes:
    """The rosette (or, without a hash, the plain seal) as a square PNG on white.

    The same arguments give the same bytes. `size` is at most 1200 pixels.
    """
    if not 1 <= size <= LARGEST_PNG:
        raise ValueError(f"size is {size}; a rosette is 1 to {LARGEST_PNG} pixels")
    finer = max(2, min(8, 2 * LARGEST_PNG // size))
    sheet = Image.new("RGB", (size * finer, size * finer), PAPER)
    if not version_hash:
        _draw_plain_seal(sheet, size)
    else:
        for band in bands(version_hash):
            draw = _draw_solid if size <= SMALL else _draw_woven
            draw(sheet, band, _weight(band, size))
    picture = sheet.reduce(finer).quantize(colors=128, dither=Image.Dither.NONE)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _weight(band: Band, size: int) -> float:
    if size <= SMALL:
        return SMALL_WEIGHT
    return band.weight * min(1.5, max(1.0, 480 / size))


def _svg(size: int, css: str, body: str) -> str:
    half = VIEW // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}"'
        f' viewBox="{-half} {-half} {VIEW} {VIEW}" width="{size}" height="{size}"'
        f' fill="none" aria-hidden="true" focusable="false">{body}</svg>'
    )


def _woven_svg(name: str, band: Band) -> str:
    pieces = round(4.4 * (band.waves + (2 * band.lobes if band.scallop or band.pinch else 4)))
    radii = (partial(band.radius, phase=phase) for phase in band.phases())
    curves = "".join(f'<path d="{_path(radius, pieces)}"/>' for radius in radii)
    turns = "".join(
        f'<use href="#{name}" transform="rotate({360 * k / band.lobes:.5g})"/>'
        for k in range(1, band.lobes)
    )
    return f'<g id="{name}">{curves}</g>{turns}'


def _solid_svg(band: Band) -> str:
    """The band as a tint between its two edges."""
    pieces = max(24, 6 * band.lobes)
    return f'<path d="{_path(band.upper, pieces)}{_path(band.lower, pieces)}"/>'


def _path(radius: Callable[[float], float], pieces: int) -> str:
    """A closed curve around the middle as smooth cubic pieces, one decimal."""
    step, nudge = tau / pieces, 1e-4

    def point(t: float) -> tuple[float, float]:
        return radius(t) * sin(t), -radius(t) * cos(t)

    out: list[str] = []
    here = (0, 0)
    for i in range(pieces + 1):
        t = i * step
        (x, y), (xa, ya), (xb, yb) = point(t), point(t - nudge), point(t + nudge)
        dx, dy = (xb - xa) / nudge * step / 6, (yb - ya) / nudge * step / 6
        there = (round(x * 10), round(y * 10))
        back = (round((x - dx) * 10) - here[0], round((y - dy) * 10) - here[1])
        move = (there[0] - here[0], there[1] - here[1])
        if i == 0:
            out += ["M", _numbers(there), "c", _numbers((round(dx * 10), round(dy * 10)))]
        else:
            out += ["s" if i == SMOOTH else "", " ", _numbers(back + move)]
        here = there
    return "".join(out).replace("s ", "s").replace(" -", "-") + "z"


def _numbers(tenths: Sequence[int]) -> str:
    texts = (f"{value / 10:g}" for value in tenths)
    return " ".join(t.replace("0.", ".", 1) if t.startswith(("0.", "-0.")) else t for t in texts)


def _points(
    sheet: Image.Image, radius: Callable[[float], float], steps: int, turn: float = 0.0
) -> list[tuple[float, float]]:
    """A closed curve around the middle of the sheet, turned clockwise by `turn`."""
    middle, scale = sheet.width / 2, sheet.width / VIEW
    spots = ((radius(tau * i / steps) * scale, tau * i / steps + turn) for i in range(steps + 1))
    return [(middle + r * sin(t), middle - r * cos(t)) for r, t in spots]


def _pen(sheet: Image.Image, weight: float) -> int:
    return max(1, round(weight * sheet.width / VIEW))


def _colour(band: Band) -> str:
    return SEAL_AND_BLUE["ab".index(band.ink)]


def _draw_woven(sheet: Image.Image, band: Band, weight: float) -> None:
    draw, pen = ImageDraw.Draw(sheet), _pen(sheet, weight)
    steps = max(360, 20 * (band.waves + 2 * band.lobes))
    for phase in band.phases():
        for lobe in range(band.lobes):
            radius = partial(band.radius, phase=phase)
            line = _points(sheet, radius, steps, tau * lobe / band.lobes)
            draw.line(line, fill=_colour(band), width=pen)


def _draw_solid(sheet: Image.Image, band: Band, weight: float) -> None:
    outer, inner = (_points(sheet, edge, 40 * band.lobes) for edge in (band.upper, band.lower))
    tint = Image.new("L", sheet.size, 0)
    shape = ImageDraw.Draw(tint)
    shape.polygon(outer, fill=round(255 * TINT))
    shape.polygon(inner, fill=0)
    sheet.paste(_colour(band), mask=tint)
    draw, pen = ImageDraw.Draw(sheet), _pen(sheet, weight)
    for edge in (outer, inner):
        draw.line(edge, fill=_colour(band), width=pen, joint="curve")


def _draw_plain_seal(sheet: Image.Image, size: int) -> None:
    draw, pen = ImageDraw.Draw(sheet), _pen(sheet, 9 if size <= SMALL else 2)
    middle, scale = sheet.width / 2, sheet.width / VIEW
    for radius in (300, 196):
        low, high = middle - radius * scale, middle + radius * scale
        draw.ellipse((low, low, high, high), outline=SEAL_AND_BLUE[1], width=pen)
