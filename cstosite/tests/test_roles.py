"""The roles: every address of the admin for every role, and what each role must be able to do with nothing else."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cstosite.roles import ADMINISTRATOR, CLERK, EDITOR, LISTS, PUBLISHER, ROLES
from cstosite.tests.page import Page
from delegations.merging import merge
from delegations.models import (
    ChamberName,
    CountryName,
    DelegationName,
    MembershipClass,
    MembershipStatus,
    OfficialWording,
    Person,
    SeatCount,
    Source,
    Website,
)
from delegations.tests.make import (
    make_appointment,
    make_chamber,
    make_country,
    make_delegation,
    make_member,
    make_person,
    make_post,
    make_seats,
)
from press.history import keep
from press.models import Act, ItemPicture, JournalEntry, PressItem, State, Topic
from press.tests.make import make_item, make_picture

pytestmark = pytest.mark.django_db

SECRET = "zzyzx"
NO_ROLE = "no role"
ALL = {EDITOR, PUBLISHER, CLERK, ADMINISTRATOR}
WRITERS = {EDITOR, PUBLISHER, ADMINISTRATOR}
PUBLISHERS = {PUBLISHER, ADMINISTRATOR}
CLERKS = {CLERK, ADMINISTRATOR}
ADMINISTRATORS = {ADMINISTRATOR}

# Who may do what with each kind of object, said a second time: not read from the table it checks.
REFERENCE = {"view": ALL, "add": CLERKS, "change": CLERKS, "delete": ADMINISTRATORS}
FACT = {"view": ALL, "add": CLERKS, "change": CLERKS, "delete": set()}
ACCOUNT = dict.fromkeys(["view", "add", "change", "delete"], ADMINISTRATORS)
WHO = {
    "press.pressitem": {
        "view": ALL,
        "add": WRITERS,
        "change": WRITERS,
        "delete": PUBLISHERS,
        "publish": PUBLISHERS,
    },
    "press.topic": {"view": ALL, "add": WRITERS, "change": WRITERS, "delete": set()},
    "press.journalentry": {"view": ALL, "add": set(), "change": set(), "delete": set()},
    "delegations.person": REFERENCE | {"add": ALL},
    **{
        f"delegations.{name}": REFERENCE
        for name in ["country", "source", "delegation", "chamber", "post", "membershipclass"]
    },
    **{
        f"delegations.{name}": FACT
        for name in [
            "seatcount",
            "member",
            "membershipstatus",
            "appointment",
            "website",
            "officialwording",
            "countryname",
            "delegationname",
            "chambername",
        ]
    },
    "auth.user": ACCOUNT,
    "auth.group": ACCOUNT,
}
# Which right each address of a model asks for, to look and to send something.
ASKS = {
    "changelist": ("view", "view"),
    "history": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "retract": ("change", "change"),
    "still_true": ("nothing", "change"),
    "change_from": ("change", "change"),
    "name_members": ("add", "add"),
    "end_members": ("change", "change"),
    "merge": ("change", "change"),
    "unmerge": ("change", "change"),
    "password_change": ("change", "change"),
    "submit": ("change", "change"),
    "from_text": ("add", "add"),
    "preview": ("view", "nothing"),
    "links": ("change", "change"),
    # Proposes roles for a text that is sent; stores nothing and shows nothing that is stored.
    "propose": ("look at nothing", "add"),
    # Tells which posts a person holds; without a person none.
    "offices": ("change", "nothing"),
    "compare": ("view", "nothing"),
    "bring_back": ("change", "change"),
    "deleted": ("add", "add"),
    "file": ("view", "nothing"),
    **dict.fromkeys(["submit-change", "discard-change", "take-back", "take-back-change"], ("change", "change")),
    **dict.fromkeys(["approve-change", "send-back-change", "look-over"], ("publish", "publish")),
    **dict.fromkeys(["approve", "send-back", "reschedule", "unapprove", "withdraw", "restore"], ("publish", "publish")),
}
# Addresses of no model, tested one by one below.
OTHERS = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}


@pytest.fixture
def roles():
    call_command("create_roles", verbosity=0)


@pytest.fixture
def sign_in(client, roles):
    """A client signed in as somebody with one role and nothing else."""

    def sign_in(role):
        user = get_user_model().objects.create(username=f"somebody {role}", is_staff=True)
        user.groups.set(Group.objects.filter(name__in=[role] if role != NO_ROLE else LISTS))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def things():
    """Something of every kind, with the secret in its words; items in every state."""
    delegation = make_delegation(SECRET, make_country(name=SECRET))
    source = Source.objects.create(title=SECRET)
    about = {"delegation": delegation, "source": source}
    members = MembershipClass.objects.create(slug=SECRET, name=SECRET)
    facts = [MembershipStatus(membership_class=members, **about), OfficialWording(text=SECRET, **about)]
    facts.append(Website(url=f"https://{SECRET}.example/", **about))
    chamber = make_chamber(delegation, SECRET)
    facts.append(CountryName(country=delegation.country, name=SECRET, source=source))
    facts.append(DelegationName(name=SECRET, parliament=SECRET, **about))
    facts.append(ChamberName(chamber=chamber, name=SECRET, source=source))
    for fact in facts:
        fact.save()
    person, post = make_person(SECRET), make_post(delegation, name=SECRET)
    merge(person, make_person(f"Another {SECRET}"), SECRET)
    facts += [make_seats(chamber), make_appointment(person, post, wording=SECRET), make_member(chamber, person)]
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    places = [(State.DRAFT, None), (State.IN_REVIEW, None), (State.APPROVED, tomorrow), (State.APPROVED, None)]
    items = [
        make_item(state, at, title=SECRET, slug=f"{SECRET}-{number}", withdrawal_reason=reason)
        for number, (state, at, reason) in enumerate([*[(*p, "") for p in places], (State.WITHDRAWN, None, SECRET)])
    ]
    for item in items:
        keep(item, Act.SAVE)
    ItemPicture.objects.create(item=items[0], picture=make_picture(), caption=SECRET)
    entry = JournalEntry.note(items[0], Act.SUBMIT, reason=SECRET)
    user = get_user_model().objects.create(username=SECRET)
    group = Group.objects.create(name=SECRET)
    things = [
        delegation,
        delegation.country,
        source,
        members,
        chamber,
        person,
        post,
        Topic.objects.create(name=SECRET, slug=SECRET),
        *facts,
        *items,
        entry,
        user,
        group,
    ]
    return {label: [thing for thing in things if thing._meta.label_lower == label] for label in WHO}


def addresses(acts=ASKS):
    """The addresses of models in the admin (all when `acts` is None), as (label, act, name, takes an object)."""
    for model in admin.site._registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        for pattern in admin.site._registry[model].urls:
            act = (pattern.name or "").removeprefix(prefix)
            if act and (acts is None or act in acts):
                yield model._meta.label_lower, act, pattern.name, "<" in str(pattern.pattern)


def arguments(act, thing):
    """What an address is made of."""
    if act == "file":
        use = ItemPicture.objects.first()
        return ["pictures", use.picture.key, use.picture.smallest]
    if act == "unmerge":
        return [thing.pk, thing.merges.get().pk]
    if act == "bring_back":
        return [thing.pk, thing.revisions.first().pk]
    return [thing.pk] if thing else []


def everything():
    """All rows that matter, as one text."""
    models = [model for app in ("press", "delegations", "auth") for model in apps.get_app_config(app).get_models()]
    return [serializers.serialize("json", model._default_manager.order_by("pk")) for model in models]


def may(role, label, act, thing, is_post):
    """Whether the role may look at (or send) that address of that thing."""
    right = ASKS[act][is_post]
    if label == "press.pressitem" and thing and right == "delete" and thing.was_ever_public():
        return False
    return role in WHO[label].get(right, set())


def test_every_address_and_model_of_the_admin_is_in_the_tables_of_this_test():
    found = list(addresses(acts=None))
    assert {label for label, *_rest in found} == set(WHO), "Say in WHO who may work on it."
    assert {act for _label, act, *_rest in found} <= set(ASKS), "Say in ASKS what it asks."
    assert {p.name for p in admin.site.get_urls() if getattr(p, "name", None)} == OTHERS, "Test it for every role."


def test_every_model_with_permissions_is_given_to_a_role_besides_the_administrators():
    named = set().union(*(ROLES[role] for role in ROLES if role != ADMINISTRATOR))
    for app in ("press", "delegations"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.default_permissions:
                view = f"{app}.view_{model._meta.model_name}"
                assert view in named, f"{model.__name__}: say in cstosite/roles.py who may see it."


@pytest.mark.parametrize("role", [NO_ROLE, EDITOR, PUBLISHER, CLERK, ADMINISTRATOR])
def test_nothing_outside_a_roles_right_is_read_or_changed(sign_in, things, role):
    client = sign_in(role)
    before = everything()
    refused = 0
    for label, act, name, takes_one in addresses():
        for thing in things[label] if takes_one else [None]:
            address = reverse(f"admin:{name}", args=arguments(act, thing))
            for is_post in (False, True):
                if may(role, label, act, thing, is_post):
                    continue
                refused += 1
                answer = client.post(address, {"post": "yes", "reason": "Mine."}) if is_post else client.get(address)
                assert answer.status_code in {403, 405}, f"{role} at {address}, post: {is_post}"
                assert SECRET not in answer.content.decode(), address
    assert everything() == before
    assert refused >= 20


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, CLERK, ADMINISTRATOR])
def test_everything_within_a_roles_right_opens(sign_in, things, role):
    client = sign_in(role)
    for label, act, name, takes_one in addresses():
        for thing in things[label] if takes_one else [None]:
            if may(role, label, act, thing, is_post=False):
                address = reverse(f"admin:{name}", args=arguments(act, thing))
                # A step that does not fit the item's state may send its user back to the item.
                assert client.get(address).status_code in {200, 302}, f"{role} at {address}"


@pytest.mark.parametrize("role", [NO_ROLE, EDITOR, PUBLISHER, CLERK])
def test_no_list_deletes_in_bulk_for_those_who_may_not(sign_in, things, role):
    client = sign_in(role)
    before = everything()
    for label, rows in things.items():
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        form = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
        client.post(address, form)
    assert everything() == before


def test_staff_without_a_role_see_nothing_beside_the_models_either(sign_in, things):
    client = sign_in(NO_ROLE)
    for address in ["/admin/", "/admin/press/", "/admin/delegations/", "/admin/auth/", "/admin/jsi18n/"]:
        assert SECRET not in client.get(address).content.decode(), address
    item = things["press.pressitem"][0]
    shortcut = f"/admin/r/{ContentType.objects.get_for_model(item).pk}/{item.pk}/"
    answer = client.get(shortcut)
    assert answer.status_code == 403 and SECRET not in str(answer.headers)
    assert client.get("/admin/r/999999/1/").status_code == 403


def test_an_editor_gets_from_an_item_to_its_page(sign_in, things):
    item = things["press.pressitem"][0]
    answer = sign_in(EDITOR).get(f"/admin/r/{ContentType.objects.get_for_model(item).pk}/{item.pk}/")
    assert answer.status_code == 302 and answer["Location"].endswith(item.get_absolute_url())


def proposing_fields():
    """Every field of the admin that proposes as one types."""
    for model, model_admin in admin.site._registry.items():
        parts = [model_admin, *[inline(model, admin.site) for inline in model_admin.inlines]]
        for part in parts:
            for field in part.get_autocomplete_fields(None):
                yield part.model._meta.app_label, part.model._meta.model_name, field


def propose(client, app, model, field):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": SECRET}
    return client.get(reverse("admin:autocomplete"), query)


@pytest.mark.parametrize("role", [NO_ROLE, EDITOR, PUBLISHER, CLERK, ADMINISTRATOR])
def test_a_field_proposes_only_to_those_who_may_see_both_ends(sign_in, things, role):
    client = sign_in(role)
    fields = set(proposing_fields())
    assert ("press", "appearance", "person") in fields
    for field in fields:
        answer = propose(client, *field)
        assert answer.status_code == (403 if role == NO_ROLE else 200), field
        assert (SECRET in answer.content.decode()) is (role != NO_ROLE), field


def test_a_field_proposes_nothing_to_those_who_may_see_one_end_only(client, things):
    user = get_user_model().objects.create(username="one end", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_person"))
    client.force_login(user)
    assert propose(client, "press", "appearance", "person").status_code == 403


def filled(answer, **values):
    """What a browser would send from a form as it stands, with these values changed."""
    form = {}
    for field in Page(answer).all("form input") + Page(answer).all("form textarea") + Page(answer).all("form select"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "file") or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        if field.node.tag == "select":
            options = [option.attrib for option in field.node.iter("option")]
            chosen = [option["value"] for option in options if "selected" in option]
            first = [option["value"] for option in options[:1]]
            form[name] = chosen if field.get("multiple") is not None else "".join(chosen or first)
        else:
            form[name] = field.get("value") or (field.node.text or "" if field.node.tag == "textarea" else "")
    return {**form, **values}


def test_an_editor_writes_an_item_with_a_speaker_and_sends_it_for_review(sign_in, things):
    client = sign_in(EDITOR)
    add = reverse("admin:press_pressitem_add")
    (person,) = things["delegations.person"]
    (country,) = things["delegations.country"]
    speaker = {"appearances-TOTAL_FORMS": 1, "appearances-0-label": "Ada", "appearances-0-person": person.pk}
    speaker |= {"appearances-0-position": 1}
    form = filled(client.get(add), title="Ada speaks", slug="ada-speaks", body="<p>Words.</p>", countries=[country.pk])
    assert client.post(add, form | speaker).status_code == 302
    item = PressItem.objects.get(slug="ada-speaks")
    assert item.appearances.get().person == person and item.countries.get() == country
    change = reverse("admin:press_pressitem_change", args=[item.pk])
    assert client.post(change, filled(client.get(change), **{"appearances-0-DELETE": "on"})).status_code == 302
    assert not item.appearances.exists()
    client.post(reverse("admin:press_pressitem_submit", args=[item.pk]), {"note": ""})
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_an_editor_changes_what_is_approved_apart_from_it_and_approves_nothing(sign_in, things):
    client = sign_in(EDITOR)
    _draft, _in_review, *approved = things["press.pressitem"]
    for item in approved:
        change = reverse("admin:press_pressitem_change", args=[item.pk])
        client.post(change, filled(client.get(change), title="Mine"))
        assert client.post(reverse("admin:press_pressitem_submit-change", args=[item.pk]), {}).status_code == 302
        approve = reverse("admin:press_pressitem_approve-change", args=[item.pk])
        assert client.post(approve, {"is_minor": "yes"}).status_code == 403
        item.refresh_from_db()
        assert item.title == SECRET and item.working_copy.content["title"] == "Mine"


def test_an_editor_adds_a_person_and_changes_none(sign_in, things):
    client = sign_in(EDITOR)
    add = reverse("admin:delegations_person_add")
    client.post(add, filled(client.get(add), name="Bela Example", sort_name="Example, Bela", slug="bela"))
    bela = Person.objects.get(slug="bela")
    assert client.post(reverse("admin:delegations_person_change", args=[bela.pk]), {"name": "X"}).status_code == 403


def test_a_publisher_approves_anothers_work_and_deletes_a_draft(sign_in, things):
    client = sign_in(PUBLISHER)
    draft, in_review, *_others = things["press.pressitem"]
    approve = reverse("admin:press_pressitem_approve", args=[in_review.pk])
    client.post(approve, filled(client.get(approve)))
    in_review.refresh_from_db()
    assert in_review.is_published()
    client.post(reverse("admin:press_pressitem_delete", args=[draft.pk]), {"post": "yes"})
    assert not PressItem.objects.filter(pk=draft.pk).exists()


def test_a_clerk_records_and_retracts_a_fact(sign_in, things):
    client = sign_in(CLERK)
    add = reverse("admin:delegations_seatcount_add")
    chamber, source = make_chamber(things["delegations.delegation"][0], "Upper House", 2), Source.objects.first()
    form = filled(client.get(add), chamber=chamber.pk, seats=9, source=source.pk, valid_from="2024")
    assert client.post(add, form).status_code == 302
    fact = SeatCount.objects.get(seats=9)
    client.post(reverse("admin:delegations_seatcount_retract", args=[fact.pk]), {"reason": "Misread."})
    fact.refresh_from_db()
    assert fact.retracted_at


def test_an_administrator_gives_a_role(sign_in, things):
    client = sign_in(ADMINISTRATOR)
    (user,) = things["auth.user"]
    change = reverse("admin:auth_user_change", args=[user.pk])
    editors = Group.objects.get(name=EDITOR)
    assert client.post(change, filled(client.get(change), groups=[editors.pk])).status_code == 302
    assert user.groups.get() == editors


def permissions():
    return {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}


def test_a_second_run_says_and_changes_nothing(roles, capsys):
    before = permissions()
    assert set(before) == {*ROLES, *LISTS}
    call_command("create_roles")
    assert capsys.readouterr().out == "" and permissions() == before


def test_roles_are_brought_back_to_the_table_and_nothing_else_is_touched(roles, capsys):
    before = permissions()
    editors = Group.objects.get(name=EDITOR)
    member = get_user_model().objects.create(username="ella")
    member.groups.add(editors)
    editors.permissions.add(Permission.objects.get(codename="publish_pressitem"))
    editors.permissions.remove(Permission.objects.get(codename="add_pressitem"))
    own = Group.objects.create(name="Interns")
    own.permissions.add(Permission.objects.get(codename="view_pressitem"))
    Group.objects.get(name=LISTS[0]).permissions.add(Permission.objects.get(codename="view_pressitem"))
    call_command("create_roles")
    assert capsys.readouterr().out == "Editor: brought back to the table, +1 -1 permissions.\n"
    kept = {"Interns": {"view_pressitem"}, LISTS[0]: {"view_pressitem"}}
    assert permissions() == before | kept
    assert member.groups.get() == editors


def test_a_database_without_its_permissions_is_told_so_and_left_as_it_is():
    Permission.objects.filter(codename="publish_pressitem").delete()
    with pytest.raises(CommandError, match="press.publish_pressitem.*run `manage.py migrate` first"):
        call_command("create_roles")
    assert not Group.objects.exists()
