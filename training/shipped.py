"""The network as it ships, read back to train on from it: `python -m training.train DATA --out RUN --start WEIGHTS`.

The matrices were rounded to int8 (the pair heads to half precision); what that cost comes back in the first few hundred steps.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from .net import Net

# How the graph's scopes name what the network keeps in a dictionary or uses more than once.
_SCOPES = {"upos": "flat.upos", "feats": "flat.feats"}
_PAIRS = {"": "labels", "_1": "roles", "_2": "parties"}


def load(net: Net, weights: Path) -> None:
    """Set the network's parameters from a folder of shipped weights; the head of `xpos`, which does not ship, stays as it is."""
    graph = onnx.load(str(weights / "encoder.onnx")).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def whole(name: str) -> np.ndarray:
        scale, zero = stored[name + "_scale"], stored[name + "_zero_point"]
        values: np.ndarray = (stored[name + "_quantized"].astype(np.float32) - zero) * scale
        return values

    state: dict[str, np.ndarray] = {}
    for name, value in stored.items():
        if name.startswith("net.") and not name.endswith(("_scale", "_zero_point", "_quantized")):
            state[name.removeprefix("net.")] = value
        elif name.startswith("net.") and name.endswith(".weight_quantized"):
            state[name.removeprefix("net.").removesuffix("_quantized")] = whole(name.removesuffix("_quantized"))
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].startswith("onnx::"):
            scope = node.name.removeprefix("/net/").removesuffix("/MatMul_quant").replace("/", ".")
            if found := re.fullmatch(r"(word|other)(_\d)?", scope):
                scope = f"{_PAIRS[found[2] or '']}.{found[1]}"
            state[_SCOPES.get(scope, scope) + ".weight"] = whole(node.input[1].removesuffix("_quantized")).T
        elif node.op_type == "MatMul" and node.input[0].startswith("onnx::"):
            state["mix"] = np.log(stored[node.input[0]])
    state["arc"] = whole("net.arc")
    heads = np.load(weights / "heads.npz")
    for name in _PAIRS.values():
        state[f"{name}.near.weight"] = heads[name + ".near"].astype(np.float32)
        state[f"{name}.score.weight"] = heads[name + ".score"].astype(np.float32).T
        state[f"{name}.score.bias"] = heads[name + ".bias"].astype(np.float32)
    missing, unknown = net.load_state_dict({k: torch.tensor(np.ascontiguousarray(v)) for k, v in state.items()}, strict=False)
    if unknown or set(missing) - {"flat.xpos.weight", "flat.xpos.bias"}:
        raise ValueError(f"{weights}: not this network: {[*unknown, *missing][:5]}")
