"""The BERT encoder of all-MiniLM-L6-v2 as an ONNX graph, written node by node from its weights.

6 layers, 384 wide, 12 heads, GELU (erf), layer norm 1e-12; then the mean over the tokens and the
L2 norm, as the model's 1_Pooling/config.json says. Input: ids (int64, batch × tokens), all texts of
a batch equally long, so that there is neither padding nor a mask. Output: vectors.

Attention and GELU are onnxruntime's fused operators (com.microsoft): written out as MatMul,
Transpose and Erf they cost a third of the time. Its fused norm is slower than the plain one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

GRAPH_VERSION = "2"
LAYERS, WIDTH, HEADS = 6, 384, 12
OPSET = 17
FUSED = "com.microsoft"
"""github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md"""
EPSILON = 1e-12


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

    def product(self, x: str, prefix: str) -> str:
        """`x` times the weight of a linear layer; its bias goes into the operator that follows."""
        kernel = self.constant(f"{prefix}.kernel", self._weights[f"{prefix}.weight"].T)
        return self.add("MatMul", x, kernel)

    def biases(self, *prefixes: str) -> str:
        """The biases of several linear layers in one row."""
        name = " ".join(prefixes)
        return self.constant(name, np.concatenate([self._weights[f"{p}.bias"] for p in prefixes]))

    def norm(self, x: str, prefix: str) -> str:
        scale, bias = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def residual_norm(self, x: str, skip: str, prefix: str, bias: str) -> str:
        """The norm `prefix` of x + skip + bias."""
        biased = self.add("Add", x, self.weight(bias))
        return self.norm(self.add("Add", biased, skip), prefix)


def build_graph(weights: Path, target: Path) -> None:
    """Write the graph of the safetensors file `weights` to `target`. Takes about a second."""
    from onnx import TensorProto, checker, helper, save
    from safetensors.numpy import load_file

    graph = _Graph(load_file(weights))
    hidden = _embeddings(graph)
    for layer in range(LAYERS):
        hidden = _layer(graph, hidden, f"encoder.layer.{layer}")
    _pooled(graph, hidden)
    shape = ["batch", "tokens"]
    proto = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, shape)],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH])],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(proto, opset_imports=opsets, ir_version=8)
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


def _layer(graph: _Graph, hidden: str, prefix: str) -> str:
    attention = f"{prefix}.attention"
    attended = graph.product(
        _attention(graph, hidden, f"{attention}.self"), f"{attention}.output.dense"
    )
    hidden = graph.residual_norm(
        attended, hidden, f"{attention}.output.LayerNorm", f"{attention}.output.dense.bias"
    )
    inner = graph.add(
        "BiasGelu",
        graph.product(hidden, f"{prefix}.intermediate.dense"),
        graph.weight(f"{prefix}.intermediate.dense.bias"),
        domain=FUSED,
    )
    outer = graph.product(inner, f"{prefix}.output.dense")
    return graph.residual_norm(
        outer, hidden, f"{prefix}.output.LayerNorm", f"{prefix}.output.dense.bias"
    )


def _attention(graph: _Graph, hidden: str, prefix: str) -> str:
    parts = [f"{prefix}.{name}" for name in ("query", "key", "value")]
    projected = [graph.product(hidden, part) for part in parts]
    bias = graph.biases(*parts)
    return graph.add("MultiHeadAttention", *projected, bias, domain=FUSED, num_heads=HEADS)


def _pooled(graph: _Graph, hidden: str) -> None:
    mean = graph.add("ReduceMean", hidden, axes=[1], keepdims=0)
    length = graph.add("ReduceL2", mean, axes=[1], keepdims=1)
    graph.add("Div", mean, length, out="vectors")
