"""Where one goes after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from keurmerk.institutions.models import Role
from keurmerk.web.http import SignedInRequest


@login_required
def start(request: SignedInRequest) -> HttpResponse:
    """The operator, somebody who works at an institution, or a learner."""
    roles = set(request.user.memberships.values_list("role", flat=True))
    if Role.OPERATOR in roles:
        return redirect("staff:operator")
    return redirect("staff:dashboard" if roles else "learner:backpack")
