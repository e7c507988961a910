"""What is true on the floor: facts, their fold and the rules of the field. No clock, disk or Qt."""
