import datetime as dt
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.messages import get_messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.utils.translation import override

from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.web import context_processors
from keurmerk.web.context_processors import PUBLIC, STAFF, Place, navigation
from tests.factories import InstitutionFactory, OperatorFactory, UserFactory

MOMENT = dt.datetime(2026, 6, 3, 12, 2, tzinfo=dt.UTC)


def shown(source, **context):
    return engines["django"].from_string("{% load keurmerk_tags %}" + source).render(context)


def component(template, /, **context):
    return " ".join(render_to_string(f"components/{template}.html", context).split())


# Addresses that only exist in these tests.


def refuse(request):
    raise Refused("Add at least one learning outcome first.")


def break_down(request):
    raise LookupError


def only_post(request):
    return HttpResponseNotAllowed(["POST"])


def page_of_two(request):
    source = '{% include "components/pagination.html" with page=page only %}'
    page = Paginator(range(30), 10).page(2)
    return HttpResponse(engines["django"].from_string(source).render({"page": page}, request))


urlpatterns = [
    path("refuse/", refuse),
    path("break/", break_down),
    path("only-post/", only_post),
    path("pages/", page_of_two),
    path("account/", include("allauth.urls")),
    path("", include("keurmerk.web.urls")),
]


@pytest.fixture
def test_addresses(settings):
    settings.ROOT_URLCONF = __name__


# Words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", '<time datetime="2026-03-12">12 maart 2026</time>'),
        ("en", '<time datetime="2026-03-12">12 March 2026</time>'),
    ],
)
def test_a_date_is_written_out_in_the_language_of_the_page(language, words):
    with override(language):
        assert shown("{{ day|date_words }}", day=dt.date(2026, 3, 12)) == words


def test_a_moment_late_in_the_evening_is_dated_by_the_dutch_clock():
    late = dt.datetime(2026, 3, 11, 23, 30, tzinfo=dt.UTC)

    with override("nl"):
        assert "12 maart 2026" in shown("{{ late|date_words }}", late=late)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", '<time datetime="2026-06-03T14:02+02:00">3 juni 2026, 14:02 uur</time>'),
        ("en", '<time datetime="2026-06-03T14:02+02:00">3 June 2026, 14:02</time>'),
    ],
)
def test_a_moment_is_written_out_in_the_language_of_the_page(language, words):
    with override(language):
        assert shown("{{ moment|moment_words }}", moment=MOMENT) == words


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (Decimal("5.0"), "5", "5"),
        (Decimal("7.50"), "7,5", "7.5"),
        (Decimal(100), "100", "100"),
        ("0.25", "0,25", "0.25"),
        (7.5, "7,5", "7.5"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_number_loses_its_trailing_zeros_and_has_a_comma_in_dutch(amount, dutch, english):
    with override("nl"):
        assert shown("{{ amount|decimal }}", amount=amount) == dutch
    with override("en"):
        assert shown("{{ amount|decimal }}", amount=amount) == english


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (Decimal("1950.00"), "€\xa01.950", "€\xa01,950"),
        (Decimal("1950.50"), "€\xa01.950,50", "€\xa01,950.50"),
        (None, "", ""),
    ],
)
def test_a_price_is_written_as_people_write_it(amount, dutch, english):
    with override("nl"):
        assert shown("{{ amount|euros }}", amount=amount) == dutch
    with override("en"):
        assert shown("{{ amount|euros }}", amount=amount) == english


def test_study_load_is_in_ec_and_in_hours():
    with override("nl"):
        assert shown("{% study_load ects 140 %}", ects=Decimal("5.0")) == "5 EC, 140 uur"
    with override("en"):
        assert shown("{% study_load ects 42 %}", ects=Decimal("1.5")) == "1.5 EC, 42 hours"


@pytest.mark.parametrize(("ects", "hours"), [(None, 140), (Decimal(5), None)])
def test_study_load_that_is_not_complete_is_not_shown(ects, hours):
    assert shown("{% study_load ects hours %}", ects=ects, hours=hours) == ""


def test_nothing_is_written_for_a_day_or_moment_that_is_not_there():
    assert shown("{{ day|date_words }}{{ day|moment_words }}", day=None) == ""


def test_a_text_is_shown_in_the_language_of_the_page():
    institution = InstitutionFactory.build(name_nl="Instelling", name_en="Institution")

    with override("en"):
        assert shown('{% in_language i "name" %}', i=institution) == "Institution"
        assert shown('{{ i|localised:"name" }}', i=institution) == "Institution"


def test_a_text_in_the_other_language_is_marked_as_such():
    version = {"title_nl": "Recht & ethiek", "title_en": ""}

    with override("en"):
        marked = shown('{% in_language v "title" %}', v=version)
        assert marked == '<span lang="nl">Recht &amp; ethiek</span>'
        assert shown('{{ v|localised:"title" }}', v=version) == "Recht &amp; ethiek"


def test_a_text_in_no_language_is_empty():
    assert shown('{% in_language v "title" %}{{ v|localised:"title" }}', v={}) == ""


def test_a_language_has_a_name():
    with override("en"):
        assert shown("{{ code|language_name }}", code="nl") == "Dutch"


# Rosette


def test_a_version_with_a_mark_has_a_rosette_whichever_way_its_hash_is_written():
    from_bytes = shown("{% rosette h 64 %}", h=bytes(32))
    from_text = shown("{% rosette h 64 %}", h="00" * 32)

    assert from_bytes == from_text
    assert 'class="rosette rosette-small"' in from_bytes


@pytest.mark.parametrize("nothing", [None, "", b""])
def test_without_a_mark_there_is_a_plain_seal(nothing):
    assert 'class="rosette rosette-plain"' in shown("{% rosette h 64 %}", h=nothing)


# Fields


class Judgement(forms.Form):
    sentence = forms.CharField(label="Sentence", help_text="In full.")
    size = forms.DecimalField(label="EC", required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=[("y", "Yes")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget, required=False)
    row = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_control_is_tied_to_its_help_its_error_and_its_rule_results():
    rule = {"kind": "note", "word": "Advice", "message": "Choose one verb.", "source": "V5"}

    html = component("field", field=Judgement({})["sentence"], rules=[rule])

    assert 'aria-describedby="id_sentence_helptext id_sentence_error id_sentence_rule_1"' in html
    for name in ("helptext", "error", "rule_1"):
        assert f'id="id_sentence_{name}"' in html
    assert 'aria-invalid="true"' in html
    assert "Choose one verb." in html
    assert "V5" in html


def test_a_field_without_explanation_points_at_nothing():
    html = component("field", field=Judgement()["size"], short=True)

    assert "aria-describedby" not in html
    assert 'class="field field-short"' in html


def test_one_of_several_choices_is_a_group_with_a_legend():
    html = component("field", field=Judgement({})["outcome"])

    assert '<fieldset class="field field-wrong" id="id_outcome"' in html
    assert '<label for="id_outcome_0">Yes</label>' in html
    assert 'aria-describedby="id_outcome_error"' in html


def test_a_tick_box_has_its_label_behind_it():
    html = component("field", field=Judgement()["sure"])

    assert html.index('type="checkbox"') < html.index("I am sure")


def test_a_form_shows_every_field_once():
    html = component("fields", form=Judgement())

    for name in ("sentence", "size", "outcome", "sure", "row"):
        assert html.count(f'name="{name}"') == 1
    assert html.count("<fieldset") == 1


def test_a_hidden_field_is_only_its_control():
    assert component("field", field=Judgement()["row"]).startswith("<input")


def test_the_error_summary_leads_to_each_control_in_the_same_words():
    form = Judgement({})

    html = component("errors", form=form, problems=[("outcome-4", "No assessment."), ("", "No.")])

    for name in ("id_sentence", "id_outcome_0", "id_sure", "outcome-4"):
        assert f'href="#{name}"' in html
    assert html.count("<li>") == 5


def test_a_form_without_errors_has_no_summary():
    assert component("errors", form=Judgement()) == ""


# Components


@pytest.mark.parametrize("kind", ["good", "note", "open", "stop", "busy", "aside", "todo"])
def test_a_state_is_an_icon_and_a_word(kind):
    html = component("state", kind=kind, word="The word")

    assert f'class="state state-{kind}"' in html
    assert "<svg" in html
    assert "The word" in html


def test_no_two_icons_look_alike():
    kinds = ["good", "note", "open", "stop", "busy", "aside", "todo"]

    assert len({component("icon", name=kind) for kind in kinds}) == 7


@pytest.mark.parametrize(("heading", "tag"), [("", "h2"), ("h1", "h1")])
def test_a_verdict_is_a_heading_that_is_announced(heading, tag):
    html = component(
        "verdict",
        kind="good",
        line="Genuine and valid.",
        explanation="Awarded once.",
        heading=heading,
        id="verdict",
        live=True,
        checked_at=MOMENT,
        url="/check/",
        link="See the check",
    )

    assert 'role="status"' in html
    assert f'<{tag} id="verdict" tabindex="-1">Genuine and valid.</{tag}>' in html
    assert "2026-06-03T14:02+02:00" in html
    assert '<a href="/check/">See the check</a>' in html


def test_the_table_of_checks_says_what_outcome_who_when_and_why():
    html = component(
        "checks_table",
        rows=[
            {
                "what": "Not withdrawn",
                "why": "The server did not answer.",
                "kind": "open",
                "word": "Could not check",
                "source": "status list",
                "when_words": "last seen 1 June",
            },
            {"what": "Unchanged", "kind": "good", "word": "Yes", "when": MOMENT},
        ],
    )

    for words in ("Not withdrawn", "did not answer", "Could not check", "status list", "1 June"):
        assert words in html
    assert "2026-06-03T14:02+02:00" in html


def test_a_button_that_changes_something_is_a_form_of_its_own():
    html = component(
        "post_button",
        url="/stop/",
        label="Stop",
        about="LinkedIn",
        kind="text",
        fields=[("row", "7")],
        csrf_token="t",
    )

    assert 'action="/stop/" method="post"' in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert 'name="row" value="7"' in html
    assert 'Stop<span class="hidden">: LinkedIn</span>' in html


@pytest.mark.parametrize(
    ("name", "context", "words"),
    [
        ("facts", {"facts": [("Form", "Portfolio"), ("Empty", "")]}, "<dd>Portfolio</dd>"),
        (
            "outcomes",
            {"outcomes": ["Designs."], "language": "en"},
            '<ol class="outcomes" lang="en">',
        ),
        ("compare", {"changes": [("Form", "", "Portfolio")]}, "<ins>Portfolio</ins>"),
        ("empty", {"line": "None yet.", "url": "/a", "link": "Start"}, '<a href="/a">Start</a>'),
        ("steps", {"steps": [("A", "/a"), ("B", "")], "current": 2}, 'aria-current="step">B</li>'),
        ("mark", {"with_mark": True}, 'class="mark"'),
        ("mark", {}, 'class="soft"'),
        ("back", {"url": "/a", "label": "All", "rest": "one"}, '<a href="/a">All</a> · one'),
        ("filter_line", {"filters": [("/a", "All", True)]}, 'aria-current="true">All</a>'),
        (
            "tasks",
            {"tasks": [{"label": "A", "url": "/a", "kind": "busy", "word": "B", "current": True}]},
            'aria-current="step"',
        ),
        (
            "totals",
            {"line": "2 rows", "sums": [("good", "2 ready")], "button": "Go", "form": "f"},
            '<button type="submit" class="button" form="f">Go</button>',
        ),
    ],
)
def test_every_component_shows_what_it_is_given(name, context, words):
    assert words in component(name, **context)


def test_page_numbers_keep_the_filters(client, test_addresses):
    html = client.get("/pages/?q=law&page=2").content.decode()

    assert '<a href="?q=law&amp;page=3">3</a>' in html
    assert '<span aria-current="page">2</span>' in html


# The frame of every page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_says_its_language_and_offers_the_other(client, language):
    html = client.get("/privacy/", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}">' in html
    assert f'value="{language}" lang="{language}" aria-current="true"' in html
    assert 'href="#main"' in html
    assert html.count("<h1>") == 1


def test_a_page_holds_no_style_or_script_of_its_own_and_nothing_from_elsewhere(client):
    html = client.get("/").content.decode()

    for forbidden in ("<style", "style=", "<script", "onclick", 'src="http', 'link href="http'):
        assert forbidden not in html


def test_a_public_page_sets_no_cookie(client):
    assert not client.get("/").cookies


def test_the_switch_keeps_the_place_and_remembers_the_choice(client):
    response = client.post("/language/", {"language": "en", "next": "/privacy/?a=b"})

    assert response.url == "/privacy/?a=b"
    assert response.cookies["django_language"].value == "en"
    assert 'lang="en"' in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_leads_nowhere_else(client, elsewhere):
    response = client.post("/language/", {"language": "xx", "next": elsewhere})

    assert response.url == "/"
    assert not response.cookies


@pytest.mark.django_db
def test_who_is_signed_in_sees_a_name_and_can_sign_out(client):
    client.force_login(UserFactory(name="A. B."))

    html = client.get("/privacy/").content.decode()

    assert "A. B." in html
    assert f'action="{reverse("account_logout")}" method="post"' in html


def test_a_house_gives_the_page_its_name_and_its_colours(rf):
    house = InstitutionFactory.build(slug="vu", name_nl="Vrije Universiteit", name_en="")

    html = render_to_string("base.html", {"house": house}, rf.get("/"))

    assert '<link rel="stylesheet" href="/house/vu.css">' in html
    assert "Vrije Universiteit" in html


def test_the_demonstration_says_that_it_is_one(client, settings):
    assert 'class="demo"' not in client.get("/privacy/").content.decode()

    settings.DEMO = True

    assert 'class="demo"' in client.get("/privacy/").content.decode()


# Menus


def test_a_menu_marks_where_we_are():
    places = (Place("public:about", "About"), Place("public:check", "Check"))

    assert navigation(places, "/about/") == [
        ("/about/", "About", True),
        ("/check/", "Check", False),
    ]


def test_a_menu_shows_only_what_is_for_the_role():
    places = (
        Place("public:about", "About", frozenset({Role.OPERATOR})),
        Place("public:privacy", "Privacy"),
    )

    labels = [label for _, label, _ in navigation(places, "/", frozenset({Role.EXAMINER}))]

    assert labels == ["Privacy"]


def surroundings_of(rf, path, user):
    request = rf.get(path)
    request.user = user
    return context_processors.page(request)


@pytest.mark.django_db
def test_somebody_at_work_sees_the_menu_of_the_role_and_the_house(rf, member_of):
    institution = InstitutionFactory()
    examiner = member_of(institution, Role.EXAMINER)

    context = surroundings_of(rf, "/staff/", examiner)

    assert context["house"] == institution
    assert context["navigation"] == navigation(STAFF, "/staff/", frozenset({Role.EXAMINER}))


@pytest.mark.django_db
def test_an_operator_works_for_no_house(rf):
    context = surroundings_of(rf, "/staff/", OperatorFactory().user)

    assert context["house"] is None


@pytest.mark.django_db
def test_a_learner_sees_the_menu_of_the_backpack_and_a_visitor_the_public_one(rf):
    learner = UserFactory()

    assert "house" not in surroundings_of(rf, "/my/", learner)
    assert surroundings_of(rf, "/", learner)["navigation"] == navigation(PUBLIC, "/")


# When something is not possible


def test_a_refusal_is_a_page_of_its_own(client, test_addresses):
    response = client.get("/refuse/", headers={"accept-language": "en"})

    assert response.status_code == 409
    assert "Add at least one learning outcome first." in response.content.decode()
    assert "<title>Error: " in response.content.decode()


def test_a_refusal_returns_to_the_form_it_came_from(client, test_addresses):
    response = client.post("/refuse/", {"next": "/privacy/"})

    assert response.url == "/privacy/"
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "Add at least one learning outcome first."
    ]
    assert 'role="status"' in client.get("/privacy/").content.decode()


def test_a_refusal_never_leads_to_another_site(client, test_addresses):
    response = client.post("/refuse/", {"next": "https://elsewhere.example/"})

    assert response.status_code == 409


def test_a_mistake_of_ours_stays_one(client, test_addresses):
    with pytest.raises(LookupError):
        client.get("/break/")


def test_an_address_without_a_page_says_so_in_words(client, test_addresses):
    response = client.get("/only-post/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "<h1>" in response.content.decode()


def test_a_program_gets_the_plain_answer(client, test_addresses):
    response = client.get("/only-post/", headers={"accept": "application/json"})

    assert (response.status_code, response.content) == (405, b"")


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "500"])
def test_every_error_page_stands_without_any_context(code):
    with override("en"):
        html = render_to_string(f"{code}.html")

    assert "<title>Error: " in html
    assert html.count("<h1>") == 1


def test_an_unknown_address_is_a_page_in_words(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("level", ["success", "error", "warning", "info"])
def test_a_message_has_an_icon_of_its_kind(level):
    html = component("messages", messages=[{"level_tag": level}])

    kind = {"success": "good", "error": "stop", "warning": "note", "info": "open"}[level]
    assert f'class="state-{kind}"' in html


# Signing in


@pytest.mark.django_db
def test_somebody_signs_in_with_a_code_that_was_sent(client, mailoutbox):
    user = UserFactory(email="learner@work.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    asked = client.post("/account/login/", {"login": user.email}, follow=True)

    page = asked.content.decode()
    assert "l•••@work.example" in page
    assert 'class="masthead' in page
    assert 'name="code"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/account/login/code/"])
def test_the_page_to_sign_in_asks_for_an_address_and_nothing_else(client, address):
    page = client.get(address, headers={"accept-language": "en"}, follow=True).content.decode()

    assert "<title>Sign in – Keurmerk</title>" in page
    assert "password" not in page.replace("There is no password to remember.", "")


@pytest.mark.django_db
def test_the_other_account_pages_wear_our_clothes(client):
    client.force_login(UserFactory())

    page = client.get("/account/logout/").content.decode()

    assert 'class="masthead' in page
    assert '<button class="button"' in page
