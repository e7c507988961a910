"""Who signs a paper, in words."""

from cellyard.domain.signature import Role
from cellyard.words.catalogue import N_

ROLES: dict[Role, str] = {
    "consignor": N_("Consignor"),
    "driver": N_("Driver"),
    "consignee": N_("Consignee"),
    "witness": N_("Witness"),
}
