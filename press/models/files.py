"""Pictures and documents: each a file that never changes, and the places where items use it."""

import secrets
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared import documents, pictures
from cstosite.shared.models import CleanTextModel

from .items import PressItem

_READING = Lock()
PER_CENT = MaxValueValidator(100)


def new_key():
    """A folder's name that nobody can guess."""
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """Something sent by an editor: checked, written anew and kept under a name of our own."""

    FOLDER = ""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def path_of(self, name):
        """Where a file of it lies in the storage."""
        return f"{self.FOLDER}/{self.key}/{name}"

    def store(self, name, data):
        """Write one of its files, unless it is there already."""
        if not default_storage.exists(self.path_of(name)):
            default_storage.save(self.path_of(name), ContentFile(data))


class Picture(StoredFile):
    """A picture with its renditions; sizes in pixels."""

    FOLDER = "pictures"

    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    extension = models.CharField(max_length=4)
    # The extensions its renditions were made in, the lightest first, with commas.
    formats = models.CharField(max_length=30)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.width} × {self.height}"

    @property
    def original(self):
        """The name of the file in its full size."""
        return f"original.{self.extension}"

    @property
    def smallest(self):
        """The name of the smallest rendition, in the format every browser shows."""
        return f"{pictures.sizes(self.width, self.height)[0][0]}.{self.extension}"

    @property
    def for_readers(self):
        """The rendition for feed readers, which know one address only: (name, width, height)."""
        width, height = pictures.sizes(self.width, self.height)[:2][-1]
        return f"{width}.{self.extension}", width, height

    @classmethod
    def take(cls, file, by=None):
        """Keep an upload; `pictures.Refused`, with a sentence for the editor, when it is no picture we take."""
        # One at a time: a large picture takes some hundred megabytes while it is read.
        with _READING:
            accepted = pictures.accept(file)
        picture = cls.objects.create(
            width=accepted.width,
            height=accepted.height,
            extension=accepted.extension,
            formats=",".join(pictures.extensions(accepted.extension)),
            created_by=by,
        )
        picture.store(picture.original, accepted.data)
        for rendition in pictures.renditions(accepted.data):
            picture.store(rendition.name, rendition.data)
        return picture

    def cut(self, focus):
        """Write the rendition for social networks, unless it is there: cut so that the point at `focus` stays in it.

        `focus` is in per cent from the left and from the top.
        """
        name = pictures.card_name(focus)
        if not default_storage.exists(self.path_of(name)):
            with default_storage.open(self.path_of(self.original)) as file:
                self.store(name, pictures.card(file.read(), focus=focus).data)


class Document(StoredFile):
    """A PDF; `size` in bytes."""

    FOLDER = "documents"
    NAME = "document.pdf"

    size = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.uuid}"

    @classmethod
    def take(cls, file, by=None):
        """Keep an upload; `documents.Refused`, with a sentence for the editor, when it is no PDF we take."""
        data = documents.accept_pdf(file)
        document = cls.objects.create(size=len(data), created_by=by)
        document.store(cls.NAME, data)
        return document


class ItemPicture(CleanTextModel):
    """A picture in an item: the first leads, the others follow the text as figures."""

    item = models.ForeignKey(PressItem, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for who cannot see it: “Ada Example at the lectern”."),
    )
    is_decorative = models.BooleanField(_("decorative"), default=False, help_text=_("It shows nothing worth telling."))
    caption = models.TextField(_("caption"), blank=True, help_text=_("Shown below the picture."))
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it."))
    # What must stay in sight where the picture is cut, in per cent.
    focus_x = models.PositiveSmallIntegerField(_("focus from the left, %"), default=50, validators=[PER_CENT])
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, %"), default=50, validators=[PER_CENT])

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.caption or self.alt or str(self.picture)

    @property
    def card(self):
        """The name of the rendition for social networks."""
        return pictures.card_name((self.focus_x, self.focus_y))


class ItemDocument(CleanTextModel):
    """A document that goes with an item."""

    item = models.ForeignKey(PressItem, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200, help_text=_("What the link to it says."))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title
