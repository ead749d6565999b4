"""How a plate's text leans in its crop, and the crop with the text upright: what `models/slant.ts` does before the reader looks."""
import cv2
import numpy as np

STROKE_EDGE, LINE_EDGE, MOST_STROKES, MOST_LINES, PASSES = 1.3, 2., .8, .3, 4


def lean(over, along, before, edge, most):
    """Least squares over the edges that lean about as `before` says."""
    used = np.abs(over) > edge * np.abs(along + before * over)
    return float(np.clip(-(over * along)[used].sum() / ((over * over)[used].sum() + 1), -most, most))


def slant_of(image):
    """(pixels to the right for each one down along the strokes, pixels down for each one to the right along the lines) of an RGB image."""
    green = image[..., 1].astype(np.float32)
    across, down = green[1:-1, 2:] - green[1:-1, :-2], green[2:, 1:-1] - green[:-2, 1:-1]
    strokes = lines = 0.
    for _ in range(PASSES):
        strokes, lines = lean(across, down, strokes, STROKE_EDGE, MOST_STROKES), lean(down, across, lines, LINE_EDGE, MOST_LINES)
    return strokes, lines


def blocks(crop, w, h):
    """Means of whole blocks where w × h pixels will show less than the crop has, as the product takes them before it samples."""
    across, down = max(1, round(crop.shape[1] / w)), max(1, round(crop.shape[0] / h))
    return cv2.resize(crop, (max(2, crop.shape[1] // across), max(2, crop.shape[0] // down)), interpolation=cv2.INTER_AREA)


def levelled(crop, size):
    """The crop as (w, h) with its text upright, and the 3×3 matrix from places in 0..1 of the crop to places in 0..1 of that."""
    w, h = size
    strokes, lines = slant_of(cv2.resize(blocks(crop, w // 2, h // 2), (w // 2, h // 2), interpolation=cv2.INTER_LINEAR))
    small = blocks(crop, w, h)
    turn = np.array([[1, strokes * h / w, 0], [lines * w / h, 1, 0], [0, 0, 1]])
    middle = np.array([[1, 0, .5], [0, 1, .5], [0, 0, 1]])
    back = middle @ turn @ np.linalg.inv(middle)
    pixels = np.array([[1, 0, -.5], [0, 1, -.5], [0, 0, 1]])
    matrix = pixels @ np.diag((small.shape[1], small.shape[0], 1)) @ back @ np.diag((1 / w, 1 / h, 1)) @ np.linalg.inv(pixels)
    seen = cv2.warpAffine(small, matrix[:2], (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    return seen, np.linalg.inv(back)
