"""One person under many spellings: found by each of them, and not recorded twice unawares."""

import pytest
from django.urls import reverse

from cstosite.tests.page import Page
from delegations.models import Person
from delegations.names import name_key

from .make import make_person

ADD = reverse("admin:delegations_person_add")


@pytest.mark.parametrize(
    "spellings",
    [
        ["Erlan Koshanov", "Yerlan Koshanov", "Koshanov, Yerlan", "Ерлан Кошанов", "ЕРЛАН КОШАНОВ"],
        ["Sergei Naryshkin", "Sergey Naryshkin", "Sergej Naryshkin", "Сергей Нарышкин"],
        ["Aleksandr Ivanov", "Alexandr Ivanov", "Александр Иванов"],
        ["Kassym-Jomart", "Kasym-Jomart", "Kassym‑Jomart".replace("‑", "-")],
        ["Mikhail Krotov", "Mihail Krotov", "Михаил Кротов"],
        ["Zoë O’Example", "Zoe O'Example"],
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len({name_key(name) for name in spellings}) == 1


def test_other_names_have_other_keys():
    names = ["Ada Example", "Adam Example", "Bela Example", "Ada Sample", "Ivan Petrov", "Ivan Petrovich"]
    assert len({name_key(name) for name in names}) == len(names)


@pytest.mark.django_db
def test_a_person_is_found_by_any_recorded_spelling():
    person = Person.objects.create(
        name="Yerlan Example", sort_name="Example, Yerlan", slug="yerlan", other_names="Jerlan Egzampl\nИрлан Пример"
    )
    make_person("Bela Sample")
    for name in ("Erlan", "yerlan exam", "Example Erlan", "Ерлан", "egzampl", "Пример", "prim"):
        assert list(Person.objects.called(name)) == [person], name
    assert not Person.objects.called("Erlan Sample") and not Person.objects.called("xample")


@pytest.mark.django_db
def test_a_second_record_of_the_same_name_is_asked_about(admin_client):
    make_person("Yerlan Example")
    form = {"name": "Erlan Example", "sort_name": "Example, Erlan", "slug": "erlan", "other_names": ""}
    answer = Page(admin_client.post(ADD, form))
    assert "Yerlan Example is here already." in answer.text and Person.objects.count() == 1
    admin_client.post(ADD, form | {"is_another": "on"})
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_the_list_and_the_proposals_find_by_any_spelling(admin_client):
    person = make_person("Yerlan Example")
    make_person("Bela Sample")
    found = Page(admin_client.get(reverse("admin:delegations_person_changelist"), {"q": "Ерлан"}))
    assert [row.text for row in found.all("#result_list th.field-name")] == ["Yerlan Example"]
    query = {"app_label": "press", "model_name": "appearance", "field_name": "person", "term": "erlan"}
    answer = admin_client.get(reverse("admin:autocomplete"), query).json()
    assert [each["id"] for each in answer["results"]] == [str(person.pk)]
