from django.apps import AppConfig


class CstositeConfig(AppConfig):
    name = "cstosite"
