"""Pictures and documents: taken in the form, shown with the item, and served only while somebody may see it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cstosite.tests.page import Page
from press import changing, content, publishing
from press.feeds import entry
from press.models import Document, ItemDocument, ItemPicture, Picture, PressItem, PreviewLink, State

from .make import make_item, make_picture, upload
from .test_admin import form
from .test_changing import change

pytestmark = pytest.mark.django_db

ADD = reverse("admin:press_pressitem_add")
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n100\n%%EOF\n"
)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def row(**values):
    """A picture's row as the form sends it."""
    values = {"position": 1, "alt": "A library", "focus_x": 50, "focus_y": 50} | values
    return {"pictures-TOTAL_FORMS": 1} | {f"pictures-0-{name}": value for name, value in values.items()}


def make_pictured(state=State.APPROVED, **values):
    item = make_item(state, **values)
    ItemPicture.objects.create(
        item=item, picture=make_picture(), alt="A library", caption="Opened.", credit="A. Example"
    )
    return item


def files(item):
    """The public addresses of every file of an item's pictures."""
    for use in item.pictures.all():
        _folders, names = default_storage.listdir(f"pictures/{use.picture.key}")
        yield from (f"/media/pictures/{use.picture.key}/{name}" for name in names)


def test_a_picture_is_sent_in_the_form_and_shown_in_all_its_renditions(admin_client, admin_user, client):
    admin_client.post(ADD, form(**row(upload=upload(size=(1200, 800)), caption="It is open.", credit="A. Example")))
    item = PressItem.objects.get()
    publishing.submit(item, admin_user)
    publishing.approve(item, admin_user, reason="Alone.")
    page = Page(client.get(item.get_absolute_url()))
    figure, image = page.one("figure"), page.one("figure img")
    assert (image["width"], image["height"], image["alt"]) == ("1200", "800", "A library")
    assert "It is open." in figure.text and "Picture: A. Example" in figure.text
    addresses = [part.split()[0] for part in image["srcset"].split(", ")]
    assert len(addresses) == 3
    for address in addresses:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/jpeg" and "max-age=60" in answer["Cache-Control"]
        assert Image.open(BytesIO(answer.content)).size[0] in {480, 960, 1200}


def test_no_file_of_an_item_that_is_not_public_is_served(client):
    for state in (State.DRAFT, State.IN_REVIEW, State.WITHDRAWN):
        addresses = [*files(make_pictured(state))]
        assert len(addresses) >= 6
        assert {client.get(address).status_code for address in addresses} == {404}


def test_files_are_gone_with_the_item_and_come_back_with_it(client, admin_user):
    item = make_pictured()
    address = next(files(item))
    assert client.get(address).status_code == 200
    publishing.withdraw(item, admin_user, "It was wrong.")
    assert client.get(address).status_code == 404


def test_a_picture_put_into_a_live_item_is_served_when_the_change_is_approved(client, admin_user):
    item, picture = make_item(), make_picture()
    said = {"picture": str(picture.uuid), "alt": "A", "is_decorative": False, "caption": "", "credit": ""}
    change(item, None, pictures=[said | {"focus_x": 10, "focus_y": 20}])
    address = f"/media/pictures/{picture.key}/480.jpg"
    assert client.get(address).status_code == 404
    changing.approve(item, admin_user, is_minor=True)
    assert client.get(address).status_code == 200
    assert client.get(f"/media/pictures/{picture.key}/card-10-20.jpg").status_code == 200
    assert f"{picture.key}/card-10-20.jpg" in client.get(item.get_absolute_url()).content.decode()


def test_staff_and_links_see_the_pictures_of_a_draft(client, admin_client, admin_user):
    item = make_pictured(State.DRAFT)
    page = Page(admin_client.get(reverse("admin:press_pressitem_preview", args=[item.pk])))
    source = page.one("figure img")["src"]
    assert admin_client.get(source).status_code == 200 and client.get(source).status_code == 302
    _link, address = PreviewLink.make(item, admin_user, said=content.of_item(item))
    address = address.removeprefix("http://testserver.example")
    source = Page(client.get(address)).one("figure img")["src"]
    answer = client.get(source)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    other = make_pictured(State.DRAFT).pictures.get().picture
    assert client.get(f"{address}pictures/{other.key}/480.jpg").status_code == 404
    PreviewLink.objects.all().delete()
    assert client.get(source).status_code == 404


def test_an_upload_is_kept_when_the_form_is_refused_for_another_reason(admin_client):
    make_item(slug="taken")
    answer = admin_client.post(ADD, form(slug="taken", **row(upload=upload())))
    assert answer.status_code == 200
    (kept,) = [e["value"] for e in Page(answer).all("input") if e.get("name") == "pictures-0-picture"]
    admin_client.post(ADD, form(slug="free", **row(picture=kept)))
    assert str(PressItem.objects.get(slug="free").pictures.get().picture.uuid) == kept


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choose a file."),
        ({"upload": SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>")}, "picture"),
        ({"picture": "not-a-uuid"}, "Choose a file."),
        ({"picture": "11111111-1111-1111-1111-111111111111"}, "Choose a file."),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_the_text_comes_back(admin_client, values, sentence):
    answer = admin_client.post(ADD, form(body="<p>Kept words.</p>", **row(**values)))
    assert answer.status_code == 200
    assert sentence in " ".join(e.text for e in Page(answer).all(".errorlist"))
    assert "Kept words." in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_picture_needs_a_description_or_is_decorative(admin_client, client):
    answer = admin_client.post(ADD, form(**row(upload=upload(), alt="")))
    assert "Describe what is to be seen" in answer.content.decode()
    admin_client.post(ADD, form(**row(upload=upload(), alt="", is_decorative="on")))
    assert PressItem.objects.get().pictures.get().is_decorative


def test_a_camera_s_place_is_in_no_file(admin_client):
    image, file = Image.new("RGB", (640, 480)), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    image.save(file, "JPEG", exif=exif)
    admin_client.post(ADD, form(**row(upload=SimpleUploadedFile("home-of-ada.jpg", file.getvalue()))))
    picture = Picture.objects.get()
    for name in default_storage.listdir(f"pictures/{picture.key}")[1]:
        assert "ada" not in name and b"SECRETCAMERA" not in default_storage.open(picture.path_of(name)).read()


def test_a_document_goes_with_the_item_and_is_sent_as_a_download(admin_client, client):
    rows = {"documents-TOTAL_FORMS": 1, "documents-0-title": "The report", "documents-0-position": 1}
    admin_client.post(ADD, form(**rows, **{"documents-0-upload": SimpleUploadedFile("r.pdf", PDF)}))
    item = PressItem.objects.get()
    address = f"/media/documents/{Document.objects.get().key}/document.pdf"
    assert client.get(address).status_code == 404
    item = make_item(slug="one")
    ItemDocument.objects.create(item=item, document=Document.objects.get(), title="The report")
    link = Page(client.get("/press/one/")).one(".files a")
    assert (link.text, link["href"]) == ("The report", address)
    answer = client.get(address)
    assert answer.content == PDF and answer["Content-Disposition"].startswith("attachment")


def test_pictures_are_in_the_feed_with_absolute_addresses(client):
    make_pictured()
    html = entry(PressItem.objects.for_page().get()).content_html
    assert 'src="http://testserver.example/media/pictures/' in html and "Picture: A. Example" in html


@pytest.mark.parametrize(
    "path", ["pictures/../../etc/passwd", "pictures/" + "0" * 32 + "/" + "a" * 300 + ".jpg", "x/y/z", "", "pictures/"]
)
def test_no_other_path_leads_to_a_file(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_too_many_rows_are_refused_and_not_read(admin_client):
    rows = {f"appearances-{number}-label": f"Voice {number}" for number in range(1500)}
    answer = admin_client.post(ADD, form(**rows) | {"appearances-TOTAL_FORMS": 1500})
    assert answer.status_code in {200, 400} and not PressItem.objects.exists()


def test_uploads_that_nothing_names_are_removed_after_a_month(admin_user):
    pictures = [make_picture() for _time in range(4)]
    unused, used, remembered, young = pictures
    Picture.objects.exclude(pk=young.pk).update(created_at=timezone.now() - timedelta(days=40))
    item = make_item()
    ItemPicture.objects.create(item=item, picture=used, alt="A library")
    row = {"picture": str(remembered.uuid), "alt": "", "is_decorative": True, "caption": "", "credit": ""}
    changing.save(item, content.of_item(item) | {"pictures": [row | {"focus_x": 1, "focus_y": 1}]}, admin_user)
    call_command("remove_unused_files", "--dry-run")
    assert Picture.objects.count() == 4
    call_command("remove_unused_files")
    assert set(Picture.objects.all()) == {used, remembered, young}
    assert not default_storage.exists(unused.path_of(unused.original))
    assert default_storage.exists(used.path_of(used.original))


def test_no_more_files_are_taken_with_one_form_than_can_be_looked_at_in_time(admin_client):
    rows = {"pictures-TOTAL_FORMS": 10}
    for number in range(10):
        rows |= {f"pictures-{number}-upload": upload(), f"pictures-{number}-alt": "A"}
        rows |= {f"pictures-{number}-focus_x": 50, f"pictures-{number}-focus_y": 50}
    answer = admin_client.post(ADD, form(**rows))
    assert "Send at most 8 files at a time." in answer.content.decode()
    assert Picture.objects.count() == 8 and not PressItem.objects.exists()
