"""Exchanges with pages of their own, the quotation of each, and what their addresses answer when they are gone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from cstosite.tests.page import Page, count_queries
from delegations.tests.make import make_country, make_person
from press import changing, content, publishing
from press.models import Appearance, PressItem, State, Topic

from .make import INTERVIEW, make_interview, make_item

pytestmark = pytest.mark.django_db

ONE = '<p data-role="prompt" id="q1">What does Examplia plan?</p><p>More examples.</p>'


@pytest.fixture
def ella():
    return get_user_model().objects.create(username="ella")


@pytest.fixture
def paul():
    return get_user_model().objects.create(username="paul")


def change(item, ella, paul, **values):
    """A change made and approved by two people."""
    changing.save(PressItem.objects.get(pk=item.pk), content.current(item) | values, ella)
    changing.submit(item, ella)
    changing.approve(item, paul, note="It was corrected.")


def publish(item, ella, paul, at=None):
    """From draft to public, or to wait for its time."""
    publishing.submit(item, ella)
    publishing.approve(PressItem.objects.get(pk=item.pk), paul, at=at)


def statuses(client, slug, *anchors):
    return [client.get(f"/press/{slug}/{anchor}/").status_code for anchor in anchors]


# The page of one exchange


def test_an_exchange_has_a_page_that_says_who_what_and_where(client):
    item = make_interview(slug="one", at=datetime(2024, 1, 10, 9, tzinfo=UTC), byline="Examplia Press")
    page = Page(client.get("/press/one/q1/"))
    assert page.one("title").text == "Ada Example: Question 1 – More Examples – CSTO Parliamentary Assembly"
    assert page.one("h1").text == "Ada Example: Question 1"
    assert page.one(".qa__q").text == "Interviewer What does Examplia plan?"
    assert page.one(".qa__a").text == "Ada Example, Chair of Examples More examples. And better ones."
    assert "10 January 2024" in page.one(".kicker").text
    whole = page.one(".standfirst a")
    assert (whole["href"], whole.text) == (f"{item.get_absolute_url()}#q1", item.title)
    assert "And then?" not in page.one("article").text
    canonical = [link["href"] for link in page.all("link") if link["rel"] == "canonical"]
    assert canonical == ["http://testserver.example/press/one/q1/"]


def test_the_short_title_names_the_exchange(client):
    make_interview(slug="one", body='<h3 data-role="short-title">Plans</h3>' + ONE)
    page = Page(client.get("/press/one/q1/"))
    assert page.one("h1").text == "Ada Example: Plans" and "Plans" in page.one("title").text


def test_exchanges_lead_to_one_another_in_the_order_shown(client):
    body = INTERVIEW.replace('"prompt">What', '"prompt" id="q7">What') + '<p data-role="prompt">Last?</p><p>Yes.</p>'
    make_interview(slug="one", body=body)
    links = [[link["href"] for link in Page(client.get(f"/press/one/q{n}/")).all(".pager a")] for n in (1, 2, 3)]
    assert links == [["/press/one/q2/"], ["/press/one/q1/", "/press/one/q3/"], ["/press/one/q2/", "/press/one/"]]


def test_what_interrupts_an_answer_stands_on_the_page_of_the_exchange(client):
    make_interview(
        slug="one",
        body='<p data-role="prompt">Why?</p><p>Because.</p><p data-role="narration">(A pause.)</p>'
        '<p data-role="answer">And so on.</p><p data-role="narration">The end.</p>',
    )
    page = Page(client.get("/press/one/q1/"))
    assert [part.text for part in page.all(".qa__a")] == [
        "Ada Example, Chair of Examples Because.",
        "Ada Example, Chair of Examples And so on.",
    ]
    assert page.one(".narration").text == "Editor’s note (A pause.)"


def test_each_exchange_is_told_to_machines_as_a_quotation(client):
    item = make_interview(slug="one", body=ONE.replace("More", "&lt;/script&gt; More"))
    Appearance.objects.update(person=make_person("Ada Example"))
    html = client.get("/press/one/q1/").content.decode()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["@type"] == "Quotation" and data["text"] == "</script> More examples."
    creator = data["creator"]
    assert (creator["@type"], creator["name"], creator["jobTitle"]) == ("Person", "Ada Example", "Chair of Examples")
    assert data["isPartOf"]["url"] == f"http://testserver.example{item.get_absolute_url()}"


def test_words_of_several_people_or_of_nobody_are_told_as_nobodys(client):
    body = '<p data-role="prompt">Why?</p><p data-speaker="Ada Example">A.</p><p data-speaker="Bob">B.</p>'
    make_interview(slug="one", body=body)
    assert "ld+json" not in client.get("/press/one/q1/").content.decode()
    make_interview(slug="two", speaker="Ada Example", body='<p data-role="prompt">Why?</p>')
    page = Page(client.get("/press/two/q1/"))
    assert page.one("h1").text == "Question 1" and not page.all(".quote")


def test_the_pages_of_exchanges_are_not_in_the_sitemap(client):
    make_interview(slug="one")
    assert "/press/one/" in (text := client.get("/sitemap-press.xml").content.decode()) and "/q1/" not in text


def test_a_page_of_one_exchange_is_kept_no_longer_than_until_the_next_item(client):
    make_interview(slug="one")
    make_item(at=timezone.now() + timedelta(seconds=20))
    for address in ("/press/one/q1/", "/press/one/cite.bib", "/press/one/"):
        assert int(client.get(address)["Cache-Control"].partition("max-age=")[2]) <= 20, address


# The quotation


def quotes(client, address):
    return [block.text for block in Page(client.get(address)).all("div.cite__text")]


def test_each_answer_can_be_quoted_with_all_that_says_where_it_stands(client):
    make_interview(slug="one", at=datetime(2024, 1, 10, 9, tzinfo=UTC))
    where = "“Ada Example: More Examples”, CSTO Parliamentary Assembly, 10 January 2024."
    first = f"“More examples. […]” — Ada Example, Chair of Examples, {where} http://testserver.example/press/one/q1/"
    second = f"“A rest.” — Ada Example, Chair of Examples, {where} http://testserver.example/press/one/q2/"
    assert quotes(client, "/press/one/") == [first, second]
    assert quotes(client, "/press/one/q1/") == [first]


def test_each_turn_is_quoted_under_the_name_and_office_of_that_day(client):
    body = (
        '<p data-role="prompt" data-speaker="Bob">Why?</p><p data-speaker="Eve">Be\u00adcause.</p>'
        '<p data-speaker="Ada Example">Indeed.</p>'
    )
    make_interview(slug="one", body=body)
    page = Page(client.get("/press/one/"))
    assert [turn["data-who"] for turn in page.all(".qa__q") + page.all(".qa__a")] == [
        "Bob, ",
        "Eve, ",
        "Ada Example, Chair of Examples, ",
    ]
    assert quotes(client, "/press/one/")[0].startswith("“Because. […]” — Eve, “Ada Example: More Examples”")


def test_markup_in_words_titles_and_names_stays_text(client):
    body = '<p data-role="prompt">Why?</p><p data-speaker="&lt;b&gt;&quot; %s">100 % &lt;i&gt; "so"</p>'
    make_interview(slug="one", title="<script> %(x)s & more", body=body)
    (quote,) = quotes(client, "/press/one/")
    assert quote.startswith('“100 % <i> "so"” — <b>" %s, “<script> %(x)s & more”')


def test_a_prompt_without_a_name_is_heard_as_the_interviewers_and_quoted_so(client):
    make_interview(slug="one")
    page = Page(client.get("/press/one/"))
    assert page.one("#q1 .qa__q .vh").text == "Interviewer"
    assert page.one("#q1 .qa__q")["data-who"] == "Interviewer, "


def test_each_exchange_has_a_permanent_link_with_a_name(client):
    make_interview(slug="one")
    links = Page(client.get("/press/one/")).all(".qa__head a")
    assert [(link["href"], link["aria-label"]) for link in links] == [
        ("/press/one/q1/", "Link to question 1"),
        ("/press/one/q2/", "Link to question 2"),
    ]


def test_the_script_is_asked_for_where_something_can_be_copied(client):
    make_interview(slug="one")
    make_item(slug="two")
    for address in ("/press/one/", "/press/one/q1/", "/press/two/"):
        scripts = [script.get("src") for script in Page(client.get(address)).all("script")]
        assert scripts == ["/static/js/quote.js", None], address  # what has no address is data


# Addresses of exchanges that are not there


def test_what_never_was_an_exchange_answers_like_an_address_that_never_existed(client):
    make_interview(slug="one")
    make_interview(slug="draft", state=State.DRAFT)
    nowhere = client.get("/press/nowhere/")
    for address in ("/press/one/q3/", "/press/one/q0/", "/press/one/q10000/", "/press/one/x/", "/press/draft/q1/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, nowhere.content), address


def test_a_removed_exchange_answers_410_and_leads_to_the_item(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    publish(item, ella, paul)
    change(item, ella, paul, body=ONE)
    assert statuses(client, "one", "q1", "q2", "q3") == [200, 410, 404]
    page = Page(client.get("/press/one/q2/"))
    assert page.one(".standfirst a")["href"] == "/press/one/"
    assert "And then?" not in page.text


def test_what_a_change_would_add_has_no_address_before_it_is_approved(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    publish(item, ella, paul)
    added = INTERVIEW + '<p data-role="prompt">Secret?</p><p>Yes.</p>'
    changing.save(PressItem.objects.get(), content.current(item) | {"body": added}, ella)
    assert statuses(client, "one", "q3") == [404]
    changing.submit(item, ella)
    changing.approve(item, paul, note="A question was added.")
    assert Page(client.get("/press/one/")).text.count("Secret?") == 1
    item.refresh_from_db()
    last = f"q{item.last_anchor}"
    assert statuses(client, "one", last) == [200]


def test_an_exchange_that_was_only_in_a_draft_never_was(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    changing.save(PressItem.objects.get(), content.current(item) | {"body": ONE}, ella)
    publish(item, ella, paul)
    assert statuses(client, "one", "q1", "q2") == [200, 404]


def test_an_exchange_that_was_taken_out_before_the_time_came_never_was(client, ella, paul, time_machine):
    item = make_interview(slug="one", state=State.DRAFT)
    soon = timezone.now() + timedelta(hours=1)
    publish(item, ella, paul, at=soon)
    change(item, ella, paul, body=ONE)
    time_machine.move_to(soon + timedelta(hours=1))
    assert statuses(client, "one", "q1", "q2") == [200, 404]


def test_what_was_approved_and_taken_back_never_was(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    publish(item, ella, paul, at=timezone.now() + timedelta(hours=1))
    publishing.unapprove(item, paul, "Too early.")
    changing.save(PressItem.objects.get(), content.current(item) | {"body": ONE}, ella)
    publish(PressItem.objects.get(), ella, paul, at=timezone.now() - timedelta(days=9))
    assert statuses(client, "one", "q1", "q2") == [200, 404]


def test_where_no_text_was_kept_an_anchor_that_was_given_may_have_been_seen(client):
    item = make_interview(slug="one")
    item.body = ONE
    item.save()
    assert statuses(client, "one", "q1", "q2", "q3") == [200, 410, 404]


def test_a_withdrawn_item_takes_its_exchanges_along(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    publish(item, ella, paul)
    change(item, ella, paul, body=ONE)
    publishing.withdraw(PressItem.objects.get(), paul, "It was about another Examplia.")
    assert statuses(client, "one", "q1", "q2", "q3") == [410, 410, 404]
    for address in ("/press/one/q1/", "/press/one/q2/", "/press/one/cite.bib", "/press/one/cite.ris"):
        page = Page(client.get(address))
        assert "It was about another Examplia." in page.text and "More" not in page.text, address
    # What is changed meanwhile is seen by nobody before the item is made public again.
    more = ONE + '<p data-role="prompt">New?</p><p>Yes.</p>'
    change(PressItem.objects.get(), ella, paul, body=more)
    assert statuses(client, "one", "q3") == [404]
    change(PressItem.objects.get(), ella, paul, body=ONE)
    publishing.restore(PressItem.objects.get(), paul, "It was right.", "It was right after all.")
    assert statuses(client, "one", "q1", "q2", "q3") == [200, 410, 404]


def test_an_old_address_leads_on_from_all_pages_of_the_item(client, ella, paul):
    item = make_interview(slug="one", state=State.DRAFT)
    publish(item, ella, paul)
    change(item, ella, paul, slug="two", body=ONE)
    for part in ("", "q1/", "cite.bib", "cite.ris"):
        answer = client.get(f"/press/one/{part}")
        assert (answer.status_code, answer.get("Location")) == (301, f"/press/two/{part}")
    assert statuses(client, "one", "q2", "q3") == [410, 404]
    publishing.withdraw(PressItem.objects.get(), paul, "It was about another Examplia.")
    for part in ("", "q1/", "q2/", "cite.bib", "cite.ris"):
        answer = client.get(f"/press/one/{part}")
        assert answer.status_code == 410 and "another Examplia" in Page(answer).text, part
    assert statuses(client, "one", "q3") == [404]


# Related items


def related(client, item):
    return [link["href"] for link in Page(client.get(item.get_absolute_url())).all(".related a")]


def test_related_items_are_of_the_same_speaker_then_of_the_same_country(client):
    ada, eve, country = make_person("Ada Example"), make_person("Eve"), make_country()
    hours = iter(range(2, 99))

    def add(slug, person=None, is_interviewer=False, countries=(), **values):
        at = timezone.now() - timedelta(hours=next(hours))
        item = make_item(slug=slug, at=values.pop("at", at), countries=countries, **values)
        if person:
            Appearance.objects.create(item=item, person=person, label=person.name, is_interviewer=is_interviewer)
        return item

    add("secret", ada, countries=[country], state=State.DRAFT)
    add("coming", ada, at=timezone.now() + timedelta(hours=1))
    add("same-country-1", countries=[country])
    add("later", ada)
    item = add("item", ada, countries=[country])
    Appearance.objects.create(item=item, person=eve, label="Eve", is_interviewer=True)
    add("earlier", ada)
    add("same-country-2", countries=[country])
    add("same-person", ada, countries=[country])
    add("asked-by-her", ada, is_interviewer=True)
    add("same-interviewer", eve, is_interviewer=True)
    add("same-country-3", countries=[country])
    assert related(client, item) == ["/press/same-person/", "/press/same-country-1/", "/press/same-country-2/"]


def test_items_on_a_subject_come_before_those_of_the_same_country(client):
    topic, country = Topic.objects.create(name="Rivers", slug="rivers"), make_country()
    moments = [timezone.now() - timedelta(hours=hours) for hours in range(2, 8)]
    beside, of_country, on_subject, beside_too = (make_item(at=moments[n]) for n in (0, 2, 3, 4))
    item = make_item(at=moments[1], countries=[country])
    of_country.countries.add(country)
    beside_too.countries.add(country)
    for each in (item, on_subject):
        each.topics.add(topic)
    assert related(client, item) == [on_subject.get_absolute_url(), beside_too.get_absolute_url()]
    assert related(client, on_subject) == [item.get_absolute_url()]


def test_an_item_with_hundreds_of_speakers_has_a_page(client):
    other, _beside, item = (make_item(slug=slug) for slug in ("other", "beside", "crowd"))
    topic = Topic.objects.create(name="Bells", slug="bells")
    item.topics.add(topic)
    people = [make_person(f"Ada Example {number}", slug=f"ada-{number}") for number in range(260)]
    Appearance.objects.bulk_create(Appearance(item=item, person=person, label=person.name) for person in people)
    Appearance.objects.create(item=other, person=people[0], label="Ada Example 0")
    assert related(client, item) == ["/press/other/"]


def test_an_item_without_speakers_countries_and_subjects_has_no_related_items(client):
    make_item()
    assert related(client, make_item()) == []


def test_no_page_of_an_item_takes_more_than_twelve_queries(client, content):
    item = PressItem.objects.get()
    assert count_queries(client, item.get_absolute_url()) <= 12
    assert count_queries(client, item.get_absolute_url() + "q2/") <= 8
    assert count_queries(client, item.get_absolute_url() + "cite.bib") == 2
