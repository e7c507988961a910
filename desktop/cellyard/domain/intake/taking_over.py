"""An outlet's list becomes a notice, wholly or not at all."""

from cellyard.domain.intake import notice
from cellyard.domain.intake.notice import Draft
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Notice, NoticeLine
from cellyard.domain.rules import is_date


def take(known: Known, draft: Draft, key: str) -> Notice:
    """Return the notice that a list becomes: every row sound or left out, or nothing at all.

    Refused: `notice_rows_wrong` with the count and the first, `notice_empty`, `notice_known` when
    an open notice was made of the same list, `notice_date_wrong`, `unknown_partner`.
    """
    _check_head(known, draft)
    return notice.notice(known, draft, key, _sound(known, draft))


def _sound(known: Known, draft: Draft) -> list[NoticeLine]:
    rows = notice.judged(known, draft)
    wrong = [j for j in rows if j.wrong and not j.row.left_out]
    if wrong:
        raise Refused("notice_rows_wrong", count=len(wrong), row=wrong[0].row.number)
    lines = [j.line for j in rows if j.line is not None]
    if not lines:
        raise Refused("notice_empty")
    return lines


def _check_head(known: Known, draft: Draft) -> None:
    if known.partner(draft.outlet) is None:
        raise Refused("unknown_partner", partner=draft.outlet)
    if not is_date(draft.expected_on):
        raise Refused("notice_date_wrong", text=draft.expected_on)
    for other in known.notices.all():
        if other.source == draft.source and not other.closed:
            raise Refused("notice_known", notice=other.key)
