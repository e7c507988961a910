"""Data of no load, from which the papers of the gate are printed as a test."""

from decimal import Decimal
from typing import NamedTuple

from cellyard.documents.outbound_content import (
    Carriage,
    GoodsGroup,
    Issue,
    LoadedLine,
    Package,
    PackageCount,
    Party,
    Signature,
    Signatures,
    Strokes,
)


class Pieces(NamedTuple):
    """What the papers of a load say in their samples."""

    issue: Issue
    party: Party
    carriage: Carriage
    groups: tuple[GoodsGroup, ...]
    lines: tuple[LoadedLine, ...]
    packages: tuple[Package, ...]
    signatures: Signatures


# code, model, chemistry, rated kWh, kg
_Model = tuple[str, str, str, Decimal, Decimal]


def sample() -> Pieces:
    """Return a made-up load of ten batteries in ten packages, one of them damaged."""
    name = "WASTE LITHIUM ION BATTERIES"
    recycling = "LITHIUM BATTERIES FOR RECYCLING"
    damaged = "DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES"
    special = ("Transport in accordance with special provision 376", "按特殊规定 376 运输")
    models: tuple[_Model, ...] = (
        ("TESTP22A18K07JA6F", "Test model 50", "NMC", Decimal("50.0"), Decimal(368)),
        ("TESTP31P22G06CC7V", "Test model 14 mini", "LFP", Decimal("13.9"), Decimal("126.5")),
    )
    lines = _lines(models, "FOR RECYCLING", "P903 (2)", "DAMAGED/DEFECTIVE", "P908")
    packages = _packages(lines, recycling, damaged, ("crate", "木箱"))
    return Pieces(
        issue=_issue("Test print 测试打印", "TEST-L-0001", "TEST-0001"),
        party=Party(
            name="Test print",
            name_zh="测试打印",
            lines=("1 Test Road, Test City", "91000000TEST00000T"),
        ),
        carriage=Carriage(
            carrier=Party(name="Test carrier", name_zh="测试承运人", lines=("TEST 0000-000",)),
            plate="TEST 000",
            seal="000000",
            authority_no="TEST-000000",
        ),
        groups=(
            _group(name, "锂离子电池组（废弃）", packages[:9], ("crates", "木箱"), recycling),
            _group(name, "锂离子电池组（废弃，损坏或有缺陷）", packages[9:], ("crate", "木箱"),
                   damaged, special),
        ),
        lines=lines,
        packages=packages,
        signatures=Signatures(consignor=Signature(at="2026-01-01 12:30", strokes=_strokes())),
    )  # fmt: skip


def _issue(centre: str, number: str, load: str) -> Issue:
    return Issue(
        centre=centre,
        number=number,
        load=load,
        date="2026-01-01",
        status=("draft", "demo"),
        edition="test-2026-1",
        fact="TEST0/0/1",
        hash="1" * 64,
        qr=f"CY:D:{number}:{'1' * 64}:{'0' * 32}",
    )


def _group(
    name: str,
    chinese: str,
    packages: tuple[Package, ...],
    kind: tuple[str, str],
    wording: str,
    *statements: tuple[str, str],
) -> GoodsGroup:
    return GoodsGroup(
        un="3480",
        name=name,
        name_zh=chinese,
        danger="9",
        label="9A",
        tunnel="E",
        packages=(PackageCount(count=len(packages), kind=kind[0], kind_zh=kind[1]),),
        gross_kg=sum((p.gross_kg or Decimal(0) for p in packages), Decimal(0)),
        statements=statements,
        wording=(wording,),
        waste_codes=("EU 16 06 07*",),
    )


def _lines(
    models: tuple[_Model, ...], mark: str, packing: str, last_mark: str, last_packing: str
) -> tuple[LoadedLine, ...]:
    found: list[LoadedLine] = []
    for n in range(1, 11):
        code, model, chemistry, kwh, kg = models[n % len(models)]
        line = LoadedLine(
            code=f"{code}{n:07d}",
            ticket=f"{n} · TEST",
            model=model,
            chemistry=chemistry,
            grade="D",
            mark=last_mark if n == 10 else mark,
            packing=last_packing if n == 10 else packing,
            package=f"{n}",
            kwh=kwh,
            kg=kg,
        )
        found.append(line)
    return tuple(found)


def _packages(
    lines: tuple[LoadedLine, ...], wording: str, last_wording: str, kind: tuple[str, str]
) -> tuple[Package, ...]:
    last = lines[-1]
    return tuple(
        Package(
            number=line.package,
            kind=kind[0],
            kind_zh=kind[1],
            instruction=line.packing,
            un_mark="4D/Y500/S/26/TEST" if line is last else "",
            un="3480",
            label="9A",
            wording=(last_wording if line is last else wording,),
            codes=(line.code,),
            net_kg=line.kg,
            gross_kg=None if line.kg is None else line.kg + 22,
        )
        for line in lines
    )


def _strokes() -> Strokes:
    wave = tuple((120 * n, 400 + (300 if n % 2 else -300) * (12 - n) // 12) for n in range(13))
    return (wave, ((100, 900), (1900, 760)))
