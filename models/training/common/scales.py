"""Scales of INT8 activations chosen by what they cost in a network's outputs.

Quantisation takes them from the largest values seen; a few far-out values then make every other one coarse."""

import numpy as np
import onnx
from onnx import numpy_helper

FACTORS = (0.5, 0.65, 0.8, 0.9, 1.1, 1.25, 1.5)
WORTH = 0.001  # a change must save this share of the cost: less is chance
SWEEPS = 2


class Scales:
    """A quantised file (QDQ, per-channel weights) of which the activations' scales can be changed."""

    def __init__(self, model):
        self.model = model
        self.stored = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        self.names = list(dict.fromkeys(n.input[1] for n in model.graph.node if n.op_type == "QuantizeLinear"))
        made = {o: n for n in model.graph.node for o in n.output}
        self.biases = []  # (codes, scale, scales of input and weights), names, and the real numbers
        for node in model.graph.node:
            parts = [made.get(i) for i in node.input] if node.op_type == "Conv" else []
            if len(parts) == 3 and all(p is not None and p.op_type == "DequantizeLinear" for p in parts):
                seen, weights, bias = (p.input for p in parts)
                self.biases.append((bias[0], bias[1], seen[1], weights[1], self.stored[bias[0]] * np.float64(self.stored[bias[1]])))

    def changed(self, factors):
        """The file with these scales ({name: factor}); biases are coded anew, since kernels take their scale to be input's times weights'."""
        out = onnx.ModelProto()
        out.CopyFrom(self.model)
        new = dict(self.stored)
        for name, factor in factors.items():
            new[name] = np.float32(new[name] * np.float32(factor))
        for codes, scale, seen, weights, real in self.biases:
            new[scale] = np.float32(new[seen] * new[weights])
            new[codes] = np.round(real / new[scale]).astype(np.int32)
        for t in out.graph.initializer:
            if new[t.name] is not self.stored[t.name]:
                t.CopyFrom(numpy_helper.from_array(np.asarray(new[t.name]), t.name))
        return out


def settle(model, cost):
    """`model` with one scale after the other made finer or coarser for as long as `cost(model)` falls."""
    scales, factors = Scales(model), {}
    least = first = cost(scales.changed(factors))
    for _ in range(SWEEPS):
        for name in scales.names:
            for factor in FACTORS:
                tried = factors | {name: factor}
                costs = cost(scales.changed(tried))
                if costs < (1 - WORTH) * least:
                    factors, least = tried, costs
    print(f"scales: {len(factors)} of {len(scales.names)} changed, cost {first:.5f} -> {least:.5f}")
    return scales.changed(factors)
