from django.urls import path, register_converter

from cstosite.shared.richtext import ANCHOR

from . import views


class AnchorConverter:
    regex = ANCHOR.pattern

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(AnchorConverter, "anchor")

app_name = "press"

urlpatterns = [
    path("", views.item_list, name="list"),
    path("<slug:slug>.json", views.item_data, name="detail-data"),
    path("<slug:slug>/", views.item_detail, name="detail"),
    path("<slug:slug>/<anchor:anchor>.json", views.exchange_data, name="exchange-data"),
    path("<slug:slug>/<anchor:anchor>/", views.exchange_detail, name="exchange"),
    path("<slug:slug>/cite.bib", views.citation, {"form": "bib"}, name="cite"),
    path("<slug:slug>/cite.ris", views.citation, {"form": "ris"}, name="cite"),
]
