"""What people are called on screens: by their erasable sheet, or what they were once it is gone."""

from collections.abc import Collection

from cellyard.domain.facts import Role
from cellyard.domain.registers import Person
from cellyard.ledger.questions import Questions
from cellyard.words import _
from cellyard.words.yard import ROLES

_HIGHEST: tuple[Role, ...] = ("administrator", "supervisor", "technician", "operator")


def names(questions: Questions, wanted: Collection[str]) -> dict[str, str]:
    """Return the names of these persons by id; who is in no register is left out."""
    people = questions.registers.people()
    return {p.id: _name(questions, p) for p in people if p.id in wanted}


def _name(questions: Questions, person: Person) -> str:
    sheet = questions.registers.sheet(person)
    if sheet is not None:
        return sheet.name
    for role in _HIGHEST:
        if role in person.roles:
            return _("{role}, name erased").format(role=_(ROLES[role]))
    return _("name erased")
