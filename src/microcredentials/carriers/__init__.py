"""How a signed document travels, and how it is read from any file."""
