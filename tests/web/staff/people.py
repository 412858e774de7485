"""Who works on the pages in these tests."""

from django.contrib.messages import get_messages


def sign_in(client, user, language="en"):
    """Let this person work, in this language."""
    user.language = language
    user.save(update_fields=["language"])
    client.force_login(user)
    return user


def words(response):
    """The text of a page."""
    return response.content.decode()


def told(response):
    """The messages that a refusal or a step left for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]
