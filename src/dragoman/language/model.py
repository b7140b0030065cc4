"""The trained network on disk and in memory: one ONNX graph for the encoder and what is linear over it, small heads in numpy."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from ..errors import ModelDamaged, ModelMissing
from .decode import Floats, Ints
from .lemma import read_lemmas
from .names import read_names
from .wordpiece import WordPiece

SHIPPED = Path(__file__).parent / "weights"
GRAPH, HEADS, LABELS, VOCABULARY, NAMES, LEMMAS = (
    "encoder.onnx",
    "heads.npz",
    "labels.json",
    "vocab.txt",
    "names.txt",
    "lemmas.tsv",
)
NEAR = 12


class Manifest(msgspec.Struct, frozen=True):
    """`manifest.json`: the model's version, its licence, and the sha256 of each file beside it."""

    version: str
    licence: str
    files: dict[str, str]


class LanguageModel:
    """One folder of weights, checked and loaded. Threads may share it; it runs on one thread by itself."""

    def __init__(self, folder: Path = SHIPPED, threads: int = 1) -> None:
        """Raises ModelMissing where a file is not there, ModelDamaged where one differs from its checksum."""
        self.folder = folder
        self.manifest = check(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3
        # Processors without VNNI add up products of 8 bits in 16, which overflow: the same text would be read otherwise there.
        options.add_session_config_entry("session.x64quantprecision", "1")
        self.session = ort.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self.outputs = [o.name for o in self.session.get_outputs()]
        self.labels: dict[str, list[str]] = msgspec.json.decode((folder / LABELS).read_bytes())
        with np.load(folder / HEADS) as file:
            self.heads = {k: file[k].astype(np.float32) for k in file.files}
        self.wordpiece = WordPiece(folder / VOCABULARY)
        self.names = read_names(folder / NAMES)

    @cached_property
    def lemmas(self) -> dict[tuple[str, str], str]:
        """The table of irregular lemmas."""
        return read_lemmas(self.folder / LEMMAS)

    @property
    def version(self) -> str:
        """The version of the weights."""
        return self.manifest.version

    def run(self, pieces: Ints, shapes: Ints, kinds: Ints, mask: Ints, first: Ints) -> dict[str, Any]:
        """Every output of the graph, for a batch [windows, subwords] whose words begin at first [windows, words]."""
        feed = {"pieces": pieces, "shapes": shapes, "kinds": kinds, "mask": mask, "first": first}
        return dict(zip(self.outputs, self.session.run(None, feed), strict=True))

    def pair_scores(self, head: str, word: Floats, other: Floats, distance: NDArray[np.integer[Any]]) -> Floats:
        """Scores [..., labels] of word [..., h] toward other [..., 2h], `distance` words after it."""
        h = word.shape[-1]
        near = self.heads[head + ".near"][np.clip(distance, -NEAR, NEAR) + NEAR]
        hidden = word * (1.0 + other[..., :h]) + other[..., h:] + near
        np.maximum(hidden, 0, out=hidden)
        out: Floats = hidden @ self.heads[head + ".score"] + self.heads[head + ".bias"]
        return out

    def bio(self, head: str) -> tuple[list[str], Ints, Ints]:
        """The kinds of a B-/I- label set, with the indices of their B- and I- tags."""
        tags = self.labels[head]
        kinds = [t[2:] for t in tags if t.startswith("B-")]
        index = {t: i for i, t in enumerate(tags)}
        return kinds, np.array([index["B-" + k] for k in kinds]), np.array([index["I-" + k] for k in kinds])


def check(folder: Path) -> Manifest:
    """The manifest of a folder of weights, once every file in it was found whole."""
    path = folder / "manifest.json"
    if not path.exists():
        raise ModelMissing(str(folder), "there is no manifest.json", "name a folder that holds a Dragoman language model")
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.exists():
            raise ModelMissing(str(file), "the file is missing", "install Dragoman again, or copy the whole folder")
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != expected:
                raise ModelDamaged(str(file), "its sha256 is not the manifest's", "install Dragoman again, or copy it anew")
    return manifest
