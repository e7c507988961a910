"""The sentence of every refusal of bench and grading: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "already_discharged": N_(
        "Ticket {ticket} was discharged already, below its limit. Move it to the recycling stock."
    ),
    "channel_busy": N_(
        "Channel {channel} is in use. Wait for its run to end, or take another channel."
    ),
    "channel_missing": N_(
        "There is no channel {channel} at this station. Set up its load in Set up, Ports."
    ),
    "channels_taken": N_("Every channel is taken. Wait until one is free, or stop a test."),
    "cut_off_unknown": N_(
        "Edition {edition} names no cut-off for {chemistry}. Choose the right model, or "
        "have an administrator add the rule."
    ),
    "duty_twice": N_(
        "Channel {channel} has two instruments for one duty. Leave one of them there in Set up, "
        "Instruments."
    ),
    "evidence_key_unknown": N_(
        "{file} says “{key}”, which is no evidence for a grade. Take it out; known are {known}."
    ),
    "evidence_unreadable": N_(
        "{file} is not JSON with one object or a list of objects. Write the evidence so."
    ),
    "evidence_value_wrong": N_("“{key}” in {file} cannot be. Correct it."),
    "grade_missing": N_("There is no grade without {missing}. Measure it on the bench first."),
    "grade_same": N_("Grade {grade} stands already. Choose another one, or keep it."),
    "limit_not_kept": N_(
        "The load was told {setting} = {wanted} and says {got}. It stays off. Look at the "
        "load before it is used again."
    ),
    "load_may_be_on": N_("Load on channel {channel} may still be on: look at it."),
    "load_missing": N_("Channel {channel} has no load. Set one up for it in Set up, Ports."),
    "load_not_seen_off": N_(
        "The load on channel {channel} has not said that it is off. Switch it off and look at "
        "it, then close the run."
    ),
    "load_on": N_(
        "Load or tester on channel {channels} is on. Stop the test there, then close the app."
    ),
    "load_refuses": N_(
        "The load does not take the setting {setting} (it says {said}). Look at its front "
        "panel, then begin again."
    ),
    "load_setting": N_(
        "The load cannot be set to {shown} {unit}. Take 0 to {high} {unit} in steps of {step} "
        "{unit}."
    ),
    "load_too_small": N_(
        "The load {model} takes {most} {unit} at most, and this battery needs {wanted} "
        "{unit}. Take a larger load."
    ),
    "load_unknown": N_(
        "Nobody wrote down what a load {model} can take, so it is not switched on. Have an "
        "administrator look at the load’s profile."
    ),
    "meter_missing": N_(
        "Channel {channel} has no resistance meter. Set one up for it in Set up, Ports."
    ),
    "meter_silent": N_(
        "The meter of channel {channel} has given too few readings of this battery. Look at its "
        "probes and its cable, wait a few seconds, then take it again."
    ),
    "no_bench": N_(
        "Ticket {ticket} may not go on the bench by its verdict. Leave it where it lies."
    ),
    "no_cells": N_(
        "The BMS on channel {channel} gives no cell voltages. Wake it and look at its cable, then "
        "try again; or have it taken from the channel in Set up, Instruments."
    ),
    "no_channel": N_(
        "No load is set up at this station. Have an administrator add one in Set up, Ports."
    ),
    "no_temperature": N_(
        "Channel {channel} has no temperature. Look at the thermometer and its sensors, then "
        "begin again."
    ),
    "no_way_back": N_(
        "Ticket {ticket} had a cell too low, or was discharged to safe: it has no second life "
        "any more."
    ),
    "not_discharged": N_(
        "Ticket {ticket} was not discharged yet. Discharge it on the bench first."
    ),
    "not_graded": N_("Ticket {ticket} has no grade yet. Give the one by the rules first."),
    "not_tested": N_("Ticket {ticket} was not tested yet. Bring it to the bench first."),
    "probes_open": N_(
        "The meter shows no value. Look at the probes: all four tips must touch the poles; then "
        "take it again."
    ),
    "probes_over_range": N_(
        "The meter is over its range. Look at the probes and at the range of the meter, then "
        "take it again."
    ),
    "result_not_of_this": N_(
        "The tester of channel {channel} shows no result of this battery. Start the test at its "
        "panel now, then take the result."
    ),
    "run_not_kept": N_(
        "The run cannot be kept on the disk ({why}), so it does not go on. Free some space, "
        "then begin again."
    ),
    "run_not_open": N_(
        "No open run on channel {channel} is written down. Close it here, then begin anew."
    ),
    "run_open": N_("This battery is joined to channel {channel} already. Close that run first."),
    "run_stands": N_(
        "What the load has done to the battery of ticket {ticket} stands. A supervisor can "
        "correct the result, with a reason."
    ),
    "second_person_missing": N_(
        "It has {volts} V, more than {limit} V: two people are needed. Have the second "
        "person scan their badge."
    ),
    "second_person_role": N_(
        "This person may not test batteries. Have a technician or supervisor scan their badge."
    ),
    "second_person_same": N_(
        "You are the first person already. Have somebody else scan their badge."
    ),
    "start_temperature": N_(
        "Battery is {celsius} °C; the test begins between {low} and {high} °C. Let it stand "
        "until then."
    ),
    "stop_not_confirmed": N_(
        "Nobody has confirmed the hard-wired stop of channel {channel}. An administrator "
        "tries it out and confirms it in Set up, Instruments."
    ),
    "test_voltage_too_high": N_(
        "This battery would need a test voltage of {wanted} V, and no more than {most} V is "
        "used. Have it tested elsewhere."
    ),
    "tester_by_hand": N_(
        "The tester of channel {channel} is started at its own panel. Start it there, then take "
        "the result."
    ),
    "tester_may_be_on": N_(
        "Tester on channel {channel} may still have high voltage on: look at it."
    ),
    "tester_missing": N_(
        "Channel {channel} has no insulation tester. Set one up for it in Set up, Ports."
    ),
    "tester_not_seen_off": N_(
        "The tester of channel {channel} has not said that its voltage is off. Stop it and look "
        "at it, then close this."
    ),
    "tester_on": N_(
        "A test goes on at the tester of channel {channel} already. Stop it, or wait for its end."
    ),
    "tester_setting": N_(
        "The tester was told {setting} = {wanted} and says {got}. Its voltage stays off. Look "
        "at the tester before it is used again."
    ),
    "thermometer_missing": N_(
        "Channel {channel} has no thermometer. Set one up for it: without a temperature "
        "no load goes on."
    ),
    "too_hot": N_(
        "The battery on channel {channel} has {limit} °C or more. No voltage goes on it. Leave "
        "it alone and watch it."
    ),
    "trace_columns_missing": N_(
        "{file} has no column {missing}. Export it as comma-separated text with the names time_s, "
        "current_a (minus is discharge) and voltage_v in its first line."
    ),
    "trace_no_discharge": N_(
        "There is no discharge in this trace. Discharge is a current below zero: look at its sign."
    ),
    "trace_time_backwards": N_(
        "At sample {sample} the time goes back from {before} to {after} s. Export the trace in its "
        "order, with the time since the start of the test."
    ),
    "trace_unreadable": N_("The file of this run cannot be read. Restore it from the last backup."),
    "trace_value_wrong": N_(
        "Line {line} of {file}: “{text}” is no number for {column}. Correct it, or export again."
    ),
    "type_incomplete": N_(
        "The register does not say everything about {model} ({missing}). Complete the "
        "model in Set up, Models."
    ),
    "type_unknown": N_(
        "The model of ticket {ticket} is not known. Choose it in Find; without it nobody "
        "knows where a test has to end."
    ),
    "would_destroy_second_life": N_(
        "Ticket {ticket} may still have a second life, and this would end it. Only what "
        "is graded D is discharged to safe."
    ),
}
