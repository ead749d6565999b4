"""Pictures between files (BGR, OpenCV) and the network (RGB, one zero and step for all channels)."""

import cv2
import numpy as np
import torch

from .net import PIXEL_STEP, PIXEL_ZERO


def as_input(bgr):
    """One BGR picture → [1, 3, h, w] float."""
    return normalise(torch.from_numpy(np.ascontiguousarray(bgr[:, :, ::-1])).permute(2, 0, 1)[None])


def normalise(pixels):
    return (pixels.float() - PIXEL_ZERO) / PIXEL_STEP


def letterbox(image, size):
    """Picture scaled into a square on grey, and the scale; it lies at the top left."""
    scale = size / max(image.shape[:2])
    h, w = (round(v * scale) for v in image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    out = np.full((size, size, 3), PIXEL_ZERO, np.uint8)
    out[:h, :w] = cv2.resize(image, (w, h), interpolation=way)
    return out, scale
