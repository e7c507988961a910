"""Who a load's papers name: consignor, consignee and carrier, which are companies, never people."""

from cellyard.documents.outbound_content import Carriage, Party
from cellyard.domain.known import Known
from cellyard.domain.registers import Partner
from cellyard.domain.shipping.load import Load


def consignor(known: Known) -> Party:
    """Return who sends: the centre, by name and address (ADR 5.4.1.1.1 g)."""
    centre = known.centre
    return Party(name=centre.name, lines=tuple(x for x in (centre.address, centre.uscc) if x))


def consignee(known: Known, load: Load) -> Party:
    """Return who receives; without a name when the register has none any more."""
    return _party(known.partner(load.consignee))


def carriage(known: Known, load: Load) -> Carriage:
    """Return what carries a load, but driver and plate: those stand on erasable sheets."""
    carrier = known.partner(load.carrier) if load.carrier else None
    return Carriage(
        carrier=_party(carrier) if carrier else None,
        seal=load.seal or None,
        authority_no=load.authority_no,
    )


def _party(partner: Partner | None) -> Party:
    if partner is None:
        return Party(name="")
    return Party(name=partner.name, lines=tuple(x for x in (partner.city, partner.uscc) if x))
