"""The people of the demonstration: made up, and entered like any other."""

from cellyard.jobs.people import NewPerson

ZHAO_MIN = NewPerson(
    name="Zhao Min",
    badge="0117",
    pin="4702",
    roles=("administrator", "supervisor", "operator"),
    phone="8021",
)
LI_WEI = NewPerson(name="Li Wei", badge="0204", pin="5813", roles=("operator",))
CHEN_JING = NewPerson(name="Chen Jing", badge="0311", pin="6924", roles=("technician", "operator"))
EVERYBODY = (ZHAO_MIN, LI_WEI, CHEN_JING)
