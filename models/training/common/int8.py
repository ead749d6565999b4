"""Static INT8 of a network's inner convolutions; what stands before the first and after the last of them stays float."""

import tempfile

import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Feed(CalibrationDataReader):
    """Batches of one input, one after the other."""

    def __init__(self, name, batches):
        self.name, self.batches = name, iter(batches)

    def get_next(self):
        batch = next(self.batches, None)
        return None if batch is None else {self.name: batch}


def inner(graph, skip):
    """Names of the convolutions that a ReLU follows, and of those ReLUs, without the first `skip` of them. Heads have no ReLU."""
    made = {name: node for node in graph.node for name in node.output}
    pairs = [(made[n.input[0]], n) for n in graph.node if n.op_type == "Relu" and made[n.input[0]].op_type == "Conv"]
    return [node.name for pair in pairs[skip:] for node in pair]


def bodies(graph, skip):
    """Names of all convolutions but the first `skip`, with the additions and ReLUs behind them: residual blocks as well."""
    made = {name: node for node in graph.node for name in node.output}
    taken = [n for n in graph.node if n.op_type == "Conv"][skip:]
    for n in graph.node:
        if n.op_type in ("Relu", "Add") and any(made.get(i) in taken for i in n.input):
            taken.append(n)
    return [n.name for n in taken]


def to_int8(plain, target, name, batches, skip=0, which=inner):
    """Writes `plain` with INT8 weights by channel, and activations whose ranges are those of 99.999 % of the values seen in `batches` of the input `name`."""
    with tempfile.TemporaryDirectory() as folder:
        ready = f"{folder}/ready.onnx"
        quant_pre_process(str(plain), ready, skip_symbolic_shape=True)
        quantize_static(ready, str(target), Feed(name, batches), quant_format=QuantFormat.QDQ, per_channel=True,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        calibrate_method=CalibrationMethod.Percentile, nodes_to_quantize=which(onnx.load(ready).graph, skip))
