"""From a checkpoint to what ships: `python -m training.export RUN WEIGHTS --data DATA --version V`.

The encoder and everything linear over it become one ONNX graph, its matrices int8 per channel; the small pair heads stay fp16
in `heads.npz`; the lemma table holds what the rules of `dragoman.language.lemma` get wrong on the training treebanks. The
manifest names each file with its sha256.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from dragoman.language.lemma import by_rule

from .data import read_conllu
from .net import Net
from .train import encoder_folder

OUTPUTS = [
    "upos",
    "feats",
    "ends",
    "predicate",
    "entities",
    "events",
    "arcs",
    "labels_word",
    "labels_other",
    "roles_word",
    "roles_other",
    "parties_word",
    "parties_other",
]
INPUTS = ["pieces", "shapes", "kinds", "mask", "first"]


class Graph(nn.Module):
    """The network without what only training uses, its outputs in a fixed order."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, shapes: Tensor, kinds: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """As Net.forward."""
        out = self.net(pieces, shapes, kinds, mask, first)
        return tuple(out[k] for k in OUTPUTS)


def export_graph(net: Net, target: Path, whole: bool) -> None:
    """Write the graph, int8 unless `whole`."""
    net.eval()
    example = tuple(
        torch.tensor(x)
        for x in ([[101, 2000, 2001, 102]] * 2, [[0, 1, 2, 0]] * 2, [[0, 1, 0, 0]] * 2, [[1] * 4] * 2, [[1, 2]] * 2)
    )
    plain = target.with_suffix(".fp32.onnx")
    axes = {k: {0: "batch", 1: "words" if k == "first" else "length"} for k in INPUTS}
    axes |= {k: {0: "batch", 1: "words"} for k in OUTPUTS}
    axes["arcs"] = {0: "batch", 1: "words", 2: "words"}
    torch.onnx.export(
        Graph(net),
        example,
        str(plain),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    if whole:
        plain.replace(target)
        return
    quantize_dynamic(
        str(plain),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )
    plain.unlink()
    onnx.checker.check_model(str(target))


def lemma_table(folder: Path) -> str:
    """The rows of `lemmas.tsv`: what the rules get wrong in the training treebanks, by majority."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    feats: dict[tuple[str, str], str] = {}
    for name in ("ewt-train", "gum-clean-train"):
        for sentence in (s for p in read_conllu(folder / "treebanks" / f"{name}.conllu") for s in p):
            for word, upos, feat, lemma in zip(
                sentence.words, sentence.upos or [], sentence.feats or [], sentence.lemmas or [], strict=True
            ):
                key = (word.lower(), upos)
                seen[key][lemma if upos == "PROPN" else lemma.lower()] += 1
                feats[key] = feat
    rows = []
    for (form, upos), lemmas in sorted(seen.items()):
        best, count = lemmas.most_common(1)[0]
        if (
            upos not in ("PROPN", "NUM", "PUNCT", "SYM", "X")
            and by_rule(form, upos, feats[form, upos]) != best
            and count * 2 > sum(lemmas.values())
            and "\t" not in form
        ):
            rows.append(f"{form}\t{upos}\t{best}\n")
    return "".join(rows)


def main() -> None:
    """Export a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--fp32", action="store_true", help="keep full precision (to measure what int8 costs)")
    args = parser.parse_args()
    vocab = json.loads((args.run / "labels.json").read_text("utf-8"))
    net = Net({k: len(v) for k, v in vocab.items()})
    state = torch.load(args.run / "checkpoint.pt", map_location="cpu")
    net.load_state_dict(state["net"] | state["mean"])
    args.weights.mkdir(parents=True, exist_ok=True)
    export_graph(net, args.weights / "encoder.onnx", args.fp32)
    heads = {}
    for name in ("labels", "roles", "parties"):
        pairs = getattr(net, name)
        heads |= {
            name + ".near": pairs.near.weight,
            name + ".score": pairs.score.weight.T,
            name + ".bias": pairs.score.bias,
        }
    np.savez(args.weights / "heads.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in heads.items()})  # type: ignore[arg-type]
    (args.weights / "labels.json").write_text(json.dumps({k: v for k, v in vocab.items() if k != "xpos"}), encoding="utf-8")
    shutil.copy(encoder_folder() / "vocab.txt", args.weights / "vocab.txt")
    shutil.copy(args.run / "names.txt", args.weights / "names.txt")
    (args.weights / "lemmas.tsv").write_text(lemma_table(args.data), encoding="utf-8")
    files = ["encoder.onnx", "heads.npz", "labels.json", "vocab.txt", "names.txt", "lemmas.tsv"]
    sums = {f: hashlib.sha256((args.weights / f).read_bytes()).hexdigest() for f in files}
    manifest = {"version": args.version, "licence": "CC-BY-SA-4.0", "files": sums}
    (args.weights / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print({f: (args.weights / f).stat().st_size for f in files})


if __name__ == "__main__":
    main()
