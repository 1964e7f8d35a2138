"""What training minimises: agreement with a teacher, pairs found among others, graded fit.

All vectors are unit rows of tensors (n, d). Temperatures divide cosines before a softmax.
"""

import torch
from torch.nn import functional

from models.recipes.encoder.lessons import Int64Array

NEVER = -1e4
"""A logit that takes no part in a softmax."""


def found_among_others(
    left: torch.Tensor, right: torch.Tensor, temperature: float, same: torch.Tensor | None = None
) -> torch.Tensor:
    """Cross-entropy of finding each row's partner among all partners, both ways (van den Oord and others, 2018).

    left, right: (n, d); same: (n, n) bool, pairs that are no negatives.
    """
    logits = left @ right.T / temperature
    if same is not None:
        logits = logits.masked_fill(same, NEVER)
    target = torch.arange(len(left), device=left.device)
    return 0.5 * (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target))


def same_text(pairs: Int64Array, device: torch.device, families: Int64Array | None = None) -> torch.Tensor:
    """(n, n) bool: where another pair of the batch shares a text or a family, so that it is no negative.

    families: (n,), pairs with the same number speak of the same, in other words.
    """
    numbers = torch.as_tensor(pairs, device=device)
    left, right = numbers[:, 0], numbers[:, 1]
    shared = (left[:, None] == left) | (right[:, None] == right) | (left[:, None] == right)
    if families is not None:
        kindred = torch.as_tensor(families, device=device)
        shared = shared | (kindred[:, None] == kindred)
    return shared & ~torch.eye(len(numbers), dtype=torch.bool, device=device)


def like_teacher(student: torch.Tensor, teacher: torch.Tensor, temperature: float = 0.05) -> torch.Tensor:
    """Agreement with the teacher's vector of the translation: angle, rank among others, and likeness of every two.

    student, teacher: (n, d). Reimers and Gurevych (2020) for the angle.
    """
    angle = 1.0 - (student * teacher).sum(1).mean()
    likeness = teacher @ teacher.T
    repeated = (likeness > 0.999) & ~torch.eye(len(teacher), dtype=torch.bool, device=teacher.device)
    logits = (student @ teacher.T / temperature).masked_fill(repeated, NEVER)
    rank = functional.cross_entropy(logits, torch.arange(len(student), device=student.device))
    relation = (student @ student.T - likeness).square().mean()
    return 2.0 * angle + 0.3 * rank + 5.0 * relation


def graded_fit(scores: torch.Tensor, temperature: float, even_handed: float) -> torch.Tensor:
    """Good above weak and poor for their own task, found among other tasks' people, even-handed elsewhere.

    scores: (tasks, tasks, 7), the cosine of each task with every task's three good, two weak and two poor people.
    The last term keeps good, weak and poor alike for *other* tasks, so that style does not tell the grade.
    """
    tasks = len(scores)
    own = scores.diagonal(dim1=0, dim2=1).T
    good, weak, poor = own[:, :3], own[:, 3:5], own[:, 5:]
    order = functional.softplus((poor[:, None] - good[:, :, None]) / temperature).mean()
    order = order + 0.5 * functional.softplus((weak[:, None] - good[:, :, None]) / temperature).mean()
    return order + 0.3 * found(scores, temperature) + 20.0 * even_handed * unevenness(scores, tasks)


def found(scores: torch.Tensor, temperature: float) -> torch.Tensor:
    """Good people found among everybody by their task, and tasks found among all tasks by their good people."""
    tasks = len(scores)
    own = scores.diagonal(dim1=0, dim2=1).T[:, :3] / temperature
    itself = torch.eye(tasks, dtype=torch.bool, device=scores.device)[:, :, None]
    others = torch.logsumexp(scores.masked_fill(itself, NEVER).flatten(1) / temperature, 1)[:, None]
    by_task = (torch.logaddexp(others, own) - own).mean()
    people = scores[:, :, :3].permute(1, 2, 0).reshape(tasks * 3, tasks) / temperature
    target = torch.arange(tasks, device=scores.device).repeat_interleave(3)
    return by_task + functional.cross_entropy(people, target)


def unevenness(scores: torch.Tensor, tasks: int) -> torch.Tensor:
    """How much good people differ from weak and poor ones in their mean likeness to tasks that are not theirs."""
    itself = torch.eye(tasks, dtype=torch.bool, device=scores.device)[:, :, None]
    elsewhere = scores.masked_fill(itself, 0.0).sum(0) / max(tasks - 1, 1)
    good, weak, poor = (part.mean(1) for part in elsewhere.split([3, 2, 2], dim=1))
    each = (good - poor).square().mean() + (good - weak).square().mean()
    overall = (good.mean() - poor.mean()).square() + (good.mean() - weak.mean()).square()
    return each + 10.0 * overall
