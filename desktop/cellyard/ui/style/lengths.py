"""Lengths of the look in px at 4.0 px per mm, by what they are for."""

import msgspec


class Space(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The only gaps and paddings there are."""

    s1: int
    s2: int
    s3: int
    s4: int
    s5: int
    s6: int
    s8: int
    s13: int
    s16: int


class Radius(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corners; slots, bays and walls are square."""

    control: int
    desk_control: int
    card: int
    chip: int


class Stroke(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Widths of lines."""

    hair: float
    border: float
    desk_border: float
    selected: float
    focus: float
    focus_out: float
    laser: float
    frame_stop: float
    wall: float
    curve: float
    curve_past: float
    life: float


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes for hands in gloves."""

    touch: int
    primary: int
    gap: int
    gap_danger: int
    answer_width: int
    chip: int
    list_row: int
    message_line: int


class Desk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes for mouse and keys."""

    control: int
    row: int
    row_two_lines: int
    head: int
    chip: int
    gap: int


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The frame round the work, alike on every screen."""

    rail: int
    rail_item_floor: int
    rail_pitch_floor: int
    rail_item_desk: int
    rail_pitch_desk: int
    scan_line: int
    status_line: int
    margin_x: int
    margin_y: int
    gutter: int
    stack_gap: int
    side_floor: int
    side_desk: int
    user_tile: int


class Icon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of icons and state shapes."""

    rail_floor: int
    rail_desk: int
    button: int
    button_desk: int
    inline: int
    state_verdict: int
    state_list: int
    state_chip: int
    state_chip_desk: int
    state_lamp: int
    pictogram: int
