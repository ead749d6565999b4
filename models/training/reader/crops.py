"""Real plate crops for measuring (never for training): their texts, the height of their characters, and how they are shrunk."""
import pathlib

import cv2
import numpy as np


def canonical(text):
    return "".join(c for c in text.replace("Đ", "D") if c.isalnum())


class Crop:
    """One labelled crop: RGB image, text, where its second line starts (0: one line), character boxes in pixels."""

    def __init__(self, folder, name, text):
        self.name, self.text = name, canonical(text)
        lines = text.split("|")
        self.lines = len(lines)
        self.second = len(canonical(lines[0])) if len(lines) == 2 else 0
        self.image = cv2.imread(str(folder / "images" / name))[..., ::-1]
        h, w = self.image.shape[:2]
        rows = np.loadtxt(folder / "labels" / (pathlib.Path(name).stem + ".txt"), ndmin=2)
        self.boxes = rows[rows[:, 0] < 36, 1:5] * (w, h, w, h)
        self.line_px = float(np.median(self.boxes[:, 3]))

    def shrunk(self, line_px):
        """The crop with characters `line_px` high; a crop that is smaller already stays as it is."""
        f = line_px / self.line_px if line_px else 1
        if f >= 1:
            return self.image
        h, w = self.image.shape[:2]
        return cv2.resize(self.image, (max(1, round(w * f)), max(1, round(h * f))), interpolation=cv2.INTER_AREA)

    def line_boxes(self):
        """The lines as boxes in 0..1 of the crop, from the labels."""
        h, w = self.image.shape[:2]
        order = self.boxes[np.argsort(self.boxes[:, 1])]
        cut = [order] if self.lines == 1 else np.split(order, [int(np.argmax(np.diff(order[:, 1]))) + 1])
        out = []
        for group in cut:
            x0, x1 = (group[:, 0] - group[:, 2] / 2).min(), (group[:, 0] + group[:, 2] / 2).max()
            y0, y1 = (group[:, 1] - group[:, 3] / 2).min(), (group[:, 1] + group[:, 3] / 2).max()
            out.append((x0 / w, y0 / h, x1 / w, y1 / h))
        return out


def crops(folder, listing):
    """All crops that a listing (agreed.tsv, verified.tsv) names and whose text is certain."""
    folder = pathlib.Path(folder)
    out = []
    for line in (folder / listing).read_text().splitlines():
        parts = line.split("\t")
        if line.startswith("#") or parts[0] == "file" or "?" in parts[1] or (len(parts) > 2 and parts[2] != "ok"):
            continue
        out.append(Crop(folder, parts[0], parts[1]))
    return out
