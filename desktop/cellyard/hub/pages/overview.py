"""The overview: stations, open tasks, stock and loads of every centre that somebody may see."""

from collections.abc import Sequence

from cellyard.domain import stock
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import LoadState
from cellyard.domain.stock import Sum
from cellyard.domain.tasks import Task
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.frame import Cell
from cellyard.hub.pages.markup import Inside, Safe, joined, tag
from cellyard.hub.pages.shapes import shape
from cellyard.hub.pages.standing import Leaving, Standing, StationSeen, standing
from cellyard.hub.pages.visit import Page, Visit
from cellyard.words import _, ngettext, number, quantity, sentence
from cellyard.words import battery as spoken
from cellyard.words.instruments import instrument_name
from cellyard.words.numbers import clock, listed, weekday_and_day
from cellyard.words.shipping import STATES
from cellyard.words.shipping_facts import OUTCOMES
from cellyard.words.tasks import KINDS, left
from cellyard.words.times import lasted, local, since
from cellyard.words.watching import alarm

_MOST_TASKS = 12
_MINUTE_MS = 60_000
_UNDER_WAY: tuple[LoadState, ...] = ("dispatched", "arrived")


def show(desk: Desk, visit: Visit) -> Page:
    now = local(visit.now)
    parts: list[Inside] = []
    for centre in desk.centres(visit.account):
        try:
            parts.append(_centre(visit, standing(desk, centre, visit.now)))
        except Refused as no:
            parts.append(
                frame.said("info", _("Nothing is gathered of this centre yet"), sentence(no))
            )
    if not parts:
        words = _(
            "Give out a code with cellyard-hub enrol-code; enter it at the station in Set up."
        )
        parts.append(frame.said("info", _("No station is enrolled yet"), words))
    title = _("Overview")
    lead = f"{weekday_and_day(now)} {clock(now)}"
    return frame.page(visit, title, frame.heading(title, lead), *parts)


def _centre(visit: Visit, s: Standing) -> Safe:
    return joined((
        tag("h2", s.name),
        tag("p", _behind(s.lag), class_="quiet") if s.lag else None,
        _figures(s),
        tag("div", _tasks(visit, s), _stations(visit, s), class_="two"),
        tag("div", *_stock(s), class_="two"),
        _loads(visit, s),
    ))  # fmt: skip


def _behind(lag: int) -> str:
    words = ngettext("{count} fact is being read in", "{count} facts are being read in", lag)
    return words.format(count=number(lag))


def _figures(s: Standing) -> Safe:
    urgent = sum(task.urgent for task in s.tasks)
    at_work = [one for one in s.stations if not (one.revoked or one.relay)]
    total = stock.total(s.grades)
    on_road = [one for one in s.loads if one.load.state in _UNDER_WAY]
    due = ngettext("{count} does not wait", "{count} do not wait", urgent)
    kg = sum(one.kg for one in on_road)
    figures = (
        (_("Stations"), len(at_work), _sent(at_work)),
        (
            _("Open tasks"),
            len(s.tasks),
            due.format(count=number(urgent)) if urgent else _("nothing is late"),
        ),
        (_("Batteries in stock"), total.count, quantity(total.kwh, "kWh", 0)),
        (_("Loads on the road"), len(on_road), quantity(kg, "kg", 0)),
    )
    shown = (_figure(*figure) for figure in figures)
    return tag("section", *shown, class_="figures", aria_label=_("Figures"))


def _sent(stations: Sequence[StationSeen]) -> str:
    if waiting := sum(one.unsent > 0 for one in stations):
        words = ngettext("{count} has facts to send", "{count} have facts to send", waiting)
        return words.format(count=number(waiting))
    if unknown := sum(not one.seen_at for one in stations):
        words = ngettext("of {count} not known here", "of {count} not known here", unknown)
        return words.format(count=number(unknown))
    return _("all sent")


def _figure(what: str, value: int, under: str) -> Safe:
    return tag(
        "div", tag("span", what), tag("b", number(value)), tag("span", under), class_="figure"
    )


# --- tasks --------------------------------------------------------------------------------------


def _tasks(visit: Visit, s: Standing) -> Safe:
    if not s.tasks:
        return frame.card(_("Open tasks"), frame.nothing(_("Nothing waits for anybody.")))
    rows = [_task(s, task, visit.now) for task in s.tasks[:_MOST_TASKS]]
    more = len(s.tasks) - len(rows)
    words = ngettext("and {count} more at the stations", "and {count} more at the stations", more)
    rest = frame.nothing(words.format(count=number(more))) if more else None
    aside = _("answered at a station")
    return frame.card(_("Open tasks"), tag("ul", *rows, class_="list"), rest, aside=aside)


def _task(s: Standing, task: Task, now: int) -> Safe:
    look = "info" if task.kind == "paper" or task.conflict else "caution"
    mark = shape(look if task.urgent else "todo")
    when = left(task.days) if task.until else since(task.at, now) if task.at else ""
    words = tag("div", _title(task, now), tag("small", _about(s, task)))
    return tag("li", mark, words, tag("span", when, class_="when"))


def _title(task: Task, now: int) -> str:
    if task.alarm is not None:
        return alarm(task.alarm, now)[0]
    return _(KINDS[task.kind])


def _about(s: Standing, task: Task) -> Safe:
    battery = s.batteries.get(task.battery)
    others = [s.batteries[id_] for id_ in task.batteries if id_ in s.batteries and not battery]
    instrument = s.instruments.get(task.subject)
    parts = [
        _("Load {number}").format(number=task.name)
        if task.subject and task.kind in _OF_LOADS
        else "",
        _("Ticket {ticket}").format(ticket=battery.ticket) if battery else "",
        spoken.name(s.models.get(battery.model or "")) if battery else "",
        *(_("Ticket {ticket}").format(ticket=other.ticket) for other in others),
        _(OUTCOMES[task.outcome]) if task.outcome else "",
        instrument_name(instrument) if instrument else "",
        s.partners.get(task.what, ""),
        task.name if task.kind not in _OF_LOADS else "",
    ]
    # A slot or a number is never broken at its hyphens.
    whole = [str(tag("span", part, class_="whole")) for part in parts if part]
    return Safe(listed(whole))


_OF_LOADS = frozenset({"not_left", "not_received", "difference"})


# --- stations -----------------------------------------------------------------------------------


def _stations(visit: Visit, s: Standing) -> Safe:
    heads = (
        (_("Station"), ""), (_("Last contact"), ""), (_("Unsent"), "right"), (_("Its clock"), ""),
    )  # fmt: skip
    rows = [_station(one, visit.now) for one in s.stations]
    return frame.card(_("Stations"), frame.table(heads, rows))


def _station(one: StationSeen, now: int) -> Sequence[Cell]:
    notes = [
        _("enrolment taken back") if one.revoked else "",
        _("relay") if one.relay else "",
        f"cellyard {one.app}" if one.app and not one.revoked else "",
        _("through a relay or a file") if one.facts and not one.seen_at else "",
    ]
    note = listed([words for words in notes if words])
    name = (tag("span", one.name, class_="quiet" if one.revoked else None), tag("small", note))
    return Cell(name), Cell(_contact(one, now)), Cell(_unsent(one), "right"), Cell(_clock(one))


def _contact(one: StationSeen, now: int) -> str:
    if one.seen_at:
        return _("{time} ago").format(time=lasted(now - one.seen_at))
    return _("never here")


def _unsent(one: StationSeen) -> str:
    if one.revoked:
        return ""
    return number(one.unsent) if one.seen_at else _("unknown")


def _clock(one: StationSeen) -> Inside:
    if one.revoked:
        return ""
    if not one.seen_at:
        return _("unknown")
    if abs(one.skew) < _MINUTE_MS:
        return _("right")
    words = _("{time} ahead") if one.skew > 0 else _("{time} behind")
    said = words.format(time=lasted(abs(one.skew)))
    return tag("span", shape("caution"), said, class_="inline")


# --- stock and loads ----------------------------------------------------------------------------


def _stock(s: Standing) -> tuple[Safe, Safe]:
    grades = {one.what: one.what or _("not graded") for one in s.grades}
    kinds = {one.what: one.what or _("unknown") for one in s.chemistries}
    return (
        _sums(_("Stock by grade"), _("Grade"), s.grades, grades),
        _sums(_("Stock by chemistry"), _("Chemistry"), s.chemistries, kinds),
    )


def _sums(title: str, what: str, sums: Sequence[Sum], names: dict[str, str]) -> Safe:
    if not sums:
        return frame.card(title, frame.nothing(_("Nothing lies in stock.")))
    heads = (
        (what, ""), (_("Batteries"), "right"), ("kWh", "right"), ("kg", "right"),
    )  # fmt: skip
    # What is not known stands behind what is.
    known = sorted(sums, key=lambda one: (not one.what, one.what))
    rows = [_sum(names[one.what], one) for one in known]
    total = stock.total(sums)
    return frame.card(
        title, frame.table(heads, rows, _sum(_("Together"), total), stacks=False), *_doubts(total)
    )


def _sum(name: str, of: Sum) -> Sequence[Cell]:
    return (
        Cell(name),
        Cell(number(of.count), "right"),
        Cell(number(of.kwh, 1), "right"),
        Cell(number(of.kg, 0), "right"),
    )


def _doubts(total: Sum) -> list[Safe]:
    found: list[str] = []
    if total.estimated:
        words = ngettext(
            "{count} battery is of no known model: its energy is estimated high.",
            "{count} batteries are of no known model: their energy is estimated high.",
            total.estimated,
        )
        found.append(words.format(count=number(total.estimated)))
    if total.unweighed:
        words = ngettext(
            "{count} battery was not weighed.", "{count} batteries were not weighed.",
            total.unweighed,
        )  # fmt: skip
        found.append(words.format(count=number(total.unweighed)))
    return [tag("p", words, class_="nothing") for words in found]


def _loads(visit: Visit, s: Standing) -> Safe:
    if not s.loads:
        return frame.card(_("Loads under way"), frame.nothing(_("No load is under way.")))
    heads = (
        (_("Number of the load"), ""), (_("Consignee"), ""), (_("State"), ""), (_("Leaves"), ""),
        (_("Batteries"), "right"), ("kg", "right"), ("", "right"),
    )  # fmt: skip
    rows = [_load(visit, s, one) for one in s.loads]
    return frame.card(_("Loads under way"), frame.table(heads, rows))


def _load(visit: Visit, s: Standing, one: Leaving) -> Sequence[Cell]:
    load = one.load
    give: Inside = None
    account = visit.account
    if account and account.role == "administrator" and load.state in _UNDER_WAY:
        named = [
            tag("input", type="hidden", name=name, value=value)
            for name, value in (("centre", s.id), ("load", load.id))
        ]
        words = _("Receipt link")
        give = frame.form(visit, "/receipt-link", *named, tag("button", words))
    return (
        Cell(tag("span", load.number, class_="mono")),
        Cell(one.consignee),
        Cell(_(STATES[load.state])),
        Cell(load.leaves_on),
        Cell(number(one.batteries), "right"),
        Cell(number(one.kg, 0), "right"),
        Cell(give, "right"),
    )
