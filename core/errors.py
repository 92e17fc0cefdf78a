"""The one exception that people are meant to read, and the one they can mend themselves."""


class UserError(Exception):
    """Something the user caused and can mend: "what happened. What to do."

    The window shows it beside the thing concerned, the command line prints it as one line and
    exits with 2. Every other exception is a bug and is treated as one.
    """


NO_MEMORY = "There was not enough memory. Use a lower resolution or fewer images."


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, of the processor or of a graphics card, for which torch raises
    RuntimeErrors of many texts."""
    if not isinstance(error, RuntimeError):
        return isinstance(error, MemoryError)
    words = ("out of memory", "not enough memory", "allocate memory")
    return any(word in str(error).lower() for word in words)
