"""The BERT encoder of all-MiniLM-L6-v2 as an ONNX graph, written node by node from its weights.

6 layers, 384 wide, 12 heads, GELU (erf), layer norm 1e-12; then the mean over the tokens and the
L2 norm, as the model's 1_Pooling/config.json says. Inputs: ids (int64, batch × tokens) and mask
(float32, same shape). Output: vectors.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

GRAPH_VERSION = "1"
LAYERS, WIDTH, HEADS = 6, 384, 12
OPSET = 17


class _Graph:
    """Nodes and constants as they are added; every method returns the name of its output."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}
        self._weights = weights
        self._count = 0

    def add(self, kind: str, *inputs: str, out: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        self._count += 1
        name = out or f"{kind.lower()}_{self._count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def scalar(self, value: float) -> str:
        return self.constant(f"scalar_{value}", np.array(value, np.float32))

    def linear(self, x: str, prefix: str) -> str:
        kernel = self.constant(f"{prefix}.kernel", self._weights[f"{prefix}.weight"].T)
        return self.add("Add", self.add("MatMul", x, kernel), self.weight(f"{prefix}.bias"))

    def norm(self, x: str, prefix: str) -> str:
        scale, bias = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)


def build_graph(weights: Path, target: Path) -> None:
    """Write the graph of the safetensors file `weights` to `target`. Takes about a second."""
    from onnx import TensorProto, checker, helper, save
    from safetensors.numpy import load_file

    graph = _Graph(load_file(weights))
    hidden = _embeddings(graph)
    bias = _attention_bias(graph)
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, bias, f"encoder.layer.{layer}")
    _pooled(graph, hidden)
    shape = ["batch", "tokens"]
    proto = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, shape),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, shape),
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH])],
        list(graph.constants.values()),
    )
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    checker.check_model(model)
    save(model, str(target))


def _embeddings(graph: _Graph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    tokens = graph.add("Shape", "ids", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    positions = graph.add(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), zero, tokens, zero
    )
    segment = graph.add(
        "Gather",
        graph.weight("embeddings.token_type_embeddings.weight"),
        graph.constant("segment", np.array(0, np.int64)),
    )
    total = graph.add("Add", graph.add("Add", words, positions), segment)
    return graph.norm(total, "embeddings.LayerNorm")


def _attention_bias(graph: _Graph) -> str:
    """0 where there is a token, -10000 where there is padding: batch × 1 × 1 × tokens."""
    axes = graph.constant("axes_1_2", np.array([1, 2], np.int64))
    mask = graph.add("Unsqueeze", "mask", axes)
    padding = graph.add("Sub", graph.scalar(1.0), mask)
    return graph.add("Mul", padding, graph.scalar(-10000.0))


def _layer(graph: _Graph, hidden: str, bias: str, prefix: str) -> str:
    attended = graph.linear(
        _attention(graph, hidden, bias, f"{prefix}.attention.self"),
        f"{prefix}.attention.output.dense",
    )
    hidden = graph.norm(graph.add("Add", attended, hidden), f"{prefix}.attention.output.LayerNorm")
    inner = _gelu(graph, graph.linear(hidden, f"{prefix}.intermediate.dense"))
    outer = graph.linear(inner, f"{prefix}.output.dense")
    return graph.norm(graph.add("Add", outer, hidden), f"{prefix}.output.LayerNorm")


def _attention(graph: _Graph, hidden: str, bias: str, prefix: str) -> str:
    split = graph.constant("split", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
    joined = graph.constant("joined", np.array([0, 0, WIDTH], np.int64))

    def heads(name: str, order: list[int]) -> str:
        projected = graph.linear(hidden, f"{prefix}.{name}")
        return graph.add("Transpose", graph.add("Reshape", projected, split), perm=order)

    query, key = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])
    scale = graph.scalar(1 / np.sqrt(WIDTH // HEADS).item())
    scores = graph.add("Mul", graph.add("MatMul", query, key), scale)
    shares = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    mixed = graph.add("MatMul", shares, heads("value", [0, 2, 1, 3]))
    return graph.add("Reshape", graph.add("Transpose", mixed, perm=[0, 2, 1, 3]), joined)


def _gelu(graph: _Graph, x: str) -> str:
    erf = graph.add("Erf", graph.add("Mul", x, graph.scalar(float(np.sqrt(0.5)))))
    gate = graph.add("Add", erf, graph.scalar(1.0))
    return graph.add("Mul", graph.add("Mul", x, gate), graph.scalar(0.5))


def _pooled(graph: _Graph, hidden: str) -> None:
    last = graph.constant("axis_2", np.array([2], np.int64))
    tokens = graph.constant("axis_1", np.array([1], np.int64))
    mask = graph.add("Unsqueeze", "mask", last)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), tokens, keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, tokens, keepdims=0))
    length = graph.add("ReduceL2", mean, axes=[1], keepdims=1)
    graph.add("Div", mean, length, out="vectors")
