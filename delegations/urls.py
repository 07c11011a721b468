from django.urls import path

from . import views

app_name = "delegations"

urlpatterns = [
    path("", views.delegation_list, name="list"),
    path("compare/", views.delegation_compare, name="compare"),
    path("<slug:slug>/", views.delegation_detail, name="detail"),
]
