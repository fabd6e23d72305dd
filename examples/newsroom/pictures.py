#!/usr/bin/env python3
"""Draws the pictures of the demo newsroom into media/.

    pip install pillow && python3 pictures.py [NAME…]

Each picture is a small poster: a graded sky, layers that fade with distance, one clear subject.
Everything is drawn from code and seeded by the picture's name, so the same Pillow draws the same
pictures again. Coordinates are those of the finished picture; it is drawn at twice the size and
scaled down, which is what smooths the edges.
"""

import math
import random
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

MEDIA = Path(__file__).parent / "media"
SCALE = 2
LIMIT = 150_000  # bytes of a finished JPEG

# ------------------------------------------------------------------ colours

# One range of colours for each theme, from the top of the sky to the nearest ground.
DUSK = ["#16233f", "#31486f", "#7d6f8e", "#d98f7c", "#f3c79b"]      # the sea in the evening
MORNING = ["#7fa6bd", "#a9c4cb", "#d8dccb", "#f3dfb8", "#f7cf9a"]   # fields, ports, wind and sun
PLUM = ["#2a2145", "#4d3563", "#8e5673", "#d8836f", "#f2b482"]      # the city at the blue hour
NIGHT = ["#0a1028", "#131d44", "#253362", "#4a4f86", "#8a7aa6"]     # science
FRESH = ["#4f9fb5", "#8cc4c6", "#cfe3d2", "#f6e7bf", "#f9d596"]     # sport and the outdoors
LAMP = "#ffd98f"


def rgb(colour):
    return tuple(int(colour[i:i + 2], 16) for i in (1, 3, 5)) if isinstance(colour, str) else tuple(colour)


def mix(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(rgb(a), rgb(b)))


# ------------------------------------------------------------------ the tools

class Scene:
    def __init__(self, name, width=1600, height=1000):
        self.name, self.w, self.h = name, width, height
        self.rng = random.Random(name)
        self.img = Image.new("RGB", (width * SCALE, height * SCALE))

    # --- flat and graded shapes

    def shape(self, paint, top, bottom=None, alpha=1.0, blur=0.0, span=None):
        """Lays a colour, or a gradient from top to bottom, through the mask that `paint` draws.

        `span` gives the gradient's two heights when they are not those of the shape."""
        mask = Image.new("L", self.img.size)
        paint(ImageDraw.Draw(mask))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        box = mask.getbbox()
        if not box:
            return
        mask = mask.crop(box)
        if alpha < 1:
            mask = mask.point(lambda v: round(v * alpha))
        if bottom is None:
            colour = Image.new("RGB", mask.size, rgb(top))
        else:
            y0, y1 = (v * SCALE for v in span) if span else (box[1], box[3])
            rows = [mix(top, bottom, min(1, max(0, (y - y0) / max(1, y1 - y0)))) for y in range(box[1], box[3])]
            colour = column(rows, mask.size)
        self.img.paste(colour, box[:2], mask)

    def poly(self, points, top, bottom=None, **how):
        self.shape(lambda d: d.polygon([(x * SCALE, y * SCALE) for x, y in points], 255), top, bottom, **how)

    def rect(self, x, y, w, h, top, bottom=None, radius=0, **how):
        box = [x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1]
        if box[2] >= box[0] and box[3] >= box[1]:
            self.shape(lambda d: d.rounded_rectangle(box, radius * SCALE, 255), top, bottom, **how)

    def arch(self, x, y, w, h, top, bottom=None, **how):
        """A window or door with a round head."""
        r = min(w / 2, h) * SCALE
        box = [x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1]
        self.shape(lambda d: d.rounded_rectangle(box, r, 255, corners=(True, True, False, False)), top, bottom, **how)

    def blob(self, points, top, bottom=None, **how):
        """A closed shape with soft corners (Chaikin's corner cutting)."""
        for _ in range(3):
            points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
                      for a, b in zip(points, points[1:] + points[:1]) for t in (0.25, 0.75)]
        self.poly(points, top, bottom, **how)

    def disc(self, x, y, r, top, bottom=None, ry=None, **how):
        ry = r if ry is None else ry
        box = [(x - r) * SCALE, (y - ry) * SCALE, (x + r) * SCALE, (y + ry) * SCALE]
        self.shape(lambda d: d.ellipse(box, 255), top, bottom, **how)

    def line(self, points, width, colour, **how):
        """A line with round joints and ends."""
        r = width * SCALE / 2
        dots = [(x * SCALE, y * SCALE) for x, y in points]

        def paint(d):
            d.line(dots, 255, max(1, round(r * 2)), joint="curve")
            if r > 1:
                for x, y in dots:
                    d.ellipse([x - r, y - r, x + r, y + r], 255)
        self.shape(paint, colour, **how)

    def many(self, draw, colour, **how):
        """Many small shapes of one colour in one pass: `draw(pen)` with a pen that scales."""
        self.shape(lambda d: draw(Pen(d)), colour, **how)

    # --- light and air

    def sky(self, colours, bottom=None):
        """The backdrop: a smooth gradient through all the colours down to `bottom`."""
        end = (bottom or self.h) * SCALE
        rows = []
        for y in range(self.h * SCALE):
            t = min(0.9999, y / end) * (len(colours) - 1)
            f = t % 1
            rows.append(mix(colours[int(t)], colours[int(t) + 1], f * f * (3 - 2 * f) * 0.5 + f * 0.5))
        self.img.paste(column(rows, self.img.size))

    def glow(self, x, y, r, colour, strength=0.6):
        """Light that falls off from a point."""
        size = round(r * 2 * SCALE)
        light = Image.radial_gradient("L").resize((size, size), Image.Resampling.BICUBIC)
        light = light.point(lambda v: round(max(0, 1 - v / 181) ** 2.2 * 255 * strength))
        self.img.paste(Image.new("RGB", (size, size), rgb(colour)), (round((x - r) * SCALE), round((y - r) * SCALE)), light)

    def sun(self, x, y, r, colour, halo, strength=0.75):
        self.glow(x, y, r * 9, halo, strength)
        self.disc(x, y, r, colour, blur=1)

    def fog(self, y, height, colour, alpha):
        """A band of mist, densest in its middle."""
        self.rect(-50, y - height / 4, self.w + 100, height / 2, colour, alpha=alpha, blur=height / 4)

    def clouds(self, count, y0, y1, colour, alpha=0.35, length=420):
        """Long flat clouds, thicker in the middle than at the ends."""
        for _ in range(count):
            x, y = self.rng.uniform(-100, self.w), self.rng.uniform(y0, y1)
            half = length * self.rng.uniform(0.5, 1.2) / 2

            def paint(d):
                for _ in range(9):
                    o, w = self.rng.gauss(0, half / 2.4), half * self.rng.uniform(0.35, 0.8)
                    t = self.rng.uniform(3, 9) * (1 - min(0.8, abs(o) / half / 1.4))
                    v = y + self.rng.uniform(-8, 8)
                    d.ellipse([(x + o - w) * SCALE, (v - t) * SCALE, (x + o + w) * SCALE, (v + t) * SCALE], 255)
            self.shape(paint, colour, alpha=alpha * self.rng.uniform(0.6, 1), blur=5)

    def stars(self, count, y1, colour="#ffffff"):
        for size, share, alpha in ((0.7, 0.7, 0.55), (1.1, 0.24, 0.8), (1.8, 0.06, 1)):
            spots = [(self.rng.uniform(0, self.w), y1 * self.rng.random() ** 1.25) for _ in range(int(count * share))]
            self.many(lambda p: [p.disc(x, y, size) for x, y in spots], colour, alpha=alpha)

    def water(self, y, top, bottom, mirrored=0.5, ripple=1.0):
        """Everything below `y` becomes water that mirrors what stands above it."""
        y0, full = y * SCALE, self.h * SCALE
        depth = full - y0
        above = self.img.crop((0, max(0, y0 - depth), self.img.width, y0))
        above = ImageOps.flip(above).resize((self.img.width, depth)).filter(ImageFilter.GaussianBlur(2.2 * SCALE))
        waves = Image.new("RGB", above.size)
        for row in range(0, depth, SCALE):
            near = row / depth
            shift = math.sin(row * 0.11 / (0.35 + near) + 9 * near) * (2 + 16 * near) * ripple + self.rng.uniform(-3, 3) * (0.4 + near) * ripple
            strip = above.crop((0, row, above.width, row + SCALE))
            waves.paste(ImageChops.offset(strip, round(shift * SCALE / 2), 0), (0, row))
        body = column([mix(top, bottom, r / depth) for r in range(depth)], waves.size)
        fade = column([(round(255 * mirrored * (1 - 0.75 * r / depth)),) * 3 for r in range(depth)], waves.size).convert("L")
        self.img.paste(Image.composite(waves, body, fade), (0, y0))

    def glints(self, x, y0, y1, colour, count=160, spread=0.35, alpha=0.5):
        """The broken path of a light on water."""
        spots = []
        for _ in range(count):
            t = self.rng.random()
            half = self.rng.uniform(6, 26) * (0.25 + t)
            spots.append((x + self.rng.gauss(0, 14 + (y1 - y0) * spread * t), y0 + (y1 - y0) * t, half, 0.6 + 1.4 * t))
        self.many(lambda p: [p.oval(*s) for s in spots], colour, alpha=alpha, blur=0.5)

    # --- land

    def ridge(self, y, height, colour, base=None, rough=0.55, detail=8):
        """A mountain line by midpoint displacement, filled down to the bottom of the picture."""
        line, swing = [self.rng.uniform(-1, 1), self.rng.uniform(-1, 1)], 1.0
        for _ in range(detail):
            line = [v for a, b in zip(line, line[1:]) for v in (a, (a + b) / 2 + self.rng.uniform(-swing, swing))] + [line[-1]]
            swing *= rough
        step = self.w / (len(line) - 1)
        points = [(i * step, y - v * height / 2) for i, v in enumerate(line)]
        self.poly([(0, self.h)] + points + [(self.w, self.h)], colour, base, span=(y - height, y + height * 1.2))
        return points

    def hills(self, y, height, colour, base=None, waves=1.5, span=None):
        """A rolling line, returned as a function from x to its height."""
        parts = [(self.rng.uniform(0.6, 1) * waves * k, self.rng.uniform(0, 6.3), 1 / k) for k in (1, 2.3, 4.1)]

        def at(x):
            return y - height * sum(a * math.sin(6.283 * f * x / self.w + p) for f, p, a in parts) / 2.6
        self.poly([(0, self.h)] + [(x, at(x)) for x in range(0, self.w + 9, 8)] + [(self.w, self.h)], colour, base,
                  span=span or (y - height, y + height * 2.5))
        return at

    def town(self, y, low, high, colour, x0=0, x1=None, lit=None, share=0.25, width=(46, 110)):
        """A row of houses with roofs, some of their windows lit."""
        x, lamps, houses = x0, [], []
        while x < (x1 or self.w):
            w, h = self.rng.uniform(*width), self.rng.uniform(low, high)
            roof = self.rng.choice([0, 0.16, 0.3]) * w
            houses.append([(x, y + 4), (x, y - h), (x + w / 2, y - h - roof), (x + w, y - h), (x + w, y + 4)])
            for wx in range(int(x) + 9, int(x + w) - 12, 16):
                for wy in range(int(y - h) + 12, int(y) - 16, 22):
                    if self.rng.random() < share:
                        lamps.append((wx, wy))
            x += w + self.rng.choice([0, 0, 2, 10])
        self.many(lambda p: [p.poly(h) for h in houses], colour)
        if lit and lamps:
            self.many(lambda p: [p.rect(a, b, 7, 11) for a, b in lamps], lit, alpha=0.85)

    def tree(self, x, y, h, colour, lean=0.0):
        """A round broad-leaved tree, lit from above."""
        self.line([(x, y), (x + lean, y - h * 0.6)], max(2, h * 0.05), mix(colour, "#2a2024", 0.5))
        puffs = [(x + lean + h * self.rng.triangular(-0.26, 0.26), y - h * self.rng.uniform(0.46, 0.84), h * self.rng.uniform(0.1, 0.17)) for _ in range(26)]
        self.many(lambda p: [p.disc(*q) for q in puffs], mix(colour, "#000000", 0.12))
        self.many(lambda p: [p.disc(a - r * 0.15, b - r * 0.25, r * 0.62) for a, b, r in puffs], colour, blur=h * 0.012)
        self.many(lambda p: [p.disc(a - r * 0.3, b - r * 0.5, r * 0.3) for a, b, r in puffs], mix(colour, "#ffe9a8", 0.25), alpha=0.4, blur=h * 0.025)

    def spruces(self, at, x0, x1, low, high, colour, gap=(10, 34)):
        """A row of spruces on the ground line `at(x)`."""
        trees, x = [], x0
        while x < x1:
            h = self.rng.uniform(low, high)
            y, w = at(x) + 6, h * self.rng.uniform(0.26, 0.34)
            for t in range(5):
                top, foot = y - h * (1 - 0.17 * t), y - h * (1 - 0.17 * t - 0.3)
                half = w / 2 * (0.34 + 0.17 * t)
                trees.append([(x, top), (x - half, foot), (x + half, foot)])
            trees.append([(x - 2, y - h * 0.1), (x + 2, y - h * 0.1), (x + 2, y + 8), (x - 2, y + 8)])
            x += self.rng.uniform(*gap)
        self.many(lambda p: [p.poly(t) for t in trees], colour)

    def person(self, x, y, h, colour, turn=1, coat=None):
        """Somebody who stands or strolls, facing `turn`; all in `colour` but for a coat of another."""
        def at(*points):
            return [(x + turn * a * h, y - b * h) for a, b in points]
        coat = coat or mix(colour, "#ffffff", 0.05)
        self.poly(at((-.075, .48), (.0, .48), (-.035, .0), (-.1, .0)), colour)
        self.poly(at((-.01, .48), (.08, .48), (.085, .0), (.02, .0)), colour)
        self.poly(at((-.1, .0), (-.1, .03), (-.01, .0)), colour)
        self.poly(at((.02, .0), (.025, .035), (.125, .0)), colour)
        self.blob(at((-.085, .83), (.085, .83), (.125, .78), (.12, .34), (-.12, .34), (-.125, .78)), coat, mix(coat, colour, .6))
        self.line(at((-.085, .77), (-.125, .6), (-.1, .43)), h * .055, mix(coat, colour, .5))
        self.line(at((0, .83), (.005, .88)), h * .05, colour)
        self.disc(*at((.008, .925))[0], h * .052, colour, ry=h * .064)
        self.disc(*at((-.008, .945))[0], h * .055, mix(colour, "#000000", .3), ry=h * .05)

    def gulls(self, spots, colour, alpha=0.8):
        for x, y, w in spots:
            self.line([(x - w, y - w * .22), (x - w * .45, y - w * .4), (x, y), (x + w * .45, y - w * .4), (x + w, y - w * .22)], max(1.2, w * .1), colour, alpha=alpha)

    # --- finish

    def save(self):
        """Scales down, adds a soft vignette and a little grain, writes a progressive JPEG below the limit."""
        img = self.img.resize((self.w, self.h), Image.Resampling.LANCZOS)
        edge = Image.radial_gradient("L").resize(img.size, Image.Resampling.BICUBIC)
        edge = edge.point(lambda v: round(max(0, v - 130) / 125 * 38))
        img.paste(Image.new("RGB", img.size, mix(img.resize((1, 1)).getpixel((0, 0)), "#000000", 0.6)), (0, 0), edge)
        half = (self.w // 2, self.h // 2)
        noise = Image.frombytes("L", half, self.rng.randbytes(half[0] * half[1])).resize(img.size, Image.Resampling.BICUBIC)
        MEDIA.mkdir(exist_ok=True)
        file = MEDIA / f"{self.name}.jpg"
        # A busy picture needs no grain; it goes before the quality does.
        for quality, strength in ((82, 0.026), (82, 0.014), (82, 0), (80, 0), (78, 0), (76, 0), (72, 0), (68, 0), (64, 0)):
            grain = noise.point(lambda v: round(128 + (v - 128) * strength))
            grained = ImageChops.add(img, Image.merge("RGB", [grain] * 3), 1, -128)
            grained.save(file, quality=quality, progressive=True, optimize=True)
            if file.stat().st_size < LIMIT:
                break
        print(f"{file.name}: {file.stat().st_size // 1000} kB, quality {quality}")


class Pen:
    """Draws small shapes on a mask in the picture's own coordinates."""

    def __init__(self, draw):
        self.d = draw

    def rect(self, x, y, w, h):
        self.d.rectangle([x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1], 255)

    def poly(self, points):
        self.d.polygon([(x * SCALE, y * SCALE) for x, y in points], 255)

    def disc(self, x, y, r):
        self.oval(x, y, r, r)

    def oval(self, x, y, rx, ry):
        self.d.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], 255)

    def line(self, points, width):
        self.d.line([(x * SCALE, y * SCALE) for x, y in points], 255, max(1, round(width * SCALE)), joint="curve")


def column(rows, size):
    """An image whose rows have the given colours."""
    img = Image.new("RGB", (1, len(rows)))
    img.putdata([tuple(r) for r in rows])
    return img.resize(size, Image.Resampling.NEAREST)


SCENES = {}


def scene(width=1600, height=1000):
    """Registers a picture under its function's name."""
    def wrap(paint):
        SCENES[paint.__name__.replace("_", "-")] = (paint, width, height)
        return paint
    return wrap


# ------------------------------------------------------------------ the sea

def ferry(s, x, y, k, hull, deck, lamp=LAMP, dim=0.95):
    """A car ferry seen from the side, bow to the right; `y` is its waterline."""
    def at(*points):
        return [(x + px * k, y - py * k) for px, py in points]
    s.poly(at((-345, 74), (-330, 0), (285, 0), (372, 84), (330, 74)), hull, mix(hull, "#000000", .35))
    s.poly(at((-318, 74), (-318, 122), (262, 122), (286, 74)), deck, mix(deck, hull, .4))
    s.poly(at((-282, 122), (-282, 164), (214, 164), (240, 122)), deck, mix(deck, hull, .25))
    s.poly(at((84, 164), (84, 202), (184, 202), (206, 164)), deck)
    s.poly(at((-176, 164), (-166, 236), (-110, 236), (-100, 164)), mix(hull, "#d0604e", .55), hull)
    s.poly(at((-172, 200), (-170, 216), (-106, 216), (-104, 200)), "#f0d9b5", alpha=.85)
    s.line(at((120, 202), (120, 268)), 4 * k, deck)
    s.line(at((98, 244), (142, 244)), 3 * k, deck)
    s.line(at((-326, 78), (344, 80)), 3 * k, mix(deck, "#ffffff", .3), alpha=.6)
    for row, x0, x1, step, size in ((88, -300, 250, 30, 15), (133, -266, 196, 24, 13)):
        s.many(lambda p: [p.rect(x + v * k, y - (row + size) * k, size * k * 1.15, size * k) for v in range(x0, x1, step)], lamp, alpha=dim)
    s.poly(at((112, 176), (112, 192), (180, 192), (190, 176)), lamp, alpha=dim)
    s.many(lambda p: [p.disc(x + v * k, y - 40 * k, 5 * k) for v in range(-280, 270, 60)], lamp, alpha=dim * .7)
    s.disc(x + 120 * k, y - 270 * k, 4 * k, "#fff3d6")


@scene()
def night_ferry(s):
    s.sky(DUSK, 620)
    s.stars(240, 300)
    s.clouds(9, 330, 560, "#f2ad8b", .32)
    s.clouds(6, 260, 420, "#4a5c86", .5, 620)
    s.hills(600, 34, "#3d4467", waves=1.2)
    s.town(604, 16, 48, "#2c3557", 0, 520, LAMP, .3, (30, 66))
    s.hills(618, 10, "#2a3354", waves=2)
    s.glow(1330, 585, 190, "#ffe2a6", .7)                             # the lighthouse at the end of the mole
    s.poly([(1050, 634), (1180, 606), (1600, 600), (1600, 634)], "#1f2845")
    s.poly([(1316, 606), (1322, 520), (1340, 520), (1346, 606)], "#232c4b")
    s.rect(1318, 506, 26, 14, "#fff1c4")
    s.poly([(1314, 506), (1331, 490), (1348, 506)], "#1b2340")
    s.glow(760, 560, 560, "#ffc98c", .38)
    ferry(s, 740, 634, 1.28, "#18223f", "#c9c4c4")
    s.water(634, "#59607f", "#0c1530", .85)
    s.glints(740, 650, 930, LAMP, 150, .8, .42)
    s.glints(1330, 650, 960, "#ffe7b4", 80, .12, .5)
    s.rect(0, 936, 1600, 64, "#0b1226", "#070c1a")                    # the quay we stand on
    for bx in (180, 560, 1420):
        s.rect(bx, 912, 34, 28, "#0b1226", radius=5)
        s.rect(bx - 7, 904, 48, 13, "#0b1226", radius=6)
    s.person(1180, 944, 116, "#0a1124", -1)
    s.person(1236, 944, 104, "#0a1124", 1)


def crane(s, x, y, k, colour):
    """A portal crane on the quay."""
    s.line([(x - 34 * k, y), (x - 20 * k, y - 150 * k)], 8 * k, colour)
    s.line([(x + 34 * k, y), (x + 20 * k, y - 150 * k)], 8 * k, colour)
    s.rect(x - 36 * k, y - 166 * k, 72 * k, 20 * k, colour)
    s.rect(x - 24 * k, y - 206 * k, 52 * k, 42 * k, colour, radius=4)
    s.line([(x + 10 * k, y - 190 * k), (x + 210 * k, y - 372 * k)], 7 * k, colour)
    s.line([(x + 10 * k, y - 206 * k), (x - 8 * k, y - 300 * k), (x + 205 * k, y - 368 * k)], 2.5 * k, colour)
    s.line([(x - 8 * k, y - 300 * k), (x - 60 * k, y - 190 * k)], 3 * k, colour)
    s.rect(x - 74 * k, y - 200 * k, 46 * k, 26 * k, colour)
    s.line([(x + 208 * k, y - 370 * k), (x + 208 * k, y - 190 * k)], 2 * k, colour)
    s.rect(x + 202 * k, y - 194 * k, 12 * k, 14 * k, colour)


def boat(s, x, y, k, hull, sail=None):
    """A small fishing boat, or a yacht when it has a sail."""
    s.poly([(x - 80 * k, y - 26 * k), (x - 66 * k, y), (x + 62 * k, y), (x + 92 * k, y - 34 * k)], hull, mix(hull, "#000000", .3))
    if sail:
        s.line([(x, y - 26 * k), (x, y - 230 * k)], 3 * k, mix(hull, "#000000", .3))
        s.poly([(x + 5 * k, y - 226 * k), (x + 6 * k, y - 46 * k), (x + 84 * k, y - 46 * k)], sail, mix(sail, hull, .2))
        s.poly([(x - 5 * k, y - 206 * k), (x - 6 * k, y - 46 * k), (x - 62 * k, y - 46 * k)], mix(sail, hull, .15))
    else:
        s.rect(x - 34 * k, y - 70 * k, 56 * k, 46 * k, "#eadfca", mix("#eadfca", hull, .3), radius=4)
        s.rect(x - 24 * k, y - 62 * k, 36 * k, 16 * k, "#5d7486")
        s.line([(x - 8 * k, y - 70 * k), (x - 8 * k, y - 140 * k)], 3 * k, hull)
        s.line([(x - 8 * k, y - 136 * k), (x + 78 * k, y - 36 * k)], 1.5 * k, hull)
        s.line([(x - 8 * k, y - 136 * k), (x - 72 * k, y - 30 * k)], 1.5 * k, hull)


@scene()
def harbour(s):
    s.sky(MORNING, 600)
    s.sun(1090, 470, 50, "#fff6dd", "#ffe9b8", .85)
    s.clouds(10, 180, 460, "#fdf2dd", .5)
    s.hills(560, 60, "#a9b8b4", "#c8c8b2", 1.1)
    s.town(590, 30, 90, "#8ea1a3", 0, 760, None, 0, (40, 90))
    s.rect(268, 430, 26, 130, "#8ea1a3")                               # a church tower in the haze
    s.poly([(262, 432), (281, 380), (300, 432)], "#8ea1a3")
    s.fog(580, 110, "#f5e6c6", .55)
    for x, k, c in ((930, .78, "#7f959c"), (1180, .95, "#67808a"), (1440, 1.15, "#4d6873")):
        crane(s, x, 612, k, c)
    for i in range(13):                                                # containers
        s.rect(840 + i * 60, 588 - 24 * (i % 3 == 1), 56, 24 + 24 * (i % 3 == 1), ["#b96f57", "#6c8c90", "#c9a566", "#587482"][i * 5 % 4])
    s.rect(780, 610, 820, 30, "#5a6c70", "#4b5d63")
    s.water(638, "#b9c4b6", "#37606b", .75)
    s.glints(1090, 645, 980, "#fff3cf", 260, .3, .6)
    boat(s, 250, 720, .95, "#a8523f")
    boat(s, 560, 690, .62, "#3f6472", "#f7ecd4")
    boat(s, 470, 850, 1.5, "#24505f")
    s.gulls([(700, 300, 30), (770, 340, 20), (610, 250, 16), (860, 270, 14)], "#546a72")


@scene(1200, 1500)
def lighthouse(s):
    s.sky(["#14233f", "#2b4a70", "#6b7d9b", "#d9997f", "#f5cf9f"], 1080)
    s.stars(170, 420)
    s.clouds(10, 620, 980, "#f6b893", .35, 460)
    s.clouds(5, 420, 700, "#506a90", .45, 560)
    for tilt, w in ((-0.14, 90), (0.1, 130)):                          # the two beams
        end = -1300 if tilt < 0 else 1300
        s.poly([(660, 402), (660 + end, 402 + 1300 * tilt * .8 - w), (660 + end, 402 + 1300 * tilt * .8 + w)], "#ffe9b5", alpha=.26, blur=9)
    s.water(1080, "#b98f86", "#152a45", .7)
    s.glints(330, 1090, 1440, "#ffdcae", 170, .4, .4)
    s.poly([(0, 1500), (0, 1360), (120, 1330), (260, 1270), (370, 1230), (470, 1160), (540, 1130), (800, 1122), (880, 1170),
            (990, 1190), (1090, 1260), (1200, 1280), (1200, 1500)], "#2a3a52", "#0e1a2e")
    s.poly([(0, 1500), (0, 1420), (190, 1400), (330, 1340), (480, 1330), (650, 1262), (820, 1290), (960, 1372), (1200, 1390), (1200, 1500)], "#1a2940", "#0a1424")
    left, right = lambda y: 660 - 46 - (y - 470) * .062, lambda y: 660 + 46 + (y - 470) * .062
    for i in range(6):                                                 # the tower, banded
        y0, y1 = 470 + i * 111, 470 + (i + 1) * 111
        light, dark = ("#f4e6d2", "#c9b6ad") if i % 2 == 0 else ("#c5574a", "#96404a")
        s.poly([(left(y0), y0), (right(y0), y0), (right(y1), y1), (left(y1), y1)], light, dark)
    s.poly([(right(470) - 44, 470), (right(470), 470), (right(1136), 1136), (right(1136) - 62, 1136)], "#1a2440", alpha=.35, blur=8)
    for y in (560, 790, 1010):
        s.rect(648, y, 20, 34, "#22304d", radius=9)
    s.rect(632, 1072, 46, 66, "#22304d", radius=18)
    s.rect(590, 452, 140, 20, "#22304d", radius=4)
    s.many(lambda p: [p.rect(592 + i * 17, 424, 3, 30) for i in range(9)], "#22304d")
    s.rect(590, 421, 140, 5, "#22304d")
    s.rect(624, 362, 72, 90, "#ffedbf", "#ffd98f")
    s.many(lambda p: [p.rect(v, 362, 4, 90) for v in (624, 646, 670, 692)], "#22304d")
    s.poly([(612, 364), (660, 304), (708, 364)], "#8c3b44", "#6a3040")
    s.line([(660, 306), (660, 274)], 4, "#22304d")
    s.glow(660, 402, 330, "#fff0c4", .8)
    s.poly([(812, 1128), (812, 1060), (872, 1018), (932, 1060), (932, 1180)], "#22314c", "#172338")  # the keeper's house
    s.rect(846, 1076, 24, 30, LAMP)
    s.glow(858, 1090, 70, LAMP, .4)
    s.gulls([(330, 560, 26), (400, 610, 17), (250, 640, 14), (960, 660, 18)], "#dfe3ea", .85)


@scene()
def river_delta(s):
    s.sky(["#5f7f9c", "#a9a9a8", "#efbf94", "#f8d7a2", "#f9e3b8"], 560)
    s.sun(930, 440, 56, "#fff6dc", "#ffe6ae", .9)
    s.clouds(11, 90, 400, "#fbd9b0", .42, 520)
    s.hills(540, 40, "#a9a890", waves=1.1)
    far = [(s.rng.uniform(0, 1600), s.rng.uniform(14, 34)) for _ in range(120)]
    s.many(lambda p: [p.disc(x, 556 - r * .4, r) for x, r in far if abs(x - 930) > 170] + [p.rect(0, 546, 760, 20), p.rect(1100, 546, 500, 20)], "#8f9478")
    s.fog(556, 110, "#fae0b4", .6)
    s.water(562, "#f3d3a2", "#46707a", .72, .7)
    s.glints(930, 570, 985, "#fff3cf", 260, .22, .55)

    def island(x0, x1, y, tall, colour, heads=False):
        """A bank of reeds: blades that lean with the wind over a dark foot, mirrored in the water."""
        blades = []
        for _ in range(int((x1 - x0) * .5)):
            x = s.rng.uniform(x0, x1)
            edge = min(1, (x - x0) / 90, (x1 - x) / 90)
            h = tall * s.rng.uniform(.45, 1) * (.35 + .65 * max(0, edge))
            blades.append((x, h, s.rng.uniform(.0, .22)))
        w = max(1.2, tall * .014)
        s.many(lambda p: [p.line([(x, y), (x + h * l * .3, y + h * .3), (x + h * l, y + h * .62)], w) for x, h, l in blades], colour, alpha=.3, blur=2.5)
        s.many(lambda p: [p.line([(x, y + 5), (x + h * l * .35, y - h * .6), (x + h * l, y - h)], w) for x, h, l in blades], colour)
        s.disc((x0 + x1) / 2, y + 3, (x1 - x0) / 2, mix(colour, "#000000", .15), ry=max(4, tall * .09))
        if heads:
            s.many(lambda p: [p.oval(x + h * l, y - h, w * 1.9, w * 6.5) for x, h, l in blades[::13]], "#5a3f2a")
    for x0, x1, y, tall, c in ((90, 420, 588, 34, "#94966f"), (480, 700, 600, 32, "#8c9068"), (1180, 1560, 594, 38, "#8c9068"),
                               (-60, 330, 650, 74, "#6f7d58"), (1260, 1680, 662, 80, "#6a7a55"), (560, 720, 668, 44, "#77855f")):
        island(x0, x1, y, tall, c)
    for x, y, h, c in ((210, 652, 190, "#66764f"), (96, 652, 150, "#6b7a55"), (1430, 664, 220, "#5f714d")):   # willows
        s.line([(x, y), (x + 8, y - h * .6)], h * .05, mix(c, "#2a2418", .5))
        crown = [(x + 6 + h * s.rng.triangular(-.42, .42), y - h * s.rng.uniform(.62, .96)) for _ in range(70)]
        s.many(lambda p: [p.disc(a, b, h * .1) for a, b in crown], c)
        s.many(lambda p: [p.oval(a + (a - x) * .28, b + h * .2, h * .035, h * s.rng.uniform(.16, .34)) for a, b in crown], c)
        s.many(lambda p: [p.oval(a - 6, b, h * .02, h * .12) for a, b in crown[::2]], mix(c, "#ffe6ae", .4), alpha=.4, blur=3)
    s.poly([(640, 760), (666, 784), (850, 784), (886, 752), (850, 764), (676, 768)], "#33443f", "#22302e")      # a rowing boat
    s.disc(766, 790, 130, "#2a4448", ry=7, alpha=.45, blur=4)
    s.poly([(744, 768), (752, 706), (786, 706), (796, 768)], "#5a4438", "#33302e")
    s.disc(770, 690, 14, "#33302e")
    s.disc(770, 682, 24, "#c9a566", ry=6)
    s.disc(770, 678, 13, "#c9a566", ry=9)
    s.line([(790, 726), (846, 744), (930, 800)], 5, "#33302e")
    island(-120, 430, 880, 210, "#3f5641", True)
    island(1180, 1720, 900, 240, "#3a523f", True)
    island(-160, 250, 1010, 330, "#20342c", True)
    island(1400, 1760, 1012, 350, "#20342c", True)
    x, y = 1096, 846                                                   # a heron in the shallows
    s.line([(x - 4, y), (x - 2, y - 70)], 3.5, "#2f3f40")
    s.line([(x + 12, y), (x + 8, y - 70)], 3.5, "#2f3f40")
    s.blob([(x - 46, y - 62), (x - 20, y - 92), (x + 22, y - 104), (x + 34, y - 84), (x + 10, y - 64)], "#4f5f62", "#2f3f40")
    s.line([(x + 24, y - 92), (x + 40, y - 122), (x + 26, y - 146), (x + 34, y - 166)], 8, "#4f5f62")
    s.disc(x + 38, y - 168, 10, "#4f5f62", ry=7)
    s.poly([(x + 44, y - 173), (x + 82, y - 164), (x + 44, y - 163)], "#c98f4a")
    s.gulls([(420, 250, 28), (480, 276, 24), (540, 304, 20), (366, 280, 24), (312, 310, 20)], "#4a5658")


# ------------------------------------------------------------------ the city

@scene()
def city_hall(s):
    s.sky(["#5d7fa3", "#9db1bf", "#e6c9ac", "#f5bf90", "#f3a97e"], 780)
    s.sun(300, 610, 54, "#fff1d0", "#ffe0a8", .8)
    s.clouds(12, 120, 520, "#fff0dc", .42)
    s.town(790, 90, 210, "#b58f86", 0, 1600, None, 0, (70, 150))
    s.fog(740, 200, "#f6c79c", .5)
    wall, shade, roof = "#f1dfbf", "#c99f84", "#55718a"
    s.rect(430, 470, 740, 330, wall, shade)
    for x in (430, 1010):                                              # the wings
        s.rect(x, 446, 160, 354, mix(wall, "#ffffff", .15), shade)
        s.poly([(x - 12, 448), (x + 80, 366), (x + 172, 448)], roof, mix(roof, "#000000", .25))
    s.poly([(586, 472), (620, 408), (980, 408), (1014, 472)], roof, mix(roof, "#000000", .2))
    s.rect(724, 290, 152, 510, mix(wall, "#ffffff", .2), shade)        # the tower
    s.rect(712, 436, 176, 12, mix(shade, "#ffffff", .3))
    s.rect(712, 290, 176, 14, mix(shade, "#ffffff", .3))
    s.poly([(716, 292), (762, 206), (838, 206), (884, 292)], roof, mix(roof, "#000000", .25))
    s.rect(778, 160, 44, 48, mix(wall, "#ffffff", .2), shade)
    s.poly([(770, 162), (800, 96), (830, 162)], roof)
    s.disc(800, 370, 56, "#55718a")
    s.disc(800, 370, 49, "#fff8e6")
    for i in range(12):
        a = math.radians(30 * i)
        s.line([(800 + 39 * math.sin(a), 370 - 39 * math.cos(a)), (800 + 45 * math.sin(a), 370 - 45 * math.cos(a))], 3, "#3c4c60")
    s.line([(800, 370), (800, 334)], 4, "#3c4c60")
    s.line([(800, 370), (824, 384)], 5, "#3c4c60")
    for y in (500, 602):                                               # windows with arches, light in a few
        for x in list(range(452, 582, 44)) + list(range(612, 706, 44)) + list(range(900, 990, 44)) + list(range(1032, 1160, 44)):
            pane = LAMP if s.rng.random() < .2 else "#6f7f8d"
            s.arch(x, y, 24, 62, pane, mix(pane, "#3c4c60", .35))
            s.rect(x - 5, y + 64, 34, 5, mix(shade, "#ffffff", .35))
    for x in (748, 788, 828):
        s.arch(x, 462, 24, 84, "#6f7f8d", "#55626f")
    s.rect(700, 590, 200, 16, mix(wall, "#ffffff", .3))
    for x in (708, 758, 826, 876):
        s.rect(x, 606, 16, 176, "#fff3da", "#d9b698")
    s.arch(768, 656, 64, 130, "#6b4a46", "#4d3438")
    for x in range(612, 712, 50):
        s.arch(x, 704, 30, 78, "#8f7a74", "#6f5d5c")
        s.arch(x + 298, 704, 30, 78, "#8f7a74", "#6f5d5c")
    s.rect(0, 786, 1600, 214, "#d9b89b", "#8f6f68")                     # the square
    for i in range(6):
        s.rect(660 - i * 16, 782 + i * 7, 280 + i * 32, 8, mix("#fff0da", "#b99580", i / 6))
    for i in range(-14, 15):
        s.line([(800 + i * 60, 826), (800 + i * 170, 1000)], 2, "#7d605c", alpha=.25)
    for y in (840, 872, 916, 968):
        s.rect(0, y, 1600, 2, "#7d605c", alpha=.22)
    for x, h in ((120, 330), (300, 260), (1330, 270), (1500, 350)):
        s.disc(x + 20, 846, h * .3, "#5b4a4c", ry=10, alpha=.35, blur=5)
        s.tree(x, 846, h, "#536251")
    for x, y, h in ((520, 880, 74), (560, 884, 70), (1060, 900, 84), (1220, 868, 62), (960, 862, 58)):
        s.poly([(x - 6, y), (x + 6, y), (x + h * 1.3, y + h * .28), (x + h * 1.1, y + h * .3)], "#4a3a40", alpha=.28, blur=2)
        s.person(x, y, h, "#4a3f4a", s.rng.choice([-1, 1]), s.rng.choice(["#8c4a44", "#55718a", "#7a6a58", None]))


@scene()
def theatre(s):
    s.sky(PLUM, 820)
    s.stars(160, 280)
    s.clouds(7, 330, 640, "#e79a80", .3)
    s.town(800, 120, 250, "#40304f", 0, 330, LAMP, .22, (80, 130))
    s.town(800, 120, 250, "#40304f", 1270, 1600, LAMP, .22, (80, 130))
    stone, dark = "#e9c9a2", "#7a5360"
    s.glow(800, 640, 760, "#ffb776", .5)
    s.rect(300, 420, 1000, 380, mix(stone, dark, .25), dark)
    s.poly([(560, 300), (620, 230), (980, 230), (1040, 300)], "#5a4560", "#4a3853")   # the fly tower behind
    s.rect(560, 298, 480, 60, mix(dark, stone, .35), dark)
    s.poly([(430, 360), (800, 236), (1170, 360)], mix(stone, "#ffffff", .1), mix(stone, dark, .25))
    s.poly([(506, 348), (800, 250), (1094, 348)], mix(stone, dark, .35), mix(stone, dark, .2))
    s.disc(800, 314, 30, mix(stone, "#ffffff", .3))                     # a lyre in the pediment
    s.line([(786, 304), (784, 322), (800, 336), (816, 322), (814, 304)], 5, dark)
    s.many(lambda p: [p.rect(v, 304, 2, 26) for v in (794, 800, 806)], dark)
    s.rect(420, 358, 760, 26, mix(stone, "#ffffff", .25), stone)
    s.rect(440, 384, 720, 22, mix(stone, dark, .2))
    s.rect(446, 406, 708, 380, "#8a4a4f", "#c97c55")                    # the lit hall behind the columns
    for x in (500, 618, 736, 854, 972, 1090):
        s.arch(x - 32, 560, 64, 226, "#ffdf9c", "#ffb868")
        s.many(lambda p: [p.rect(x - 2, 560, 3, 226), p.rect(x - 32, 636, 64, 3), p.rect(x - 32, 706, 64, 3)], "#8a4a4f")
        s.rect(x - 24, 440, 48, 84, "#ffd48a", "#f5a863", radius=8)
    for i in range(7):
        x = 440 + i * 118
        s.rect(x - 2, 416, 26, 366, mix(stone, "#ffffff", .35), stone)
        s.rect(x + 14, 416, 10, 366, dark, alpha=.35)
        s.rect(x - 9, 404, 40, 14, mix(stone, "#ffffff", .4))
        s.rect(x - 9, 776, 40, 14, mix(stone, "#ffffff", .2))
    for side in (318, 1182):                                           # the wings' windows and posters
        for y in (452, 610):
            s.arch(side, y, 40, 96, "#ffcf85", "#e39a63")
            s.arch(side + 62, y, 40, 96, "#ffcf85", "#e39a63")
    s.rect(290, 404, 150, 18, mix(stone, dark, .1))
    s.rect(1160, 404, 150, 18, mix(stone, dark, .1))
    s.rect(0, 798, 1600, 72, "#4a3250", "#5a3d58")
    for i in range(7):
        s.rect(400 - i * 22, 788 + i * 12, 800 + i * 44, 13, mix("#f3c896", "#6a4458", i / 8))
    s.rect(0, 866, 1600, 134, "#5a3d58", "#2b1f3d")
    s.poly([(330, 872), (1270, 872), (1500, 1000), (100, 1000)], "#ffb776", alpha=.24, blur=26)
    for x, y, h in ((520, 880, 118), (572, 884, 110), (700, 866, 96), (930, 890, 124), (1010, 872, 104), (1062, 876, 112), (1240, 930, 132)):
        s.disc(x, y + 2, h * .3, "#1c1430", ry=6, alpha=.5, blur=3)
        s.person(x, y, h, "#261b38", s.rng.choice([-1, 1]), s.rng.choice([None, "#5f2f4a", "#3a3560", "#6a4030"]))
    for x in (210, 1390):                                              # street lamps
        s.line([(x, 930), (x, 690)], 6, "#1f1632")
        s.disc(x, 680, 15, "#fff0c8")
        s.glow(x, 680, 150, "#ffdca0", .6)


@scene(1200, 1500)
def library(s):
    s.sky(["#5a3c33", "#7a5240", "#5a3a31"])
    wood, deep = "#8a5a3c", "#3c2521"
    inks = ["#a6483d", "#c98a4b", "#3f6b6b", "#2d4a63", "#e0c08a", "#6f7f5a", "#7a4660", "#d9a066", "#4f5f73", "#b9654a"]
    tops = [70 + i * 232 for i in range(6)]
    for x0, x1 in ((50, 420), (780, 1150)):                            # two bays of shelves
        s.rect(x0 - 24, 40, x1 - x0 + 48, 1400, mix(wood, deep, .25), deep)
        for top in tops:
            s.rect(x0, top, x1 - x0, 200, deep, mix(deep, "#000000", .35))
            x = x0 + 6
            while x < x1 - 16:
                if s.rng.random() < .06:
                    x += s.rng.uniform(14, 40)                         # a gap where a book is out on loan
                    continue
                w, h = s.rng.uniform(14, 34), s.rng.uniform(128, 184)
                w = min(w, x1 - 6 - x)
                c = mix(s.rng.choice(inks), "#2a1a18", s.rng.uniform(0, .3))
                y = top + 200 - h
                s.rect(x, y, w - 2, h, mix(c, "#ffffff", .1), mix(c, "#000000", .3), radius=2)
                if w > 18:
                    s.rect(x + 2, y + h * .16, w - 6, 4, "#f0d9a8", alpha=.7)
                    s.rect(x + 2, y + h * .78, w - 6, 3, "#f0d9a8", alpha=.55)
                x += w
            s.rect(x0 - 8, top + 200, x1 - x0 + 16, 32, mix(wood, "#ffd9a0", .12), mix(wood, deep, .45))
    s.poly([(444, 1500), (444, 420), (600, 420), (756, 420), (756, 1500)], "#c9b08a", "#7a5a45")       # the passage
    s.disc(600, 420, 156, "#c9b08a", "#c9a67e")
    s.disc(600, 430, 118, "#eef0da", "#f7ecc9")                        # its tall window
    s.rect(482, 430, 236, 640, "#f7ecc9", "#f0cf95")
    s.many(lambda p: [p.disc(x, y, r) for x, y, r in ((520, 930, 38), (560, 890, 52), (620, 930, 44), (676, 900, 42))] + [p.rect(482, 920, 236, 150)], "#a9bf9c", alpha=.75, blur=5)
    s.many(lambda p: [p.rect(596, 312, 8, 760)] + [p.rect(482, y, 236, 6) for y in (430, 590, 750, 910)] + [p.rect(v, 340, 4, 730) for v in (538, 658)], "#6b4a38")
    s.glow(600, 620, 560, "#fff0c4", .42)
    s.rect(444, 1070, 312, 30, "#8a5a3c", "#5a3a2b")
    s.poly([(444, 1500), (444, 1290), (756, 1290), (756, 1500)], "#6b4433", "#3c2521")
    s.poly([(500, 1296), (700, 1296), (980, 1500), (220, 1500)], "#ffe2a6", alpha=.28, blur=16)
    s.rect(0, 1440, 1200, 60, "#3c2521", "#24150f", alpha=.75)
    for a, b in (((800, 1456), (880, 210)), ((880, 1456), (960, 210))):   # the ladder
        s.line([a, b], 11, "#d9a566")
    for i in range(13):
        t = i / 13 + .04
        s.line([(800 + 80 * t, 1456 - 1246 * t), (880 + 80 * t, 1456 - 1246 * t)], 8, "#b98248")
    s.rect(470, 1236, 260, 20, "#a06a42", "#6b4433", radius=3)           # a reading table with a lamp
    s.rect(490, 1256, 16, 170, "#5a3a2b")
    s.rect(694, 1256, 16, 170, "#5a3a2b")
    s.line([(640, 1236), (640, 1160)], 6, "#2d3a35")
    s.poly([(596, 1164), (616, 1124), (664, 1124), (684, 1164)], "#3f7a66", "#2d5a4d")
    s.glow(640, 1190, 130, LAMP, .75)
    s.poly([(510, 1234), (556, 1218), (602, 1234)], "#fff6e0")
    s.line([(510, 1235), (556, 1222), (602, 1235)], 4, "#a6483d")


@scene()
def railway_station(s):
    s.sky(["#3d3550", "#5d4a63", "#8f6a70"])
    cx, cy = 800, 600
    for i, r in enumerate((860, 700, 560, 440, 345, 270)):             # the vault, arch behind arch
        t = i / 5
        s.disc(cx, cy, r, mix("#41364f", "#f7d3a0", t * .95), mix("#5d4456", "#ffe9c0", t), ry=r * .86)
        if i < 5:
            s.disc(cx, cy, r - 12 + 3 * i, mix("#6d5a6e", "#f9dcb0", t), mix("#8f6a6c", "#ffedc9", t), ry=(r - 12 + 3 * i) * .86)
    for k in range(-9, 10):                                            # glazing bars run to the far end
        a = math.radians(k * 9.4)
        s.line([(cx + 262 * math.sin(a), cy - 228 * math.cos(a)), (cx + 980 * math.sin(a), cy - 850 * math.cos(a))], 3, "#3a3048", alpha=.45)
    for r, w in ((860, 16), (700, 12), (560, 9), (440, 7), (345, 5), (270, 4)):
        pts = [(cx + r * math.sin(math.radians(a)), cy - r * .86 * math.cos(math.radians(a))) for a in range(-90, 91, 3)]
        s.line(pts, w, mix("#2f2740", "#a97c70", (860 - r) / 700))
    s.glow(cx, cy - 70, 520, "#fff1cc", .6)
    s.town(cy + 6, 30, 76, "#c9977c", 560, 1040, None, 0, (30, 60))
    s.disc(cx, cy, 240, "#ffe9c4", ry=26, alpha=.6, blur=12)
    s.poly([(0, 1000), (0, 760), (700, 604), (900, 604), (1600, 760), (1600, 1000)], "#b98a76", "#3c3045")
    s.poly([(520, 1000), (772, 604), (828, 604), (1080, 1000)], "#6b5560", "#2d2538")            # the track bed
    for i in range(26):
        t = (i / 25) ** 2.2
        y, half = 612 + 388 * t, 16 + 170 * t
        s.rect(cx - half, y, half * 2, 2 + 9 * t, "#4a3a44", alpha=.8)
    for sgn in (-1, 1):
        s.poly([(cx + sgn * 9, 606), (cx + sgn * 11, 606), (cx + sgn * 150, 1000), (cx + sgn * 136, 1000)], "#e9c7a2", "#a98a86")
        s.poly([(cx + sgn * 28, 604), (cx + sgn * 34, 604), (cx + sgn * 330, 1000), (cx + sgn * 282, 1000)], "#f6dcae", "#b98f7c")
        for i in range(6):                                             # pillars and lamps along the platforms
            t = (i / 5) ** 1.8
            x, top, foot = cx + sgn * (170 + 560 * t), 440 - 330 * t, 640 + 250 * t
            s.rect(x - 4 - 8 * t, top, 8 + 16 * t, foot - top, mix("#a97c70", "#2d2538", t))
            s.disc(x - sgn * (24 + 40 * t), 520 - 100 * t, 5 + 9 * t, "#fff3d0")
            s.glow(x - sgn * (24 + 40 * t), 520 - 100 * t, 40 + 80 * t, "#ffe2a6", .55)
    body, roof = "#2f6470", "#3f7f88"                                   # a train that waits on the left
    s.poly([(150, 880), (150, 470), (612, 558), (612, 648)], mix(body, "#ffffff", .1), mix(body, "#000000", .4))
    s.poly([(150, 470), (176, 440), (618, 546), (612, 560)], roof)
    s.poly([(150, 610), (150, 626), (612, 596), (612, 590)], "#f0d9b5")
    for i in range(9):
        t0, t1 = i / 9 + .02, i / 9 + .085
        x0, x1 = 612 - 462 * (1 - t0) ** 1.0, 612 - 462 * (1 - t1)
        s.poly([(x0, 500 + 70 * t0), (x1, 500 + 70 * t1), (x1, 582 + 8 * t1 - 4), (x0, 582 + 8 * t0 - 4)], "#ffe2a0", "#ffcf85")
    s.poly([(0, 470), (0, 920), (150, 880), (150, 470), (120, 436), (20, 440)], mix(body, "#ffffff", .18), mix(body, "#000000", .35))
    s.poly([(10, 500), (134, 500), (134, 600), (10, 606)], "#1d2c3c", "#3d5a68")
    s.disc(30, 680, 14, "#fff6dc")
    s.disc(124, 674, 14, "#fff6dc")
    s.glow(77, 690, 210, "#ffefc4", .5)
    s.line([(1120, 0), (1120, 168)], 4, "#2f2740")                      # the clock
    s.disc(1120, 222, 60, "#2f2740")
    s.disc(1120, 222, 51, "#fff6e0")
    s.line([(1120, 222), (1120, 184)], 5, "#2f2740")
    s.line([(1120, 222), (1146, 236)], 6, "#2f2740")
    for x, y, h in ((1130, 790, 150), (1190, 806, 160), (1010, 690, 86), (1320, 850, 205)):
        s.disc(x, y, h * .3, "#2a2034", ry=7, alpha=.4, blur=3)
        s.person(x, y, h, "#332a3f", -1, {1130: "#6a3a44", 1320: "#3f5a68"}.get(x))
    s.rect(1352, 790, 44, 62, "#8c3b44", "#6a3040", radius=6)             # a suitcase
    s.line([(1364, 790), (1364, 764), (1384, 764), (1384, 790)], 4, "#4a2a34")


@scene()
def tram(s):
    s.sky(["#31375c", "#5d5f86", "#a9808b", "#eba684", "#f8cf9f"], 760)
    s.clouds(8, 150, 460, "#f3b796", .38)
    s.sun(1240, 640, 52, "#fff0cc", "#ffdca0", .7)
    s.town(770, 200, 330, "#8d7189", 0, 1600, None, 0, (90, 150))
    s.fog(740, 240, "#f3bd94", .45)
    x = 0
    for w, h, c in ((250, 560, "#6a4f70"), (190, 480, "#7d5a72"), (230, 620, "#5b4668")):           # the near houses, left
        s.rect(x, 790 - h, w, h, mix(c, "#f0a884", .18), mix(c, "#000000", .2))
        s.poly([(x - 8, 792 - h), (x + 20, 752 - h), (x + w - 20, 752 - h), (x + w + 8, 792 - h)], mix(c, "#000000", .3))
        for wy in range(830 - h, 690, 92):
            for wx in range(x + 26, x + w - 40, 58):
                lit = s.rng.random() < .35
                s.rect(wx, wy, 32, 54, LAMP if lit else "#3d3555", "#f3b56f" if lit else "#54496b", radius=4)
                s.rect(wx - 4, wy + 56, 40, 5, mix(c, "#f0c8a0", .4))
        x += w
    s.rect(0, 786, 1600, 40, "#7d6676", "#6b5568")
    s.rect(0, 822, 1600, 178, "#5a4a60", "#2f2a42")
    for y in (884, 944):
        s.rect(0, y, 1600, 7, "#f3c49b", "#a98a86", alpha=.8)
    for px in range(-80, 1700, 44):
        s.line([(px, 830), (px - 60, 1000)], 2, "#2a2238", alpha=.22)
    red, cream = "#c1503f", "#f5e3c0"
    s.disc(850, 930, 520, "#1f1a30", ry=22, alpha=.6, blur=9)
    s.rect(370, 500, 960, 396, red, mix(red, "#3a1a28", .4), radius=46)
    s.rect(370, 520, 960, 214, cream, mix(cream, red, .15), radius=30)
    s.rect(396, 482, 908, 44, "#8b9099", "#6b6f7e", radius=18)
    s.rect(370, 738, 960, 9, "#f0c46a")
    for i in range(9):
        wx = 404 + i * 102
        door = i in (2, 6)
        s.rect(wx, 556, 84, 320 if door else 156, "#ffe9b8" if not door else "#7e3b3d", "#ffcd82" if not door else "#5a2c36", radius=12)
        if door:
            s.rect(wx + 8, 566, 31, 290, "#ffe6b0", "#f6bd78", radius=8)
            s.rect(wx + 45, 566, 31, 290, "#ffe6b0", "#f6bd78", radius=8)
    for px, ph in ((452, 92), (568, 84), (765, 90), (870, 82), (918, 88), (1165, 86)):
        s.disc(px, 712 - ph * .72, 17, "#5a4558")
        s.rect(px - 25, 712 - ph * .5, 50, ph * .5, "#5a4558", radius=16)
    for wx in (500, 610, 1090, 1200):
        s.disc(wx, 900, 34, "#26202f", "#3c3545")
        s.disc(wx, 900, 13, "#8b8494")
    s.rect(460, 892, 200, 12, "#2f2838")
    s.rect(1050, 892, 200, 12, "#2f2838")
    s.disc(1308, 806, 17, "#fff6dc")
    s.glow(1330, 806, 220, "#ffeec2", .65)
    s.line([(850, 484), (800, 430), (860, 372)], 6, "#2f2a42")            # pantograph and wires
    s.line([(822, 370), (898, 370)], 6, "#2f2a42")
    s.line([(0, 352), (1600, 372)], 3, "#2a2440")
    s.line([(0, 312), (400, 340), (800, 334), (1200, 346), (1600, 322)], 2, "#2a2440", alpha=.8)
    s.line([(1452, 850), (1452, 290)], 12, "#2a2440")
    s.line([(1452, 330), (1280, 352)], 5, "#2a2440")
    s.person(1498, 876, 170, "#2a2238", -1, "#3f5a6b")
    s.person(1560, 880, 158, "#2a2238", -1, "#7a3f4a")
    s.glow(850, 940, 620, "#ffcd82", .16)


@scene()
def bakery(s):
    s.sky(["#5a3a34", "#6f483b", "#4d312d"])
    s.rect(60, 90, 1480, 760, "#f7dcae", "#e3ac6c")                      # the bright shop window
    s.glow(800, 380, 900, "#fff1cc", .55)
    s.rect(60, 90, 1480, 760, "#c98a4b", alpha=.06)

    def loaf(x, y, k, c="#c9803e"):
        """A round country loaf with three cuts."""
        s.disc(x, y - 44 * k, 78 * k, mix(c, "#ffe0a8", .35), mix(c, "#5a2c18", .35), ry=50 * k)
        for o in (-34, 0, 34):
            s.line([(x + (o - 12) * k, y - 56 * k), (x + (o + 12) * k, y - 74 * k)], 7 * k, "#f7dfb4", alpha=.9)
        s.disc(x - 22 * k, y - 74 * k, 30 * k, "#ffffff", ry=9 * k, alpha=.18, blur=4)

    def tin(x, y, k):
        """A tall loaf from a tin."""
        s.rect(x - 62 * k, y - 76 * k, 124 * k, 76 * k, "#d2904f", "#9c5a2c", radius=10)
        for o in (-40, 0, 40):
            s.disc(x + o * k, y - 78 * k, 32 * k, "#dfa562", "#b8743a", ry=24 * k)

    def baguettes(x, y, k):
        """A basket of baguettes."""
        for o, lean in ((-44, -30), (-16, -10), (14, 10), (44, 32), (0, 0)):
            s.line([(x + o * k * .6, y - 30 * k), (x + (o + lean) * k, y - 178 * k)], 27 * k, mix("#c9803e", "#e9b46c", s.rng.random()))
            for c in (70, 105, 140):
                f = (c - 30) / 148
                bx = x + (o * .6 + (o * .4 + lean) * f) * k
                s.line([(bx - 8 * k, y - c * k), (bx + 8 * k, y - (c + 10) * k)], 4.5 * k, "#f7dfb4")
        s.poly([(x - 74 * k, y - 92 * k), (x + 74 * k, y - 92 * k), (x + 58 * k, y), (x - 58 * k, y)], "#a06a3a", "#6e4223")
        for i in range(5):
            s.line([(x - (72 - i * 3) * k, y - (80 - i * 17) * k), (x + (72 - i * 3) * k, y - (80 - i * 17) * k)], 3 * k, "#d0995c", alpha=.6)

    def rolls(x, y, k):
        """A pyramid of rolls on a plate."""
        for row, count in ((0, 4), (1, 3), (2, 2)):
            for i in range(count):
                bx = x + (i - (count - 1) / 2) * 52 * k
                s.disc(bx, y - (26 + row * 34) * k, 29 * k, "#ecb872", "#b06f35", ry=23 * k)
                s.line([(bx - 10 * k, y - (36 + row * 34) * k), (bx + 10 * k, y - (36 + row * 34) * k)], 3 * k, "#f9e2b5")
        s.rect(x - 124 * k, y - 7 * k, 248 * k, 9 * k, "#fff6e4", "#d8c2a0", radius=4)

    for y, goods in ((390, (loaf, tin, loaf, rolls, loaf, tin)), (610, (rolls, loaf, tin, loaf, tin, rolls))):
        s.rect(60, y, 1480, 10, "#9a6236", alpha=.25, blur=8)
        for i, good in enumerate(goods):
            x = (190, 428, 662, 938, 1172, 1410)[i]
            s.disc(x, y + 1, 92, "#6e4223", ry=7, alpha=.35, blur=4)
            good(x, y, .92)
        s.rect(60, y, 1480, 18, "#a96f40", "#7a4a28")
    for i, x in enumerate((190, 440, 690, 930, 1180, 1420)):
        s.disc(x, 832, 120, "#6e4223", ry=8, alpha=.35, blur=4)
        (baguettes if i % 2 == 0 else (loaf, rolls, loaf)[i // 2])(x, 832, 1.12)
    s.rect(60, 830, 1480, 30, "#8a5631", "#5f3a22")
    s.many(lambda p: [p.rect(v, 90, 16, 760) for v in (52, 792, 1532)] + [p.rect(52, 842, 1496, 18)], "#3f2a2b")
    s.poly([(120, 90), (320, 90), (120, 620), (60, 700), (60, 250)], "#ffffff", alpha=.12, blur=3)    # reflections in the glass
    s.poly([(880, 90), (980, 90), (820, 520), (810, 280)], "#ffffff", alpha=.1, blur=3)
    s.rect(0, 860, 1600, 140, "#4a2f2e", "#2c1c1f")
    s.poly([(100, 862), (1500, 862), (1600, 1000), (0, 1000)], "#ffcf8a", alpha=.2, blur=18)
    for i in range(16):                                                 # the awning
        x = i * 100
        c = "#b5493c" if i % 2 == 0 else "#f6e6c8"
        s.poly([(x + 40 - 2.5 * i * 2, -10), (x + 140 - 2.5 * (i + 1) * 2, -10), (x + 100, 190), (x, 190)], mix(c, "#000000", .12), c)
        s.disc(x + 50, 190, 50, c, mix(c, "#000000", .18), ry=34)
    s.rect(0, 224, 1600, 60, "#5a3020", alpha=.22, blur=24)
    for x in (400, 1200):
        s.glow(x, 300, 260, "#fff0c4", .45)


@scene()
def market(s):
    s.sky(["#8fb4bf", "#c3d3c8", "#f2e0b8", "#f8d7a0"], 560)
    s.sun(1290, 250, 48, "#fff8e0", "#fff0c0", .7)
    s.clouds(7, 60, 240, "#fffaf0", .5)
    s.town(560, 170, 310, "#c7b199", 0, 1600, "#9c8b80", .6, (100, 170))
    s.fog(520, 220, "#f7e3bd", .5)
    s.rect(0, 552, 1600, 448, "#dcc59d", "#a98a6a")
    for x, y, h in ((90, 640, 120), (500, 622, 100), (548, 626, 104), (1010, 630, 110), (1070, 626, 100), (1530, 640, 124)):
        s.person(x, y, h, mix("#6c6a70", "#c7b199", .25), s.rng.choice([-1, 1]), s.rng.choice(["#b08a78", "#8fa09c", "#a89a84"]))

    def stall(x, y, w, colour, goods):
        """An awning on two posts above crates; `goods` are pairs of colours, one for each crate."""
        k = w / 460
        s.rect(x + 8 * k, y - 330 * k, 9 * k, 330 * k, "#7a5a45")
        s.rect(x + w - 17 * k, y - 330 * k, 9 * k, 330 * k, "#7a5a45")
        s.rect(x + 14 * k, y - 330 * k, w - 28 * k, 200 * k, "#5a4238", alpha=.28)
        seller = x + w * .56
        s.rect(seller - 9 * k, y - 222 * k, 18 * k, 30 * k, "#c98f70")
        s.disc(seller, y - 238 * k, 22 * k, "#e0b08c", "#d09a78", ry=26 * k)
        s.disc(seller, y - 256 * k, 25 * k, mix(colour, "#3a3a44", .6), ry=14 * k)
        s.rect(seller - 46 * k, y - 204 * k, 92 * k, 112 * k, "#e9e2d2", "#c9bfae", radius=24)
        s.rect(seller - 28 * k, y - 180 * k, 56 * k, 90 * k, mix(colour, "#000000", .15), radius=6)
        n = 8
        for i in range(n):
            c = colour if i % 2 == 0 else "#faf0da"
            x0, x1 = x + w * i / n, x + w * (i + 1) / n
            t0, t1 = x + w * (.06 + .88 * i / n), x + w * (.06 + .88 * (i + 1) / n)
            s.poly([(t0, y - 430 * k), (t1, y - 430 * k), (x1, y - 326 * k), (x0, y - 326 * k)], mix(c, "#ffffff", .1), mix(c, "#000000", .08))
            s.disc((x0 + x1) / 2, y - 326 * k, w / n / 2, c, mix(c, "#000000", .15), ry=24 * k)
        s.rect(x, y - 300 * k, w, 30 * k, "#3c2a24", alpha=.18, blur=8)
        s.poly([(x + 10 * k, y - 112 * k), (x + w - 10 * k, y - 112 * k), (x + w, y), (x, y)], "#9c6b45", "#6e4930")
        m = len(goods)
        for i, (c1, c2) in enumerate(goods):
            x0, cw = x + 14 * k + (w - 28 * k) * i / m, (w - 28 * k) / m - 8 * k
            for row in range(3):
                for j in range(6):
                    s.disc(x0 + cw * (j + .5 + (row % 2) * .3 - .15) / 6, y - (98 + row * 17) * k, cw / 10, mix(c1, c2, s.rng.random()), mix(c2, "#000000", .25))
            s.rect(x0, y - 100 * k, cw, 62 * k, "#c9955c", "#a06f40", radius=3)
            for v in (84, 62):
                s.rect(x0, y - v * k, cw, 4 * k, "#7a4f2e", alpha=.5)
        s.rect(x, y, w, 16 * k, "#3c2a24", alpha=.35, blur=5)

    tomato, lemon, greens = ("#d9503a", "#b83a30"), ("#f2c245", "#dfa02f"), ("#7da653", "#4f7f42")
    plum, carrot, apple, aubergine = ("#7a4a7a", "#54325c"), ("#ee8b3a", "#d06f28"), ("#c9d05a", "#d06a48"), ("#4c3457", "#35243f")
    stall(620, 690, 330, "#c9884a", (lemon, greens, plum))
    stall(1080, 760, 440, "#3f7f78", (apple, tomato, greens, aubergine))
    stall(60, 880, 560, "#b9493c", (tomato, lemon, greens, carrot))
    s.poly([(690, 1000), (760, 800), (1000, 800), (980, 1000)], "#fff0cc", alpha=.2, blur=14)
    for x, y, h in ((800, 900, 236), (906, 880, 210)):
        s.poly([(x - 14, y), (x + 14, y), (x - h * .5, y + h * .3), (x - h * .62, y + h * .28)], "#6e5140", alpha=.3, blur=4)
        s.person(x, y, h, "#4a4450", -1, "#c9884a" if x > 850 else "#3f6a72")
    s.many(lambda p: [p.disc(818 + i * 10, 806 - (i % 2) * 6, 9) for i in range(4)], "#7da653")      # a basket on the arm
    s.rect(810, 808, 46, 42, "#d9a566", "#a97a45", radius=6)
    s.line([(814, 810), (829, 796), (852, 810)], 4, "#a97a45")


@scene()
def book_fair(s):
    s.sky(["#42303f", "#6e4a4d", "#a06a55", "#8a5a4c"])
    cx = 800
    for i, (half, top) in enumerate(((800, -160), (640, 10), (500, 130), (390, 220), (305, 285))):   # brick vaults of the old warehouse
        t = i / 4
        wall = mix("#5a3c40", "#e9b987", t * .9)
        s.rect(cx - half, top + half * .7, half * 2, 900, wall, mix(wall, "#2d1f29", .4), span=(top, 1000))
        s.disc(cx, top + half * .7, half, wall, ry=half * .7)
        inner = half * .9
        s.rect(cx - inner, top + half * .72, inner * 2, 900, mix(wall, "#2d1f29", .35), mix(wall, "#2d1f29", .15))
        s.disc(cx, top + half * .72, inner, mix(wall, "#2d1f29", .35), ry=inner * .7)
    s.rect(cx - 250, 470, 500, 300, "#ffe6b5", "#f8c98c")
    s.disc(cx, 470, 250, "#fff1cc", "#ffe6b5", ry=170)
    s.many(lambda p: [p.rect(v, 300, 5, 340) for v in (670, 735, 800, 865, 930)] + [p.rect(550, v, 500, 5) for v in (400, 480, 560)], "#b98a6a")
    s.glow(cx, 480, 640, "#ffe9bd", .5)
    s.poly([(0, 1000), (0, 860), (560, 640), (1040, 640), (1600, 860), (1600, 1000)], "#c9926c", "#54363b")
    s.poly([(700, 642), (900, 642), (1230, 1000), (370, 1000)], "#ffe2ae", alpha=.4, blur=16)
    inks = ["#c1503f", "#3f7f78", "#f0c46a", "#2d4a63", "#f5ead2", "#8e5673", "#d98a4b", "#6f8f6a"]
    for swag in range(3):                                              # strings of bulbs
        y0, sag = 120 + swag * 90, 120 - swag * 22
        half = 760 - swag * 190
        pts = [(cx - half + 2 * half * i / 40, y0 + sag * (1 - ((i - 20) / 20) ** 2)) for i in range(41)]
        s.line(pts, 2, "#2d1f29")
        for x, y in pts[1::3]:
            s.glow(x, y + 8, 42 - swag * 9, "#ffdf9c", .6)
            s.disc(x, y + 8, 6 - swag, "#fff4d2")
    for x, y, h in ((640, 690, 110), (700, 676, 92), (860, 680, 96), (960, 700, 116), (790, 668, 80), (560, 720, 130), (1060, 724, 136)):
        s.person(x, y, h, mix("#4d3641", "#c9926c", .22), s.rng.choice([-1, 1]), s.rng.choice(["#8e5a52", "#5f6a6e", "#a97a52", None]))
    for sgn in (-1, 1):                                                # tables that run towards us, heaped with books
        for j, (t, w) in enumerate(((.18, 200), (.48, 330), (1.0, 560))):
            x, y = cx + sgn * (330 + 300 * t), 706 + 190 * t
            k = w / 560
            s.rect(x - w / 2, y, w, 150 * k, mix(inks[(j * 2 + (sgn > 0)) % 4], "#3a2a30", .25), mix("#2d1f29", inks[j], .25))
            s.rect(x - w / 2 - 8 * k, y - 12 * k, w + 16 * k, 18 * k, "#f0dcb4", "#c9a67e", radius=3)
            bx = x - w / 2 + 6 * k
            while bx < x + w / 2 - 70 * k:
                if s.rng.random() < .5:                                # a pile
                    bw, n = s.rng.uniform(70, 96) * k, s.rng.randint(3, 7)
                    for b in range(n):
                        c = s.rng.choice(inks)
                        s.rect(bx + s.rng.uniform(-3, 3), y - (28 + b * 17) * k, bw, 16 * k, mix(c, "#ffffff", .08), mix(c, "#000000", .22), radius=2)
                        s.rect(bx + bw * .8, y - (26 + b * 17) * k, bw * .17, 11 * k, "#fff4dc", alpha=.85)
                else:                                                  # a row of spines
                    bw = 0
                    for _ in range(s.rng.randint(3, 5)):
                        c, q, hh = s.rng.choice(inks), s.rng.uniform(16, 25) * k, s.rng.uniform(88, 132) * k
                        s.rect(bx + bw, y - 10 * k - hh, q - 1, hh, mix(c, "#ffffff", .08), mix(c, "#000000", .25), radius=2)
                        s.rect(bx + bw + 2, y - 10 * k - hh * .8, q - 5, 4 * k, "#fff0d0", alpha=.7)
                        bw += q
                bx += bw + s.rng.uniform(8, 20) * k
    for x, y, h in ((830, 900, 262), (742, 880, 236)):
        s.disc(x, y, h * .3, "#2d1f29", ry=10, alpha=.4, blur=5)
        s.person(x, y, h, "#33232f", 1 if x > 800 else -1, "#a9483f" if x > 800 else "#3f6a68")
    s.poly([(690, 748), (716, 738), (742, 748), (742, 782), (716, 772), (690, 782)], "#fff4dc")      # somebody reads
    s.line([(716, 739), (716, 772)], 2, "#c9a67e")


@scene()
def council_chamber(s):
    s.sky(["#6a4a3c", "#8a6248", "#7a543f"])
    for x in range(0, 1600, 160):                                      # panelled wall with tall windows
        s.rect(x + 10, 60, 140, 470, "#9a7050", "#7a5340", radius=6)
        s.rect(x + 22, 72, 116, 446, "#8a6246", "#6e4a38", radius=4)
    for x in (200, 520, 1080, 1400):
        s.arch(x - 74, 110, 148, 400, "#f0d9a8", "#f7e6c4")
        s.arch(x - 62, 122, 124, 388, "#b9d0d4", "#f6e0b0")
        s.rect(x - 62, 440, 124, 70, "#8fb0b0", "#a9bfae", alpha=.8)
        boat(s, x + 10, 456, .3, "#5f7f86", "#fff3dc")
        s.many(lambda p: [p.rect(x - 3, 122, 6, 388), p.rect(x - 62, 250, 124, 5), p.rect(x - 62, 380, 124, 5)], "#e3c698")
        s.glow(x, 330, 330, "#fff0c8", .35)
        s.poly([(x - 62, 510), (x + 62, 510), (x + 300, 1000), (x + 40, 1000)], "#ffe9b8", alpha=.12, blur=14)
    s.rect(0, 528, 1600, 22, "#5f4032")
    s.rect(0, 550, 1600, 450, "#8f4d45", "#5a2f33")                     # carpet
    s.rect(690, 130, 220, 340, "#6e4634", "#5a382b", radius=10)           # the city's sign: a lighthouse over waves
    s.disc(800, 300, 96, "#e3c184", "#c99b58")
    s.disc(800, 300, 84, "#2f5a6b", "#24485a")
    s.poly([(786, 344), (791, 262), (809, 262), (814, 344)], "#f5e6c8")
    s.rect(789, 246, 22, 16, "#ffdf9c")
    s.poly([(785, 248), (800, 230), (815, 248)], "#f5e6c8")
    s.poly([(790, 254), (726, 236), (726, 262)], "#ffdf9c", alpha=.6)
    s.poly([(810, 254), (874, 236), (874, 262)], "#ffdf9c", alpha=.6)
    for o in (346, 360):
        s.line([(730 + i * 14, o + 5 * math.sin(i * 1.4)) for i in range(11)], 4, "#e3c184")
    s.rect(560, 486, 480, 26, "#a97348", "#7a4f33", radius=5)            # the chair's desk
    s.rect(576, 512, 448, 92, "#8a5a3a", "#5f3c2a")
    for x in (640, 760, 880):
        s.rect(x, 524, 84, 66, "#9a6842", "#70472f", radius=4)
    for x in (660, 800, 940):
        s.rect(x - 34, 396 if x == 800 else 420, 68, 96, "#3f5f63", "#2c474d", radius=16)
        s.line([(x - 8, 486), (x + 2, 462)], 3, "#2a2224")
        s.disc(x + 3, 460, 5, "#2a2224")
    for row, (ry, rx, y, k) in enumerate(((120, 520, 640, .62), (190, 720, 660, .8), (280, 960, 690, 1.05))):   # benches in half rings
        arc = [(800 + rx * math.cos(math.radians(a)), y + ry * math.sin(math.radians(a))) for a in range(10, 171, 2)]
        s.poly(arc + [(x, v + 74 * k) for x, v in arc[::-1]], "#8a5738", "#5a3827")
        s.poly([(x, v - 12 * k) for x, v in arc] + [(x, v + 8 * k) for x, v in arc[::-1]], "#c98f58", "#a86f42")
        for i in range(6, len(arc) - 3, 7 if row < 2 else 6):
            x, cy = arc[i]
            s.rect(x - 20 * k, cy - 20 * k, 34 * k, 12 * k, "#fff4dc")
            s.line([(x + 26 * k, cy - 8 * k), (x + 34 * k, cy - 36 * k)], 3 * k, "#2a2224")
            s.disc(x + 34 * k, cy - 38 * k, 5 * k, "#2a2224")
            s.disc(x, cy + 96 * k, 40 * k, "#3a1f24", ry=9 * k, alpha=.45, blur=4)
            s.rect(x - 5 * k, cy + 60 * k, 10 * k, 34 * k, "#2a2224")
            s.rect(x - 32 * k, cy + 6 * k, 64 * k, 62 * k, "#4f8083", "#2f5459", radius=17 * k)
    s.glow(800, 560, 620, "#ffe2ae", .2)


# ------------------------------------------------------------------ energy

def pylon(s, x, y, h, colour):
    """A lattice pylon; returns where its six wires hang."""
    w = h * .13
    s.line([(x - w, y), (x - w * .28, y - h * .62), (x, y - h)], max(1.4, h * .012), colour)
    s.line([(x + w, y), (x + w * .28, y - h * .62), (x, y - h)], max(1.4, h * .012), colour)
    zig = [0, .14, .27, .38, .48, .56, .63, .7, .78, .86]
    half = [w * (1 - v / .62 * .72) if v < .62 else w * .28 * (1 - (v - .62) / .38) for v in zig]
    for sgn in (-1, 1):
        s.line([(x + sgn * half[i] * (-1) ** i, y - h * v) for i, v in enumerate(zig)], max(1, h * .007), colour)
    hung = []
    for level, reach in ((.64, .2), (.76, .24), (.88, .16)):
        for sgn in (-1, 1):
            end = (x + sgn * h * reach, y - h * level)
            s.line([(x + sgn * w * .2, y - h * (level + .03)), end, (x + sgn * w * .2, y - h * (level - .012))], max(1, h * .009), colour)
            s.line([end, (end[0], end[1] + h * .035)], max(1, h * .008), colour)
            hung.append((end[0], end[1] + h * .035))
    return hung


@scene()
def power_lines(s):
    s.sky(["#6d93ad", "#a6bfc3", "#e5dcc0", "#f8d49c", "#f6b981"], 640)
    s.sun(1130, 570, 62, "#fff6dc", "#ffe6ae", .9)
    s.clouds(11, 110, 470, "#fff0da", .45)
    s.hills(620, 50, "#b7b79c", "#c9bf98", 1.1)
    s.hills(660, 40, "#97a586", "#a9ac82", 1.6)
    s.fog(640, 120, "#fbdca8", .6)
    s.rect(0, 690, 1600, 310, "#b5b06f", "#5f7350")
    for i in range(-22, 23):                                           # furrows that run to the sun
        s.poly([(1130 + i * 22, 690), (1130 + i * 22 + 6, 690), (1130 + i * 150 + 40, 1000), (1130 + i * 150 - 8, 1000)], "#4d6146", "#3f553f", alpha=.3)
    hung = None
    for x, y, h, c in ((1075, 672, 92, "#a9a48c"), (985, 684, 140, "#8f9485"), (840, 704, 225, "#6b7b78"), (590, 748, 390, "#466068"), (150, 860, 760, "#243d4b")):
        now = pylon(s, x, y, h, c)
        if hung:
            for (ax, ay), (bx, by) in zip(hung, now):
                sag = abs(bx - ax) * .1
                s.line([(ax + (bx - ax) * t / 16, ay + (by - ay) * t / 16 + sag * 4 * (t / 16) * (1 - t / 16)) for t in range(17)], max(1, h * .0042), c)
        hung = now
    for ax, ay in hung:
        s.line([(ax, ay), (ax - 160, ay + 8), (ax - 320, ay - 30)], 3.2, "#243d4b")
    for x, h in ((1290, 70), (1360, 92), (1440, 80), (1530, 104)):
        s.tree(x, 712, h, "#6f835f")
    s.gulls([(700, 300, 18), (742, 318, 14), (668, 330, 12)], "#5d7480")


@scene()
def solar_park(s):
    s.sky(["#5f9fc0", "#9fc7cf", "#e3e6cd", "#fbe3b0"], 430)
    s.sun(420, 270, 56, "#fffbe8", "#fff2c4", .9)
    s.clouds(9, 60, 320, "#ffffff", .5)
    s.hills(430, 60, "#9db8a5", "#a9bf9c", 1.2)
    s.hills(456, 34, "#7fa283", "#86a578", 1.8)
    s.rect(0, 462, 1600, 538, "#a3b877", "#56794d")
    for row in range(9):                                               # rows of panels, from the far edge to us
        t = (row / 8) ** 1.7
        y, k = 486 + 400 * t, .16 + .92 * t
        slant, high, wide = 92 * k, 132 * k, 232 * k
        shift = (row * 97) % 230 * k
        s.rect(0, y + 4, 1600, 30 * k, "#2f4a38", alpha=.4, blur=5 * k)
        x = -wide - shift
        while x < 1600 + wide:
            s.line([(x + wide * .3, y), (x + wide * .3, y - 46 * k)], 7 * k, "#8b9794")
            s.line([(x + wide * .75, y), (x + wide * .75, y - 46 * k)], 7 * k, "#8b9794")
            quad = [(x, y - 14 * k), (x + wide * .95, y - 14 * k), (x + wide * .95 + slant, y - 14 * k - high), (x + slant, y - 14 * k - high)]
            s.poly(quad, mix("#86b8d0", "#cfe3e0", 1 - t), mix("#1d3f66", "#5f86a0", .75 * (1 - t)))
            if t > .02:
                grid = []
                for i in range(1, 6):
                    gx = x + wide * .95 * i / 6
                    grid.append([(gx, y - 14 * k), (gx + slant, y - 14 * k - high)])
                for i in (1, 2, 3):
                    grid.append([(x + slant * i / 4, y - 14 * k - high * i / 4), (x + wide * .95 + slant * i / 4, y - 14 * k - high * i / 4)])
                s.many(lambda p: [p.line(g, max(.5, 1.8 * k)) for g in grid], "#dcebec", alpha=.55)
            s.line([quad[3], quad[2]], max(.8, 4 * k), "#eef4ee")
            s.line([quad[0], quad[1]], max(.8, 3 * k), "#b8c6c6")
            x += wide * 1.04
    blades = []
    for _ in range(700):
        x, h = s.rng.uniform(0, 1600), s.rng.uniform(16, 62)
        blades.append([(x, 1004), (x + s.rng.uniform(-12, 16), 1004 - h)])
    s.many(lambda p: [p.line(b, 2.2) for b in blades], "#3f6440")
    flowers = [(s.rng.uniform(0, 1600), s.rng.uniform(944, 992)) for _ in range(60)]
    s.many(lambda p: [p.disc(x, y, 4.5) for x, y in flowers[:36]], "#f3d25f")
    s.many(lambda p: [p.disc(x, y, 4) for x, y in flowers[36:]], "#fdf6ea")


def turbine(s, x, y, h, colour, angle, dark):
    """A wind turbine; `h` is the height of its hub."""
    s.poly([(x - h * .021, y), (x - h * .009, y - h), (x + h * .009, y - h), (x + h * .021, y)], colour, mix(colour, dark, .35))
    for i in range(3):
        a = math.radians(angle + 120 * i)
        ux, uy, px, py = math.sin(a), -math.cos(a), math.cos(a), math.sin(a)
        r = h * .62

        def at(along, across):
            return (x + ux * r * along + px * h * across, y - h + uy * r * along + py * h * across)
        s.poly([at(0, -.008), at(.14, -.03), at(.5, -.016), at(1, 0), at(.5, .007), at(.14, .01), at(0, .008)], colour, mix(colour, dark, .15))
    s.disc(x, y - h, h * .024, mix(colour, dark, .25))


@scene()
def wind_farm(s):
    s.sky(["#4f86a3", "#86b3bd", "#c9d9cd", "#f5e3bb", "#f9d29c"], 640)
    s.sun(330, 560, 54, "#fff8e2", "#ffeec0", .9)
    s.clouds(12, 90, 480, "#fff8ec", .5, 520)
    s.hills(634, 24, "#a9b9b2", waves=.8)
    s.water(640, "#cfd6c2", "#4a8391", .6)
    s.glints(330, 650, 960, "#fff6d8", 260, .35, .6)
    for x, h in ((560, 150), (690, 170), (830, 190), (980, 150)):       # the far row stands in the shallows
        turbine(s, x, 668, h, "#dfe3d8", x * .7, "#8ba5ab")
        s.fog(668, 16, "#cfd6c2", .3)
    s.poly([(1600, 1000), (360, 1000), (520, 930), (800, 870), (1010, 800), (1230, 752), (1420, 724), (1600, 712)], "#a9b483", "#55784f")
    s.poly([(360, 1000), (520, 930), (800, 870), (1010, 800), (1230, 752), (1420, 724), (1440, 727), (1250, 762), (1040, 816), (830, 892), (600, 960), (500, 1000)],
           "#f0dfb5", "#d3bd8c")                                         # the beach of the spit
    for x, y, h, a in ((1310, 772, 290, 18), (1130, 826, 400, 74), (860, 930, 590, 44), (1500, 900, 560, 100)):
        s.disc(x, y, h * .06, "#3f5a45", ry=h * .012, alpha=.5, blur=2)
        turbine(s, x, y, h, "#fbfaf2", a, "#7d9aa3")
    blades = []
    for _ in range(520):
        x = s.rng.uniform(640, 1600)
        y = 1004 - max(0, (x - 900)) * .04
        h = s.rng.uniform(14, 60)
        blades.append([(x, y), (x + h * .2, y - h * .7), (x + h * .5, y - h)])
    s.many(lambda p: [p.line(b, 2) for b in blades], "#42653f")
    boat(s, 250, 780, .5, "#35606e", "#fbf3e0")
    s.gulls([(420, 320, 24), (480, 350, 17), (360, 372, 14)], "#5b7c88")


# ------------------------------------------------------------------ society

@scene()
def classroom(s):
    s.sky(["#f1e3c4", "#ead7b4", "#dfc8a2"], 700)
    s.rect(0, 690, 1600, 310, "#c99f6c", "#8f6845")
    for i in range(-16, 17):
        s.line([(800 + i * 76, 690), (800 + i * 210, 1000)], 2, "#7a5638", alpha=.35)
    s.rect(0, 672, 1600, 20, "#b58d60")
    s.rect(350, 140, 720, 370, "#a9774a", "#8a5e3a", radius=8)            # the blackboard: a ship's triangle and a wave
    s.rect(366, 156, 688, 338, "#3f6f62", "#2f584f")
    chalk = "#eef2e4"
    s.line([(440, 430), (440, 230), (640, 430), (440, 430)], 4, chalk, alpha=.85)
    s.line([(440, 408), (462, 408), (462, 430)], 3, chalk, alpha=.8)
    s.line([(720 + i * 6, 320 - 70 * math.sin(i / 44 * 6.283)) for i in range(45)], 4, "#f3d98a", alpha=.9)
    s.line([(706, 320), (1006, 320)], 3, chalk, alpha=.75)
    s.line([(720, 430), (720, 220)], 3, chalk, alpha=.75)
    for y, w in ((200, 190), (224, 130)):
        s.line([(420, y), (420 + w, y)], 4, chalk, alpha=.6)
    s.rect(420, 508, 580, 12, "#8a5e3a")
    for x, c in ((470, chalk), (510, "#f3d98a"), (548, "#e79a80")):
        s.rect(x, 502, 26, 7, c, radius=3)
    s.rect(1150, 110, 390, 470, "#fff7e4", radius=6)                     # the window and what is seen in it
    s.rect(1166, 126, 358, 438, "#9fcbd6", "#e9eed4")
    s.sun(1420, 240, 26, "#fffbe8", "#fff4c8", .7)
    s.rect(1166, 470, 358, 94, "#6fa3ad", "#8fbdb8")
    s.blob([(1166, 470), (1220, 430), (1290, 452), (1420, 520), (1524, 548), (1524, 564), (1166, 564), (1166, 520)], "#8fb08a", "#6a9272")
    boat(s, 1430, 508, .42, "#a8523f", "#fff6e4")
    s.many(lambda p: [p.rect(1340, 110, 12, 470), p.rect(1150, 330, 390, 12)], "#fff7e4")
    s.rect(1136, 578, 418, 20, "#e3cda4", "#c9ae82")
    s.poly([(1166, 600), (1524, 600), (1000, 1000), (380, 1000)], "#fff3cf", alpha=.35, blur=16)
    for x, c in ((1196, "#c1503f"), (1240, "#d98a4b")):                  # plants on the sill
        s.rect(x, 544, 34, 36, c, mix(c, "#000000", .25), radius=4)
        for a in (-50, -25, 0, 25, 50):
            s.line([(x + 17, 546), (x + 17 + 34 * math.sin(math.radians(a)), 546 - 46 * math.cos(math.radians(a)))], 6, "#4f7f52")
    s.rect(80, 130, 200, 150, "#fbf6e6", radius=4)                       # a map and a shelf on the left
    s.rect(90, 140, 180, 130, "#a9cfd3")
    s.poly([(110, 200), (140, 160), (190, 170), (210, 210), (170, 250), (130, 240)], "#c9b878")
    s.poly([(226, 180), (256, 170), (260, 214), (236, 226)], "#9bb483")
    s.rect(60, 360, 240, 12, "#a9774a")
    x = 72
    while x < 280:
        w, h = s.rng.uniform(12, 22), s.rng.uniform(60, 92)
        c = s.rng.choice(["#c1503f", "#3f7f78", "#f0c46a", "#2d4a63", "#8e5673", "#6f8f6a"])
        s.rect(x, 360 - h, w - 2, h, c, mix(c, "#000000", .25))
        x += w
    s.line([(180, 640), (180, 590)], 8, "#8a5e3a")                       # a globe
    s.disc(180, 530, 66, "#5f9fb5", "#2f6478")
    s.poly([(140, 500), (176, 480), (196, 510), (170, 548), (144, 536)], "#9bb483")
    s.poly([(200, 540), (232, 528), (226, 562), (204, 574)], "#c9b878")
    s.disc(180, 644, 44, "#8a5e3a", ry=10)
    s.rect(70, 650, 220, 22, "#a9774a", "#8a5e3a")
    for row, (y, k, xs) in enumerate(((700, .62, (430, 700, 970)), (790, .86, (290, 690, 1090)), (920, 1.2, (110, 680, 1250)))):   # the desks
        for x in xs:
            w = 210 * k
            s.rect(x - 8, y + 92 * k, w + 30, 14, "#5a3f2b", alpha=.35, blur=6)
            for lx in (x + 14 * k, x + w - 22 * k):
                s.rect(lx, y, 8 * k, 100 * k, "#5f7480")
            s.poly([(x + 22 * k, y - 34 * k), (x + w - 22 * k, y - 34 * k), (x + w + 4 * k, y + 4 * k), (x - 4 * k, y + 4 * k)], "#f0cf98", "#dfb478")
            s.rect(x - 4 * k, y + 4 * k, w + 8 * k, 12 * k, "#b98a55")
            s.poly([(x + 54 * k, y - 24 * k), (x + 104 * k, y - 24 * k), (x + 98 * k, y - 6 * k), (x + 42 * k, y - 6 * k)], "#fffaf0")
            s.line([(x + 122 * k, y - 10 * k), (x + 150 * k, y - 24 * k)], 4 * k, ["#c1503f", "#3f7f78", "#2d4a63"][row])
            s.rect(x + 60 * k, y + 40 * k, w - 120 * k, 44 * k, ["#6fa3a0", "#5f948f", "#4f8480"][row], radius=8 * k)


@scene()
def hospital(s):
    s.sky(["#7fb3c4", "#b3d4d6", "#e6eedd", "#f8e9c6"], 760)
    s.sun(1330, 300, 46, "#fffbea", "#fff4cf", .75)
    s.clouds(10, 100, 420, "#ffffff", .55)
    s.town(770, 90, 190, "#b9cdc8", 0, 1600, None, 0, (90, 150))
    s.fog(740, 180, "#f3efd8", .55)
    wall, glass = "#f7f3e6", "#6fa9b3"
    s.rect(250, 300, 430, 490, mix(wall, "#ffffff", .3), "#d6dccf")      # the tall block
    s.rect(680, 440, 660, 350, wall, "#cfd6ca")                          # the long block
    s.rect(238, 286, 454, 18, "#5f8f95")
    s.rect(680, 426, 672, 16, "#5f8f95")
    for y in range(340, 690, 78):
        for x in range(286, 650, 62):
            c = LAMP if s.rng.random() < .12 else glass
            s.rect(x, y, 44, 46, mix(c, "#ffffff", .35), c, radius=3)
    for y in (476, 566):
        s.rect(710, y, 604, 58, mix(glass, "#ffffff", .4), glass, radius=3)
        s.many(lambda p: [p.rect(v, y, 5, 58) for v in range(756, 1310, 46)], wall)
    s.rect(690, 350, 96, 96, "#3f8f86", "#357a74", radius=14)             # the sign on the roof
    s.rect(728, 366, 20, 64, "#ffffff", radius=3)
    s.rect(706, 388, 64, 20, "#ffffff", radius=3)
    s.rect(880, 660, 260, 132, mix(glass, "#ffffff", .25), "#4f8a93")     # the entrance
    s.many(lambda p: [p.rect(v, 660, 5, 132) for v in (880, 944, 1008, 1072, 1136)], wall)
    s.poly([(840, 640), (1180, 640), (1210, 664), (810, 664)], "#3f8f86", "#2f6f6a")
    s.rect(838, 664, 9, 128, "#8fa5a3")
    s.rect(1174, 664, 9, 128, "#8fa5a3")
    s.rect(0, 786, 1600, 214, "#a9c08f", "#6d9168")
    s.poly([(850, 788), (1170, 788), (1420, 1000), (560, 1000)], "#ece2cb", "#c9bfa8")
    for x, h in ((90, 300), (190, 220), (1420, 250), (1530, 330)):
        s.disc(x + 24, 822, h * .3, "#4f7250", ry=10, alpha=.5, blur=5)
        s.tree(x, 822, h, "#4f8260")
        s.disc(x - h * .06, 822 - h * .74, h * .14, "#79a878", alpha=.5, blur=10)
    for x in range(250, 830, 50):
        s.disc(x, 800, 34, "#6a9a6a", "#4f7f58", ry=24)
    for x in range(1200, 1400, 50):
        s.disc(x, 800, 34, "#6a9a6a", "#4f7f58", ry=24)
    s.rect(330, 866, 170, 10, "#9a6b45", radius=3)                       # a bench
    s.rect(330, 840, 170, 9, "#a97a52", radius=3)
    s.many(lambda p: [p.rect(v, 840, 7, 64) for v in (346, 476)], "#5f5a55")
    for x, y, h in ((930, 850, 110), (980, 854, 104), (1100, 920, 140)):
        s.disc(x, y, h * .3, "#8f8773", ry=6, alpha=.5, blur=3)
        s.person(x, y, h, "#4f6068", -1, {930: "#8a5a52", 1100: "#e9efec"}.get(x))


# ------------------------------------------------------------------ science

@scene()
def observatory(s):
    s.sky(NIGHT, 900)
    s.glow(420, 330, 620, "#6a5aa8", .3)
    s.stars(260, 760)
    for _ in range(330):                                               # trails around the pole of the sky
        r, a0, turn = 1150 * s.rng.random() ** .6, s.rng.uniform(150, 390), s.rng.uniform(14, 34)
        pts = [(800 + r * math.cos(math.radians(a0 + turn * i / 12)), 330 + r * math.sin(math.radians(a0 + turn * i / 12))) for i in range(13)]
        s.line(pts, s.rng.choice([1, 1.4, 2]), s.rng.choice(["#dfe4ff", "#ffe9c8", "#bcd0ff"]), alpha=s.rng.uniform(.14, .55))
    s.ridge(800, 130, "#2b3266", "#39407a", .5)
    s.fog(800, 130, "#6a6aa6", .35)
    at = s.hills(850, 70, "#171d40", "#0c1128", .8)
    s.spruces(at, 0, 420, 50, 120, "#10162f")
    s.spruces(at, 1290, 1600, 50, 130, "#10162f")
    s.poly([(420, 1000), (520, 860), (620, 824), (1000, 820), (1110, 850), (1260, 1000)], "#12183a", "#0a0f24")
    wall, dome = "#c9c5dc", "#e3e0ee"
    s.rect(610, 640, 380, 196, wall, "#5a5886")
    s.rect(596, 624, 408, 22, "#8a86b0", "#6a6894")
    s.shape(lambda d: d.pieslice([v * SCALE for v in (600, 420, 1000, 836)], 180, 360, 255), dome, "#77749f", span=(420, 630))
    for o in (-150, -92, 92, 150):                                     # seams of the dome
        s.line([(800 + o * math.sin(math.radians(v)), 628 - 208 * math.cos(math.radians(v))) for v in range(0, 91, 6)], 2, "#77749f", alpha=.6)
    slit = [(778, 626), (786, 520), (806, 412), (868, 430), (866, 520), (862, 626)]
    s.poly(slit, "#1a1f45", "#3a2f52")                                  # the open slit, warm inside, and the telescope in it
    s.poly([(784, 624), (790, 560), (862, 560), (858, 624)], "#ffcf85", alpha=.35, blur=6)
    s.poly([(800, 600), (822, 470), (856, 476), (836, 606)], "#f0edf6", "#8f8cb4")
    s.poly([(819, 474), (822, 458), (862, 465), (859, 481)], "#6a6894")
    s.rect(770, 606, 100, 20, "#8a86b0", "#6a6894")
    s.shape(lambda d: d.arc([v * SCALE for v in (600, 420, 1000, 836)], 182, 268, 255, 5 * SCALE), "#ffffff", alpha=.5, blur=1.5)
    for x in (650, 710, 900, 950):
        s.arch(x, 700, 26, 46, LAMP, "#f3b56f")
    s.arch(786, 730, 48, 106, "#2b2a52")
    s.glow(810, 760, 200, "#ffd59a", .35)
    s.rect(1000, 720, 190, 112, "#8a86b0", "#3f3e6a")
    s.rect(992, 706, 206, 18, "#5a5886")
    for x in (1030, 1086, 1142):
        s.rect(x, 754, 30, 34, LAMP, "#e9a763", radius=3)
    s.line([(560, 1000), (640, 910), (770, 868), (808, 838)], 9, "#ffe2ae", alpha=.25, blur=3)
    s.person(520, 874, 66, "#090d20", 1)
    s.person(548, 872, 46, "#090d20", 1)


@scene()
def night_sky(s):
    s.sky(["#060b1f", "#0d1838", "#1b2c5a", "#37497f", "#7a7ba8", "#d9a79a"], 840)
    for i in range(70):                                                # the Milky Way: soft clouds along a slanted line
        t = s.rng.random()
        x, y = 250 + 1050 * t + s.rng.gauss(0, 70), 760 - 800 * t + s.rng.gauss(0, 60)
        s.glow(x, y, s.rng.uniform(70, 190), s.rng.choice(["#8f8fd0", "#b79cc8", "#6f8fd0", "#e0b8b8"]), s.rng.uniform(.08, .2))
    for i in range(22):                                                # and its dark lanes
        t = s.rng.uniform(.25, 1)
        s.disc(260 + 1050 * t + s.rng.gauss(0, 18), 750 - 800 * t + s.rng.gauss(0, 18), s.rng.uniform(30, 80), "#0d1533", ry=s.rng.uniform(8, 20), alpha=.13, blur=16)
    s.stars(900, 800)
    for size, count, alpha in ((.8, 1500, .6), (1.3, 160, .9)):
        spots = []
        for _ in range(count):
            t = s.rng.random()
            spots.append((250 + 1050 * t + s.rng.gauss(0, 85), 760 - 800 * t + s.rng.gauss(0, 70)))
        s.many(lambda p: [p.disc(x, y, size) for x, y in spots], "#f4f0ff", alpha=alpha)
    for x, y, r in ((1250, 250, 3.2), (420, 180, 2.8), (1430, 470, 2.6), (180, 380, 2.4), (900, 120, 2.6)):
        s.glow(x, y, r * 11, "#dfe6ff", .6)
        s.disc(x, y, r, "#ffffff")
    s.ridge(800, 150, "#33406f", "#4a527f", .5)
    s.fog(820, 90, "#8a86b0", .35)
    s.ridge(850, 120, "#1c2750", "#263058", .5)
    at = s.hills(920, 60, "#0c1330", "#070b1c", .9)
    s.spruces(at, 0, 560, 60, 170, "#080d22", (14, 44))
    s.spruces(at, 1340, 1600, 70, 190, "#080d22", (16, 44))
    y = at(960)
    s.poly([(1010, y + 6), (1080, y - 76), (1150, y + 6)], "#e39a4b", "#c56a3a")           # a tent, lit from inside
    s.poly([(1068, y + 6), (1080, y - 76), (1092, y + 6)], "#ffdf9c")
    s.glow(1080, y - 24, 150, "#ffc27a", .5)
    s.person(930, y + 8, 92, "#060a1a", 1)
    s.line([(866, y + 8), (884, y - 50), (904, y + 8)], 4, "#060a1a")     # a telescope on its tripod
    s.line([(884, y - 50), (886, y + 6)], 3, "#060a1a")
    s.line([(902, y - 40), (860, y - 84)], 12, "#060a1a")


# ------------------------------------------------------------------ sport

@scene()
def stadium(s):
    s.sky(["#152a4a", "#2c5078", "#6d8fa3", "#e0b493"], 430)
    s.stars(90, 220)
    s.clouds(6, 200, 380, "#f3bd94", .3)
    s.poly([(0, 330), (400, 250), (800, 232), (1200, 250), (1600, 330), (1600, 640), (0, 640)], "#26405a", "#1c3047")   # the far stand
    for row in range(16):                                              # its people, as dots of colour
        t = row / 15
        spots = [(x + s.rng.uniform(-4, 4), 285 + 230 * t + ((x - 800) / 800) ** 2 * 62 * (1 - t) + s.rng.uniform(-2, 2)) for x in range(6, 1600, 11)]
        for c in ("#e9d8b8", "#c1604a", "#5f93a8", "#f0c46a"):
            chosen = [q for q in spots if s.rng.random() < .2]
            s.many(lambda p: [p.disc(x, y, 3.3) for x, y in chosen], c, alpha=.62)
    s.poly([(0, 300), (400, 214), (800, 196), (1200, 214), (1600, 300), (1600, 336), (1200, 256), (800, 240), (400, 256), (0, 336)], "#e9eef0", "#a9bcc6")  # the roof
    s.many(lambda p: [p.line([(x, 322 - 108 * (1 - ((x - 800) / 800) ** 2) ** .8), (x, 290 - 108 * (1 - ((x - 800) / 800) ** 2) ** .8)], 3) for x in range(40, 1600, 80)], "#6d8794")
    s.rect(0, 520, 1600, 34, "#2f6f78", "#235862")
    for i in range(16):
        s.rect(i * 100 + 6, 524, 88, 26, ["#3f8f86", "#e0a24b", "#2d6a7a", "#c1604a"][i % 4], alpha=.75)
    s.rect(0, 552, 1600, 448, "#c1694a", "#9c4a38")                      # the running track
    for i in range(5):
        y = 566 + i * (8 + i * 3)
        s.rect(0, y, 1600, 2, "#f5e3d0", alpha=.6)
    s.poly([(0, 700), (0, 640), (250, 626), (1350, 626), (1600, 640), (1600, 1000), (0, 1000)], "#4f9458", "#2f6f42")
    for i in range(-8, 9):                                             # mown stripes
        if i % 2 == 0:
            s.poly([(800 + i * 82, 626), (800 + (i + 1) * 82, 626), (800 + (i + 1) * 190, 1000), (800 + i * 190, 1000)], "#6aae68", "#4a8f56", alpha=.5)
    white = "#f4f7ea"
    s.line([(140, 660), (1460, 660)], 4, white, alpha=.9)
    s.line([(140, 660), (-420, 1000)], 6, white, alpha=.9)
    s.line([(1460, 660), (2020, 1000)], 6, white, alpha=.9)
    s.line([(800, 660), (800, 1000)], 5, white, alpha=.9)
    ring = [(800 + 300 * math.cos(math.radians(a)), 836 + 78 * math.sin(math.radians(a))) for a in range(0, 361, 4)]
    s.line(ring, 5, white, alpha=.9)
    s.disc(800, 836, 9, white, ry=4)
    for x, lean in ((150, -1), (1450, 1), (470, -1), (1130, 1)):          # floodlights
        top = 70 if abs(x - 800) > 500 else 120
        s.line([(x, 330 if abs(x - 800) > 500 else 250), (x, top)], 9 if abs(x - 800) > 500 else 6, "#1c3047")
        k = 1.2 if abs(x - 800) > 500 else .8
        s.rect(x - 62 * k, top - 36 * k, 124 * k, 50 * k, "#1c3047", radius=5)
        s.many(lambda p: [p.disc(x + (i - 2) * 22 * k, top - 24 * k + j * 24 * k, 8 * k) for i in range(5) for j in (0, 1)], "#fffbe8")
        s.glow(x, top - 10, 330 * k, "#fff6d6", .6)
        s.poly([(x - 50 * k, top), (x + 50 * k, top), (800 - lean * 100, 900), (800 + lean * 500, 900)], "#fff8de", alpha=.07, blur=18)
    for x, y, h, c in ((560, 790, 76, "#f5e9d0"), (690, 740, 62, "#c1503f"), (1010, 760, 68, "#f5e9d0"), (1150, 880, 100, "#c1503f"), (420, 900, 104, "#c1503f"), (930, 900, 106, "#f5e9d0")):
        s.disc(x, y, h * .34, "#1f4a30", ry=h * .05, alpha=.6, blur=2)
        runner(s, x, y, h, c, s.rng.choice([0, 1]), 1 if x < 800 else -1, s.rng.choice(["#e0ad88", "#c98f6a", "#8a5c44"]))
    s.disc(868, 896, 10, "#ffffff")
    s.disc(868, 907, 12, "#1f4a30", ry=3, alpha=.6, blur=1)


def runner(s, x, y, h, shirt, pose, way=1, skin="#8a5c48", shorts="#22304d"):
    """Somebody who runs; two poses, to the right (`way` 1) or to the left (-1)."""
    def at(*points):
        return [(x + way * px * h, y - py * h) for px, py in points]
    front, back = (((0, .48), (.17, .36), (.12, .12), (.19, .1)), ((0, .48), (-.07, .24), (-.29, .2), (-.31, .14))) if pose == 0 else \
                  (((0, .48), (.12, .27), (.06, .02), (.13, .01)), ((0, .48), (-.02, .26), (-.22, .3), (-.25, .24)))
    far = mix(skin, "#2a1f28", .3)
    s.line(at((.05, .76), (.16, .62), (.27, .7)) if pose else at((.05, .76), (-.09, .63), (.02, .53)), h * .045, far)
    s.line(at(*back), h * .062, far)
    s.line(at(*front), h * .068, skin)
    s.line(at((0, .5), front[1] and (front[1][0] * .55, .48 + (front[1][1] - .48) * .55)), h * .1, shorts)
    s.line(at((0, .5), (back[1][0] * .5, .48 + (back[1][1] - .48) * .5)), h * .095, mix(shorts, "#000000", .2))
    s.line(at((.06, .76), (0, .52)), h * .145, shirt)
    s.line(at((.05, .76), (-.1, .64), (-.02, .52)) if pose else at((.05, .76), (.15, .62), (.27, .71)), h * .05, skin)
    s.line(at((.07, .8), (.085, .86)), h * .06, skin)
    s.disc(*at((.1, .92))[0], h * .068, skin)
    s.disc(*at((.085, .948))[0], h * .064, mix("#2f2430", skin, .1 if pose else .3), ry=h * .046)


@scene()
def marathon(s):
    s.sky(FRESH, 520)
    s.sun(1240, 400, 58, "#fffbe8", "#fff2c8", .9)
    s.clouds(9, 80, 360, "#ffffff", .5)
    s.hills(500, 50, "#a3c4bd", "#bcd0bb", 1.1)
    s.town(520, 26, 84, "#8fb0b0", 0, 700, None, 0, (36, 80))
    s.poly([(596, 520), (601, 400), (615, 400), (620, 520)], "#8fb0b0")  # the lighthouse of the city
    s.poly([(598, 400), (608, 384), (618, 400)], "#8fb0b0")
    s.water(520, "#b9d6cb", "#3f8f9c", .7)
    s.glints(1240, 526, 640, "#fffbe4", 200, .6, .7)
    s.rect(0, 640, 1600, 22, "#e9dcc0", "#c9b795")                       # the balustrade
    s.many(lambda p: [p.rect(v, 662, 12, 46) for v in range(4, 1600, 34)], "#d9c8a6")
    s.rect(0, 704, 1600, 22, "#e3d3b2", "#b9a684")
    s.rect(0, 724, 1600, 276, "#c7b59c", "#8a7a70")
    for y, w in ((776, 3), (958, 6)):
        s.rect(0, y, 1600, w, "#fff8e8", alpha=.7)
    for x, h in ((80, 420), (1530, 440)):
        s.tree(x, 742, h, "#4f8a68")
        s.disc(x - 20, 742 - h * .74, h * .16, "#8fc08a", alpha=.45, blur=14)
    for i in range(22):                                                # pennants
        x = -10 + i * 76
        y = 96 + 90 * math.sin(math.pi * (i % 11) / 10)
        s.poly([(x, y), (x + 44, y + 3), (x + 22, y + 52)], ["#d9603f", "#f7f1df", "#2f7f8a", "#f2b84b"][i % 4])
    s.line([(-10 + i * 38, 96 + 90 * math.sin(math.pi * ((i / 2) % 11) / 10)) for i in range(44)], 3, "#5d6f70")
    team = ["#d9603f", "#2f7f8a", "#f2b84b", "#f5eee0", "#7a5a8a", "#3f6f9a"]
    skins = ["#e0ad88", "#c98f6a", "#8a5c44", "#d9a27c"]
    for i, (x, y, h) in enumerate(((210, 812, 178), (390, 800, 168), (570, 816, 182), (900, 806, 172), (1090, 814, 180), (1400, 808, 172))):
        s.disc(x + 20, y, h * .3, "#4a3f44", ry=7, alpha=.35, blur=4)
        runner(s, x, y, h, team[(i * 2 + 1) % 6], i % 2, 1, skins[i % 4])
    for i, (x, y, h) in enumerate(((330, 936, 300), (740, 950, 330), (1050, 930, 296), (1330, 948, 322))):
        s.disc(x + 30, y, h * .3, "#3a3036", ry=11, alpha=.42, blur=6)
        runner(s, x, y, h, team[i * 5 % 6], (i + 1) % 2, 1, skins[(i + 1) % 4])
        s.poly([(x + h * .0, y - h * .7), (x + h * .075, y - h * .69), (x + h * .05, y - h * .6), (x - h * .02, y - h * .61)], "#fffdf4")   # the number


# ------------------------------------------------------------------ nature and the past

@scene()
def mountains(s):
    s.sky(["#6f9bb5", "#a9c5cb", "#e4dfc8", "#f8d9ac"], 560)
    s.sun(470, 330, 54, "#fffae4", "#fff0c6", .9)
    s.clouds(7, 70, 260, "#fffdf4", .5)
    for i, (y, h) in enumerate(((430, 250), (500, 230), (580, 210), (670, 190), (770, 170))):
        t = i / 4
        c = mix("#a9bfc4", "#2f5a5c", t ** .8)
        s.ridge(y, h, c, mix(c, "#f3e3c4", .5 - .3 * t), .47, 9)
        s.fog(y + 110, 130, "#f6e8cc", .62 - .28 * t)
    at = s.hills(880, 70, "#24483f", "#16302c", .9)
    s.spruces(at, -10, 1610, 60, 130, "#1d3f38", (16, 40))
    at2 = s.hills(985, 50, "#14302c", "#0c211f", 1.1)
    s.spruces(at2, -10, 460, 150, 330, "#0f2825", (26, 60))
    s.spruces(at2, 1180, 1610, 140, 350, "#0f2825", (26, 60))
    s.spruces(at2, 460, 1180, 40, 110, "#123029", (22, 60))
    s.gulls([(980, 260, 30), (1060, 300, 18)], "#4d6a72")


@scene()
def old_map(s):
    s.sky(["#ead3a2", "#e3c78f", "#d8b87d"])
    rng = s.rng
    for _ in range(60):                                                # stains of age
        s.glow(rng.uniform(0, 1600), rng.uniform(0, 1000), rng.uniform(40, 220), rng.choice(["#c99a58", "#f3e2b8", "#b98a4c"]), rng.uniform(.08, .22))
    ink = "#5a3a26"
    rose = (1230, 690)
    for i in range(32):                                                # rhumb lines
        a = math.radians(i * 11.25)
        s.line([rose, (rose[0] + 1900 * math.cos(a), rose[1] + 1900 * math.sin(a))], 1.3, "#8a4a34" if i % 2 else ink, alpha=.26)
    coast = []
    for i in range(121):
        t = i / 120
        x = 150 + 1300 * t
        y = 430 - 150 * math.sin(3.4 * t + .3) + 46 * math.sin(17 * t) + 20 * math.sin(41 * t + 1) + 9 * math.sin(97 * t)
        if .34 < t < .5:
            y -= 120 * math.sin((t - .34) / .16 * math.pi)             # the bay
        coast.append((x, y + 60))
    land = [(90, 90), (90, coast[0][1] - 20), *coast, (1510, coast[-1][1] - 30), (1510, 90)]
    for grow, alpha in ((30, .1), (20, .14), (11, .2)):                 # water lining along the shore
        s.line([(x, y + grow) for x, y in coast], 2, "#3f6a70", alpha=alpha * 2.6)
    s.poly(coast + [(1510, coast[-1][1] - 30), (1510, 920), (90, 920), (90, coast[0][1] - 20)], "#7fa8a0", "#a9b890", alpha=.34)
    s.poly(land, "#ecd39b", "#e3c689", alpha=.95)
    s.poly(land[1:-1] + [(x, y - 46) for x, y in coast[::-1]], "#8fa56f", alpha=.4, blur=12)
    s.line([land[1], *coast, land[-2]], 4, ink)
    for x, y, k in [(240, 250, 1.1), (300, 220, 1.4), (360, 252, 1), (1010, 200, 1.3), (1080, 232, 1), (1140, 196, 1.5), (1210, 236, 1.1), (1290, 210, 1.2)]:
        s.poly([(x - 34 * k, y), (x, y - 54 * k), (x + 34 * k, y)], "#c9a266", "#e3c78f")
        s.line([(x - 34 * k, y), (x, y - 54 * k), (x + 34 * k, y)], 3, ink)
        for j in range(4):
            s.line([(x + j * 7 * k, y - (48 - j * 12) * k), (x + (j * 7 + 8) * k, y - (26 - j * 8) * k)], 2, ink, alpha=.6)
    for _ in range(46):                                                # woods
        x, y = rng.gauss(600, 90), rng.gauss(210, 36)
        s.line([(x, y), (x, y - 10)], 2, ink)
        s.disc(x, y - 17, 9, "#7f8f55", "#5f7040")
    s.line([(892, 96), (884, 150), (902, 200), (876, 250), (880, 300), (864, 352), (866, 372)], 6, "#4f7f86", alpha=.8)
    for k in range(9):                                                 # the town and its lighthouse
        s.rect(700 + k * 18, 296 - (k * 7 % 20), 15, 26 + (k * 7 % 20), "#b5604a", "#8a4434")
        s.poly([(698 + k * 18, 297 - (k * 7 % 20)), (707 + k * 18, 284 - (k * 7 % 20)), (717 + k * 18, 297 - (k * 7 % 20))], ink)
    s.poly([(940, 350), (946, 270), (958, 270), (964, 350)], "#f3e2b8")
    s.line([(940, 350), (946, 270), (958, 270), (964, 350)], 3, ink)
    s.poly([(942, 270), (952, 252), (962, 270)], "#b5604a")
    for a in (-60, -30, 0, 30, 60):
        s.line([(952 + 22 * math.sin(math.radians(a)), 258 - 18 * math.cos(math.radians(a))), (952 + 44 * math.sin(math.radians(a)), 258 - 38 * math.cos(math.radians(a)))], 2.4, "#b5604a")
    for r, w in ((128, 3), (118, 1.5), (74, 2)):                        # the compass rose
        s.line([(rose[0] + r * math.cos(math.radians(a)), rose[1] + r * math.sin(math.radians(a))) for a in range(0, 361, 3)], w, ink)
    for i in range(16):
        a = math.radians(i * 22.5 - 90)
        r = (150, 62, 96, 62)[i % 4]
        for sgn, c in ((-1, ink if i % 4 == 0 else "#b5604a"), (1, "#f3e2b8")):
            s.poly([rose, (rose[0] + 26 * math.cos(a + sgn * .39), rose[1] + 26 * math.sin(a + sgn * .39)), (rose[0] + r * math.cos(a), rose[1] + r * math.sin(a))], c)
    s.poly([(rose[0] - 9, 528), (rose[0], 508), (rose[0] + 9, 528)], "#b5604a")
    x, y = 470, 770                                                    # a ship under sail
    s.poly([(x - 120, y - 30), (x - 96, y + 24), (x + 84, y + 24), (x + 130, y - 36), (x + 92, y - 20), (x - 84, y - 20)], "#8a5a3a", "#5f3c28")
    for mx, mh, sails in ((-60, 150, 2), (10, 190, 3), (74, 140, 2)):
        s.line([(x + mx, y - 20), (x + mx, y - mh)], 4, ink)
        for k in range(sails):
            sy, sw = y - mh + 12 + k * 50, 44 + k * 10
            s.poly([(x + mx - sw * .8, sy), (x + mx + sw * .8, sy), (x + mx + sw, sy + 40), (x + mx + 8, sy + 48), (x + mx - sw * .7, sy + 40)], "#f6e9c6", "#dcc08a")
            s.line([(x + mx - sw * .8, sy), (x + mx + sw * .8, sy)], 3, ink)
        s.poly([(x + mx, y - mh), (x + mx + 30, y - mh + 7), (x + mx, y - mh + 14)], "#b5604a")
    s.line([(x + 118, y - 34), (x + 176, y - 66)], 4, ink)
    for wx, wy in ((300, 830), (600, 834), (760, 700), (900, 860), (220, 660), (980, 620), (640, 640), (380, 890), (840, 780)):
        s.line([(wx + i * 5, wy - 6 * abs(math.sin(i * .52))) for i in range(19)], 2.2, "#3f6a70", alpha=.65)
    for inset, w in ((60, 7), (76, 2)):                                 # the frame with its scale
        s.line([(inset, inset), (1600 - inset, inset), (1600 - inset, 1000 - inset), (inset, 1000 - inset), (inset, inset)], w, ink)
    s.many(lambda p: [p.rect(v, 64, 37, 11) for v in range(76, 1500, 74)] + [p.rect(v, 925, 37, 11) for v in range(76, 1500, 74)], ink, alpha=.8)
    for fx in (533, 1066):                                             # folds
        s.rect(fx - 2, 0, 4, 1000, "#7a5430", alpha=.25, blur=2)
        s.rect(fx + 4, 0, 10, 1000, "#fff3d0", alpha=.2, blur=4)


# ------------------------------------------------------------------ authors

def portrait(s, back, skin, hair, coat, style):
    """A face without features: head, hair, shoulders, one light from the left."""
    s.sky([mix(back, "#ffffff", .3), back, mix(back, "#000000", .2)])
    s.disc(600, 640, 470, mix(back, "#ffffff", .35), mix(back, "#ffffff", .08), alpha=.8)
    dark = mix(hair, "#000000", .3)
    if style == "long":
        s.rect(352, 470, 496, 640, hair, dark, radius=210)
    if style == "bob":
        s.rect(350, 420, 500, 480, hair, dark, radius=200)
    s.disc(600, 1560, 520, coat, mix(coat, "#000000", .3), ry=560)          # shoulders, neck
    s.poly([(508, 860), (692, 860), (700, 1010), (600, 1096), (500, 1010)], mix(skin, "#000000", .16), mix(skin, "#000000", .08))
    if style in ("short", "cap"):
        s.poly([(486, 1000), (600, 1100), (540, 1186), (438, 1050)], mix(coat, "#ffffff", .5))
        s.poly([(714, 1000), (600, 1100), (660, 1186), (762, 1050)], mix(coat, "#ffffff", .35))
    else:
        s.line([(486, 1000), (530, 1070), (600, 1104), (670, 1070), (714, 1000)], 26, mix(coat, "#ffffff", .45))
    s.rect(430, 500, 340, 450, mix(skin, "#ffffff", .12), mix(skin, "#000000", .05), radius=168)
    s.poly([(640, 520), (772, 620), (772, 800), (720, 900), (640, 946), (690, 760)], "#4a2a2a", alpha=.13, blur=26)
    if style != "long" and style != "bob":
        for x in (428, 772):
            s.disc(x, 730, 26, mix(skin, "#000000", .06), ry=44)
    if style == "bob":
        s.blob([(420, 760), (404, 560), (440, 440), (600, 396), (760, 440), (796, 570), (784, 760), (764, 620), (700, 570), (640, 500), (560, 590), (446, 630)], hair, dark)
    if style == "short":
        s.blob([(420, 720), (400, 560), (430, 430), (550, 370), (710, 380), (790, 450), (802, 580), (782, 720), (764, 600), (730, 540), (600, 560), (470, 560), (440, 610)], hair, dark)
        s.blob([(426, 740), (430, 880), (500, 970), (600, 990), (700, 970), (770, 880), (774, 740), (748, 830), (680, 846), (600, 834), (520, 846), (452, 830)], hair, dark)
    if style == "long":
        s.blob([(396, 900), (380, 600), (430, 440), (600, 384), (770, 440), (820, 600), (804, 900), (774, 700), (720, 580), (640, 480), (560, 580), (450, 680), (424, 760)], hair, dark)
    if style == "cap":
        s.poly([(420, 720), (416, 600), (784, 600), (780, 720), (758, 640), (442, 640)], hair, dark)
        s.blob([(384, 590), (372, 470), (480, 400), (640, 392), (790, 430), (836, 560), (820, 610), (600, 630)], "#46546a", "#2a3444")
        s.blob([(400, 590), (600, 604), (850, 566), (890, 606), (820, 650), (600, 656), (410, 630)], "#2a3444", "#1d2532")
        s.blob([(500, 880), (540, 838), (600, 846), (660, 838), (700, 880), (730, 900), (600, 872), (470, 900)], hair, mix(hair, "#000000", .12))                       # a moustache
    if style in ("cap", "bob"):                                        # glasses
        for x in (520, 680):
            s.disc(x, 722, 58, "#2c2a33")
            s.disc(x, 722, 49, mix(skin, "#ffffff", .3))
            s.poly([(x - 26, 740), (x + 6, 690), (x + 20, 696), (x - 10, 748)], "#ffffff", alpha=.5, blur=2)
        s.line([(576, 714), (600, 706), (624, 714)], 8, "#2c2a33")
    s.glow(330, 420, 620, "#fff6e0", .22)


for number, look in enumerate((
    ("#5f93a0", "#e3b08c", "#5a3428", "#c9604a", "bob"),
    ("#c98f5f", "#d9a27c", "#3a2a26", "#2f4f63", "short"),
    ("#8e6f94", "#e9bd9b", "#b5673a", "#2f6f6a", "long"),
    ("#6f8a6a", "#dba98a", "#d9d4c9", "#5a4640", "cap"),
), 1):
    SCENES[f"portrait-{number}"] = ((lambda s, look=look: portrait(s, *look)), 1200, 1500)


# ------------------------------------------------------------------ ads, at twice their sizes

def ferry_line(s):
    """A ferry under way, its wake behind it: the ad of a ferry company, in any shape."""
    w, h = s.w, s.h
    s.sky(FRESH)
    s.glow(w * .78, h * .32, h * .7, "#fff3cf", .5)
    s.rect(0, h * .66, w, h * .34, "#3f8ea3", "#1f5a70")
    for k in range(9):
        y = h * (.7 + k * .034)
        s.line([(0, y), (w * .5, y + h * .008), (w, y)], 2 + k * .4, "#ffffff", alpha=.10)
    s.poly([(0, h * .8), (w * .5, h * .66), (w * .5, h * .7), (0, h * .9)], "#ffffff", alpha=.35, blur=6)
    ferry(s, w * (.56 if w > 2 * h else .48), h * .68, min(h / 620, w / 860), "#1f4e6b", "#f4efe2")


def solar_roof(s):
    """A house whose roof is covered with panels: the ad of those who mount them, in any shape."""
    w, h = s.w, s.h
    k = min(w / 1600, h / 1000)
    cx, top, eaves = w * .5, h * .24, h * .58
    s.sky(["#6aa6c4", "#a8cdd2", "#e8e6c8", "#f9dba4"], h * .8)
    s.sun(w * .17, h * .2, 58 * k, "#fffbe8", "#fff2c4", .9)
    s.clouds(5, 40 * k, h * .3, "#ffffff", .45, 380 * k)
    s.hills(h * .66, h * .07, "#9db8a5", "#a9bf9c", 1.2)
    s.rect(0, h * .72, w, h * .28, "#9fb573", "#5c7c4c")
    s.rect(cx - 430 * k, eaves, 860 * k, h * .32, "#f6e7cb", "#d9b98c")              # the wall
    s.rect(cx - 430 * k, eaves, 860 * k, 40 * k, "#6b4a38", alpha=.35, blur=12 * k)
    roof = [(cx - 520 * k, eaves), (cx - 330 * k, top), (cx + 330 * k, top), (cx + 520 * k, eaves)]
    s.poly(roof, "#9a4f3a", "#74382c")
    s.rect(cx + 190 * k, top - 80 * k, 60 * k, 130 * k, "#8a5a48", "#6d4437")          # the chimney

    def at(u, v):
        """A point of the roof: u along it, v down it, both from 0 to 1."""
        half = (330 + 190 * v) * k
        return cx - half + 2 * half * u, top + (eaves - top) * v

    for row in range(3):
        for column_ in range(7):
            u, v = .07 + column_ * .125, .08 + row * .3
            quad = [at(u, v), at(u + .115, v), at(u + .115, v + .27), at(u, v + .27)]
            s.poly(quad, "#5f93b8", "#1d3f66")
            grid = [(at(u + .115 * i / 3, v), at(u + .115 * i / 3, v + .27)) for i in (1, 2)]
            grid += [(at(u, v + .27 * i / 4), at(u + .115, v + .27 * i / 4)) for i in (1, 2, 3)]
            s.many(lambda p, grid=grid: [p.line(g, max(.6, 2 * k)) for g in grid], "#dcebec", alpha=.5)
            s.line(quad + quad[:1], 3 * k, "#e8eee8")
    s.poly([at(.1, .02), at(.34, .02), at(.2, .98), at(.02, .98)], "#ffffff", alpha=.14, blur=14 * k)
    for x in (-300, -90, 150):                                                         # windows and a door
        s.rect(cx + x * k, eaves + 90 * k, 130 * k, 120 * k, "#3f5f78", "#8fb3bf", radius=4 * k)
        s.line([(cx + (x + 65) * k, eaves + 90 * k), (cx + (x + 65) * k, eaves + 210 * k)], 6 * k, "#fff6e4")
    s.rect(cx + 310 * k, eaves + 80 * k, 92 * k, h * .32 - 80 * k, "#7a4a34", "#5a3525", radius=4 * k)
    for side, size in ((-1, 150), (1, 120), (-1.28, 96)):                              # bushes
        x = cx + side * 560 * k
        s.disc(x, h * .86, size * k, "#7d9c5d", "#456b42", ry=size * .72 * k)
        s.disc(x + size * .6 * k, h * .88, size * .7 * k, "#8aa765", "#4d7348", ry=size * .5 * k)
    s.rect(0, h * .9, w, h * .1, "#7d9c5d", "#4d7348")


def month_shelf(s):
    """A shelf of new books with a lamp over it: the ad of a bookshop, in any shape."""
    w, h = s.w, s.h
    s.sky(["#f3e2c2", "#e9c99a", "#d7a877"])
    s.glow(w * .5, h * .2, h * .9, "#fff4d4", .6)
    inks = ["#a6483d", "#c98a4b", "#3f6b6b", "#2d4a63", "#6f7f5a", "#7a4660", "#4f5f73"]
    board = h * .82
    s.rect(w * .06, board, w * .88, h * .05, "#9a6236", "#6e4223", radius=3)
    s.rect(w * .06, board + h * .05, w * .88, h * .04, "#6e4223", alpha=.3, blur=8)
    x = w * .12
    for number, ink in enumerate(inks):
        wide, high = w * s.rng.uniform(.075, .11), h * s.rng.uniform(.42, .56)
        if number == 4:                                                                # one leans on the others
            s.poly([(x + 6, board), (x + 6 + wide, board), (x + wide * 1.9, board - high), (x + wide * .9, board - high)], mix(ink, "#ffffff", .12), mix(ink, "#000000", .3))
            x += wide * 1.95
            continue
        s.rect(x, board - high, wide, high, mix(ink, "#ffffff", .14), mix(ink, "#000000", .3), radius=3)
        s.rect(x + wide * .14, board - high * .84, wide * .72, h * .018, "#f0d9a8", alpha=.85)
        s.rect(x + wide * .14, board - high * .22, wide * .72, h * .012, "#f0d9a8", alpha=.7)
        x += wide + w * .006
    s.line([(w * .84, board), (w * .84, h * .34), (w * .74, h * .24)], h * .016, "#3b2a26")
    s.poly([(w * .66, h * .3), (w * .7, h * .17), (w * .78, h * .17), (w * .82, h * .3)], "#3f7a66", "#2d5a4d")
    s.glow(w * .74, h * .36, h * .3, LAMP, .7)


def solar_sign(s):
    """The sign of those who mount panels: a sun that rises over a roof."""
    w, h = s.w, s.h
    s.rect(0, 0, w, h, "#fff8e6")
    for ray in range(9):
        angle = math.pi * (ray + .5) / 9
        inner, outer = w * .27, w * .38
        s.line([(w / 2 + math.cos(angle) * inner, h * .58 - math.sin(angle) * inner), (w / 2 + math.cos(angle) * outer, h * .58 - math.sin(angle) * outer)], w * .03, "#e9a13b")
    s.disc(w / 2, h * .58, w * .2, "#f3b84f", "#e9a13b")
    s.poly([(w * .12, h * .78), (w * .5, h * .46), (w * .88, h * .78)], "#1d3f66")
    s.poly([(w * .26, h * .745), (w * .5, h * .545), (w * .74, h * .745)], "#5f93b8")
    s.many(lambda p: [p.line([(w * .5, h * .545), (w * x, h * .745)], w * .012) for x in (.38, .5, .62)], "#dcebec")


for name, paint, width, height in (
    ("ad-ferry-wide", ferry_line, 1940, 500),
    ("ad-ferry-box", ferry_line, 600, 500),
    ("ad-solar-roof", solar_roof, 600, 500),
    ("ad-month-shelf", month_shelf, 600, 500),
    ("solar-house", solar_roof, 1600, 1000),
    ("sign-soniachnyi-dvir", solar_sign, 400, 400),
):
    SCENES[name] = (paint, width, height)


if __name__ == "__main__":
    for name in sys.argv[1:] or SCENES:
        paint, width, height = SCENES[name]
        picture = Scene(name, width, height)
        paint(picture)
        picture.save()
