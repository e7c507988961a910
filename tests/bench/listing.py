"""A loading list of 500 lines against the same table in bare ReportLab with plain cells."""

import io
from decimal import Decimal

import msgspec
from measuring import Row, medians_ms

from cellyard.documents import fonts, loading_list
from cellyard.words import number

LINES = 500


def rows() -> list[Row]:
    """Draw both in turn. Ours is the whole paper: goods, carried sums, marks and signatures."""
    content = _content()
    cells = [
        [
            f"{at}", one.code, one.model or "", one.chemistry or "", one.grade or "", one.mark,
            one.packing, one.package, number(one.kwh or 0), number(one.kg or 0),
        ]
        for at, one in enumerate(content.lines, start=1)
    ]  # fmt: skip
    found: list[Row] = []
    for status in ("final", "draft"):
        issue = msgspec.structs.replace(content.issue, status=(status,))
        paper = msgspec.structs.replace(content, issue=issue)
        ours, reference = medians_ms(
            lambda paper=paper: loading_list.draw(paper), lambda: _bare(cells), times=5
        )
        name = f"loading list of {LINES} lines, {status}, against a bare table"
        found.append(Row(name, ours, reference, ours / reference, "ms", "≤ 2"))
    return found


def _content() -> loading_list.LoadingList:
    content = loading_list.sample()
    lines = tuple(
        msgspec.structs.replace(
            content.lines[n % 2],
            code=f"001PE22A18K07JA6F{n:07d}",
            package=f"{n}",
            kwh=Decimal(n % 97) / 10,
        )
        for n in range(1, LINES + 1)
    )
    return msgspec.structs.replace(content, lines=lines)


def _bare(cells: list[list[str]]) -> bytes:
    """Return the table as ReportLab's own example has it: plain cells, a repeated head, rules."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    text, code = fonts.text_face().name, fonts.code_face().name
    head = ["No.", "Battery code", "Model", "Type", "Grade", "Mark", "Packing", "Package", "kWh",
            "kg"]  # fmt: skip
    table = Table([head, *cells], repeatRows=1)
    style = [
        ("FONT", (0, 0), (-1, -1), text, 8),
        ("FONT", (1, 1), (1, -1), code, 8),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("ALIGN", (-2, 0), (-1, -1), "RIGHT"),
    ]
    table.setStyle(TableStyle(style))
    out = io.BytesIO()
    margin = 12 / 25.4 * 72
    edges = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), margin)
    SimpleDocTemplate(out, pagesize=A4, **edges).build([table])
    return out.getvalue()
