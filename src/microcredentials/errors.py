"""Everything that can go wrong with a signed document, in one short list."""


class CredentialError(Exception):
    """Base of all errors raised by this package."""


class InvalidDocument(CredentialError):
    """The document breaks a rule, so it is not signed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Unreadable(CredentialError):
    """The input holds no signed document that we can read; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Unreachable(CredentialError):
    """A resolver could not get what it was asked for; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UntrustedProof(CredentialError):
    """The proof does not hold: the document was changed, or never signed this way."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UncheckableProof(CredentialError):
    """We cannot tell whether the proof holds: something it needs is unknown to us."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnusableKey(CredentialError):
    """A private key cannot be opened, or is not one that can sign this; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
