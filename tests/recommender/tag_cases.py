"""Short texts that any version of the shipped tagger must read rightly; none is in the examples that it learnt from."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """A text, and what must and must not be proposed from it."""

    facet: str
    text: str
    slot: str
    codes: tuple[str, ...]
    not_codes: tuple[str, ...] = ()


CITIZEN_CASES = (
    Case("experience", "Har haft høns i tyve år", "experience_fields", ("animals",), ("cooking",)),
    Case("experience", "Syerske på en systue i Herning", "experience_fields", ("textiles",), ("it",)),
    Case("experience", "Bygger computere for vennerne", "experience_fields", ("it",), ("textiles",)),
    Case("experience", "Chauffør i et vognmandsfirma", "experience_fields", ("driving",), ("care_elderly",)),
    Case("wishes", "jeg vil sy", "wish_fields", ("textiles",), ("cleaning",)),
    Case("wishes", "Gerne ud i frisk luft", "wish_conditions", ("outdoors",), ("indoors",)),
    Case("wishes", "Noget med hunde", "wish_fields", ("animals",), ()),
    Case("wishes", "Køkken, men aldrig mere opvask", "wish_fields", ("cooking",), ("dishwashing",)),
    Case("wishes", "fred og ro", "wish_conditions", ("quiet",), ("noisy",)),
    Case("avoids", "Aldrig mere rengøring", "avoid_fields", ("cleaning",), ()),
    Case("avoids", "telefonen", "avoid_conditions", ("telephone",), ("outdoors",)),
    Case("avoids", "tunge løft", "avoid_conditions", ("heavy_strong",), ()),
    Case("avoids", "Weekender", "avoid_conditions", ("evening_weekend",), ("early",)),
    Case("avoids", "kunder", "avoid_fields", ("customer_service",), ()),
    Case("avoids", "Telefonen der ringer og ringer", "avoid_fields", (), ("customer_service",)),
    Case("avoids", "Telefonpasning hele formiddagen", "avoid_fields", ("customer_service",), ()),
    Case("avoids", "Maskiner der larmer for meget", "avoid_fields", (), ("machines_production",)),
    Case("avoids", "En chef der bander", "avoid_fields", (), ("planning_lead",)),
    Case("avoids", "Bus. Uro. Opvask. Dårligt lys.", "avoid_fields", ("dishwashing",), ("driving",)),
    Case("avoids", "I morgen kan jeg ikke", "avoid_conditions", (), ("early",)),
    Case("avoids", "At stå der kl. 6", "avoid_conditions", ("early",), ("evening_weekend",)),
)

TASK_CASES = (
    Case("", "Støvsuge og vaske gulve på kontorerne", "fields", ("cleaning",), ("animals",)),
    Case("", "Slå græs og luge bede rundt om huset", "fields", ("plants_green",), ("it",)),
    Case("", "Slå græs og luge bede rundt om huset", "conditions", ("outdoors",), ("indoors",)),
    Case("", "Pakke varer i kasser ved pakkebordet", "fields", ("packing",), ("music_stage",)),
    Case("", "Scanne gamle sager og taste dem ind", "conditions", ("screen",), ("outdoors",)),
)
