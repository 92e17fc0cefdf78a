"""The one exception that people are meant to read."""


class UserError(Exception):
    """Something the user caused and can mend: "what happened. What to do."

    The window shows it beside the thing concerned, the command line prints it as one line and
    exits with 2. Every other exception is a bug and is treated as one.
    """
