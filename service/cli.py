"""The command line `opgave`: each command parses, calls a use case and renders.

Libraries are imported where they are used, so that `opgave suggest` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recommender.errors import OpgaveError, cause, language
from service.arguments import day, refuse_cpr_numbers
from service.console import results, settle, tell

if TYPE_CHECKING:
    from service.usecases.opening import Opened

WORSE, FAULT_OF_INPUT = 1, 2
SMALLEST_GROUP = 10

Folder = Annotated[Path, typer.Argument(metavar="DATASET", help="Folder with companies, openings and citizens.")]
Served = Annotated[Path | None, typer.Argument(metavar="DATASET", help="Dataset to serve; the demo when left out.")]
TaskId = Annotated[str | None, typer.Option("--task", metavar="ID", help="Who could do this task?")]
OpeningId = Annotated[str | None, typer.Option("--opening", metavar="ID", help="Who could do each of its tasks?")]
CitizenId = Annotated[str | None, typer.Option("--citizen", metavar="ID", help="What could this citizen do?")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As 2026-11-21; today when left out.")]
Count = Annotated[int, typer.Option("-k", metavar="K", help="Suggestions for each task.")]
Changes = Annotated[int, typer.Option("-k", metavar="K", help="Changes to tell.")]
JobsFor = Annotated[str, typer.Option("--citizen", metavar="ID", help="For whom?")]
Near = Annotated[float | None, typer.Option("--near", metavar="KM", help="Also over two companies so near each other.")]
TextForm = Annotated[str, typer.Option("--format", metavar="FORM", help="text or json.")]
AnswerForm = Annotated[str, typer.Option("--format", metavar="FORM", help="table, json or trec.")]
FileForm = Annotated[
    str | None,
    typer.Option("--format", metavar="FORM", help="jsonl, csv, xlsx, parquet or trec; else by the file's ending."),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write; whole, or not at all.")]
Report = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for the report.")]
Learnt = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for the ranker; use it with --ranker.")]
Runs = Annotated[list[Path] | None, typer.Option("--run", metavar="FILE.trec", help="A run to judge too; repeatable.")]
Compared = Annotated[
    list[str] | None,
    typer.Option("--model", metavar="NAME=FOLDER", help="A ranker or encoder to measure too; repeatable."),
]
Systems = Annotated[
    str | None, typer.Option("--systems", metavar="NAMES", help="Baselines, comma between; all when left out.")
]
History = Annotated[str | None, typer.Option("--history", metavar="DATE", help="Test on the matches from this day on.")]
Smallest = Annotated[int, typer.Option("--smallest", metavar="N", help="Groups under this size are not shown.")]
Chance = Annotated[int, typer.Option("--seed", metavar="N", help="Another seed draws chance anew.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="The page as report.pdf too; needs the extra pdf.")]
Against = Annotated[
    Path | None, typer.Option("--against", metavar="BASELINE.json", help="An earlier report's, to be held against.")
]
FailIfWorse = Annotated[bool, typer.Option("--fail-if-worse", help="Exit 1 when credibly worse than --against.")]
Encoder = Annotated[Path | None, typer.Option("--encoder", metavar="FOLDER", help="A sentence-transformers folder.")]
Ranker = Annotated[Path | None, typer.Option("--ranker", metavar="FOLDER", help="A ranker of your own.")]
Municipality = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="New or empty folder for the dataset.")]
Citizens = Annotated[int, typer.Option("--citizens", metavar="N", help="Citizens, at most 1,000,000.")]
Openings = Annotated[int, typer.Option("--openings", metavar="M", help="Openings; each has one to four tasks.")]
Months = Annotated[int, typer.Option("--months", metavar="K", help="Months of history.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="The same seed gives the same municipality.")]
Proposals = Annotated[float, typer.Option("--proposals", metavar="MEAN", help="Citizens proposed for a task.")]
Popularity = Annotated[
    float, typer.Option("--popularity", metavar="0..5", help="How much brokers propose whom they know.")
]
Missing = Annotated[float, typer.Option("--missing", metavar="0..0.9", help="Share of each profile that is left out.")]
Censoring = Annotated[bool, typer.Option("--censoring/--no-censoring", help="Whether follow-up ends on the last day.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", help="Port on this machine; 0 takes a free one.")]
Host = Annotated[str, typer.Option("--host", metavar="HOST", help="127.0.0.1 only, until there are logins.")]

app = typer.Typer(
    name="opgave",
    help="Which citizens could do which small tasks, in which order, why, and what to ask.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
train = typer.Typer(help="Make the models that are learnt.", no_args_is_help=True)
app.add_typer(train, name="train")


@app.command(short_help="Rank, with reasons and questions.")
def suggest(
    dataset: Folder,
    task: TaskId = None,
    opening: OpeningId = None,
    citizen: CitizenId = None,
    k: Count = 10,
    as_of: AsOf = None,
    form: AnswerForm = "table",
    encoder: Encoder = None,
    ranker: Ranker = None,
) -> None:
    """Rank citizens for a task or an opening, or open tasks for a citizen, with reasons and questions."""
    from service.usecases.suggesting import Query, require_count, suggest
    from service.writers.forms import one_of
    from service.writers.printed import ANSWER_FORMS, print_answer

    query, asked_on = Query(task, opening, citizen), day(as_of)
    one_of(form, ANSWER_FORMS)
    require_count(k)
    opened = _opened(dataset, encoder, ranker)
    found = suggest(opened.recommender, query, asked_on, k)
    print_answer(results(), form, found, query, asked_on, opened)


@app.command(short_help="What one change would open.")
def changes(
    dataset: Folder,
    task: TaskId = None,
    opening: OpeningId = None,
    citizen: CitizenId = None,
    k: Changes = 5,
    as_of: AsOf = None,
    form: TextForm = "text",
) -> None:
    """Say which one change would open a task or an opening to most good candidates, or most good tasks to a citizen."""
    from service.usecases.proposing import changes
    from service.usecases.suggesting import Query, require_count
    from service.writers.forms import one_of
    from service.writers.proposals import FORMS, print_changes

    query, asked_on = Query(task, opening, citizen), day(as_of)
    one_of(form, FORMS)
    require_count(k)
    opened = _opened(dataset, None, None)
    print_changes(sys.stdout, form, changes(opened.recommender, query, asked_on, k), asked_on, opened)


@app.command(short_help="Put tasks together to small jobs.")
def jobs(
    dataset: Folder,
    citizen: JobsFor,
    near: Near = None,
    as_of: AsOf = None,
    form: TextForm = "text",
) -> None:
    """Put tasks together to small jobs of the hours that a citizen can reach, each with its week drawn up."""
    from service.usecases.proposing import jobs
    from service.writers.forms import one_of
    from service.writers.proposals import FORMS, print_jobs

    asked_on = day(as_of)
    one_of(form, FORMS)
    opened = _opened(dataset, None, None)
    print_jobs(sys.stdout, form, jobs(opened.recommender, citizen, asked_on, near), asked_on, opened)


@app.command(short_help="Score all open openings into a file.")
def score(
    dataset: Folder,
    out: Out,
    form: FileForm = None,
    k: Count = 50,
    as_of: AsOf = None,
    encoder: Encoder = None,
    ranker: Ranker = None,
) -> None:
    """Score every open opening against every citizen, and write the best for each task."""
    from service.usecases.scoring import require_open, score
    from service.usecases.suggesting import require_count
    from service.writers.forms import Batch, form_of, writer_of
    from service.writers.progress import counting
    from service.writers.whole import require_place, written_whole

    asked_on, write = day(as_of), writer_of(form_of(out, form))
    require_count(k)
    require_place(out)
    opened = _opened(dataset, encoder, ranker)
    total = len(require_open(opened.recommender))
    with written_whole(out) as draft, counting(total) as on_task:
        found = score(opened.recommender, asked_on, k, on_task)
        write(draft, found, Batch(opened.recommender.dataset, asked_on, opened.synthetic))
    tell(f"{total} tasks scored: {out}", f"{total} opgaver er scoret: {out}")


@app.command(short_help="Write the verdict of every pair.")
def verdicts(dataset: Folder, out: Out, as_of: AsOf = None) -> None:
    """Write the verdict of every pair: task, citizen, verdict, causes; tab separated, no heading."""
    from service.usecases.judging import judge_dataset
    from service.writers.whole import require_place, written_whole

    asked_on = day(as_of)
    require_place(out)
    lines = judge_dataset(dataset, asked_on)
    with written_whole(out) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


@app.command(short_help="Measure against judgements.")
def evaluate(
    dataset: Folder,
    out: Report,
    run: Runs = None,
    model: Compared = None,
    systems: Systems = None,
    history: History = None,
    as_of: AsOf = None,
    against: Against = None,
    fail_if_worse: FailIfWorse = False,
    smallest: Smallest = SMALLEST_GROUP,
    seed: Chance = 0,
    pdf: Pdf = False,
    encoder: Encoder = None,
    ranker: Ranker = None,
) -> None:
    """Measure the suggestions against judgements or history, beside baselines; a report for the analyst."""
    from service.usecases.evaluating import Measuring, evaluate_dataset, verdict_told, worse_told

    asked = Measuring(
        as_of=day(as_of),
        runs=tuple(run or ()),
        models=tuple(model or ()),
        systems=systems,
        split=None if history is None else day(history, "--history"),
        smallest=smallest,
        seed=seed,
        against=against,
        must_hold=fail_if_worse,
        pdf=pdf,
        encoder=encoder,
        ranker=ranker,
    )
    report = evaluate_dataset(dataset, out, asked)
    _say_where_invented(report.about.synthetic)
    tell(*verdict_told(report))
    tell(f"the report is in {out}", f"rapporten ligger i {out}")
    if fail_if_worse and (worse := worse_told(report)):
        tell(*worse)
        raise typer.Exit(WORSE)


@app.command(short_help="Say what a dataset holds and lacks.")
def check(dataset: Folder) -> None:
    """Say what a dataset holds, what is unknown in it, and what is wrong with it."""
    from recommender.synthetic import says_synthetic
    from service.usecases.checking import summary
    from service.usecases.opening import read
    from service.writers.printed import print_summary

    held = read(dataset)
    _say_where_invented(says_synthetic(dataset))
    print_summary(results(), summary(held))


@app.command(short_help="Make a synthetic municipality.")
def generate(
    citizens: Citizens,
    openings: Openings,
    months: Months,
    seed: Seed,
    out: Municipality,
    proposals: Proposals = 6.0,
    popularity: Popularity = 1.0,
    missing: Missing = 0.15,
    censoring: Censoring = True,
) -> None:
    """Make a synthetic municipality with a history whose true chances are known; nobody in it exists."""
    from data.generator.settings import Settings
    from data.generator.write import generate
    from service.writers.progress import counting

    settings = Settings(citizens, openings, months, seed, proposals, popularity, missing, censoring)
    with counting(citizens, "Citizens", "Borgere") as on_citizen:
        generate(settings, out, on_citizen)
    tell(f"Synthetic municipality, nobody in it exists: {out}", f"Syntetisk kommune, ingen i den findes: {out}")


@app.command()
def serve(
    dataset: Served = None,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    encoder: Encoder = None,
    ranker: Ranker = None,
) -> None:
    """Answer over HTTP, on this machine only."""
    from service.api.serving import bound, demo_folder, serve_on

    with bound(host, port) as socket:
        serve_on(socket, _opened(dataset or demo_folder(), encoder, ranker))


@train.command("ranker")
def train_ranker(dataset: Folder, out: Learnt, as_of: AsOf = None, ranker: Ranker = None) -> None:
    """Learn from a dataset's history and judgements, from the ranker in use on; refused when worse."""
    from models.recipes.learning import learn
    from recommender.ranker import load_ranker
    from service.usecases.training import require_places, undated

    asked_on = day(as_of)
    require_places(dataset, out)
    if as_of is not None and undated(dataset):
        tell(
            "The judgements in qrels.tsv have no dates: all of them are learnt from, whatever --as-of says.",
            "Vurderingerne i qrels.tsv har ingen datoer: der læres af dem alle, uanset --as-of.",
        )
    learnt = learn(dataset, out, asked_on, load_ranker(ranker) if ranker else None)
    tell(
        f"{learnt.ranker.identity} learnt from {learnt.outcomes} outcomes of {learnt.tasks} tasks: {out}",
        f"{learnt.ranker.identity} er lært af {learnt.outcomes} udfald på {learnt.tasks} opgaver: {out}",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0, or 2 for a fault of the input, told in a sentence."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    settle(sys.stdout)
    settle(sys.stderr)
    try:
        refuse_cpr_numbers(given)
        try:
            app(given, prog_name="opgave")
        finally:
            sys.stdout.flush()
    except OpgaveError as fault:
        print(fault.told(language()), file=sys.stderr)
        sys.exit(FAULT_OF_INPUT)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as fault:
        _drop_output()
        why = cause(fault)
        tell(f"the answer could not be written: {why.en}", f"svaret kunne ikke skrives: {why.da}")
        sys.exit(FAULT_OF_INPUT)


def _opened(folder: Path, encoder: Path | None, ranker: Path | None) -> Opened:
    from service.usecases.opening import Models, open_dataset

    opened = open_dataset(folder, Models(encoder, ranker))
    _say_where_invented(opened.synthetic)
    if opened.strangers:
        tell(
            "The ranker was fitted to another encoder: fit it again before its order is relied on.",
            "Rangordneren er lavet til en anden sprogmodel: lav den igen, før dens rækkefølge bruges.",
        )
    return opened


def _say_where_invented(synthetic: bool) -> None:
    if synthetic:
        tell("Invented data: nobody in it exists.", "Opdigtede data: ingen i dem findes.")


def _drop_output() -> None:
    """What is still to be written goes nowhere: nobody reads it, or there is no room for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
