"""Abstract bases both apps' models stand on; no tables of its own."""

from django.db import models

from .text import clean_text


class CleanTextModel(models.Model):
    """A model whose texts never hold what XML and JSON cannot carry, however they were written."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(field, (models.CharField, models.TextField)) and isinstance(value, str):
                setattr(self, field.attname, clean_text(value))
        super().save(*args, **kwargs)
