from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PushConfig(AppConfig):
    name = "cstosite.push"
    verbose_name = _("Push")

    def ready(self):
        from . import outbox  # noqa: F401
