from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataConfig(AppConfig):
    name = "cstosite.data"
    verbose_name = _("Open data")

    def ready(self):
        from . import following  # noqa: F401
