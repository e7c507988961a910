"""The sentence of every refusal and trouble between stations and the central server."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "batch_broken": N_(
        "What came of station {station} is not as it was written, at fact {seq}. Nothing of it was "
        "taken over. Tell the administrator of the central server."
    ),
    "batch_gap": N_(
        "Facts of station {station} after {have} are missing. Take the earlier file first, or "
        "connect to the central server."
    ),
    "bundle_damaged": N_(
        "This is no file or answer of cellyard, or it was cut off. Fetch it again."
    ),
    "bundle_too_large": N_(
        "This unpacks to more than {most} MB, as no page of facts does. Nothing was taken over."
    ),
    "centre_unknown": N_(
        "The code belongs to another centre. Ask the administrator of the central server for a "
        "code of this one."
    ),
    "chain_forked": N_(
        "The central server holds other facts under the same numbers: this station was restored or "
        "copied. Nothing is sent any more until the administrator lets it begin anew with a new "
        "code."
    ),
    "chain_not_enrolled": N_(
        "Station {station} is not enrolled in this centre. Nothing of it was taken over."
    ),
    "code_wrong": N_(
        "This code is not, or no longer, good for a station of this name. Ask for a new one."
    ),
    "courier_damaged": N_(
        "{file} is not as it was written: cut off, or altered on its way. Nothing of it was taken "
        "over. Copy it again, or have it made again."
    ),
    "courier_newer": N_("{file} was made by a newer version of the app. Update this one first."),
    "courier_no_room": N_(
        "There is not enough room on the disk for this file. Free some space, then take it again."
    ),
    "courier_nobody": N_(
        "No file can be made for {station}: it is not enrolled in this centre. Choose a station "
        "or the central server."
    ),
    "courier_not_for_us": N_(
        "This file was made for another receiver and can be opened only there. Nothing was taken "
        "over."
    ),
    "courier_not_one": N_("{file} is no courier file. Choose one that ends in .courier."),
    "courier_other_centre": N_(
        "This file comes from another centre. Nothing of it was taken over."
    ),
    "courier_sender_revoked": N_(
        "The enrolment of {station}, which made this file, was taken back. Nothing of it was taken "
        "over; ask the administrator of the central server."
    ),
    "courier_sender_unknown": N_(
        "Station {station}, which made this file, is not enrolled in this centre. Nothing of it "
        "was taken over."
    ),
    "courier_too_large": N_(
        "A courier file has at most {most} MB, as a memory stick takes. Nothing was taken over."
    ),
    "courier_without_centre": N_(
        "This station is not enrolled at a central server yet: nobody can open its files. Enrol it "
        "in Set up first."
    ),
    "database_unreachable": N_(
        "The database cannot be reached: {why}. Check its address, and whether it runs."
    ),
    "denied": N_("The central server does not do that. Update the app."),
    "hub_log_differs": N_(
        "The central server shows another history than before. It is asked again; tell its "
        "administrator if this stays."
    ),
    "hub_address_open": N_(
        "{url} is not encrypted: facts and names would be read on the way. Give an address that "
        "begins with https."
    ),
    "hub_address_wrong": N_(
        "“{url}” is no address of a central server. Give it as https://hub.example.com."
    ),
    "hub_certificate": N_(
        "What answers there cannot prove that it is the central server: its certificate is not "
        "trusted here. Tell its administrator, or whoever looks after the network."
    ),
    "hub_certificate_dated": N_(
        "The certificate of the central server is not valid today. Look at the date of this "
        "computer first; if that is right, tell the administrator of the central server."
    ),
    "hub_busy": N_("The central server is busy or under repair. It is tried again by itself."),
    "hub_too_new": N_("The central server speaks a newer language. Update the app."),
    "hub_unreadable": N_("The answer of the central server cannot be read. It is asked again."),
    "network_wants_sign_in": N_(
        "This network asks for a sign-in first. Open any page in a browser of this computer."
    ),
    "no_route_to_hub": N_(
        "There is no way to the central server now. Work on: everything is kept here and sent "
        "later."
    ),
    "other_history": N_(
        "The central server holds another history of {station} than this station does: it was set "
        "back, and so was {station}, which went on. By themselves the two never agree again."
    ),
    "proof_wrong": N_("The keys of this station were not accepted. Begin enrolling again."),
    "proxy_wants_password": N_(
        "The proxy on the way to the central server wants a password. Ask whoever looks after the "
        "network, and write it into the proxy’s address in Set up."
    ),
    "proxy_wrong": N_(
        "The proxy in the settings is no address. Give it as http://proxy.example.com:3128."
    ),
    "relay_has_centres": N_(
        "This server keeps a centre already. A relay needs a data folder of its own."
    ),
    "relay_not_one": N_("This server is no relay. Make it one with cellyard-hub relay."),
    "relay_not_ready": N_("The relay has not met the central server yet. Try again once it has."),
    "relay_takes_nothing_back": N_("Only the central server takes an enrolment back. Do it there."),
    "station_goes_on_elsewhere": N_(
        "The central server has newer facts of this very station: it was restored or copied. "
        "Recover it in Set up before anything more is written."
    ),
    "station_not_enrolled": N_(
        "The central server does not know this station. Enrol it in Set up with a new code."
    ),
    "station_revoked": N_(
        "This station's enrolment was taken back. What it writes is kept apart; ask the "
        "administrator of the central server."
    ),
    "sync_broke_off": N_(
        "Keeping in step with the central server broke off. Close the app and open it again; tell "
        "support if that comes again."
    ),
    "nothing_to_compare": N_(
        "No central server has answered that words could be compared with. Enter address and code."
    ),
    "nothing_to_write_anew": N_(
        "This belongs to the chain that it stands in and is not written anew. Do it again where it "
        "was done, or leave it."
    ),
    "store_copied": N_(
        "This is a copy: the data in {folder} belong to another computer. Nothing is written here, "
        "or two computers would write as one station."
    ),
    "training_stays_here": N_("A training station stays alone. Set up a real one to enrol it."),
    "words_differ": N_(
        "These are not the words of this station. What was asked is forgotten; ask the "
        "administrator of the central server for a new code, and whether the address is right."
    ),
}
