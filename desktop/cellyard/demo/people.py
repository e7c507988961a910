"""The people of the demonstration: made up, and entered like any other.

What names one holds a sign that no number and no hash has: found in a fact, it is no accident.
"""

from cellyard.jobs.people import NewPerson

ZHAO_MIN = NewPerson(
    name="Zhao Min",
    badge="P-0117",
    pin="4702",
    roles=("administrator", "supervisor", "operator"),
    phone="555 8021",
)
LI_WEI = NewPerson(name="Li Wei", badge="P-0204", pin="5813", roles=("operator",))
CHEN_JING = NewPerson(
    name="Chen Jing", badge="P-0311", pin="6924", roles=("technician", "operator")
)
# Books in at the second door.
MA_LIN = NewPerson(name="Ma Lin", badge="P-0529", pin="8146", roles=("operator",))
# Stands for the rules of the demonstration: every paper under them says so.
HE_RONG = NewPerson(name="He Rong", badge="P-0415", pin="7035", roles=("supervisor",))
EVERYBODY = (ZHAO_MIN, LI_WEI, CHEN_JING, MA_LIN, HE_RONG)
# Drives the loads: on a personal sheet and on printed papers alone.
SUN_HAO = "Sun Hao"
# Judges and signs for the consignee: on a personal sheet and on printed papers alone.
WU_LAN = "Wu Lan"
