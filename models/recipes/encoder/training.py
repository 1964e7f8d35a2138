"""One stage of training a static model: sample from every source, add the losses up, step, log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch.nn import functional

from models.recipes.encoder.lessons import Bags, Example, Int64Array, Lessons
from models.recipes.encoder.objectives import found_among_others, graded_fit, like_teacher, same_text
from recommender.encoder import Float32Array

Report = Callable[[int, dict[str, float]], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """How long and by what a stage trains."""

    steps: int
    batch: int = 512
    rate: float = 2e-2
    """Adam's step; falls linearly to a fiftieth"""
    weights: Mapping[str, float] = field(default_factory=dict)
    """How often each source is drawn: `teacher`, `graded`, a list of groups or of pairs"""
    at_once: int = 3
    """Sources in one step"""
    temperature: float = 0.06
    graded_temperature: float = 0.1
    graded_batch: int = 64
    even_handed: float = 1.0
    hard: float = 0.15
    """Share of batches whose pairs are each other's neighbours, so that the negatives are hard"""
    always_hard: tuple[str, ...] = ("titles",)
    """Sources of which every batch is so"""


class Trainer:
    """Token rows under training, on one device; (pieces, dimension)."""

    def __init__(
        self, rows: Float32Array, bags: Bags, lessons: Lessons, teacher: Float32Array, examples: Sequence[Example]
    ) -> None:
        device = bags.tokens.device
        self.rows = torch.nn.Parameter(torch.from_numpy(np.array(rows, dtype=np.float32)).to(device))
        self.bags, self.lessons, self.examples = bags, lessons, list(examples)
        self.teacher = functional.normalize(torch.from_numpy(teacher).to(device), dim=1)

    def vectors(self, numbers: Int64Array) -> torch.Tensor:
        """Unit vectors of texts, (n, d)."""
        tokens, offsets = self.bags.take(numbers)
        return functional.normalize(functional.embedding_bag(tokens, self.rows, offsets, mode="mean"), dim=1, eps=1e-9)

    def fit(self, stage: Stage, seed: int, report: Report) -> Float32Array:
        """Train for the stage's steps and give the rows, (pieces, dimension)."""
        draw, running = np.random.default_rng(seed), dict.fromkeys(stage.weights, 0.0)
        optimiser = torch.optim.Adam([self.rows], lr=stage.rate, betas=(0.9, 0.98), fused=True)
        for step in range(stage.steps):
            for group in optimiser.param_groups:
                group["lr"] = stage.rate * min((step + 1) / 50, max(0.02, 1 - step / stage.steps))
            losses = self.losses(stage, draw)
            optimiser.zero_grad(set_to_none=True)
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call, unused-ignore]
            optimiser.step()
            for name, loss in losses.items():
                running[name] = 0.9 * (running[name] or float(loss.detach())) + 0.1 * float(loss.detach())
            report(step + 1, running)
        result: Float32Array = self.rows.detach().cpu().numpy().copy()
        return result

    def losses(self, stage: Stage, draw: np.random.Generator) -> dict[str, torch.Tensor]:
        """One batch's loss of each source of the step; all their texts pass through the rows at once."""
        lots = {name: self.drawn(name, stage, draw) for name in chosen(stage, draw)}
        vectors = self.vectors(np.concatenate([lot.texts for lot in lots.values()]))
        parts = vectors.split([len(lot.texts) for lot in lots.values()])
        return {name: lot.loss(part) for (name, lot), part in zip(lots.items(), parts, strict=True)}

    def drawn(self, source: str, stage: Stage, draw: np.random.Generator) -> "Lot":
        """A batch from a source."""
        if source == "teacher":
            return self.translations(2 * stage.batch, draw)
        if source == "graded":
            return self.graded(stage, draw)
        if source in ("labels", "kin"):
            return self.partners(self.group_pairs(source, stage.batch, draw), stage.temperature)
        pairs = self.lessons.pairs[source]
        mined = draw.random() < stage.hard or source in stage.always_hard
        rows = self.neighbours(pairs, stage.batch, draw) if mined else draw.integers(len(pairs), size=stage.batch)
        families = self.lessons.families.get(source)
        return self.partners(
            pairs[rows],
            stage.temperature * (2.0 if source == "occupation_skills" else 1.0),
            None if families is None else families[rows],
        )

    def translations(self, batch: int, draw: np.random.Generator) -> "Lot":
        """Danish texts whose translation the teacher has read."""
        rows = self.lessons.parallel[draw.integers(len(self.lessons.parallel), size=batch)]
        english = self.teacher[torch.as_tensor(rows[:, 1], device=self.teacher.device)]
        return Lot(rows[:, 0], lambda vectors: like_teacher(vectors, english))

    def group_pairs(self, source: str, batch: int, draw: np.random.Generator) -> Int64Array:
        """Two texts each of as many groups of kindred texts, (n, 2)."""
        groups = self.lessons.groups[source]
        rows = draw.choice(len(groups), min(batch, len(groups)), replace=False)
        return np.array([draw.choice(groups[row], 2, replace=False) for row in rows])

    def partners(self, pairs: Int64Array, temperature: float, families: Int64Array | None = None) -> "Lot":
        """Pairs whose partners are to be found among the batch."""
        same = same_text(pairs, self.bags.tokens.device, families)

        def loss(vectors: torch.Tensor) -> torch.Tensor:
            left, right = vectors.split(len(pairs))
            return found_among_others(left, right, temperature, same)

        return Lot(pairs.T.ravel(), loss)

    def neighbours(self, pairs: Int64Array, batch: int, draw: np.random.Generator, crowd: int = 8) -> Int64Array:
        """Rows of `pairs` in crowds whose first texts lie close by today's vectors: hard negatives, mined anew."""
        pool = draw.integers(len(pairs), size=min(4 * batch, len(pairs)))
        with torch.no_grad():
            vectors = self.vectors(pairs[pool, 0])
            near = (vectors[: max(1, batch // crowd)] @ vectors.T).topk(min(crowd, len(pool)), dim=1).indices
        mined: Int64Array = pool[np.unique(near.cpu().numpy())]
        return mined

    def graded(self, stage: Stage, draw: np.random.Generator) -> "Lot":
        """Affinity examples: tasks, then three good, two weak and two poor people of each."""
        size = min(stage.graded_batch, len(self.examples))
        some = [self.examples[place] for place in draw.choice(len(self.examples), size, replace=False)]
        people = np.array([[*e.good[:3], *e.weak[:2], *e.poor[:2]] for e in some])

        def loss(vectors: torch.Tensor) -> torch.Tensor:
            scores = torch.einsum("td,nkd->tnk", vectors[:size], vectors[size:].view(size, 7, -1))
            return graded_fit(scores, stage.graded_temperature, stage.even_handed)

        return Lot(np.concatenate([np.array([e.task for e in some]), people.ravel()]), loss)


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch from one source."""

    texts: Int64Array
    """(n,) numbers of texts"""
    loss: Callable[[torch.Tensor], torch.Tensor]
    """Their unit vectors (n, d) → the loss"""


def chosen(stage: Stage, draw: np.random.Generator) -> list[str]:
    """The sources of one step, each at most once: more often by their weight."""
    names = [name for name, weight in stage.weights.items() if weight > 0]
    shares = np.array([stage.weights[name] for name in names])
    count = min(stage.at_once, len(names))
    return [names[place] for place in draw.choice(len(names), count, replace=False, p=shares / shares.sum())]
