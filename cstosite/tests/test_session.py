"""What an open form asks of the server: how long its writer stays signed in."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db

ADDRESS = reverse("admin_session")


def test_it_tells_who_is_signed_in_and_for_how_long(admin_client, admin_user):
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=4))
    given = admin_client.get(ADDRESS).json()
    assert given["user"] == admin_user.pk and 230 < given["seconds"] <= 240


def test_asking_prolongs_nothing_and_is_kept_nowhere(admin_client, settings):
    before = Session.objects.get().expire_date
    answer = admin_client.get(ADDRESS)
    assert Session.objects.get().expire_date == before
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def test_its_token_lets_a_form_be_sent(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    token = client.get(ADDRESS).json()["token"]
    sent = {"csrfmiddlewaretoken": token, "token": "", "title": ""}
    assert (
        client.post(reverse("admin:press_pressitem_add"), sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    )
    assert client.post(reverse("admin:press_pressitem_add"), sent).status_code == 200


def test_others_learn_only_that_they_are_not_signed_in(client):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()) == (200, {"seconds": 0})
    client.force_login(get_user_model().objects.create(username="no staff"))
    assert client.get(ADDRESS).json() == {"seconds": 0}


def test_it_is_only_read(admin_client):
    assert admin_client.post(ADDRESS).status_code == 405
