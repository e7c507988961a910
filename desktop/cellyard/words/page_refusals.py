"""What the network page of the central server says no to, and what to do then."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "account_unknown": N_("There is no account {name}. List them with cellyard-hub account list."),
    "asked_too_often": N_("This was asked too often. Wait a minute, then ask again."),
    "form_outdated": N_("This page stood open too long. Go back, load it anew, and send it again."),
    "link_wrong": N_("This link is not, or no longer, good. Ask the consignor for a new one."),
    "mass_missing": N_(
        "Lines that weigh otherwise and have no mass: {count}. Type what your scale shows."
    ),
    "name_taken": N_("There is an account {name} already. Take another name."),
    "not_gathered": N_(
        "What the stations sent is still being read in. Load this page again in a minute."
    ),
    "outlet_unnamed": N_(
        "An outlet’s account needs its centre and its key in the register of partners."
    ),
    "page_not_yours": N_("Your account is not meant for this page."),
    "page_unknown": N_("There is no such page here."),
    "password_short": N_("A password has {least} to {most} characters. Take a longer one."),
    "passwords_differ": N_("The two passwords differ. Type it twice alike."),
    "receipt_masses_wrong": N_(
        "Masses that cannot be read: {count}. Correct them; nothing was sent."
    ),
    "receipt_open": N_("Lines that are open: {count}. Say of each what arrived; nothing was sent."),
    "sign_in_closed": N_("Too many wrong passwords. Wait {seconds} s, then try again."),
    "sign_in_wrong": N_("Name or password is wrong. Type both again."),
}
