"""The words of codes: why one is refused or doubted, and what its fields are called."""

from datetime import datetime

from cellyard.domain.codes import Code, key
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import day

# reason (refused or warning): what is wrong, what to do. Filled with {code}, {length},
# {suggestion}, {produced}, {chemistry}; speak them through `sentences`.
REASONS: dict[str, str] = {
    "empty": N_("Nothing was read. Scan the code again, or go on without one."),
    "length": N_(
        "This code has {length} characters. GB/T 34014 has 24, or 19 for second life. "
        "Look for a second line on the plate, or keep it as read."
    ),
    "not_gbt34014": N_("This is no GB/T 34014 code. It is kept as read; go on."),
    "swapped_halves": N_(
        "The two halves of the plate are swapped. Take {suggestion}, or scan the upper line first."
    ),
    "wrong_letters": N_(
        "A letter stands where only a figure can stand. "
        "Take {suggestion} if the plate shows it, or scan again."
    ),
    "impossible_date": N_(
        "The code names a day that no calendar has. Compare it with the plate, or keep it as read."
    ),
    "future_date": N_(
        "The code says it was made on {produced}, which is still to come. "
        "Compare it with the plate and check the date of this station."
    ),
    "level_letter": N_(
        "The 4th character must be P, M or C. Compare it with the plate, or keep it as read."
    ),
    "chemistry_letter": N_(
        "The 5th character must be A to G or Z. Compare it with the plate, or keep it as read."
    ),
    "date_letters": N_(
        "The date part of the code is no date. Compare it with the plate, or keep it as read."
    ),
    "serial_letters": N_(
        "The serial number must be 7 figures. Compare it with the plate, or keep it as read."
    ),
    "cascade_letters": N_(
        "A code of 19 characters ends in RP, RM or RC. Compare it with the plate, "
        "or keep it as read."
    ),
    "check_digit": N_(
        "The check digit does not fit, so a character is wrong. "
        "Compare it with the papers and scan or type it again."
    ),
    "check_digit_unproven": N_(
        "The check digit does not fit. Not every country uses it; compare it with the papers."
    ),
    "serial_zero": N_("The serial number is zero. Compare it with the plate."),
    "letter_o_or_i_in_trace": N_(
        "The trace part holds a letter O or I. Take {suggestion} if the plate shows a 0 or 1 there."
    ),
    "letter_o_or_i_in_maker": N_(
        "The maker or spec part holds a letter O or I. "
        "Take {suggestion} if the plate shows a 0 or 1 there."
    ),
    "halves_doubtful": N_(
        "This code fits in both orders of its two lines. Compare the upper line with the plate."
    ),
    "chemistry_letter_unconfirmed": N_(
        "The letter says {chemistry}, but makers differ. Go by the model or the label."
    ),
    "gbt45565": N_("This looks like a GB/T 45565 code. It is kept as read; go on."),
    "product_only": N_(
        "This code names the product, not this one battery. Scan its serial number too."
    ),
}

_SUGGESTION = N_("Take {suggestion} if the plate shows it.")

LEVELS: dict[str, str] = {"pack": N_("pack"), "module": N_("module"), "cell": N_("cell")}

CHEMISTRIES: dict[str, str] = {
    "LFP": N_("LFP"),
    "NMC": N_("NMC"),
    "NiMH": N_("NiMH"),
    "LMO": N_("LMO"),
    "LCO": N_("LCO"),
    "LTO": N_("LTO"),
    "supercapacitor": N_("supercapacitor"),
    "other": N_("other chemistry"),
}

# name of a field of `codes.fields`: the word under its bracket
FIELDS: dict[str, str] = {
    "vendor": N_("maker"),
    "level": N_("product type"),
    "chemistry": N_("chemistry"),
    "spec": N_("spec"),
    "trace": N_("trace"),
    "produced": N_("made"),
    "serial": N_("serial"),
    "cascade": N_("second life"),
    "wmi": N_("vehicle maker"),
    "vds": N_("vehicle type"),
    "vis": N_("vehicle serial"),
    "authority": N_("authority"),
    "division": N_("district"),
    "organisation": N_("organisation"),
    "check": N_("check digit"),
    "code": N_("code"),
}


def sentences(code: Code) -> tuple[str, ...]:
    """Return why a code is refused or doubted in the language spoken now, the gravest first."""
    reasons = (code.refused, *code.warnings) if code.refused else code.warnings
    shown = {
        "code": code.code,
        "length": len(key(code.code)),
        "suggestion": code.suggestion or "",
        "produced": day(datetime.fromisoformat(code.produced)) if code.produced else "",
        "chemistry": _(CHEMISTRIES[code.chemistry]) if code.chemistry else "",
    }
    patterns = [REASONS[reason] for reason in reasons]
    if code.suggestion and not any("{suggestion}" in pattern for pattern in patterns):
        patterns.append(_SUGGESTION)
    return tuple(_(pattern).format(**shown) for pattern in patterns)
