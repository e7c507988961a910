"""Every choice that was made for a battery, each with the rule of the edition that it rests on."""

from collections.abc import Iterator

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.goods import Choice, Goods
from cellyard.domain.transport import Row

# The size of the words and of the label on a package, as rules of the edition.
_LETTERS, _SIDE = "mark.letters_mm", "label.side_mm"


def choices(goods: Goods, edition: Edition) -> tuple[Choice, ...]:
    """Return what was chosen, in the order in which one thing follows from the other."""
    return (
        *_condition(goods),
        *_rows(goods),
        *_named(goods, edition),
        *_packed(goods),
        *_marked(goods, edition),
        *_of_row(goods),
        *_waste(goods, edition),
    )


def rule_of(row: Row, field: str) -> str:
    """Return the id of what says a field of a row: its cell if it has one (`T4.wording`)."""
    return f"{row.id}.{field}" if any(cell.name == field for cell in row.cell) else row.id


def _condition(goods: Goods) -> Iterator[Choice]:
    condition = goods.condition
    if condition != "intact":
        yield Choice(what="condition", value=condition, rule=f"condition.{condition}")


def _rows(goods: Goods) -> Iterator[Choice]:
    rows = (*goods.rows.via, goods.rows.row)
    for row, next_ in zip(rows, (*rows[1:], None), strict=True):
        yield Choice(what="row", value=row.id, rule=row.id)
        if next_ is not None and (rule := rule_of(row, "like")) != row.id:
            yield Choice(what="like", value=next_.id, rule=rule)


def _named(goods: Goods, edition: Edition) -> Iterator[Choice]:
    name, row = goods.rows.name, goods.rows.row
    if goods.exempt or name is None:
        yield Choice(what="exempt", value=_provisions(goods), rule=row.id)
        return
    yield Choice(what="name", value=f"UN {name.number} {name.name}", rule=name.id)
    yield Choice(what="name_zh", value=name.name_zh, rule=rule_of(name, "name_zh"))
    yield Choice(what="class", value=name.class_, rule=rule_of(name, "class"))
    yield Choice(what="label", value=name.label, rule=rule_of(name, "label"))
    yield _size(edition, "label_side", _SIDE)


def _packed(goods: Goods) -> Iterator[Choice]:
    """The packing, and what else speaks for it: the order of packings, who it is for, its limit."""
    packing, row = goods.rows.packing, goods.rows.row
    whole = [packing.id, *(f"{packing.id}.{cell.name}" for cell in packing.cell)]
    if (order := rule_of(row, "packing")) != row.id:
        whole.append(order)
    for rule in whole:
        yield Choice(what="packing", value=packing.title, rule=rule)


def _marked(goods: Goods, edition: Edition) -> Iterator[Choice]:
    for mark in goods.rows.marks:
        yield Choice(what="mark", value=mark.text, rule=rule_of(mark, "text"))
    if goods.marks:
        yield _size(edition, "letters", _LETTERS)


def _of_row(goods: Goods) -> Iterator[Choice]:
    row = goods.rows.row
    said = (
        ("provisions", "" if goods.exempt else _provisions(goods)),
        ("wording", goods.wording),
        ("wording_zh", goods.wording_zh),
        ("category", goods.category),
        ("tunnel", goods.tunnel),
    )
    for what, value in said:
        if value:
            yield Choice(what=what, value=value, rule=rule_of(row, what))
    for paper in row.also:
        yield Choice(what="also", value=paper, rule=rule_of(row, "also"))


def _waste(goods: Goods, edition: Edition) -> Iterator[Choice]:
    waste = goods.rows.waste
    if waste is None:
        return
    yield Choice(what="waste_code", value=waste.code, rule=rule_of(waste, "code"))
    for paper in waste.papers:
        yield Choice(what="also", value=paper, rule=rule_of(waste, "papers"))
    if goods.prefix:
        value = f"{goods.prefix} {goods.prefix_zh}".strip()
        yield Choice(what="prefix", value=value, rule=edition.of("waste.prefix").id)


def _provisions(goods: Goods) -> str:
    return ", ".join(f"SP {provision}" for provision in goods.provisions)


def _size(edition: Edition, what: str, id_: str) -> Choice:
    value = f"{edition.number(id_).normalize():f} {edition.of(id_).unit}"
    return Choice(what=what, value=value, rule=id_)
