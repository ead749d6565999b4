"""Makes a checkpoint that training goes on from out of a shipped file: `python -m reader.from_onnx --frames DIR --out var/reader/checkpoint.pt`."""
import argparse
import pathlib

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from plates.average import running_mean

from .data import Plates
from .deploy import Deployed
from .evaluate import session
from .model import Reader

STATISTICS = 6  # batches of 64 rendered plates
SIZE = .1  # root mean square of a filter's weights, about where decay and steps balance in training


def weights(path):
    """All weights of the file by name, INT8 ones as the real numbers that they stand for."""
    graph = onnx.load(str(path)).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in stored:
            quantised, scale, zero = (stored[name].astype(np.float64) for name in node.input)
            along = (-1,) + (1,) * (quantised.ndim - 1)
            stored[node.input[0].removesuffix("_quantized")] = (quantised - zero.reshape(along)) * scale.reshape(along)
    return {name.removeprefix("reader."): torch.from_numpy(np.array(value, np.float64)) for name, value in stored.items() if value.dtype.kind == "f"}


def factors(product, deep):
    """(left, right), `deep` columns and rows: left @ right = product, as well as that rank can."""
    u, s, v = torch.linalg.svd(product, full_matrices=False)
    root = s[:deep].sqrt()
    return u[:, :deep] * root, root[:, None] * v[:deep]


def unasked(ask, bias, heads):
    """Query and key of an attention, each (matrix, bias), out of their product as `deploy.Attend` makes it."""
    width = ask.shape[1]
    deep = width // heads
    query, key, ahead = [], [], []
    for product, shift in zip(ask.view(heads, width, width), bias.view(heads, width)):
        k, q = factors(product, deep)
        query.append(q * deep ** .5)
        key.append(k.t())
        ahead.append(torch.linalg.lstsq(k, shift[:, None]).solution[:, 0] * deep ** .5)
    return (torch.cat(query), torch.cat(ahead)), (torch.cat(key), torch.zeros(width))


def untold(tell, bias, heads):
    """Value and outward matrix, each (matrix, bias); the value's bias is inside the other's."""
    width = tell.shape[0]
    out, value = zip(*(factors(product, width // heads) for product in tell.split(width, 1)))
    return (torch.cat(value), torch.zeros(width)), (torch.cat(out, 1), bias)


def put(layer, pair):
    layer.weight.data, layer.bias.data = (t.float().contiguous() for t in pair)


def first_look(look, slots, asked):
    """The first look knows only what all pictures share: which questions it asks. Its slots already hold what they tell each other."""
    heads, width = look.heads, slots.shape[1]
    deep = width // heads
    seen = torch.linalg.pinv(nn.functional.layer_norm(slots, (width,)))
    query, (key, none) = look.q.weight.data.double() * 0, (look.kv.weight.data[:width].double(), torch.zeros(width))
    for h, product in enumerate(asked.view(len(slots), heads, width).unbind(1)):
        # as many directions as there are slots; the rest of the key stays as it was drawn and may be learnt
        q, k = factors(product, min(deep, len(slots)))
        rows = slice(h * deep, h * deep + q.shape[1])
        query[rows], key[rows] = (seen @ q).t() * deep ** .5, k
    put(look.own_out, (torch.zeros(width, width), none))
    put(look.q, (query, none))
    return key, none


def restored(kept):
    """The reader with these weights, its normalisations doing nothing yet, the head `cell` (training only) silent."""
    reader = Reader((kept["trunk.0.0.weight"].shape[0], kept["places"].shape[0]))
    own = reader.state_dict()
    reader.load_state_dict({name: kept[name].float() if name in kept and kept[name].shape == value.shape else value for name, value in own.items()})
    reader.places.data, reader.slots.data = kept["places"].t().float().contiguous(), kept["first"].float()
    for i, look in enumerate(reader.looks):
        value, out = untold(kept[f"out.{i}.tell.weight"], kept[f"out.{i}.tell.bias"], look.heads)
        put(look.out, out)
        if i == 0:
            key = first_look(look, kept["first"], kept["first_asked"][0])
        else:
            query, key = unasked(kept[f"out.{i}.ask.weight"], kept[f"out.{i}.ask.bias"], look.heads)
            put(look.q, query)
            parts = unasked(kept[f"own.{i}.ask.weight"], kept[f"own.{i}.ask.bias"], look.heads)
            own_value, own_out = untold(kept[f"own.{i}.tell.weight"], kept[f"own.{i}.tell.bias"], look.heads)
            put(look.own_qkv, [torch.cat(both) for both in zip(*parts, own_value)])
            put(look.own_out, own_out)
        put(look.kv, [torch.cat(both) for both in zip(key, value)])
    put(reader.cell, (reader.cell.weight.data * 0, reader.cell.bias.data * 0))
    return reader


def normalise(reader, kept, pictures):
    """Gives each normalisation the mean and spread that `pictures` show and the scale and shift that undo them: training then begins at the same function.
    The exporter left each filter with its normalisation's gain in it; all get one size again, or those with a small gain would be torn about by the first steps."""
    def measure(norm, inputs):
        x = inputs[0]
        norm.running_mean.data, norm.running_var.data = x.mean((0, 2, 3)), x.var((0, 2, 3))
        norm.weight.data = (norm.running_var + norm.eps).sqrt() / norm.size
        norm.bias.data = norm.shift + norm.running_mean / norm.size

    hooks = []
    for name, block in reader.trunk.named_modules(prefix="trunk"):
        if isinstance(block, nn.Sequential) and isinstance(block[0], nn.Conv2d):
            filters, norm = block[0].weight.data, block[1]
            norm.size, norm.shift = SIZE / filters.square().mean((1, 2, 3)).sqrt(), kept[f"{name}.0.weight_bias"].float()
            filters *= norm.size.view(-1, 1, 1, 1)
            hooks.append(norm.register_forward_pre_hook(measure))
    with torch.no_grad():
        reader.eval()(pictures)
    for hook in hooks:
        hook.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../reader/model.onnx")
    parser.add_argument("--frames", required=True)
    parser.add_argument("--out", default="var/reader/checkpoint.pt")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    kept = weights(args.model)
    reader = restored(kept)
    stream = iter(Plates(args.frames, 4243, 64, 8., again=0.))
    pictures = torch.cat([next(stream)[0] for _ in range(STATISTICS)])
    normalise(reader, kept, pictures)
    fresh = next(stream)[0]
    with torch.inference_mode():
        ours = Deployed(reader, 1.)(fresh)
    theirs = session(args.model).run(list(Deployed.names), {"image": fresh.numpy()})
    for name, a, b in zip(Deployed.names, ours, theirs):
        print(f"{name}: differs by {np.abs(a.numpy() - b).max():.4f} at most, by {np.abs(a.numpy() - b).mean():.5f} in the mean")
    plain = theirs[3][:, 0] > .5
    other = (ours[0].numpy().argmax(-1) != theirs[0].argmax(-1)).any(1)
    print(f"other characters in {int(other[plain].sum())} of {int(plain.sum())} readable pictures")
    widths = [reader.trunk[0][0].out_channels, reader.places.shape[1]]
    out = pathlib.Path(args.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": reader.state_dict(), "mean": running_mean(reader, .998).state_dict(),
                "optimiser": torch.optim.AdamW(reader.parameters(), weight_decay=.02).state_dict(), "step": 0, "widths": widths}, out)


if __name__ == "__main__":
    main()
