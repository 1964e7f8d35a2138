"""Keys of companies, openings and tasks."""

from __future__ import annotations

from recommender.reading.compounds import Codes, CourseCodes, Levels, Point
from recommender.reading.kinds import Key, Table
from recommender.reading.scalars import Choice, Day, Flag, Number, Time
from recommender.reading.texts import Id, Text
from recommender.vocabulary import DAY_LABELS, Vocabulary

STATUSES = {"open": "Åben", "filled": "Besat", "closed": "Lukket"}
QUALIFICATIONS = {
    "instruction": "Almindelig instruktion",
    "in_house_training": "Intern oplæring",
    "formal_education": "Formel uddannelse",
}
GREEN = {
    "green_product": "Grønt produkt",
    "circular_economy": "Cirkulær økonomi",
    "greener_operations": "Grønnere drift",
}
SHORT_DAYS = {label[:3]: code for code, label in DAY_LABELS.items()}
"""`man` → `mon`."""

HOURS_IN_WEEK = 168


def companies(vocabulary: Vocabulary) -> Table:
    """A workplace."""
    adaptations = Codes({term.code: term.label for term in vocabulary.adaptations})
    keys = (
        Key("id", "Virksomhed-id", Id(), "Jeres eget id for virksomheden; jobåbninger henviser til det.", "v1", True),
        Key("name", "Navn", Text(False), "Virksomhedens navn.", "Fjordens Lager", True),
        Key("municipality", "Kommune", Text(False), "Kommunen, virksomheden ligger i.", "Aabenraa", True),
        Key("industry", "Branche", Text(), "Branchen med almindelige ord.", "lager og transport"),
        Key(
            "employees_fte",
            "Ordinært ansatte (fuldtid)",
            Number(0),
            "Ordinært ansatte omregnet til fuldtid. Bruges til rimelighedskravet; tom betyder, at programmet spørger.",
            "22,5",
        ),
        Key(
            "supported_fte",
            "I støttet job (fuldtid)",
            Number(0),
            "Personer, der nu er i løntilskud eller virksomhedspraktik, omregnet til fuldtid (timer om ugen / 37).",
            "1",
        ),
        Key("location", "Sted", Point(), "Grader, WGS 84. Begge felter udfyldes, eller ingen af dem.", "55,04|9,41"),
        Key(
            "adaptations",
            "Hensyn, der kan tilbydes",
            adaptations,
            "Hensyn, som virksomheden kan tilbyde i alle sine opgaver.",
            "Eget tempo; Fast buddy eller mentor",
            True,
        ),
    )
    return Table("companies", keys)


def openings(vocabulary: Vocabulary) -> Table:
    """The outcome of a walkthrough, without its tasks."""
    contracts = Codes({term.code: term.label for term in vocabulary.contract_types})
    keys = (
        Key(
            "id", "Jobåbning-id", Id(), "Jeres eget id for rundturen. Ens i alle rækker fra samme rundtur.", "j1", True
        ),
        Key("company_id", "Virksomhed-id", Id(), "Virksomheden, som den hedder i arket over virksomheder.", "v1", True),
        Key("created_on", "Dato for rundturen", Day(), "Dagen for rundturen.", "02-11-2026", True),
        Key(
            "notes",
            "Noter fra rundturen",
            Text(),
            "Frie noter. Aldrig CPR-numre eller navne på borgere.",
            "Lille lager, rolig leder, kaffe kl. 10.",
        ),
        Key(
            "contract_types",
            "Ansættelsesformer",
            contracts,
            "De former, virksomheden vil ansætte under.",
            "Lønnede timer; Virksomhedspraktik",
            True,
        ),
        Key("status", "Status", Choice(STATUSES), "Om opgaverne stadig er ledige.", "Åben", True),
    )
    return Table("openings", keys)


def tasks(vocabulary: Vocabulary) -> Table:
    """A task of an opening."""
    return Table("tasks", (*_task_words(), *_task_terms(), *_task_limits(vocabulary)))


def _task_words() -> tuple[Key, ...]:
    return (
        Key("id", "Opgave-id", Id(), "Jeres eget id for opgaven; hver opgave har sit eget.", "o1", True),
        Key("title", "Opgave", Text(False), "Opgaven i få ord.", "Pakke ordrer", True),
        Key(
            "description",
            "Beskrivelse",
            Text(),
            "Opgaven, som den blev fortalt på rundturen: hvad, hvor, hvornår, med hvem, og hvad der kan drille.",
            "Pakke små ordrer i kasser og sætte etiket på.",
            True,
        ),
        Key(
            "hours_per_week",
            "Timer om ugen",
            Number(0, HOURS_IN_WEEK, above=True, unit="hours a week", unit_da="timer om ugen"),
            "Opgavens timer om ugen.",
            "7,5",
            True,
        ),
        Key("splittable", "Kan deles", Flag(), "Om flere kan deles om opgaven, eller dagene kan være korte.", "ja"),
        Key(
            "done_by", "Løses i dag af", Text(), "Hvem der løser opgaven nu; skriv ingen, hvis den ligger.", "lagermand"
        ),
    )


def _task_terms() -> tuple[Key, ...]:
    return (
        Key(
            "qualification",
            "Oplæring",
            Choice(QUALIFICATIONS),
            "Hvad opgaven kræver at lære.",
            "Almindelig instruktion",
            True,
        ),
        Key(
            "requires",
            "Krævede kurser og beviser",
            CourseCodes(),
            "Koder fra arket over kurser, som loven eller opgaven kræver.",
            "truckcertifikat",
            True,
        ),
        Key(
            "prefers",
            "Ønskede kurser og beviser",
            CourseCodes(),
            "Koder fra arket over kurser, som er en fordel.",
            "groent_mindset",
            True,
        ),
        Key("green", "Grøn opgave", Choice(GREEN), "Tom, når opgaven ikke er grøn.", "Cirkulær økonomi"),
        Key(
            "days",
            "Dage",
            Codes(DAY_LABELS, optional=True, also=SHORT_DAYS),
            "De dage, opgaven kan løses på. Tom betyder alle dage.",
            "mandag; onsdag; fredag",
        ),
        Key("earliest", "Tidligst", Time(), "Klokkeslæt, hvor opgaven tidligst kan løses.", "08:00"),
        Key("latest", "Senest", Time(), "Klokkeslæt, hvor opgaven skal være løst.", "15:30"),
    )


def _task_limits(vocabulary: Vocabulary) -> tuple[Key, ...]:
    dimensions = Levels({term.code: term.label for term in vocabulary.dimensions}, "demand")
    adaptations = Codes({term.code: term.label for term in vocabulary.adaptations})
    return (
        Key(
            "demands",
            "Krav",
            dimensions,
            "Hvad opgaven kræver, 0 til 3. Tom betyder ukendt: det hindrer ingen, men bliver til et spørgsmål.",
            "1",
            True,
        ),
        Key(
            "adaptations",
            "Hensyn i opgaven",
            adaptations,
            "Hensyn, der kan tilbydes i netop denne opgave, ud over virksomhedens.",
            "Ståstol eller siddeplads",
            True,
        ),
        Key(
            "fields",
            "Fagområder",
            Codes(vocabulary.field_labels, optional=True),
            "Hvad opgaven handler om, det vigtigste først. Tom betyder, at ingen har sagt det; skriv ingen for ingen.",
            "Pakning og småmontage; Lager",
        ),
        Key(
            "conditions",
            "Vilkår",
            Codes(vocabulary.condition_labels, optional=True),
            "Hvordan dagene er. Tom betyder, at ingen har sagt det; skriv ingen for ingen.",
            "inde; det samme hver gang",
        ),
    )
