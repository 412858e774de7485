"""Issue documents: one, or a great many of which every one is what it would be alone."""

from microcredentials.issuing.bulk import issue_all
from microcredentials.issuing.single import issue, render

__all__ = ["issue", "issue_all", "render"]
