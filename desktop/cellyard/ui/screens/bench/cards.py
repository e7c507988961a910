"""A channel as its card says it."""

from decimal import Decimal

from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.tester import Tester
from cellyard.ui.looking import doing
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Named
from cellyard.ui.stand import Stand
from cellyard.ui.widgets.channel_card import CardShown
from cellyard.ui.widgets.shapes import ShapeName
from cellyard.words import _, number
from cellyard.words import battery as spoken
from cellyard.words.bench_facts import WATCHED
from cellyard.words.channels import NO_FIGURE, TODO, at_trip, megohms, sentence_case, volts


def shown(stand: Stand, named: Named | None, port: str, following: str) -> CardShown:
    """Return the card. `port` is the load's, `following` names the battery that is next."""
    channel, tester = stand.channel, stand.tester
    what = doing(stand, spoken.short(named.model) if named else "", short=True)
    if stand.stuck:
        words = _("Use the hard-wired stop at the bench now.")
        state = _("Load stays on") if channel.stuck else _("Tester stays on")
        return _told(channel, state, what, words, "stop")
    if stand.looks:
        return _look(stand, what)
    match channel.phase:
        case "free" | "look":
            if tester is not None and stand.tests:
                return _tested(channel, tester, what)
            return _free(channel, following)
        case "ended":
            return _ended(channel, named, what)
        case "arming" | "running" | "stopping":
            if channel.silent_s > said.LOST_AFTER_S:
                return _silent(channel, what, port)
            return _going(channel, what)


def _free(channel: Channel, following: str) -> CardShown:
    return CardShown(
        number=channel.key,
        state=_("Free"),
        shape="todo",
        what=_("Next: {name}").format(name=following) if following else "",
        left=_("Scan a battery to start"),
        ground="free",
    )


def _look(stand: Stand, what: str) -> CardShown:
    load = stand.looks == "load"
    if not stand.urgent:
        state = _("Load is off") if load else _("Tester is off")
        words = _("Go on, or close the run.") if load else _("Close the test.")
        return _told(stand.channel, state, what, words, "caution")
    words = _("The load may still be on. Look at it, then switch it off.")
    if not load:
        words = _("High voltage may still be on. Look at it, then switch it off.")
    return _told(stand.channel, _("Look at it"), what, words, "caution")


def _tested(channel: Channel, tester: Tester, what: str) -> CardShown:
    state, shape, left = _tester_says(tester)
    if tester.phase == "ended" and tester.end != "completed":
        words = _("No voltage was on. Press this card for the reason.")
        if tester.end != "not_armed":
            words = _("Nothing is written.")
        if tester.trip is not None:
            words = f"{sentence_case(_(WATCHED[tester.trip.watched]))}. {_('The voltage is off.')}"
        return _told(channel, state, what, words, "caution")
    numbers = (
        (megohms(tester.insulation) or NO_FIGURE, "MΩ"),
        (_places(tester.test_voltage, 0), "V"),
        (_places(tester.duration, 0), "s"),
    )
    return _numbered(channel, state, shape, what, left=left, numbers=numbers)


def _tester_says(tester: Tester) -> tuple[str, ShapeName, str]:
    """Return the state of a tester, its shape, and what stands at the foot of the card."""
    match tester.phase:
        case "arming":
            return _("Setting limits"), "half", ""
        case "testing" | "look":
            return _("High voltage"), "now", _("Touch neither battery nor leads.")
        case "stopping":
            return _("Switching off"), "half", ""
        case "ended" if tester.end == "completed":
            return _("Done"), "quiet_ok", ""
        case "ended":
            never = tester.end == "not_armed"
            return _("Did not start") if never else _("Stopped"), "caution", ""
        case "free" if tester.on:
            return _("High voltage"), "now", _("Touch neither battery nor leads.")
        case "free":
            ready = tester.ready
            return _("Joined"), "todo", _("Take its result") if ready else _("Press START there")


def _silent(channel: Channel, what: str, port: str) -> CardShown:
    state = _("Load silent {seconds} s").format(seconds=int(channel.silent_s))
    words = _("Its own cut-off is set. Check the cable on {port}.").format(port=port)
    return _told(channel, state, what, words, "caution")


def _ended(channel: Channel, named: Named | None, what: str) -> CardShown:
    match channel.end:
        case "guard" | "load_lost" if channel.trip:
            trip = channel.trip
            off = _("Load is off.")
            seen = _("{seen}. {off} {todo}") if trip.value is not None else _("{off} {todo}")
            words = seen.format(seen=at_trip(trip), off=off, todo=_(TODO[trip.watched]))
            return _told(channel, sentence_case(_(WATCHED[trip.watched])), what, words, "caution")
        case "not_armed":
            words = _("No current flowed. Press this card for the reason.")
            return _told(channel, _("Did not start"), what, words, "caution")
        case "load_lost" | "guard":
            words = _("Load is off. Check the load and its cable.")
            return _told(channel, _("Load lost"), what, words, "caution")
        case "completed":
            return _completed(channel, named, what)
        case "stopped" | "broken_off" | None:
            state, left = _("Stopped"), _capacity(channel)
            return _numbered(channel, state, "todo", what, left=left)


def _completed(channel: Channel, named: Named | None, what: str) -> CardShown:
    if channel.plan is None or channel.plan.test == "capacity":
        left = _("{capacity}, grade it").format(capacity=_capacity(channel))
        return _numbered(channel, _("Done"), "quiet_ok", what, left=left, part=1.0)
    step = channel.step
    above = bool(step and step.limit is not None and (channel.voltage or 0) > step.limit)
    last = named.battery.bench.discharge if named else None
    result = last if last is not None and last.run == channel.plan.run else None
    shape: ShapeName = "quiet_ok"
    left = _("Bring it to recycling") if result else ""
    if above or (result and result.doubts):
        shape, left = "caution", _("Test it again") if above else _("Does not count: test it again")
    state = said.below(channel) or _("Done")
    return _numbered(channel, state, shape, what, left=left, part=1.0)


def _going(channel: Channel, what: str) -> CardShown:
    step = channel.step
    resting = step is not None and step.kind == "rest"
    shape: ShapeName = "now"
    if channel.phase == "arming":
        state, shape = _("Setting limits"), "half"
    elif channel.phase == "stopping":
        state, shape = _("Switching off"), "half"
    elif resting:
        state, shape = _("Resting"), "todo"
    elif channel.plan and channel.plan.test == "discharge":
        state = _("Discharging")
    else:
        state = _("Testing")
    part, left = _progress(channel)
    if resting and step is not None and left:
        words = _("{left} left of {whole}")
        left = words.format(left=left, whole=said.span(step.seconds))
    elif left:
        left = _("{left} left").format(left=left)
    return _numbered(channel, state, shape, what, left=left, part=part)


def _progress(channel: Channel) -> tuple[float | None, str]:
    """Return how far the step has come, and about how long it still takes."""
    left = channel.left
    if left is None or channel.phase == "arming":
        return None, ""
    gone = channel.elapsed - channel.progress.since
    whole = gone + left
    return float(gone / whole) if whole else 1.0, said.left(left)


def _capacity(channel: Channel) -> str:
    return f"{number(channel.capacity, 2)}\u00a0Ah"


def _told(channel: Channel, state: str, what: str, words: str, ground: str) -> CardShown:
    return CardShown(
        number=channel.key,
        state=state,
        shape="stop" if ground == "stop" else "caution",
        what=what,
        words=words,
        ground="stop" if ground == "stop" else "caution",
    )


def _numbered(
    channel: Channel,
    state: str,
    shape: ShapeName,
    what: str,
    *,
    left: str = "",
    part: float | None = None,
    numbers: tuple[tuple[str, str], ...] = (),
) -> CardShown:
    return CardShown(
        number=channel.key,
        state=state,
        shape=shape,
        what=what,
        numbers=numbers
        or (
            (volts(channel) or NO_FIGURE, "V"),
            (_places(channel.current, 1), "A"),
            (_places(channel.temperature, 1), "°C"),
        ),
        muted=channel.silent_s > said.MUTED_AFTER_S,
        part=part,
        left=left,
    )


def _places(value: Decimal | None, places: int) -> str:
    return NO_FIGURE if value is None else number(value, places)
