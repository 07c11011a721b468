"""The newsroom on the admin's front page: each sees what waits for them, and nothing they have no right to."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page, count_queries
from delegations.models import WebsiteCheck
from delegations.tests.make import make_chamber, make_delegation, make_seats, make_website
from press import publishing
from press.models import PressItem, State

from .make import make_item

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
EDITOR = ["view_pressitem", "add_pressitem", "change_pressitem"]
PUBLISHER = [*EDITOR, "publish_pressitem"]
CLERK = ["view_pressitem", "view_seatcount", "change_seatcount"]


def make_user(name, permissions=PUBLISHER, **values):
    user = get_user_model().objects.create(username=name, is_staff=True, **values)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def ella():
    return make_user("ella", EDITOR, first_name="Ella", last_name="Example")


@pytest.fixture
def paul():
    return make_user("paul")


@pytest.fixture
def lines(client):
    """The lines of a section as a user reads them; None when the page has no such section."""

    def lines(user, name):
        client.force_login(user)
        page = Page(client.get(INDEX))
        if not page.all(f".newsroom-{name}"):
            return None
        return [line.text for line in page.all(f"section.newsroom-{name} li")]

    return lines


def test_a_reviewer_sees_who_sent_what_and_the_note_others_work_first(lines, ella, paul):
    own = make_item(State.DRAFT, title="My own", modified_by=paul)
    publishing.submit(own, paul)
    item = make_item(State.DRAFT, title="A new library", modified_by=ella)
    publishing.submit(item, ella, "An older note.")
    publishing.send_back(item, paul, "Who opened it?")
    publishing.submit(item, ella, "Please check the names.")
    make_item(State.IN_REVIEW, title="Of nobody")
    first, nobodys, second = lines(paul, "review")
    assert nobodys.startswith("Of nobody saved ")
    assert first.startswith("A new library sent for review · Ella Example · ")
    assert first.endswith("Please check the names.")
    assert second.startswith("My own") and second.endswith("You changed it last: ask a colleague.")


def test_what_goes_out_next_stands_soonest_first_with_the_time_zone(client, lines, paul):
    for days in (3, 1, 2):
        make_item(title=f"In {days} days", at=timezone.now() + timedelta(days=days))
    make_item(title="Out already")
    assert [line[:9] for line in lines(paul, "due")] == ["In 1 days", "In 2 days", "In 3 days"]
    page = Page(client.get(INDEX))
    assert "Times are in the time zone Europe/Moscow." in page.one("section.newsroom-due").text
    due = timezone.localtime(timezone.now() + timedelta(days=1))
    assert page.all("section.newsroom-due time")[0]["datetime"][:16] == due.strftime("%Y-%m-%dT%H:%M")


def test_a_draft_that_was_sent_back_is_listed_with_the_reason_until_it_is_sent_again(lines, ella, paul):
    item = make_item(State.DRAFT, title="A new library", modified_by=ella)
    make_item(State.DRAFT, title="Not mine", modified_by=paul)
    assert [line[:13] for line in lines(ella, "drafts")] == ["A new library"] and lines(ella, "sent-back") == []
    publishing.submit(item, ella)
    assert lines(ella, "drafts") == []
    publishing.send_back(item, paul, "The date is last year’s.")
    (line,) = lines(ella, "sent-back")
    assert line.startswith("A new library sent back · paul · ") and line.endswith("The date is last year’s.")
    assert lines(ella, "drafts") == []
    publishing.submit(item, ella)
    assert lines(ella, "sent-back") == []


def test_what_was_sent_back_is_listed_for_who_submitted_it_too_and_for_nobody_else(lines, ella, paul):
    item = make_item(State.DRAFT, title="Together", modified_by=make_user("mira"))
    publishing.submit(item, ella)
    publishing.send_back(item, paul, "Not yet.")
    assert len(lines(ella, "sent-back")) == 1
    assert lines(paul, "sent-back") == []


def test_recent_changes_name_whoever_took_the_step_or_else_changed_the_text(lines, ella, paul):
    item = make_item(State.IN_REVIEW, title="Approved one", modified_by=ella)
    publishing.approve(item, paul)
    written = make_item(State.DRAFT, title="Written one", modified_by=ella)
    assert [line.rpartition(" · ")[0] for line in lines(ella, "changed")] == [
        "Written one changed · Ella Example",
        "Approved one approved · paul",
    ]
    publishing.submit(written, paul)
    written.refresh_from_db()
    written.modified_by = ella
    written.save()
    assert lines(ella, "changed")[0].startswith("Written one changed · Ella Example")


def test_a_fact_entered_early_says_when_it_takes_effect_to_those_who_keep_the_register(lines, paul):
    clerk = make_user("clara", CLERK)
    chamber = make_chamber(make_delegation("Examplia"), "Upper House")
    make_seats(chamber, 8, valid_from="2020-01-01", valid_to="2998-12-31")
    make_seats(chamber, 9, valid_from="2999-01-01")
    make_seats(make_chamber(chamber.delegation, "Lower House", 2), 31, valid_from="2999-05-01").retract("Misread.")
    assert lines(clerk, "effect") == ["Upper House: 9 Examplia · takes effect on 1 January 2999"]
    assert lines(paul, "effect") is None


def make_failing(delegation, name, words="It answers no more."):
    """A website that failed yesterday and today."""
    fact = make_website(delegation, f"http://{name}.example/", observed="unknown")
    now = timezone.now()
    for days in (1, 0):
        WebsiteCheck.keep(fact.url, False, words, now - timedelta(days=days))
    return fact


def test_websites_that_do_not_work_are_listed_for_those_who_keep_them(client, lines, paul):
    clerk = make_user("clara", [*CLERK, "view_website", "change_website"])
    delegation = make_delegation("Examplia")
    once = make_website(delegation, "http://once.example/", observed="unknown")
    WebsiteCheck.keep(once.url, False, "It answers no more.", timezone.now())
    assert lines(clerk, "websites") == []
    fact = make_failing(delegation, "gone", "<b>It</b> answers no more.")
    yesterday = timezone.localtime(timezone.now() - timedelta(days=1))
    since = f"since {yesterday.day} {yesterday.strftime('%B %Y')}"
    assert lines(clerk, "websites") == [f"http://gone.example/ Examplia · {since} <b>It</b> answers no more."]
    (link,) = Page(client.get(INDEX)).all(".newsroom-websites li a")
    assert link["href"] == reverse("admin:delegations_website_change", args=[fact.pk])
    assert client.get(link["href"]).status_code == 200
    assert lines(paul, "websites") is None and lines(make_user("carl", CLERK), "websites") is None
    fact.retract("It was another’s.")
    assert lines(clerk, "websites") == []


@pytest.mark.parametrize(
    ("permissions", "sections"),
    [
        ([], []),
        (["view_pressitem"], ["due", "changed"]),
        (EDITOR, ["sent-back", "drafts", "due", "changed"]),
        (PUBLISHER, ["review", "sent-back", "drafts", "due", "changed"]),
        (CLERK, ["effect", "due", "changed"]),
    ],
)
def test_each_section_is_only_for_those_with_the_right(client, permissions, sections):
    make_item(title="Zzyzx"), make_item(State.IN_REVIEW, title="Zzyzx")
    client.force_login(make_user("somebody", permissions))
    page = Page(client.get(INDEX))
    names = ["review", "sent-back", "drafts", "effect", "due", "changed"]
    assert [name for name in names if page.all(f".newsroom-{name}")] == sections
    assert ("Zzyzx" in page.text) is bool(sections)


def test_an_empty_section_is_one_line_without_a_heading(client, paul):
    client.force_login(paul)
    newsroom = Page(client.get(INDEX)).one(".newsroom")
    assert newsroom.text == (
        "Nothing waits for review. Nothing waits to be looked over. Nothing was sent back to you. You have no drafts. "
        "Nothing waits for its time. There are no items yet."
    )


def test_the_list_of_models_is_still_there(client, paul):
    client.force_login(paul)
    page = Page(client.get(INDEX))
    assert page.all(".app-press") and page.all("#recent-actions-module")


def test_a_hostile_headline_or_note_is_shown_as_words(client, ella, paul):
    item = make_item(State.DRAFT, title="<script>alert(1)</script>", modified_by=ella)
    publishing.submit(item, ella, "<img src=x onerror=alert(2)>")
    client.force_login(paul)
    html = client.get(INDEX).content.decode()
    assert "<script>alert(1)" not in html and "<img src=x" not in html and "&lt;script&gt;alert(1)" in html


def fill(ella, paul, number):
    for _count in range(number):
        publishing.submit(make_item(State.DRAFT, modified_by=ella), ella, "A note.")
        item = publishing.submit(make_item(State.DRAFT, modified_by=paul), paul)
        publishing.send_back(item, ella, "A reason.")
        make_item(State.DRAFT, modified_by=paul)
        make_item(at=timezone.now() + timedelta(days=1), modified_by=ella)


def test_a_full_newsroom_takes_as_many_queries_as_a_small_one(client, ella, paul):
    paul.user_permissions.add(*Permission.objects.filter(content_type__app_label="delegations"))
    chamber = make_chamber()
    make_seats(chamber, 9, valid_from="2999-01-01", valid_to="2999-12-31")
    make_failing(chamber.delegation, "gone")
    client.force_login(paul)
    fill(ella, paul, 1)
    few = count_queries(client, INDEX)
    fill(ella, paul, 12)
    for number in range(12):
        make_failing(make_delegation(f"Examplia {number}", slug=f"examplia-{number}"), f"gone-{number}")
    for year in range(3000, 3012):
        make_seats(chamber, 9, valid_from=f"{year}-01-01", valid_to=f"{year}-12-31")
    assert count_queries(client, INDEX) == few <= 35
    page = Page(client.get(INDEX))
    for name in ("review", "sent-back", "drafts", "due", "changed", "effect", "websites"):
        assert len(page.all(f"section.newsroom-{name} li")) == 10, name


def test_a_section_with_more_than_ten_lines_leads_to_the_whole_list(client, ella, paul):
    fill(ella, paul, 11)
    client.force_login(paul)
    page = Page(client.get(INDEX))
    for name in ("review", "sent-back", "drafts", "due"):
        (link,) = page.all(f"section.newsroom-{name} .more a")
        assert len(Page(client.get(link["href"])).all("#result_list th")) >= 11, name
    assert not page.all("section.newsroom-changed .more")


def test_every_line_leads_to_its_item(client, ella, paul):
    fill(ella, paul, 1)
    client.force_login(paul)
    links = {link["href"] for link in Page(client.get(INDEX)).all(".newsroom li a")}
    assert links == {reverse("admin:press_pressitem_change", args=[item.pk]) for item in PressItem.objects.all()}


def test_an_editor_sees_what_waits_for_a_colleague_and_a_publisher_does_not_see_it_twice(lines, ella, paul):
    item = make_item(State.DRAFT, title="Sent by Ella", modified_by=ella)
    publishing.submit(item, ella, "Please look at the names.")
    publishing.submit(make_item(State.DRAFT, title="Sent by Paul"), paul)
    (line,) = lines(ella, "waiting")
    assert "Sent by Ella" in line and "Please look at the names." in line
    assert lines(ella, "drafts") == [] and lines(paul, "waiting") is None


def test_the_ways_to_a_new_item_are_for_whoever_may_add_one(client, ella):
    addresses = [reverse("admin:press_pressitem_from_text"), reverse("admin:press_pressitem_add")]
    for user, expected in ((ella, addresses), (make_user("carl", CLERK), [])):
        client.force_login(user)
        assert [link["href"] for link in Page(client.get(INDEX)).all(".newsroom-new a")] == expected
