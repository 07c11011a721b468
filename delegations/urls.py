from django.urls import path

from . import views

app_name = "delegations"

urlpatterns = [
    path("", views.delegation_list, name="list"),
    path("compare/", views.delegation_compare, name="compare"),
    path("<slug:slug>.json", views.delegation_data, name="detail-data"),
    path("<slug:slug>/", views.delegation_detail, name="detail"),
]
