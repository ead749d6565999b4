"""One clean plate, seen from the front: background, frame, characters, bolts, dirt; with the centre of every character."""
import cv2
import numpy as np

from . import grammar
from .glyphs import HEIGHT

# R G B of reflective sheeting by day; letters are white on blue and red, black elsewhere
BACK = {"white": (228, 228, 226), "yellow": (235, 190, 40), "blue": (30, 70, 165), "red": (175, 30, 35)}
KIND_NAMES = list(grammar.KINDS)
KIND_SHARE = np.array([grammar.KINDS[k][0] for k in KIND_NAMES])
KIND_SHARE = KIND_SHARE / KIND_SHARE.sum()


def smooth_noise(rng, h, w, cells=(3, 9)):
    """A soft random field between 0 and 1: dirt, shade and uneven light."""
    n = int(rng.integers(*cells))
    field = rng.random((max(2, n * h // max(h, w) + 2), n + 2), np.float32)
    return cv2.resize(field, (w, h), interpolation=cv2.INTER_CUBIC).clip(0, 1)


def place_line(rng, line, alphabet, tall, wide_factor, gap):
    """Where each character of a line goes along x (pixels from the line's start); marks have no mask."""
    x, placed = 0., []
    for c in line:
        if c in "-. ":
            w = tall * {"-": rng.uniform(.12, .24), ".": .13, " ": rng.uniform(.1, .3)}[c]
            placed.append((c, x, w, None))
        else:
            mask = alphabet["D" if c == "Đ" else c]
            w = mask.shape[1] / HEIGHT * tall * wide_factor
            placed.append((c, x, w, mask))
        x += w + gap * (.6 if c == "." else 1)
    return placed, x - gap


def ink_lines(rng, lines, alphabet, w, h):
    """The plate's ink as a mask in 0..255, character centres in pixels, and the height of a line in pixels."""
    ink = np.zeros((h, w), np.uint8)
    share = rng.uniform(.56, .76) if len(lines) == 1 else rng.uniform(.36, .44)
    tall = share * h
    margin = rng.uniform(.025, .07) * w
    gap = tall * rng.uniform(.07, .2)
    free = w - 2 * margin
    stretch = rng.uniform(.85, 1.3)
    widest = max(place_line(np.random.default_rng(0), line, alphabet, tall, 1, gap)[1] for line in lines)
    factor = min(stretch, free / widest)
    gap = gap * min(1, free / widest)
    space = (h - tall * len(lines)) / (len(lines) + 1)
    centres = []
    for i, line in enumerate(lines):
        placed, length = place_line(rng, line, alphabet, tall, factor, gap)
        squeeze = min(1, free / length)
        spread = rng.uniform(0, 1) if len(line) >= 4 and rng.random() < .5 else 0
        extra = (free - length * squeeze) * spread * .6 / max(1, len(line) - 1)
        x0 = (w - length * squeeze - extra * (len(line) - 1)) / 2
        y0 = space * (i + 1) + tall * i + (space * rng.uniform(-.35, .35) if len(lines) == 2 else space * rng.uniform(-.2, .2))
        for j, (c, x, cw, mask) in enumerate(placed):
            a, b = x0 + x * squeeze + extra * j, cw * squeeze
            paint(rng, ink, c, mask, a, y0, b, tall)
            if mask is not None:
                centres.append((a + b / 2, y0 + tall / 2))
    return ink, np.array(centres, np.float32), tall


def paint(rng, ink, c, mask, x, y, w, tall):
    """One character or mark onto the ink mask."""
    h, wide = ink.shape
    xi, yi, wi, ti = int(round(x)), int(round(y)), max(2, int(round(w))), max(3, int(round(tall)))
    if mask is not None:
        xi, yi = max(0, min(xi, wide - wi)), max(0, min(yi, h - ti))
        region = ink[yi:yi + ti, xi:xi + wi]
        np.maximum(region, cv2.resize(mask, (wi, ti), interpolation=cv2.INTER_AREA)[:region.shape[0], :region.shape[1]], out=region)
        if c == "Đ":
            cv2.line(ink, (max(0, xi - wi // 6), yi + ti // 2), (xi + wi // 2, yi + ti // 2), 255, max(1, ti // 9))
    elif c == "-":
        t = max(1, int(tall * rng.uniform(.09, .15)))
        cv2.line(ink, (xi, yi + ti // 2), (xi + wi, yi + ti // 2), 255, t)
    elif c == ".":
        cv2.circle(ink, (xi + wi // 2, yi + ti - wi // 2 - int(rng.random() < .2) * ti // 3), max(1, wi // 2), 255, -1, cv2.LINE_AA)


def ink_colour(rng, kind, colour, text):
    if colour in ("blue", "red"):
        return rng.uniform(195, 255) * np.array([1, 1, 1.])
    if kind.startswith("temp") or (kind.startswith("foreign") and ("NG" in text or "QT" in text)):
        return np.array([rng.uniform(130, 200), rng.uniform(10, 50), rng.uniform(10, 50)])
    dark = rng.uniform(5, 60)
    return dark + rng.uniform(0, 14, 3)


def wear(rng, image, ink):
    """Embossing shade, paint loss, dirt, bolts, and stickers."""
    h, w = ink.shape
    if rng.random() < .6:
        d = max(1, h // 70)
        edge = np.roll(ink, (d, d), (0, 1)).astype(np.float32) - np.roll(ink, (-d, -d), (0, 1))
        image += edge[..., None] * float(rng.uniform(-.22, .22))
    if rng.random() < .45:
        dirt = smooth_noise(rng, h, w, (3, 14)) ** 2 * rng.uniform(.1, .75)
        image += (np.array(rng.uniform(.5, 1.1) * rng.uniform((110, 95, 65), (125, 115, 100))) - image) * dirt[..., None]
    if rng.random() < .55:
        for x in (.25, .75) if rng.random() < .6 else (.5,):
            y = rng.choice([.08, .14, .5, .86, .93])
            if .3 < y < .7 and rng.random() < .6:
                continue
            tone = tuple(float(v) for v in rng.uniform(40, 220) * np.ones(3))
            cv2.circle(image, (int((x + rng.uniform(-.05, .05)) * w), int(y * h)), max(1, int(h * rng.uniform(.02, .04))), tone, -1, cv2.LINE_AA)
    if rng.random() < .07:
        x, y = rng.uniform(0, .9) * w, rng.choice([.02, .9]) * h
        tone = tuple(float(v) for v in rng.uniform(20, 250, 3))
        cv2.rectangle(image, (int(x), int(y)), (int(x + .09 * w), int(y + .08 * h)), tone, -1)


def border(rng, image, colour, ink_rgb):
    """Printed rim, and the frame around the plate: none, dark plastic or chrome; returns image and the frame's width."""
    h, w = image.shape[:2]
    if rng.random() < .35:
        tone = tuple(float(v) for v in ink_rgb)
        inset = max(1, int(h * rng.uniform(.008, .03)))
        cv2.rectangle(image, (inset, inset), (w - inset, h - inset), tone, max(1, h // 80))
    if rng.random() > .6:
        return image, 0
    m = max(1, int(h * rng.uniform(.015, .1)))
    base = rng.uniform(10, 60) if rng.random() < .5 else rng.uniform(110, 235)
    tone = (base + rng.uniform(-12, 12, 3)).clip(0, 255)
    image = cv2.copyMakeBorder(image, m, m, m, m, cv2.BORDER_CONSTANT, value=tuple(float(v) for v in tone))
    if rng.random() < .5:
        cv2.rectangle(image, (0, 0), (w + 2 * m - 1, h + 2 * m - 1), tuple(float(v) for v in (tone + rng.uniform(-50, 70)).clip(0, 255)), max(1, m // 2))
    return image, m


def draw_plate(rng, bank, line_px=44, kind=None):
    """A plate whose characters are about `line_px` high: a dict with image (float32 RGB), text, lines, colour, centres, line height."""
    kind = kind or KIND_NAMES[int(rng.choice(len(KIND_NAMES), p=KIND_SHARE))]
    _, sizes, count = grammar.KINDS[kind]
    lines, colour = grammar.text(rng, kind)
    size = grammar.choose(rng, sizes)
    h = int(line_px / (.66 if count == 1 else .4))
    w = int(h * size[0] / size[1] * rng.uniform(.94, 1.06))
    ink, centres, tall = ink_lines(rng, lines, bank[int(rng.integers(len(bank)))], w, h)
    back = np.array(BACK[colour]) * rng.uniform(.8, 1.1) + rng.uniform(-12, 12, 3)
    fore = ink_colour(rng, kind, colour, lines[-1])
    alpha = (ink.astype(np.float32) * (rng.uniform(.72, 1) / 255))[..., None]
    image = np.empty((h, w, 3), np.float32)
    image[:] = back
    image += (fore - image).astype(np.float32) * alpha
    wear(rng, image, ink)
    image, m = border(rng, image, colour, fore)
    text = grammar.canonical(lines)
    return {"image": image, "kind": kind, "printed": lines, "text": text, "lines": count, "colour": colour,
            "centres": centres + m, "tall": tall, "frame": m, "second": len(grammar.canonical(lines[:1])) if count == 2 else 0}
