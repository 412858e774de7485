"""Factories set what a model needs and nothing else."""

from tests.factory_parts.awards import *  # noqa: F403
from tests.factory_parts.institutions import *  # noqa: F403
from tests.factory_parts.programmes import *  # noqa: F403
from tests.factory_parts.quality import *  # noqa: F403
