"""Keys of citizens, courses and matches."""

from __future__ import annotations

from recommender.reading.compounds import Codes, CoursesHeld, Levels, Point
from recommender.reading.kinds import Key, Table
from recommender.reading.scalars import Choice, Day, Flag, Number, Time, Whole
from recommender.reading.texts import Code, Id, Text
from recommender.reading.workplace_keys import HOURS_IN_WEEK, SHORT_DAYS
from recommender.vocabulary import DAY_LABELS, Vocabulary

COURSE_KINDS = {"course": "Kursus", "credential": "Bevis"}
STAGES = {"proposed": "Foreslået", "met": "Matchmøde", "placed": "Praktik eller løntilskud", "hired": "Lønnede timer"}

_WEEK = Number(0, HOURS_IN_WEEK, unit="hours a week", unit_da="timer om ugen")


def citizens(vocabulary: Vocabulary) -> Table:
    """A working profile under a pseudonym."""
    return Table("citizens", (*_availability(vocabulary), *_story(), *_wishes(vocabulary), *_terms(vocabulary)))


def courses() -> Table:
    """A course or a credential."""
    keys = (
        Key("code", "Kode", Code(), "Kort kode, som opgaver og borgere henviser til.", "hygiejne", True),
        Key("title", "Titel", Text(False), "Kursets eller bevisets navn.", "Almen fødevarehygiejne", True),
        Key(
            "kind",
            "Slags",
            Choice(COURSE_KINDS),
            "Et kursus kan læres på vejen; et bevis skal haves, før opgaven kan løses.",
            "Kursus",
            True,
        ),
        Key("teaches", "Indhold", Text(), "Hvad man lærer.", "Rengøring, temperaturer og egenkontrol", True),
        Key("hours", "Timer i alt", Number(0, unit="hours", unit_da="timer"), "Kursets længde.", "14"),
    )
    return Table("courses", keys)


def matches() -> Table:
    """What became of a pair."""
    keys = (
        Key("id", "Match-id", Id(), "Jeres eget id for matchet.", "m1", True),
        Key("task_id", "Opgave-id", Id(), "Opgaven, som den hedder i arket over jobåbninger.", "o1", True),
        Key("citizen_id", "Borger-id", Id(), "Borgeren, som den hedder i arket over borgere.", "b1", True),
        Key("matched_on", "Dato for match", Day(), "Dagen, hvor de to blev sat sammen.", "02-03-2026", True),
        Key("stage", "Nået til", Choice(STAGES), "Det længste, matchet er nået.", "Lønnede timer", True),
        Key("hours_per_week", "Lønnede timer om ugen", _WEEK, "Timer om ugen med løn.", "6"),
        Key(
            "retained_weeks",
            "Uger fastholdt",
            Whole(0, 5200, unit="whole weeks", unit_da="hele uger"),
            "Uger indtil nu; følges op efter 4, 12 og 26.",
            "12",
        ),
        Key("ended_because", "Ophørt fordi", Text(), "Hvorfor det stoppede.", "sæsonen sluttede"),
    )
    return Table("matches", keys)


def _availability(vocabulary: Vocabulary) -> tuple[Key, ...]:
    groups = {group.code: group.label for group in vocabulary.groups}
    return (
        Key("id", "Borger-id", Id(), "Et pseudonym. Aldrig et CPR-nummer.", "b1", True),
        Key("municipality", "Kommune", Text(False), "Borgerens kommune.", "Aabenraa", True),
        Key("group", "Målgruppe", Choice(groups), "Borgerens målgruppe.", "Aktivitetsparat", True),
        Key("hours_per_week_max", "Højst timer om ugen", _WEEK, "Det meste, borgeren kan holde til.", "12", True),
        Key("hours_per_week_min", "Mindst timer om ugen", _WEEK, "Det mindste, der er umagen værd; tom er 0.", "3"),
        Key(
            "hours_per_day_max",
            "Højst timer om dagen",
            Number(0, 24, unit="hours a day", unit_da="timer om dagen"),
            "Det meste på en dag; tom betyder, at ingen har sagt det.",
            "4",
        ),
        Key(
            "days",
            "Dage",
            Codes(DAY_LABELS, optional=True, also=SHORT_DAYS),
            "De dage, borgeren kan. Tom betyder mandag til fredag.",
            "mandag; tirsdag; torsdag",
        ),
        Key("earliest", "Tidligst", Time(), "Klokkeslæt, hvor arbejdet tidligst kan begynde.", "09:00"),
        Key("latest", "Senest", Time(), "Klokkeslæt, hvor arbejdet skal være slut.", "14:00"),
        Key("location", "Sted", Point(), "Grader, WGS 84. Begge felter udfyldes, eller ingen af dem.", "55,05|9,42"),
        Key(
            "max_distance_km",
            "Højst km",
            Number(0, unit="kilometres", unit_da="kilometer"),
            "Længste vej til arbejde i fugleflugt.",
            "20",
        ),
    )


def _story() -> tuple[Key, ...]:
    return (
        Key(
            "experience",
            "Erfaring",
            Text(),
            "Hvad borgeren har lavet og kan. Aldrig navne, CPR-numre eller diagnoser.",
            "Har pakket varer på et lager i fem år.",
            True,
        ),
        Key("wishes", "Ønsker", Text(), "Hvad borgeren gerne vil, med egne ord.", "Gerne noget med hænderne."),
        Key("avoids", "Vil undgå", Text(), "Hvad borgeren ikke vil, med egne ord.", "Ikke telefoner."),
    )


def _wishes(vocabulary: Vocabulary) -> tuple[Key, ...]:
    fields = Codes(vocabulary.field_labels, optional=True)
    conditions = Codes(vocabulary.condition_labels, optional=True)
    unsaid = "Tom betyder, at ingen har sagt det; skriv ingen for ingen."
    return (
        Key(
            "experience_fields", "Erfaring i fagområder", fields, f"Har gjort, eller har håndelag for. {unsaid}", "Træ"
        ),
        Key("wish_fields", "Ønskede fagområder", fields, f"Vil gerne. {unsaid}", "Træ; Genbrug og istandsættelse"),
        Key("wish_conditions", "Ønskede vilkår", conditions, f"Trives med. {unsaid}", "stille; alene"),
        Key("avoid_fields", "Fagområder at undgå", fields, f"Vil ikke. {unsaid}", "Rengøring"),
        Key("avoid_conditions", "Vilkår at undgå", conditions, f"Trives ikke med. {unsaid}", "telefon"),
    )


def _terms(vocabulary: Vocabulary) -> tuple[Key, ...]:
    dimensions = Levels({term.code: term.label for term in vocabulary.dimensions}, "capacity")
    adaptations = Codes({term.code: term.label for term in vocabulary.adaptations})
    contracts = Codes({term.code: term.label for term in vocabulary.contract_types})
    return (
        Key(
            "courses",
            "Kurser og beviser",
            CoursesHeld(),
            "Koder fra arket over kurser; datoen for afslutning efter @, når den kendes.",
            "hygiejne@13-05-2024; groent_mindset",
            True,
        ),
        Key(
            "capacities",
            "Kan",
            dimensions,
            "Hvad borgeren kan holde til, 0 til 3. Tom betyder ukendt: det hindrer ikke, men bliver til et spørgsmål.",
            "2",
            True,
        ),
        Key(
            "needs",
            "Skånehensyn",
            adaptations,
            "Hensyn, der skal være, uanset hvad opgaven kræver.",
            "Eget tempo",
            True,
        ),
        Key(
            "contract_types",
            "Ansættelsesformer",
            contracts,
            "De former, borgeren kan ansættes under. Fleksjob kun ved ledighedsydelse.",
            "Lønnede timer; Virksomhedspraktik",
            True,
        ),
        Key("available_from", "Klar fra", Day(), "Den dag, borgeren er klar; tom betyder nu.", "01-12-2026"),
        Key(
            "consents",
            "Samtykke",
            Flag(),
            "Om borgeren har sagt ja til at være med. Uden samtykke foreslås borgeren aldrig.",
            "ja",
            True,
        ),
    )
