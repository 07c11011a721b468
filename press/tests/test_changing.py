"""Changing what is live: apart until it is approved; as a correction, or as a minor change; and what it leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from cstosite.tests.page import Page
from press import changing, comparing, content, publishing
from press.feeds import entry
from press.history import done_alone
from press.models import Act, Correction, JournalEntry, OldAddress, PressItem, Revision, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db

LONG = " ".join(f"word{number}" for number in range(100))


@pytest.fixture
def ella():
    return get_user_model().objects.create(username="ella")


@pytest.fixture
def paul():
    return get_user_model().objects.create(username="paul")


def change(item, by, **values):
    """Save some fields as somebody with the form would."""
    item = PressItem.objects.get(pk=item.pk)
    return changing.save(item, content.current(item) | values, by)


def test_what_is_live_stays_until_the_change_is_approved(client, ella, paul):
    item = make_interview(title="Ada Example: Old", slug="one")
    assert change(item, ella, title="Ada Example: New") is True
    assert "Old" in Page(client.get("/press/one/")).one("h1").text
    changing.submit(item, ella, "Please look.")
    changing.approve(item, paul, note="The headline was corrected.")
    assert "New" in Page(client.get("/press/one/")).one("h1").text
    assert not hasattr(PressItem.objects.get(), "working_copy")


@pytest.mark.parametrize("state", [State.APPROVED, State.WITHDRAWN])
def test_whatever_was_approved_is_changed_apart(ella, state):
    item = make_item(state, title="Old")
    assert change(item, ella, title="New") is True
    item.refresh_from_db()
    assert item.title == "Old" and item.working_copy.content["title"] == "New"


def test_an_item_that_waits_for_its_time_goes_out_with_the_text_that_was_approved(client, ella, paul):
    item = make_item(at=timezone.now() + timedelta(hours=1), title="Approved", slug="one")
    change(item, ella, title="Not approved")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert Page(client.get("/press/one/")).one("h1").text == "Approved"
    changing.submit(item, ella)
    changing.approve(item, paul)
    item.refresh_from_db()
    assert item.title == "Not approved" and not item.corrections.exists() and item.revised_at is None


def test_a_draft_is_changed_itself(ella):
    item = make_item(State.DRAFT, title="Old")
    assert change(item, ella, title="New") is False
    item.refresh_from_db()
    assert (item.title, item.modified_by) == ("New", ella)


def test_saving_the_same_makes_nobody_the_author_and_nothing_for_the_history(ella):
    for item in (make_item(State.DRAFT), make_item()):
        assert change(item, ella) is None
        item.refresh_from_db()
        assert item.modified_by is None
    assert not Revision.objects.exists()


def test_a_correction_says_what_was_corrected_on_the_page_and_in_the_feed_and_moves_updated(client, ella, paul):
    item = make_item(slug="one", body=f"<p>In 1991 {LONG}</p>")
    change(item, ella, body=f"<p>In 1992 {LONG}</p>")
    changing.submit(item, ella, public_note="The year was corrected.")
    with pytest.raises(ValidationError, match="the public reads it"):
        changing.approve(item, paul)
    changing.approve(item, paul, note="The year was corrected.", was="In 1991")
    page = Page(client.get("/press/one/")).one(".correction").text
    assert "The year was corrected." in page and "In 1991" in page
    item = PressItem.objects.get()
    assert item.revised_at and item.updated_at == item.revised_at
    html = entry(PressItem.objects.for_page().get()).content_html
    assert html.index("The year was corrected.") < html.index("In 1992")
    before = item.uuid, item.published_at
    assert (str(before[0]) in client.get("/feeds/all.atom").content.decode()) and before[1] < item.revised_at


def test_a_correction_needs_a_second_person_or_a_reason(ella):
    item = make_item()
    change(item, ella, title="New")
    changing.submit(item, ella)
    with pytest.raises(ValidationError, match="You made the last change yourself"):
        changing.approve(item, ella, note="The headline was corrected.")
    changing.approve(item, ella, note="The headline was corrected.", reason="Nobody else is here.")
    entry = JournalEntry.objects.first()
    assert entry.act == Act.FORCE_CHANGE and "Nobody else is here." in entry.reason


def test_a_slip_goes_out_as_a_minor_change_by_one_person_and_tells_the_public_nothing(client, ella):
    item = make_item(slug="one", body=f"<p>sterngthening {LONG}</p>")
    change(item, ella, body=f"<p>strengthening {LONG}</p>")
    changing.approve(item, ella, is_minor=True)
    item.refresh_from_db()
    assert "strengthening" in item.body and item.revised_at is None and not Correction.objects.exists()
    assert JournalEntry.objects.get().act == Act.MINOR
    assert "correction" not in client.get("/press/one/").content.decode()


def test_more_than_a_share_of_the_words_is_no_minor_change(ella, settings):
    item = make_item(body=f"<p>{LONG}</p>", title="T", byline="")
    settings.MINOR_CHANGE_PERCENT = 5
    change(item, ella, body=f"<p>{LONG.replace('word1', 'other')}</p>")  # word1, word10 to word19
    with pytest.raises(ValidationError, match="It changes 11 words.* more than the 6"):
        changing.approve(item, ella, is_minor=True)
    settings.MINOR_CHANGE_PERCENT = 20
    changing.approve(item, ella, is_minor=True)


def test_minor_changes_are_counted_together_until_somebody_looks_them_over(ella, paul):
    item = make_item(State.IN_REVIEW, body=f"<p>{LONG}</p>", title="T", modified_by=ella)
    item = publishing.approve(item, paul)
    said = LONG
    for number in (31, 42, 53, 64, 75, 86):
        said = said.replace(f"word{number}", "other")
        change(item, ella, body=f"<p>{said}</p>")
        changing.approve(item, ella, is_minor=True)
    said = said.replace("word97", "other")
    change(item, ella, body=f"<p>{said}</p>")
    with pytest.raises(ValidationError, match="It changes 7 words"):
        changing.approve(item, ella, is_minor=True)
    changing.look_over(item, paul)
    changing.approve(item, ella, is_minor=True)


def test_words_given_to_another_voice_are_no_minor_change(ella):
    said = " ".join(["word"] * 30)
    body = f'<p data-role="prompt" id="q1">Why?</p><p>{said}</p>'
    item = make_item(body=body)
    change(item, ella, body=body.replace("<p>", '<p data-speaker="Bela Example">'))
    with pytest.raises(ValidationError, match="It changes 30 words"):
        changing.approve(item, ella, is_minor=True)


def test_a_change_is_not_approved_unread(ella, paul):
    item = make_item()
    change(item, ella, title="Read")
    changing.submit(item, ella)
    seen = PressItem.objects.get().working_copy.modified_at
    change(item, ella, title="Written since")
    with pytest.raises(ValidationError, match="changed while you read it"):
        changing.approve(item, paul, note="Corrected.", seen=seen)


def test_a_change_is_sent_back_and_given_up_and_its_text_stays_in_the_history(ella, paul):
    item = make_item(title="Old")
    change(item, ella, title="New")
    with pytest.raises(ValidationError):
        changing.send_back(item, paul, "It is not in review.")
    changing.submit(item, ella)
    changing.send_back(item, paul, "Why?")
    changing.discard(item, ella)
    item = PressItem.objects.get()
    assert item.title == "Old" and content.copy_of(item) is None
    assert Revision.objects.get().content["title"] == "New" and Revision.objects.get().is_copy
    with pytest.raises(ValidationError, match="There is no change by now"):
        changing.approve(item, paul, note="Corrected.")


def test_an_address_that_was_public_leads_on_for_ever(client, ella, paul):
    item = make_item(slug="first")
    for slug in ("second", "third"):
        change(item, ella, slug=slug)
        changing.submit(item, ella)
        changing.approve(item, paul, note="The address was corrected.")
    for slug in ("first", "second"):
        answer = client.get(f"/press/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/press/third/")
    with pytest.raises(ValidationError, match="had this address once"):
        PressItem(title="T", slug="first").full_clean()
    publishing.withdraw(item, paul, "It was about another Examplia.")
    assert client.get("/press/first/").status_code == 410


def test_an_address_that_comes_back_no_longer_leads_away(client, ella, paul):
    item = make_item(slug="first")
    for slug in ("second", "first"):
        change(item, ella, slug=slug)
        changing.approve(item, paul, is_minor=True)
    assert client.get("/press/first/").status_code == 200
    assert client.get("/press/second/")["Location"] == "/press/first/"
    assert OldAddress.objects.count() == 1


def test_the_address_of_a_draft_leaves_nothing_behind(client, ella):
    item = make_item(State.DRAFT, slug="first")
    change(item, ella, slug="second")
    assert client.get("/press/first/").status_code == 404 and not OldAddress.objects.exists()


def test_anchors_stay_with_their_prompts_through_a_change(ella, paul):
    item = make_interview()
    second = '<p data-role="prompt" id="q2">And then?</p><p>A rest.</p>'
    said = f'{second}<p data-role="prompt">A new one?</p><p>Yes.</p>'
    change(item, ella, body=said)
    changing.submit(item, ella)
    changing.approve(item, paul, note="A question was added, another taken out.")
    item.refresh_from_db()
    assert [exchange.anchor for exchange in item.exchanges.all()] == ["q2", "q3"]


def test_what_one_person_did_alone_is_looked_over_by_another(ella, paul):
    item = make_item(body=f"<p>{LONG}</p>")
    change(item, ella, byline="Press Service")
    changing.approve(item, ella, is_minor=True)
    with pytest.raises(ValidationError, match="ask a colleague"):
        changing.look_over(item, ella)
    changing.look_over(item, paul)
    with pytest.raises(ValidationError, match="nothing to look over"):
        changing.look_over(item, paul)


def test_each_looks_over_what_the_other_did_and_nobody_his_own(ella, paul):
    item = make_item(body=f"<p>{LONG}</p>")
    for by, byline in ((ella, "One"), (paul, "Two")):
        change(item, by, byline=byline)
        changing.approve(item, by, is_minor=True)
    newest = item.journal.first().pk
    with pytest.raises(ValidationError, match="since you looked"):
        changing.look_over(item, ella, seen=newest - 1)
    changing.look_over(item, ella, seen=newest)
    assert [entry.by for entry in done_alone(item)] == [ella], "Hers still waits for him."
    changing.look_over(item, paul)
    assert done_alone(item) == []


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ('<a href="https://a.example/">word</a>', '<a href="https://b.example/">word</a>', 1),
        ("one two", "<s>one two</s>", 2),
        ("one", "x" * 100, 4),
        ("No, one two three", "One two three", 2),
    ],
)
def test_what_is_no_word_to_the_eye_counts_too(before, after, changed):
    said = content.of_item(make_item(body=f"<p>{before}</p>"))
    assert comparing.changed_words(said, said | {"body": f"<p>{after}</p>"})[0] == changed


def test_two_texts_that_would_take_too_long_to_compare_differ_wholly():
    said = content.of_item(make_item(body="<p>one</p>"))
    first, second = (said | {"body": f"<p>same {word * 5000} end</p>"} for word in ("a b ", "b a "))
    assert comparing.changed_words(first, second)[0] > 4000
    assert "same" in str(comparing.marked(first["body"], second["body"]))


def test_a_colleagues_change_is_not_given_up_by_an_editor(ella, paul):
    item = make_item()
    change(item, ella, title="Hers")
    with pytest.raises(ValidationError, match="a colleague’s change"):
        changing.discard(item, paul)
    changing.discard(item, ella)


def test_a_withdrawn_item_comes_back_with_a_public_note_and_moves_updated(client, paul):
    item = make_item(State.WITHDRAWN, slug="one")
    publishing.restore(item, paul, "It was right.", "The item was checked and is right.")
    assert "The item was checked and is right." in Page(client.get("/press/one/")).one(".correction").text
    assert PressItem.objects.get().revised_at


def test_the_change_of_a_live_item_is_nowhere_public(client, ella):
    item = make_item(slug="control")
    change(item, ella, title="zzyzx", body="<p>zzyzx</p>", slug="zzyzx")
    changing.submit(item, ella, public_note="zzyzx")
    for address in ["/", "/press/", "/press/control/", "/feeds/all.rss", "/sitemap-press.xml"]:
        assert "zzyzx" not in client.get(address).content.decode(), address
    assert client.get("/press/zzyzx/").status_code == 404


def test_one_person_alone_changes_words_and_no_files_kind_or_address(ella, paul):
    item = make_item(slug="one", body=f"<p>{LONG}</p>")
    for values in ({"slug": "two"}, {"kind": "greetings"}, {"documents": [{"document": "x", "title": "T"}]}):
        change(item, ella, **values)
        with pytest.raises(ValidationError, match="Send it for review first"):
            changing.approve(item, ella, is_minor=True)
        changing.discard(item, ella)
    change(item, ella, slug="two")
    changing.approve(item, paul, is_minor=True)
    assert JournalEntry.objects.first().act == Act.CHANGE, "Two people have seen it: nothing is left to look over."


def test_a_content_from_before_something_was_added_is_still_shown_and_put_back(ella):
    item = make_interview(state=State.DRAFT)
    said = content.of_item(item)
    for name in ("documents", "pictures", "byline", "given_on"):
        del said[name]
    assert content.shown(PressItem.objects.get(), said).title == item.title
    content.put(item, said)
    assert item.appearances.get().label == "Ada Example"


def test_taking_the_approval_back_makes_the_change_the_draft(ella, paul):
    item = make_item(at=timezone.now() + timedelta(hours=1), title="Approved", slug="one")
    change(item, ella, title="Changed", slug="two")
    make_item(State.DRAFT, slug="two")
    changing.unapprove(item, paul, "Not yet agreed.")
    item = PressItem.objects.get(pk=item.pk)
    assert (item.state, item.title, item.slug, item.modified_by) == (State.DRAFT, "Changed", "one", ella)
    assert content.copy_of(item) is None
    change(item, ella, title="Changed again")
    item = PressItem.objects.get(pk=item.pk)
    assert item.title == content.current(item)["title"] == "Changed again"


def test_who_sent_it_for_review_takes_it_back_and_nobody_else(ella, paul):
    draft, live = make_item(State.DRAFT), make_item()
    publishing.submit(draft, ella)
    change(live, ella, title="New")
    changing.submit(live, ella)
    for item, take_back in ((draft, publishing.take_back), (live, changing.take_back)):
        with pytest.raises(ValidationError, match="A colleague sent it"):
            take_back(item, paul)
        take_back(item, ella)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and not PressItem.objects.get(pk=live.pk).working_copy.is_in_review
