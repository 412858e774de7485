"""The one error that pages and programs show to people."""


class Refused(Exception):
    """A person asked for something the rules do not allow.

    The message is written for that person, translated, and safe to show.
    """
