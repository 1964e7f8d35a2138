"""The page that explains the templates, in Danish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recommender.reading.compounds import Codes, CourseCodes, CoursesHeld, Levels, Point
from recommender.reading.keys import Tables
from recommender.reading.kinds import Key, Kind
from recommender.reading.scalars import Choice, Day, Flag, Number, Time, Whole
from recommender.reading.texts import Code, Id
from recommender.vocabulary import DAY_LABELS, Vocabulary

_TITLES = {
    "companies": "Virksomheder (`companies`)",
    "openings": "Jobåbninger og opgaver (`openings`)",
    "citizens": "Borgere (`citizens`)",
    "courses": "Kurser og beviser (`courses`)",
    "matches": "Tidligere match (`matches`), kan udelades",
}
_ABOUT = {
    "companies": "En række for hver arbejdsplads.",
    "openings": (
        "En række for hver opgave. Oplysningerne om rundturen står i de første kolonner; ved flere opgaver fra samme "
        "rundtur skrives de igen eller lades tomme, men Jobåbning-id skal stå i alle rækker."
    ),
    "citizens": "En række for hver borger, under pseudonym.",
    "courses": "En række for hvert kursus eller bevis, som opgaver og borgere henviser til.",
    "matches": "En række for hvert match, der har været. Uden historik udelades filen.",
}

_INTRO = """# Skemaer til udfyldelse

Alt i skemaernes eksempelrækker er opfundet. (Everything in the example rows is invented.)

Fem skemaer, hver som Excel (`excel/`) og CSV (`csv/`). Læg de udfyldte filer i én mappe, og lad programmet se efter:

```
opgave check MAPPE
```

Hver fil skal findes i én form: Excel, CSV eller JSON Lines. Filnavnene må ikke ændres.

- **Slet eksempelrækkerne**, før I bruger skemaerne. De viser kun, hvordan der skrives.
- Første ark i en Excel-fil læses; arket *Vejledning* er til jer.
- `*` ved en overskrift betyder, at feltet skal udfyldes. Kolonner, I ikke bruger, kan slettes, når de ikke har `*` og
  ikke er nævnt som "tom er ingen" herunder.
- Overskrifterne kan stå på dansk eller som datakontraktens nøgler (kolonnen *Nøgle*), og rækkefølgen er fri.
- Valg kan skrives som ord eller som kode: `Eget tempo` eller `own_pace`.
- Lister skilles af `;`. Tom celle betyder, at ingen har sagt det; skriv `ingen`, når svaret er *ingen*.
- Tal skrives med komma eller punktum, datoer som 21-11-2026 eller 2026-11-21, klokkeslæt som 8:30, 08.30 eller 08:30.
- CSV kan have `;`, `,` eller tabulator mellem felterne og gemmes som UTF-8 ("CSV UTF-8" i Excel).
- **Skriv aldrig CPR-numre**, heller ikke i fritekst: en fil med et CPR-nummer afvises. Et produktionsenhedsnummer
  ligner et CPR-nummer; skriv `P-nr.` foran det. Skriv heller ikke navne på borgere eller diagnoser.
- En tekst, der i CSV begynder med `=`, `+`, `-` eller `@`, får et `'` foran, når programmet skriver filen; det fjernes
  igen ved læsning.

Denne side og skemaerne er lavet af `make.py` ud fra den tabel, som programmet læser efter. Ret dem ikke i hånden.
"""


def text(files: Sequence[str], known: Tables, vocabulary: Vocabulary) -> str:
    """The whole page."""
    sections = [_INTRO, *(_section(name, known) for name in files), *_lists(vocabulary)]
    return "\n".join(sections)


def column_table(name: str, known: Tables) -> list[list[str]]:
    """Heading, key, whether it must be filled in, what to write, an example."""
    rows = [["Overskrift", "Nøgle", "Skal udfyldes", "Hvad der skrives", "Eksempel"]]
    for table, columns in known.parts(name):
        names = {column.path: column for column in columns}
        for key in table.keys:
            own = [names[column.path] for column in key.columns]
            rows.append(
                [
                    own[0].heading if len(own) <= 2 else f"{key.heading}: …",
                    " og ".join(c.name for c in own) if len(own) <= 2 else f"{own[0].name.partition('.')[0]}.…",
                    _must(key),
                    f"{key.meaning} {_form(key.kind)}".strip(),
                    key.example.replace("|", " og "),
                ]
            )
            if len(own) == 2:
                rows[-1][0] = " og ".join(column.heading for column in own)
    return rows


def _section(name: str, known: Tables) -> str:
    head, *rows = column_table(name, known)
    lines = [f"## {_TITLES[name]}", "", _ABOUT[name], "", _line(head), _line(["---"] * len(head))]
    lines += [_line([row[0], f"`{row[1]}`".replace(" og ", "` og `"), *row[2:]]) for row in rows]
    return "\n".join([*lines, ""])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _must(key: Key) -> str:
    if not key.required:
        return "nej"
    return "ja" if key.kind.blank is None else "tom er ingen" if key.kind.blank != "" else "må være tom"


def _form(kind: Kind) -> str:
    """How a value of that kind is written, where it does not go without saying."""
    if isinstance(kind, Code):
        return "Små bogstaver a til z, tal, `_`, `-` og `.`."
    if isinstance(kind, Id):
        return "Uden mellemrum."
    if isinstance(kind, Choice):
        return "Et af: " + ", ".join(f"{label} (`{code}`)" for code, label in kind.labels.items()) + "."
    if isinstance(kind, Whole):
        return "Helt tal."
    forms: tuple[tuple[type[Kind] | tuple[type[Kind], ...], str], ...] = (
        (Number, "Tal."),
        (Flag, "ja eller nej."),
        (Day, "Dato."),
        (Time, "Klokkeslæt."),
        (Levels, "Se niveauerne nedenfor."),
        (Point, "Tal."),
        ((Codes, CourseCodes, CoursesHeld), "Liste."),
    )
    return next((form for types, form in forms if isinstance(kind, types)), "")


def _lists(vocabulary: Vocabulary) -> Iterator[str]:
    yield "## Niveauerne 0 til 3\n\nEn tom celle er *ukendt*.\n"
    yield _line(["Dimension", "Kode", "0", "1", "2", "3"])
    yield _line(["---"] * 6)
    for dimension in vocabulary.dimensions:
        yield _line([dimension.label, f"`{dimension.code}`", *dimension.levels])
    yield "\n## Ord og koder\n"
    adaptations = {term.code: term.label for term in vocabulary.adaptations}
    contracts = {term.code: term.label for term in vocabulary.contract_types}
    yield _codes("Hensyn og skånehensyn", adaptations)
    yield _codes("Ansættelsesformer", contracts)
    yield _codes("Dage (man, tir … kan også skrives)", DAY_LABELS)
    yield _codes("Fagområder", vocabulary.field_labels)
    yield _codes("Vilkår", vocabulary.condition_labels)


def _codes(title: str, labels: Mapping[str, str]) -> str:
    return f"**{title}:** " + " · ".join(f"{label} (`{code}`)" for code, label in labels.items()) + "\n"
