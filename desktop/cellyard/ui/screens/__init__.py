"""One file a screen; registered below."""
