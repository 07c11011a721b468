"""A save says which form it was of; anything else does not."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cstosite.tests.page import Page
from press.models import PressItem

from .make import make_item
from .test_admin import ADD, form

pytestmark = pytest.mark.django_db


def classes(answer):
    return [message.get("class") for message in Page(answer).all(".messagelist li")]


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_the_message_of_a_save_carries_its_forms_token(admin_client, button):
    token = str(uuid4())
    answer = admin_client.post(ADD, form(token=token, **{button: "1"}), follow=True)
    assert classes(answer) == [f"saved-{token} success"]
    change = reverse("admin:press_pressitem_change", args=[PressItem.objects.get().pk])
    token = str(uuid4())
    answer = admin_client.post(change, form(token=token, title="Examplia reads", **{button: "1"}), follow=True)
    assert classes(answer) == [f"saved-{token} success"]


def test_a_refused_save_acknowledges_nothing(admin_client):
    answer = admin_client.post(ADD, form(token=str(uuid4()), title=""), follow=True)
    assert classes(answer) == [] and not PressItem.objects.exists()


def test_a_form_without_a_token_is_acknowledged_in_words_alone(admin_client):
    make_item(title="Examplia")
    for token in ("", "x y"):
        PressItem.objects.filter(slug="examplia-opens-a-library").delete()
        answer = admin_client.post(ADD, form(token=token), follow=True)
        assert all("saved-" not in name for name in classes(answer))
