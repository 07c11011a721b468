"""A plainly fictional site: one of everything that the public knows, and what it does not know yet."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.apps import apps
from django.db import models
from django.utils import timezone
from PIL import Image

from cstosite.search.models import Entry
from cstosite.shared.partial_date import PartialDate
from delegations import changing, merging
from delegations.models import DelegationName, OfficialWording, Source
from delegations.tests import make as register
from press.models import (
    Appearance,
    Correction,
    Document,
    ItemDocument,
    ItemPicture,
    OldAddress,
    Picture,
    PressItem,
    State,
    Topic,
)
from press.tests.make import make_interview, make_item
from press.tests.test_files import PDF

SECRET = "Not yet"


def make_site():
    """The whole site; what is not public has `SECRET` in it."""
    source = register.make_source(title="Bulletin", url="http://bulletin.example/", document="7", seen_by="A. Clerk")
    country = register.make_country(alpha3="XAA", m49="999", official_name="Republic of Examplia")
    delegation = register.make_delegation(country=country)
    lower, upper = register.make_chamber(delegation), register.make_chamber(delegation, "Upper House", 2)
    _record_facts(country, delegation, lower, upper)
    ada = _make_people(delegation, lower)
    _write_items(country, ada)
    Source.objects.filter(pk=source.pk).update(seen_on="2023-12-26")


def _record_facts(country, delegation, lower, upper):
    register.make_status(delegation, "Observer", counts=False, valid_from="1999", valid_to="2001-06")
    register.make_status(delegation, valid_from="2001-07")
    register.make_seats(lower, 8, observed="unknown", checked_on="2024-01-02")
    wrong = register.make_seats(upper, 3, valid_from="2010-01-01")
    wrong.retract("The clerk read the wrong line.")
    register.make_seats(upper, 3, valid_from="2010-01-01", is_over=True)
    register.make_seats(upper, 4, observed="2023-12-26")
    register.make_seats(upper, 99, valid_from=f"{timezone.localdate() + timedelta(days=30)}")
    register.make_website(delegation, language="en")
    register.make_website(delegation, "http://upper.example/", chamber=upper, valid_from="2020")
    wording = OfficialWording(delegation=delegation, text="One line\nAnother =1+1", source=Source.objects.get())
    changing.record(wording)
    register.make_name(country, "Old Examplia", valid_to="1991-12-31", official_name="")
    register.make_name(country, "Examplia", valid_from="1992-01-01")
    other = register.make_delegation("Formeria")
    register.make_status(other, valid_from="1990", valid_to="1991")
    register.make_name(delegation, "Examplia", valid_from="1992", succeeds=other)
    register.make_name(lower, "Lower House", valid_from="1995-03", members_are="senators")
    name = DelegationName(delegation=other, name=SECRET, parliament=SECRET, source=Source.objects.get())
    name.valid_from = PartialDate.on_day(timezone.localdate() + timedelta(days=9))
    changing.record(name)
    news = register.make_website(other, "http://formeria.example/", valid_from=f"{timezone.localdate()}")
    changing.tell(news)
    register.make_delegation("Futuria", slug="futuria")
    register.make_status(register.make_delegation(SECRET, slug="secret"), valid_from="2999")


def _make_people(delegation, lower):
    ada = register.make_person(other_names="Ада Пример\nAda; Exemplar", slug="ada")
    twin = register.make_person("Adah Example", slug="adah")
    post, office = register.make_post(delegation), register.make_post(name="Secretary", is_shared=True)
    register.make_appointment(ada, post, valid_from="2019-05-01", valid_to="2021", wording="Representative, ad interim")
    register.make_appointment(twin, office, valid_from="2020")
    register.make_member(lower, ada, valid_from="2018", office="Chair", is_head=True)
    register.make_member(lower, "Bob Sample", is_alternate=True, observed="2023-12-26")
    register.make_person(SECRET)
    merging.merge(ada, twin, "The same photograph.")
    ada.refresh_from_db()
    ada.slug = "ada-example"
    ada.save()
    return ada


def _write_items(country, ada):
    topic, merged = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Peace", "Calm"))
    item = make_interview(slug="talk", group="6f7a6c9e-3f0f-4c0f-8d62-6f5cf2c4b001", countries=[country])
    item.topics.add(merged)
    merged.merge_into(topic)
    item.appearances.update(person=ada)
    Appearance.objects.create(item=item, label="News Agency", is_interviewer=True, position=2)
    # Its second question is taken out: its anchor is never given again.
    item.body = "".join(item.body.partition('<p data-role="prompt" id="q2"')[:1]) + "<p>The end.</p>"
    item.given_on, item.revised_at = PartialDate.parse("2023-11"), datetime(2024, 1, 2, 3, 4, 5, 678901, UTC)
    item.byline, item.reference_note = "Press Service", "<p><strong>For reference.</strong> A note.</p>"
    item.save()
    Correction.objects.create(item=item, note="A figure was wrong.", was="Seven.", at=datetime(2024, 1, 2, tzinfo=UTC))
    OldAddress.objects.create(item=item, language="en", slug="old-talk")
    picture = make_small_picture()
    ItemPicture.objects.create(item=item, picture=picture, alt="A library", caption="Open.", focus_x=10, focus_y=20)
    _attach(item)
    release = make_item(slug="release", title="=Release", at=datetime(2023, 12, 26, 9, 0, tzinfo=UTC))
    ItemPicture.objects.create(item=release, picture=picture, is_decorative=True, position=3)
    secret = {"title": SECRET, "body": f"<p>{SECRET}</p>"}
    for state, at in [(State.DRAFT, None), (State.APPROVED, timezone.now() + timedelta(days=1))]:
        hidden = make_item(state, at, **secret)
        ItemPicture.objects.create(item=hidden, picture=make_small_picture(), alt=SECRET)
    make_item(State.WITHDRAWN, **secret)


def make_small_picture():
    """A picture with fewer and smaller files than one that was sent has: it is made at once."""
    picture = Picture.objects.create(width=8, height=8, extension="jpg", formats="webp,jpg")
    for name, format in [("original.jpg", "JPEG"), ("8.webp", "WEBP"), ("8.jpg", "JPEG"), ("card-10-20.jpg", "JPEG")]:
        file = BytesIO()
        Image.new("RGB", (8, 8), "teal").save(file, format)
        picture.store(name, file.getvalue())
    return picture


def _attach(item):
    document = Document.objects.create(size=len(PDF))
    document.store(document.NAME, PDF)
    ItemDocument.objects.create(item=item, document=document, title="The report")


def empty():
    """Take everything out of the database, as only a test may."""
    own = [model for label in ("press", "delegations") for model in apps.get_app_config(label).get_models()]
    for model in [PressItem.topics.through, PressItem.countries.through, Entry, *own]:
        models.QuerySet(model)._raw_delete("default")
