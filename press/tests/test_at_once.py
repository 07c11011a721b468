"""Forms sent at the same moment: none fails, none makes a second item, no text is lost.

On PostgreSQL only: the connections of a SQLite database in memory do not wait for each other.
"""

from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from press import changing
from press.models import Act, PressItem, Revision, State

from .make import make_item
from .test_guard import ADD, address, sent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs connections that wait for each other"),
]
TIMES = 8


def sign_in(name):
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get_or_create(username=name, is_staff=True, is_superuser=True)[0])
    return client


def at_once(*sendings):
    """What the addresses answer to forms sent at the same moment; each sending is (client, address, form)."""
    answers, barrier = [None] * len(sendings), Barrier(len(sendings))

    def send(number, client, url, form):
        barrier.wait()
        answers[number] = client.post(url, form)
        connections.close_all()

    threads = [Thread(target=send, args=(number, *sending)) for number, sending in enumerate(sendings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_form_sent_three_times_at_once_makes_one_item():
    for time in range(TIMES):
        form = sent(sign_in("ada").get(ADD), title="Once", slug=f"once-{time}", body="<p>Words.</p>")
        answers = at_once(*[(sign_in("ada"), ADD, form) for _sending in range(3)])
        assert [answer.status_code for answer in answers] == [302] * 3
        assert PressItem.objects.filter(slug=f"once-{time}").count() == 1


def test_of_two_new_items_of_one_address_the_second_is_refused_with_its_text():
    ada, bela = sign_in("ada"), sign_in("bela")
    for time in range(TIMES):
        values = {"title": "Same", "slug": f"same-{time}", "body": "<p>Words.</p>"}
        answers = at_once((ada, ADD, sent(ada.get(ADD), **values)), (bela, ADD, sent(bela.get(ADD), **values)))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        refused = next(answer for answer in answers if answer.status_code == 200).content.decode()
        assert "Another item has this address" in refused and "Words." in refused


def test_a_text_saved_while_the_item_is_deleted_is_in_the_history_or_in_the_form():
    ada, bela = sign_in("ada"), sign_in("bela")
    for _time in range(TIMES):
        item = make_item(State.DRAFT)
        form = sent(bela.get(address(item)), title="Long and good")
        delete = reverse("admin:press_pressitem_delete", args=[item.pk])
        _deleted, saved = at_once((ada, delete, {"post": "yes"}), (bela, address(item), form))
        is_kept = Revision.objects.filter(item_uuid=item.uuid, content__title="Long and good").exists()
        assert is_kept or "Long and good" in saved.content.decode()


def test_an_item_recovered_twice_at_once_is_one_item():
    for _time in range(TIMES):
        item = make_item(State.DRAFT)
        changing.delete(item, None)
        form = {"recover": Revision.objects.get(act=Act.DELETE, item_uuid=item.uuid).pk}
        url = reverse("admin:press_pressitem_deleted")
        answers = at_once(*[(sign_in(name), url, form) for name in ("ada", "bela")])
        assert {answer.status_code for answer in answers} <= {302, 404}
        assert PressItem.objects.filter(uuid=item.uuid).count() == 1


def test_an_earlier_text_brought_back_while_another_saves_leaves_the_address_alone():
    ada, bela = sign_in("ada"), sign_in("bela")
    for time in range(TIMES):
        item = make_item(State.DRAFT, title="First")
        revision = changing.keep(item, Act.SAVE)
        form = sent(ada.get(address(item)), title="Second", slug=f"second-{time}")
        back = reverse("admin:press_pressitem_bring_back", args=[item.pk, revision.pk])
        at_once((ada, address(item), form), (bela, back, {}))
        item.refresh_from_db()
        assert item.slug == f"second-{time}"
