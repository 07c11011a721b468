"""The press in the admin: an item made, scheduled, changed and withdrawn by hand."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page
from press import changing
from press.models import JournalEntry, PressItem, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db

ADD = reverse("admin:press_pressitem_add")
EMPTY_LISTS = {
    f"{name}-{count}_FORMS": 0
    for name in ("appearances", "pictures", "documents")
    for count in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
}


def form(**values):
    """What the form sends for a release."""
    return {
        "kind": "press-releases",
        "title": "Examplia opens a library",
        "slug": "examplia-opens-a-library",
        "language": "en",
        "standfirst": "",
        "body": "<p>Words.</p>",
        "byline": "",
        "reference_note": "",
        "given_on": "",
        **EMPTY_LISTS,
        **values,
    }


def step(client, item, name, **values):
    return client.post(reverse(f"admin:press_pressitem_{name}", args=[item.pk]), values, follow=True)


def make_editor(*permissions):
    user = get_user_model().objects.create(username="ella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def test_an_item_is_made_sent_for_review_scheduled_and_withdrawn(admin_client, client):
    admin_client.post(ADD, form())
    item = PressItem.objects.get()
    assert item.state == State.DRAFT and client.get(item.get_absolute_url()).status_code == 404
    step(admin_client, item, "submit", note="")
    tomorrow = timezone.localtime() + timedelta(days=1)
    answer = step(admin_client, item, "approve", at=tomorrow.strftime("%Y-%m-%dT%H:%M"))
    assert "This field is required" in answer.content.decode(), "One's own work needs a reason."
    step(admin_client, item, "approve", at=tomorrow.strftime("%Y-%m-%dT%H:%M"), reason="I am alone today.")
    item.refresh_from_db()
    assert timezone.localtime(item.published_at).strftime("%H:%M") == tomorrow.strftime("%H:%M")
    assert client.get(item.get_absolute_url()).status_code == 404
    passed = step(admin_client, item, "reschedule", at="2020-01-01T12:00")
    assert "That time has passed" in passed.content.decode()
    assert client.get(item.get_absolute_url()).status_code == 404
    step(admin_client, item, "unapprove", reason="It goes out now.")
    step(admin_client, item, "submit", note="")
    step(admin_client, item, "approve", at="", reason="I am alone today.")
    assert client.get(item.get_absolute_url()).status_code == 200
    step(admin_client, item, "withdraw", reason="It was another library.")
    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 410 and "It was another library." in Page(answer).text
    assert list(JournalEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "submitted",
        "forced",
        "unapproved",
        "submitted",
        "forced",
        "withdrawn",
    ]


@pytest.mark.parametrize("state", State.values)
def test_every_button_of_an_item_leads_to_its_page(admin_client, state):
    address = reverse("admin:press_pressitem_change", args=[make_item(state).pk])
    links = [link["href"] for link in Page(admin_client.get(address)).all(".object-tools a")]
    assert len(links) >= 3
    for link in links:
        assert admin_client.get(urljoin(address, link)).status_code in {200, 410}, link


def test_the_form_has_no_field_for_the_state(admin_client):
    admin_client.post(ADD, form(state="approved", published_at="2020-01-01"))
    assert PressItem.objects.get().state == State.DRAFT


def test_an_address_that_was_left_empty_is_made_from_the_headline(admin_client):
    for _time in range(2):
        admin_client.post(ADD, form(slug=""))
    slugs = PressItem.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["examplia-opens-a-library", "examplia-opens-a-library-2"]


def test_a_time_that_has_passed_is_asked_about_before_it_goes_out_at_once(admin_client):
    item = make_item(State.IN_REVIEW)
    answer = step(admin_client, item, "approve", at="2020-01-01T12:00")
    assert "it would be public at once" in answer.content.decode()
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW
    step(admin_client, item, "approve", at="2020-01-01T12:00", is_past="on")
    item.refresh_from_db()
    assert timezone.localtime(item.published_at).year == 2020


def test_a_hostile_body_is_clean_when_it_is_saved(admin_client):
    admin_client.post(ADD, form(body='<p onclick="x">a<script>alert(1)</script></p>'))
    assert PressItem.objects.get().body == "<p>a</p>"


def test_a_refused_form_gives_back_what_was_typed(admin_client):
    make_item(slug="taken")
    answer = admin_client.post(ADD, form(slug="taken", given_on="around noon", body="<p>Kept words.</p>"))
    text = answer.content.decode()
    assert "Kept words." in text and "around noon" in text
    assert "Write the date as 2023-12-26" in text


def test_the_day_it_was_said_may_be_known_to_the_month(admin_client):
    admin_client.post(ADD, form(given_on="2023-12"))
    assert str(PressItem.objects.get().given_on) == "2023-12"
    change = reverse("admin:press_pressitem_change", args=[PressItem.objects.get().pk])
    assert 'value="2023-12"' in admin_client.get(change).content.decode()


def test_what_is_missing_is_listed_with_links_to_the_fields(admin_client):
    item = make_item(State.DRAFT, body="")
    page = Page(admin_client.get(reverse("admin:press_pressitem_change", args=[item.pk])))
    assert [link["href"] for link in page.all(".missing a")] == ["#id_body"]


def test_an_editor_without_the_right_to_publish_sees_no_such_step_and_takes_none(client):
    client.force_login(make_editor("add_pressitem", "change_pressitem", "view_pressitem"))
    item = make_item(State.IN_REVIEW)
    page = Page(client.get(reverse("admin:press_pressitem_change", args=[item.pk])))
    assert "Approve" not in [link.text for link in page.all("a.steplink")]
    assert step(client, item, "approve", at="", reason="x").status_code == 403
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_an_editor_whose_item_was_approved_meanwhile_keeps_the_text_apart(client):
    client.force_login(make_editor("change_pressitem", "view_pressitem"))
    for item in (make_item(title="Old"), make_item(at=timezone.now() + timedelta(days=1), title="Old")):
        change = reverse("admin:press_pressitem_change", args=[item.pk])
        answer = client.post(
            change, form(title="My long new headline", body="<p>My words.</p>", slug=item.slug), follow=True
        )
        assert "Kept apart as a change" in answer.content.decode()
        item.refresh_from_db()
        assert item.title == "Old" and item.working_copy.content["title"] == "My long new headline"


def test_a_change_that_lacks_something_is_kept_and_not_approved(admin_client, admin_user):
    item = make_item()
    change = reverse("admin:press_pressitem_change", args=[item.pk])
    page = Page(admin_client.post(change, form(body="", slug=item.slug, _continue="1"), follow=True))
    assert "The text is empty." in page.one(".missing ul").text
    changing.submit(item, admin_user)
    answer = step(admin_client, item, "approve-change", is_minor="no", note="Emptied.", reason="Alone.")
    assert "The text is empty." in answer.content.decode()
    item.refresh_from_db()
    assert item.body


def test_pressing_save_without_a_change_makes_nobody_the_author(admin_client, admin_user):
    ella = make_editor()
    item = make_interview(modified_by=ella, state=State.IN_REVIEW, reference_note="<p>Note.</p>")
    change = reverse("admin:press_pressitem_change", args=[item.pk])
    speaker = item.appearances.get()
    same = form(kind="interviews", title=item.title, slug=item.slug, body=item.body.replace("\n", "\r\n"))
    same |= {"reference_note": "<p>Note.</p>", "appearances-TOTAL_FORMS": 1, "appearances-INITIAL_FORMS": 1}
    row = {"id": speaker.pk, "item": item.pk, "label": speaker.label, "position": 1, "office": speaker.office}
    same |= {f"appearances-0-{name}": value for name, value in row.items()}
    same |= {f"initial-{name}": same[name] for name in ("kind", "title", "slug", "body", "reference_note")}
    admin_client.post(change, same)
    item.refresh_from_db()
    assert item.modified_by == ella
    admin_client.post(change, same | {"appearances-0-office": "Former chair"})
    item.refresh_from_db()
    assert item.modified_by == admin_user


def test_an_office_changed_on_a_live_item_waits_and_is_then_journalled(admin_client):
    item = make_interview()
    speaker = item.appearances.get()
    values = form(kind="interviews", title=item.title, slug=item.slug, body=item.body)
    values |= {"appearances-TOTAL_FORMS": 1, "appearances-INITIAL_FORMS": 1}
    row = {"id": speaker.pk, "item": item.pk, "label": speaker.label, "position": 1, "office": "Former chair"}
    values |= {f"appearances-0-{name}": value for name, value in row.items()}
    values |= {f"initial-{name}": values[name] for name in ("kind", "title", "slug", "body")}
    admin_client.post(reverse("admin:press_pressitem_change", args=[item.pk]), values)
    assert item.appearances.get().office == "Chair of Examples"
    step(admin_client, item, "approve-change", is_minor="yes")
    assert item.appearances.get().office == "Former chair"
    assert JournalEntry.objects.get().reason == "speakers"


def test_a_text_changed_while_it_was_read_is_not_approved_unread(admin_client):
    item = make_item(State.IN_REVIEW)
    address = reverse("admin:press_pressitem_approve", args=[item.pk])
    seen = Page(admin_client.get(address)).one("#id_seen")["value"]
    item.title = "Another headline"
    item.save()
    answer = admin_client.post(address, {"at": "", "seen": seen})
    assert "The text was changed while you read it" in answer.content.decode()
    assert admin_client.post(address, {"at": "", "seen": item.modified_at.isoformat()}).status_code == 302


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "0202-06-01T12:00", "9999-12-31T23:59", "2024-02-30T12:00", "soon"])
def test_a_slip_in_the_time_gets_a_sentence(admin_client, at):
    item = make_item(State.IN_REVIEW)
    answer = admin_client.post(reverse("admin:press_pressitem_approve", args=[item.pk]), {"at": at})
    assert answer.status_code == 200 and Page(answer).all(".errorlist")
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_what_was_public_offers_no_deletion(admin_client):
    for item in (make_item(), make_item(State.WITHDRAWN)):
        assert (
            admin_client.post(reverse("admin:press_pressitem_delete", args=[item.pk]), {"post": "yes"}).status_code
            == 403
        )
    draft = make_item(State.DRAFT)
    admin_client.post(reverse("admin:press_pressitem_delete", args=[draft.pk]), {"post": "yes"})
    assert PressItem.objects.count() == 2


def test_the_list_says_in_words_where_an_item_is(admin_client):
    make_item(State.DRAFT), make_item(State.WITHDRAWN), make_interview()
    make_item(at=timezone.now() + timedelta(days=1))
    text = Page(admin_client.get(reverse("admin:press_pressitem_changelist"))).text
    for words in ("draft", "withdrawn: It was about another Examplia.", "published ", "goes out "):
        assert words in text


def test_lists_search_and_filter_without_growing_queries(admin_client, django_assert_max_num_queries):
    for _number in range(20):
        make_interview()
    with django_assert_max_num_queries(15):
        answer = admin_client.get(reverse("admin:press_pressitem_changelist") + "?q=examples&stage=published")
    assert answer.status_code == 200
