"""Character shapes of the Vietnamese plate as strokes of our own, and as free fonts stretched to the same proportions."""
import functools
import glob

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

CHARACTERS = "0123456789ABCDEFGHKLMNPQRSTUVXYZ"
HEIGHT = 64
# Debian's packages: opendin, osifont, roadgeek, liberation, bebas-neue, roboto, national-park, dejavu (all free licences).
FONTS = (
    "opendin/OSP-DIN.ttf", "opendin/OSP-DIN.ttf", "osifont/osifont.ttf", "roadgeek/RG2014D.ttf", "roadgeek/RG2014C.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf", "bebas-neue/BebasNeue-Bold.otf", "bebas-neue/BebasNeue-Regular.otf",
    "RobotoCondensed-Bold.ttf", "national-park/NationalPark-Heavy.otf", "dejavu/DejaVuSansCondensed-Bold.ttf",
)


def strokes(char, w, style):
    """Centre lines of one character: lists of (x, y[, corner radius factor]); y runs 0 (top) to 1, x from 0 to w."""
    m = style["middle"]
    short = style["hook"]
    shapes = {
        "0": [[(w / 2, 0), (w, 0), (w, 1), (0, 1), (0, 0), (w / 2, 0)]],
        "1": [[(0, style["flag"]), (w * style["reach"], 0, 0), (w * style["reach"], 1)]],
        "2": [[(0, short), (0, 0), (w, 0), (w, style["neck"]), (0, 1, 0), (w, 1)]],
        "3": [[(0, short), (0, 0), (w * .95, 0), (w * .95, m), (w * .35, m)], [(w * .35, m), (w, m), (w, 1), (0, 1), (0, 1 - short)]],
        "4": [[(w * .55, 0), (0, .7, 0), (w, .7)], [(w * .72, .42), (w * .72, 1)]] if style["open4"] else
             [[(w * .76, 1), (w * .76, 0, 0), (0, .7, 0), (w, .7)]],
        "5": [[(w * .95, 0), (.04 * w, 0, 0), (0, m, 0)], [(0, m), (w, m - .06), (w, 1), (0, 1), (0, 1 - short)]],
        "6": [[(w, short), (w, 0), (0, 0), (0, 1), (w, 1), (w, m - .06), (0, m)]],
        "7": [[(0, 0), (w, 0, 0), (w * style["lean7"], 1)]],
        "8": [[(w / 2, 0), (w * .94, 0), (w * .94, m), (w * .06, m), (w * .06, 0), (w / 2, 0)],
              [(w / 2, m), (w, m), (w, 1), (0, 1), (0, m), (w / 2, m)]],
        "9": [[(0, 1 - short), (0, 1), (w, 1), (w, 0), (0, 0), (0, 1 - m + .06), (w, 1 - m)]],
        "A": [[(0, 1), (w * .46, 0, 0), (w * .54, 0, 0), (w, 1)], [(w * .2, .7), (w * .8, .7)]],
        "B": [[(0, m), (0, 0, 0), (w * .93, 0), (w * .93, m), (0, m)], [(0, m), (w, m), (w, 1), (0, 1, 0), (0, m)]],
        "C": [[(w, short + .04), (w, 0), (0, 0), (0, 1), (w, 1), (w, .96 - short)]],
        "D": [[(0, .5), (0, 0, 0), (w, 0), (w, 1), (0, 1, 0), (0, .5)]],
        "E": [[(w, 0), (0, 0, 0), (0, 1, 0), (w, 1)], [(0, m), (w * .85, m)]],
        "F": [[(w, 0), (0, 0, 0), (0, 1)], [(0, m), (w * .82, m)]],
        "G": [[(w, short + .04), (w, 0), (0, 0), (0, 1), (w, 1), (w, .54, 0), (w * .55, .54)]],
        "H": [[(0, 0), (0, 1)], [(w, 0), (w, 1)], [(0, m), (w, m)]],
        "K": [[(0, 0), (0, 1)], [(w * .95, 0), (0, .62)], [(w * style["knee"], .62 - .65 * style["knee"]), (w, 1)]],
        "L": [[(0, 0), (0, 1, 0), (w, 1)]],
        "M": [[(0, 1), (0, 0, 0), (w * style["broad"] / 2, style["vee"], 0), (w * style["broad"], 0, 0), (w * style["broad"], 1)]],
        "N": [[(0, 1), (0, 0, 0), (w, 1, 0), (w, 0)]],
        "P": [[(0, 1), (0, 0, 0), (w, 0), (w, m + .06), (0, m + .06)]],
        "Q": [[(w / 2, 0), (w, 0), (w, 1), (0, 1), (0, 0), (w / 2, 0)], [(w * .55, .72), (w * 1.05, 1)]],
        "R": [[(0, 1), (0, 0, 0), (w, 0), (w, m + .04), (0, m + .04)], [(w * .45, m + .04), (w, 1)]],
        "S": [[(w, short), (w, 0), (0, 0), (0, m), (w, m), (w, 1), (0, 1), (0, 1 - short)]],
        "T": [[(0, 0), (w, 0)], [(w / 2, 0), (w / 2, 1)]],
        "U": [[(0, 0), (0, 1), (w, 1), (w, 0)]],
        "V": [[(0, 0), (w / 2, 1, 0), (w, 0)]],
        "X": [[(0, 0), (w, 1)], [(w, 0), (0, 1)]],
        "Y": [[(0, 0), (w / 2, style["fork"], 0), (w, 0)], [(w / 2, style["fork"] - .02), (w / 2, 1)]],
        "Z": [[(0, 0), (w, 0, 0), (0, 1, 0), (w, 1)]],
    }
    return shapes[char]


def rounded(path, radius):
    """The path's points with its inner corners replaced by quadratic arcs."""
    out = [np.array(path[0][:2], float)]
    for i in range(1, len(path) - 1):
        p, before, after = (np.array(q[:2], float) for q in (path[i], path[i - 1], path[i + 1]))
        factor = path[i][2] if len(path[i]) > 2 else 1
        if factor == 0:
            out.append(p)
            continue
        a, b = before - p, after - p
        la, lb = np.linalg.norm(a), np.linalg.norm(b)
        # a corner may take all of an end segment but only half of one that it shares with another corner
        ra = min(radius, la * (1 if i == 1 else .5))
        rb = min(radius, lb * (1 if i == len(path) - 2 else .5))
        start, end = p + a / la * ra, p + b / lb * rb
        for t in np.linspace(0, 1, 9):
            # between a parabola and a circle: a superellipse-like pull to the corner
            out.append((1 - t) ** 2 * start + 2 * t * (1 - t) * (p * .9 + (start + end) * .05) + t * t * end)
    out.append(np.array(path[-1][:2], float))
    return np.array(out)


def draw_strokes(char, style):
    """One character as a mask of HEIGHT rows, anti-aliased by drawing four times as large."""
    big = HEIGHT * 4
    t = style["stroke"] * big
    tall = big - t
    w = (style["width"] * big - t) / tall
    lines = [rounded(path, style["round"] * w) * tall for path in strokes(char, w, style)]
    right = max(line[:, 0].max() for line in lines)
    left = min(line[:, 0].min() for line in lines)
    mask = np.zeros((big + 8, int(right - left + t) + 8), np.uint8)
    for line in lines:
        pts = line - [left, 0] + t / 2 + 4
        for a, b in zip(pts[:-1], pts[1:]):
            d = b - a
            n = np.linalg.norm(d)
            if n < 1e-6:
                continue
            side = np.array([-d[1], d[0]]) / n * t / 2
            cv2.fillPoly(mask, [np.round([a + side, b + side, b - side, a - side]).astype(np.int32)], 255)
        ends = pts if style["caps"] else pts[1:-1]
        for p in ends:
            cv2.circle(mask, tuple(int(v) for v in np.round(p)), int(round(t / 2)), 255, -1)
    return cv2.resize(mask, (max(4, mask.shape[1] // 4), HEIGHT), interpolation=cv2.INTER_AREA)


def draw_font(char, font, style):
    """One character of a font, stretched to the plate's height and to the style's width."""
    image = Image.new("L", (400, 400))
    ImageDraw.Draw(image).text((60, 40), char, 255, font)
    a = np.asarray(image)
    ys, xs = np.where(a > 100)
    a = a[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
    wide = a.shape[1] / a.shape[0] * style["stretch"]
    a = cv2.resize(a, (max(6, int(wide * HEIGHT)), HEIGHT), interpolation=cv2.INTER_AREA)
    return a


def random_style(rng):
    """Ranges as wide as the photographs and old plates show. A 1 whose flag is nearly as long as the bar of a 7, and as flat, and a 7 that stands
    nearly upright differ, on a slanted plate, in little else: they have to be seen in training."""
    width = rng.uniform(.37, .6)
    return {
        "width": width, "stroke": min(rng.uniform(.105, .17), width * .36), "round": rng.uniform(.38, .62),
        "middle": rng.uniform(.44, .5), "hook": rng.uniform(.1, .28), "flag": rng.uniform(.1, .3), "open4": rng.random() < .65,
        "lean7": rng.uniform(.12, .6), "vee": rng.choice([.5, .6, .75, 1.]), "caps": rng.random() < .35,
        "reach": rng.uniform(.4, .8), "neck": rng.uniform(.28, .46), "knee": rng.uniform(.1, .36), "broad": rng.uniform(1, 1.25),
        "fork": rng.uniform(.42, .56),
    }


@functools.lru_cache(maxsize=1)
def font_files():
    found = glob.glob("/usr/share/fonts/**/*.[to]tf", recursive=True)
    files = [next((f for f in found if f.endswith(name)), None) for name in FONTS]
    return [f for f in files if f]


def alphabet(rng, own=.7):
    """Masks of all characters in one style: our strokes, or (share 1 - own) a free font."""
    files = font_files()
    style = random_style(rng)
    if not files or rng.random() < own:
        return {c: draw_strokes(c, style) for c in CHARACTERS}
    font = ImageFont.truetype(files[rng.integers(len(files))], 220)
    zero = draw_font("0", font, {"stretch": 1})
    style["stretch"] = style["width"] * HEIGHT / zero.shape[1]
    return {c: draw_font(c, font, style) for c in CHARACTERS}


def alphabets(seed, count):
    """A fixed bank of styles, so that drawing a plate costs a look-up and not a rasterisation."""
    rng = np.random.default_rng(seed)
    return [alphabet(rng) for _ in range(count)]
