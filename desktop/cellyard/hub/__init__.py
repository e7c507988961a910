"""The hub: stores every fact of a centre once, hands out positions, and serves them."""
