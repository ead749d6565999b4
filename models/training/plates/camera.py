"""How a road camera sees a plate: pose, light, blur, noise, scale and compression."""
import cv2
import numpy as np

from .draw import smooth_noise
from .slant import levelled

KERNELS = (cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA, cv2.INTER_LANCZOS4)

LEVELLED = .6  # the product sets the text upright before it looks, as well as that can be told; the rest keeps the reader from relying on it


def random_quad(rng, w, h):
    """The plate's corners after turning, shearing, bending and perspective, centred on 0."""
    x, y = w / 2, h / 2
    quad = np.array([(-x, -y), (x, -y), (x, y), (-x, y)], np.float64)
    # a motorcycle that passes is seen from the side: the crop stretches what is left of the plate's width, and with it every lean
    strong = rng.random() < .5
    angle = rng.normal(0, .16 if strong else .05)
    shear = rng.normal(0, .25 if strong else .05)
    c, s = np.cos(angle), np.sin(angle)
    quad = quad @ np.array([[1, 0], [shear, 1]]) @ np.array([[c, s], [-s, c]])
    quad *= (rng.uniform(.6, 1) if strong else rng.uniform(.93, 1), rng.uniform(.85, 1))
    return quad + rng.normal(0, .022 if strong else .008, (4, 2)) * w


def motion_blur(rng, image, length):
    n = int(length) | 1
    if n < 3:
        return image
    kernel = np.zeros((n, n), np.float32)
    a = rng.uniform(0, np.pi) if rng.random() < .5 else rng.normal(0, .2)
    d = np.array([np.cos(a), np.sin(a)]) * (n - 1) / 2
    m = (n - 1) / 2
    cv2.line(kernel, tuple(int(round(v)) for v in m - d), tuple(int(round(v)) for v in m + d), 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def bent_line(rng, spot):
    """How the clear cover before many a motorcycle's plate mirrors a lamp (photographs of the training side)."""
    h, w = spot.shape
    x = np.linspace(*np.sort(rng.uniform(-.1, 1.1, 2)), 12)
    y = rng.uniform(.05, .95) + rng.normal(0, .3) * (x - .5) + rng.normal(0, .6) * (x - .5) ** 2
    cv2.polylines(spot, [np.stack([x * w, y * h], 1).astype(np.int32)], False, 1, max(1, int(h * rng.uniform(.01, .06))))


def light(rng, image):
    """Shade, shadow edges, glare, night with head-lamps, colour cast and gamma (image float32, 0..255)."""
    h, w = image.shape[:2]
    if rng.random() < .5:
        image *= (1 - rng.uniform(.1, .6) * smooth_noise(rng, h, w, (2, 5)))[..., None]
    if rng.random() < .15:
        line = np.array([(rng.uniform(0, w), 0), (rng.uniform(0, w), h), (w, h), (w, 0)])
        mask = cv2.fillPoly(np.zeros((h, w), np.float32), [line.astype(np.int32)], 1)
        image *= (1 - rng.uniform(.2, .6) * cv2.GaussianBlur(mask, (0, 0), rng.uniform(.4, 3)))[..., None]
    gain = 1.
    if rng.random() < .22:
        gain = rng.uniform(.15, .6)
        image *= np.array(rng.uniform((.85, .85, .6), (1.1, 1, 1.15)), np.float32) * gain
    else:
        image *= np.array(rng.normal(1, .045, 3), np.float32) * rng.uniform(.6, 1.15)
    glare = 0.
    if rng.random() < .16:
        spot = np.zeros((h, w), np.float32)
        if rng.random() < .3:
            bent_line(rng, spot)
        else:
            centre = (int(rng.uniform(0, w)), int(rng.uniform(0, h)))
            axes = (max(1, int(w * rng.uniform(.04, .3))), max(1, int(h * rng.uniform(.01, .12))))
            cv2.ellipse(spot, centre, axes, rng.uniform(-40, 40), 0, 360, 1, -1)
        glare = rng.uniform(40, 230)
        image += cv2.GaussianBlur(spot, (0, 0), max(.4, h * rng.uniform(.01, .06)))[..., None] * glare
    if rng.random() < .2:
        mean = image.mean()
        image += (mean + rng.uniform(0, 60) - image) * rng.uniform(.1, .55)
    return image


def sensor(rng, image):
    """Noise, rain, sharpening, small-scale re-sampling and compression (float32 in, uint8 out)."""
    h, w = image.shape[:2]
    if rng.random() < .7:
        image += rng.normal(0, rng.uniform(.5, 13 if rng.random() < .35 else 5), image.shape).astype(np.float32)
    if rng.random() < .04:
        for _ in range(int(rng.integers(3, 14))):
            x, y = rng.uniform(0, w), rng.uniform(0, h)
            cv2.line(image, (int(x), int(y)), (int(x + rng.uniform(-2, 2)), int(y + h * rng.uniform(.1, .3))), (200., 200., 200.), 1)
    if rng.random() < .25:
        soft = cv2.GaussianBlur(image, (0, 0), rng.uniform(.6, 1.4))
        image += (image - soft) * rng.uniform(.3, 1.6)
    out = image.clip(0, 255).astype(np.uint8)
    if rng.random() < .65:
        quality = int(rng.uniform(18, 60) if rng.random() < .35 else rng.uniform(55, 97))
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return out


def photograph(rng, plate, background, line_px, size, margins=None, occlude=False):
    """The crop of a plate as the reader gets it.

    `line_px`: height of a text line in camera pixels; `size`: (w, h) of the crop handed over.
    Returns the uint8 crop, character centres in 0..1 of it, and the plate's corners in 0..1.
    """
    image = plate["image"]
    h, w = image.shape[:2]
    zoom = line_px / plate["tall"]
    quad = random_quad(rng, w * zoom, h * zoom)
    if margins is None:
        loose = rng.random() < .3
        margins = rng.uniform(-.03, .4 if loose else .12, 4) if rng.random() < .93 else rng.uniform(-.05, .02, 4)
    if rng.random() < .3:
        # rectified by corners that were found with a small error: the pose is mostly gone
        box = np.array([(-.5, -.5), (.5, -.5), (.5, .5), (-.5, .5)]) * (w * zoom, h * zoom)
        quad = box + rng.normal(0, rng.choice((.015, .035)), (4, 2)) * (w * zoom, h * zoom)
    x0, y0 = quad.min(0)
    x1, y1 = quad.max(0)
    bw, bh = x1 - x0, y1 - y0
    x0, x1, y0, y1 = x0 - margins[0] * bw, x1 + margins[1] * bw, y0 - margins[2] * bh, y1 + margins[3] * bh
    cw, ch = max(8, int(round(x1 - x0))), max(6, int(round(y1 - y0)))
    target = ((quad - (x0, y0)) * (cw / (x1 - x0), ch / (y1 - y0))).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32), target)
    if zoom < .75:
        image = cv2.GaussianBlur(image, (0, 0), .42 / zoom * rng.uniform(.75, 1.3))
    seen = cv2.resize(background, (cw, ch), interpolation=cv2.INTER_AREA).astype(np.float32)
    cv2.warpPerspective(image, matrix, (cw, ch), dst=seen, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
    if occlude:
        cover(rng, seen)
    seen = light(rng, seen)
    if rng.random() < .45:
        seen = cv2.GaussianBlur(seen, (0, 0), line_px * abs(rng.normal(0, .05)) + .25)
    if rng.random() < .25:
        seen = motion_blur(rng, seen, line_px * abs(rng.normal(0, .16)) + 1.5)
    if rng.random() < .12:
        f = rng.uniform(.6, .95)
        small = cv2.resize(seen, (max(6, int(cw * f)), max(5, int(ch * f))), interpolation=cv2.INTER_AREA)
        seen = cv2.resize(small, (cw, ch), interpolation=cv2.INTER_CUBIC)
    crop = sensor(rng, seen)
    centres = cv2.perspectiveTransform(plate["centres"][None], matrix)[0] / (cw, ch)
    if size is not None and rng.random() < LEVELLED:
        crop, turn = levelled(crop, size)
        centres, target = (cv2.perspectiveTransform(places[None], turn)[0] for places in (centres, target / (cw, ch)))
        return crop, centres, target
    if size is not None:
        kernel = KERNELS[int(rng.integers(len(KERNELS)))]
        crop = cv2.resize(crop, size, interpolation=kernel)
    return crop, centres, target / (cw, ch)


def cover(rng, image):
    """Hide a good part of the plate behind something."""
    h, w = image.shape[:2]
    cw, ch = int(w * rng.uniform(.22, .6)), int(h * rng.uniform(.5, 1))
    x, y = int(rng.uniform(.05, .95) * (w - cw)), int(rng.uniform(0, 1) * (h - ch))
    tone = rng.uniform(10, 200, 3).astype(np.float32)
    patch = image[y:y + ch, x:x + cw]
    patch[:] = tone + rng.normal(0, 10, patch.shape)
