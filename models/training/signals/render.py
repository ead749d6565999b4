"""Renders signal heads: lamps, arrows, countdowns, glare of day and glow of night, and what hides them."""

import cv2
import numpy as np

from .net import AMBER, DARK, GREEN, LEFT, RED, RIGHT, STRAIGHT, UNKNOWN

LIT = {RED: ((225, 255), (0, 70), (0, 70)), AMBER: ((230, 255), (135, 215), (0, 90)), GREEN: ((0, 130), (200, 255), (90, 225))}
ARROWS = {LEFT: 180, RIGHT: 0, STRAIGHT: 90}  # degrees the arrow points to
SEGMENTS = (0x77, 0x24, 0x5D, 0x6D, 0x2E, 0x6B, 0x7B, 0x25, 0x7F, 0x6F)


def colour(state, rng, placed=False):
    """A lit lamp's colour; red often burns to orange, as some amber lamps are, and only the place then tells them apart (`placed`)."""
    out = np.array([rng.uniform(*r) for r in LIT[GREEN if state in ARROWS else state]])
    if state == RED and placed and rng.random() < 0.4:
        out[1:] += rng.uniform(30, 110) * np.array((1, 0.7))
    if state == AMBER and placed and rng.random() < 0.3:
        out[1:] += rng.uniform(0, 1) * np.array((-60, 50))
    return out


def disc(size, rng):
    """Mask of a round lamp, whole or of separate diodes."""
    y, x = np.mgrid[0:size, 0:size] / (size - 1) * 2 - 1
    mask = np.clip((0.92 - np.hypot(x, y)) * size / 4, 0, 1)
    if rng.random() < 0.35:
        n = rng.uniform(5, 11)
        mask = mask * np.clip(0.55 + 0.8 * np.sin(x * n * np.pi) * np.sin(y * n * np.pi), 0.15, 1)
    return mask


def arrow(size, angle, rng):
    """Mask of an arrow that points to `angle` (0 right, 90 up)."""
    w, head, tail = rng.uniform(0.1, 0.2), rng.uniform(0.35, 0.6), rng.uniform(0.55, 0.8)
    shape = [(-tail, -w), (0.1, -w), (0.1 - rng.uniform(0, 0.2), -head), (0.78, 0), (0.1, head), (0.1, w), (-tail, w)]
    if rng.random() < 0.3:  # a chevron with a thin shaft
        shape = [(-tail, -w), (0.35, -w), (0.0, -head), (0.2, -head), (0.8, 0), (0.2, head), (0.0, head), (0.35, w), (-tail, w)]
    turn = np.deg2rad(angle + rng.uniform(-6, 6))
    c, s = np.cos(turn), np.sin(turn)
    points = np.array([((x * c + y * s), -(x * s - y * c)) for x, y in shape])
    mask = np.zeros((size, size), np.float32)
    cv2.fillPoly(mask, [np.round((points * 0.9 + 1) / 2 * (size - 1) * 8).astype(np.int32)], 1, cv2.LINE_AA, 3)
    return mask


def digits(h, w, rng):
    """Mask of a two-digit countdown."""
    mask = np.zeros((h, w), np.float32)
    for n in range(2):
        x0, dw, bits = int(w * (0.06 + 0.5 * n)), int(w * 0.36), SEGMENTS[rng.integers(10)]
        t, x1, ym, y0, y1 = max(1, h // 9), int(w * (0.06 + 0.5 * n)) + dw, h // 2, int(h * 0.1), int(h * 0.9)
        ends = (((x0, y0), (x1, y0)), ((x0, y0), (x0, ym)), ((x1, y0), (x1, ym)), ((x0, ym), (x1, ym)),
                ((x0, ym), (x0, y1)), ((x1, ym), (x1, y1)), ((x0, y1), (x1, y1)))
        for k, (a, b) in enumerate(ends):
            if bits >> k & 1:
                cv2.line(mask, a, b, 1, t)
    return mask


def backdrop(h, w, frames, night, rng):
    """A piece of a real frame, or a plain sky."""
    if frames and rng.random() < 0.75:
        f = frames[rng.integers(len(frames))]
        s = int(rng.integers(12, 160))
        y, x = rng.integers(0, f.shape[0] - s), rng.integers(0, f.shape[1] - s)
        out = cv2.resize(f[y:y + s, x:x + s], (w, h), interpolation=cv2.INTER_LINEAR)[:, :, ::-1].astype(np.float32)
    else:
        sky = np.array(((150, 190, 230), (225, 230, 235), (120, 150, 120), (235, 200, 170))[rng.integers(4)], np.float32)
        out = np.ones((h, w, 3), np.float32) * sky * np.linspace(1, rng.uniform(0.7, 1.1), h)[:, None, None]
    return out * (rng.uniform(0.05, 0.4) if night else rng.uniform(0.6, 1.1))


def glow(picture, mask, tint, strength, reach):
    h, w = mask.shape
    small = cv2.resize(mask, (max(2, w // 4), max(2, h // 4)), interpolation=cv2.INTER_AREA)
    halo = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(0.5, reach / 4)), (w, h))
    picture += halo[..., None] * tint * strength


def head(state, frames, rng):
    """(RGB picture uint8, state) of one head, loosely cropped, at camera resolution."""
    lone = state in ARROWS and rng.random() < 0.6 or rng.random() < 0.12
    count = 1 if lone else 2 if rng.random() < 0.06 else 3
    cell, night = 40, rng.random() < 0.4
    # Operators draw heads loosely: more above than below, or to one side. The housing, not the picture's edge, must tell which lamp it is.
    reach = 0.7 if rng.random() < 0.5 else 1.2
    top, bottom, left, right = (cell * rng.uniform(0.1, reach, 4)).astype(int)
    stacked = count == 3 and state in (RED, AMBER, GREEN) and rng.random() < 0.1  # a countdown of the lamp's colour sits on the head
    above = cell + 4 if stacked else 0
    h, w = cell * count + top + bottom + above, cell + left + right
    picture = backdrop(h, w, frames, night, rng)
    body = np.array(((25, 25, 27), (60, 62, 60), (95, 98, 95), (40, 60, 45), (170, 135, 40))[rng.integers(5)]) * rng.uniform(0.6, 1.3)
    body = body * (rng.uniform(0.1, 0.6) if night else 1)
    y0, x0 = top + above, left
    pad = rng.integers(0, 5)
    cv2.rectangle(picture, (x0 - pad, y0 - pad - above), (x0 + cell + pad, y0 + cell * count + pad), body.tolist(), -1)
    lit = -1 if state == DARK else 0 if count == 1 else {RED: 0, AMBER: 1, GREEN: count - 1}.get(state, int(rng.integers(0, count)) if state in ARROWS else -1)
    if state in ARROWS and count == 3:
        lit = 2 if rng.random() < 0.7 else int(rng.integers(0, 3))
    masks = _lamps(picture, state, count, lit, (x0, y0, cell), night, rng)
    if stacked:
        masks[top:top + cell, x0:x0 + cell] = cv2.dilate(digits(cell, cell, rng), np.ones((3, 3)))
    elif rng.random() < 0.3:
        _countdown(picture, state, (x0, y0, cell, count), rng)
    if lit >= 0:
        _shine(picture, masks, state, (cell, count), night, rng)
    if count == 3 and lit >= 0 and rng.random() < 0.15:
        picture = _half_hidden(picture, lit, (x0, y0, cell), backdrop(h, w, frames, night, rng), rng)
    if count > 1 and rng.random() < 0.25 and state not in ARROWS:
        picture = np.rot90(picture, 1)  # red to the left
    least = 6 if state not in ARROWS else 10 if count == 1 else 15  # px across, below which an arrow is a dot
    return _seen(picture, rng, least), state


def _half_hidden(picture, lit, place, cover, rng):
    """Something passes before the head and leaves the lit lamp in sight: the roof of a truck from below, a sign or leaves from above."""
    x0, y0, cell = place
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]]
    lean = rng.uniform(-0.5, 0.5) * (x - x0 - cell / 2) + cell * rng.uniform(-0.1, 0.2)
    below = lit == 0 or (lit == 1 and rng.random() < 0.7)
    gone = y - lean > y0 + cell * (lit + 1) if below else y - lean < y0 + cell * lit
    return np.where(gone[..., None], cover, picture)


def _lamps(picture, state, count, lit, place, night, rng):
    """Draws the glasses that are off; the lit one's mask is returned in the picture's size."""
    x0, y0, cell = place
    size = int(cell * rng.uniform(0.7, 0.95))
    all_arrows = state in ARROWS or rng.random() < 0.08
    angle = ARROWS.get(state, (0, 90, 180)[rng.integers(3)])
    tinted = rng.random() < 0.6
    out = np.zeros(picture.shape[:2], np.float32)
    for k in range(count):
        x, y = x0 + (cell - size) // 2, y0 + k * cell + (cell - size) // 2
        full = disc(size, rng)
        glass = np.array(((70, 20, 18), (75, 55, 15), (15, 60, 45))[min(k, 2)] if tinted else (45, 45, 45)) * rng.uniform(0.4, 1.2)
        if not night and rng.random() < 0.12:
            glass = glass * rng.uniform(1.2, 1.6)  # the sun in the glass
        glass = glass * (rng.uniform(0.1, 0.5) if night else 1)
        shape = arrow(size, angle, rng) if all_arrows and (count == 1 or k == lit or rng.random() < 0.5) else full
        area = picture[y:y + size, x:x + size]
        area += (glass - area) * full[..., None]
        if k == lit:
            out[y:y + size, x:x + size] = shape
    visor = rng.random() < 0.4
    if visor:
        for k in range(count):
            c = (x0 + cell // 2, y0 + k * cell + cell // 2)
            cv2.ellipse(picture, c, (size // 2 + 1, size // 2 + 1), 0, 180, 360, [float(rng.uniform(5, 50))] * 3, 2)
    return out


def _shine(picture, mask, state, place, night, rng):
    cell, count = place
    tint, power = colour(state, rng, placed=count > 1), rng.uniform(0.72, 1.0)
    if not night and rng.random() < 0.2:  # a weak lamp by day
        tint, power = tint + rng.uniform(0, 0.5) * (tint.mean() - tint), rng.uniform(0.35, 0.72)
    picture += (tint * power - picture) * np.clip(mask * rng.uniform(0.85, 1.1), 0, 1)[..., None]
    if rng.random() < (0.7 if night else 0.35):  # a core that saturates towards white
        core = cv2.GaussianBlur(mask, (0, 0), cell * 0.12)
        picture += np.clip(core - 0.35, 0, 1)[..., None] * rng.uniform(50, 380) * (0.35 + tint / 400)
    if state in ARROWS and night:
        glow(picture, mask, tint, rng.uniform(0, 0.5), cell * rng.uniform(0.1, 0.3))
    elif night:
        glow(picture, mask, tint, rng.uniform(0.2, 2.2), cell * rng.uniform(0.2, 1.2))
    else:
        glow(picture, mask, tint, rng.uniform(0, 0.5), cell * rng.uniform(0.1, 0.4))


def _countdown(picture, state, place, rng):
    """Digits beside or above the head; they say nothing of the lamps."""
    x0, y0, cell, count = place
    h, w = picture.shape[:2]
    dh, dw = int(cell * rng.uniform(0.5, 0.9)), int(cell * rng.uniform(0.5, 1.0))
    x, y = ((x0 + cell + 2, y0 + int(rng.integers(0, cell * count))), (x0, y0 - dh - 2), (x0 - dw - 2, y0))[rng.integers(3)]
    tint = colour(state if state in (RED, AMBER, GREEN) else (RED, GREEN)[rng.integers(2)], rng)
    mask = np.zeros((h + 2 * h, w + 2 * w), np.float32)
    mask[y + h:y + h + dh, x + w:x + w + dw] = digits(dh, dw, rng)
    mask = mask[h:2 * h, w:2 * w]
    cv2.rectangle(picture, (x, y), (x + dw, y + dh), [15.0] * 3, -1)
    picture += (tint - picture) * mask[..., None]


def seen_through_air(picture, rng):
    """Now and then too dark, as against a bright sky, or pale, as through haze or into the sun."""
    if rng.random() < 0.12:
        picture = picture * rng.uniform(0.4, 0.8)
    if rng.random() < 0.15:
        picture = picture + rng.uniform(0.2, 0.6) * (rng.uniform(120, 235) * np.array((0.96, 1, 1.04)) - picture)
    return picture


def _seen(picture, rng, least=6):
    """Crop, camera resolution, light, noise and compression."""
    h, w = picture.shape[:2]
    a, b = rng.uniform(-0.35, 0.35, 2)
    lean = 18 if rng.random() < 0.15 else 5  # degrees; now and then the camera, or the pole, leans
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(-lean, lean), 1)
    picture = cv2.warpAffine(np.ascontiguousarray(picture), turn, (w, h), borderMode=cv2.BORDER_REPLICATE)
    cut = rng.uniform(0, 0.12, 4)
    picture = picture[int(cut[0] * h):h - int(cut[1] * h), int(cut[2] * w):w - int(cut[3] * w)]
    h, w = picture.shape[:2]
    scale = np.exp(rng.uniform(np.log(least), np.log(60))) / min(h, w)
    small = cv2.resize(picture, (max(4, round(w * scale)), max(4, round(h * scale))), interpolation=cv2.INTER_AREA)
    small = seen_through_air(small * rng.uniform(0.6, 1.25) * rng.uniform(0.9, 1.1, 3) + rng.uniform(-10, 25), rng)
    if rng.random() < 0.4:
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 1.0 if least == 6 else 0.6))
    small = np.clip(small + rng.normal(0, rng.uniform(0, 9), small.shape), 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        code = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 90))])[1]
        small = cv2.imdecode(code, cv2.IMREAD_COLOR)[:, :, ::-1]
    return small


def hidden(frames, rng):
    """Something that is no readable head: a bus or leaves before it, or a head mostly covered."""
    if rng.random() < 0.5:
        h, w = int(rng.integers(50, 170)), int(rng.integers(50, 90))
        return _seen(backdrop(h, w, frames, rng.random() < 0.3, rng), rng), UNKNOWN
    picture, _ = head(int(rng.choice((RED, AMBER, GREEN, DARK))), frames, rng)
    h, w = picture.shape[:2]
    cover = _seen(backdrop(60, 60, frames, rng.random() < 0.3, rng), rng)
    cover = cv2.resize(cover, (w, h))
    share = rng.uniform(0.8, 1.0)
    mask = np.zeros((h, w), bool)
    side = rng.integers(3)
    if side == 0:
        mask[:int(h * share)] = True
    elif side == 1:
        mask[h - int(h * share):] = True
    else:
        mask[:, :int(w * share)] = True
    return np.where(mask[..., None], cover, picture), UNKNOWN


def rendered(frames, rng):
    state = int(rng.choice(8, p=(0.16, 0.14, 0.16, 0.2, 0.08, 0.08, 0.08, 0.1)))
    return hidden(frames, rng) if state == UNKNOWN else head(state, frames, rng)
