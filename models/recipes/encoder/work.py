"""The recipe's work folder: what a step made is kept, so that a run goes on where another stopped."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from tokenizers import Tokenizer

from recommender.encoder import Float32Array

LOGGED_EVERY = 50
"""Steps between lines of the log."""


def progress_bar() -> Progress:
    """A bar with the step's name, how far it is, the time it took and has left."""
    return Progress(
        TextColumn("{task.description:28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[losses]}"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the recipe may choose."""

    pieces: int = 24000
    dimension: int = 256
    seed: int = 1
    threads: int = 2
    folds: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """A folder, a progress bar, and a log of losses and measures (`log.jsonl`)."""

    folder: Path
    progress: Progress

    def agree(self, settings: dict[str, object]) -> None:
        """Keep what the folder was begun with; raise ValueError when it was begun with something else."""
        path = self.folder / "settings.json"
        told = json.dumps(settings, sort_keys=True, default=str)
        if path.is_file() and path.read_text(encoding="utf-8") != told:
            raise ValueError(
                f"{path}: this folder was begun with other settings; name another with --work, or delete it"
            )
        path.write_text(told, encoding="utf-8")

    def rows(self, name: str, make: Callable[[], Float32Array]) -> Float32Array:
        """An array kept as `name.npy`; made when it is not there yet."""
        path = self.folder / f"{name}.npy"
        if not path.is_file():
            made = make()
            np.save(self.folder / f"{name}.part.npy", made)
            (self.folder / f"{name}.part.npy").rename(path)
        kept: Float32Array = np.load(path)
        return kept

    def tokeniser(self, name: str, make: Callable[[], Tokenizer]) -> Tokenizer:
        """A tokeniser kept as `name.json`; made when it is not there yet."""
        path = self.folder / f"{name}.json"
        if not path.is_file():
            make().save(str(path), pretty=False)
        return Tokenizer.from_file(str(path))

    def reporter(self, name: str, steps: int) -> Callable[[int, dict[str, float]], None]:
        """What a stage calls after each step: moves the bar, and logs the losses now and then."""
        bar = self.progress.add_task(name, total=steps, losses="")

        def report(step: int, losses: dict[str, float]) -> None:
            self.progress.update(bar, completed=step)
            if step % LOGGED_EVERY == 0 or step == steps:
                rounded = {source: round(loss, 4) for source, loss in losses.items()}
                self.progress.update(bar, losses=f"loss {sum(losses.values()) / max(len(losses), 1):.3f}")
                self.log({"stage": name, "step": step, "losses": rounded})

        return report

    def advance(self, name: str, total: int) -> Callable[[int], None]:
        """A bar of its own for a step that counts texts."""
        bar = self.progress.add_task(name, total=total, losses="")
        return lambda done: self.progress.update(bar, completed=done)

    def log(self, line: dict[str, object]) -> None:
        """Append a line to the log."""
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
