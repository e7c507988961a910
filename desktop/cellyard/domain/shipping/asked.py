"""One battery before the rules: what it is, where it goes, and the edition that is asked."""

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.cargo import Cargo
from cellyard.domain.shipping.goods import Block, Gravity
from cellyard.domain.shipping.journey import Journey


class Asked(msgspec.Struct, frozen=True):
    """One battery, its journey and the edition that is asked."""

    cargo: Cargo
    journey: Journey
    edition: Edition

    def block(self, code: str, rule: str, gravity: Gravity = "never", **shown: object) -> Block:
        """Return why it stays here, with the finding behind it where that is the reason."""
        cargo = self.cargo
        named = gravity == "never" and cargo.condition != "intact"
        reason = cargo.reasons[0] if cargo.reasons and named else ""
        return Block(
            battery=cargo.battery,
            code=code,
            rule=rule,
            edition=self.edition.id,
            gravity=gravity,
            reason=reason,
            shown=shown,
        )
