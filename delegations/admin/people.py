"""People and their posts in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..forms import PersonForm
from ..merging import merges_of
from ..models import Appointment, Person, Post
from ..names import name_key
from . import merging
from .facts import FactInline, RecordsWhoAdmin


class AppointmentInline(FactInline):
    model = Appointment
    fk_name = "post"
    about = ["person", "wording"]
    autocomplete_fields = ["person", "source"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = ["name", "sort_name", "offices"]
    search_fields = ["name", "sort_name"]
    search_help_text = _("A name in any spelling: Erlan finds Yerlan.")
    prepopulated_fields = {"slug": ["name"]}
    change_form_template = "admin/delegations/person_change_form.html"
    # The form itself says whether there is a page, and links it.
    view_on_site = False

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_urls(self):
        return [*merging.urls(self), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_merge"] = merging.may_merge(request.user)
        context["merges"] = list(merges_of(obj)) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_search_results(self, request, queryset, search_term):
        # By what spellings have in common; what has no letters of a name is searched for as usual.
        if name_key(search_term):
            return queryset.filter(pk__in=Person.objects.called(search_term).values("pk")), False
        return super().get_search_results(request, queryset, search_term)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("appointments__post")

    @admin.display(description=_("appointments"))
    def offices(self, person):
        return "; ".join(
            str(appointment.post) for appointment in person.appointments.all() if not appointment.retracted_at
        )


@admin.register(Post)
class PostAdmin(RecordsWhoAdmin):
    inlines = [AppointmentInline]
    list_display = ["name", "kind", "delegation", "is_shared"]
    list_filter = ["kind", "delegation"]
    search_fields = ["name", "delegation__name"]
    list_select_related = ["delegation"]
    autocomplete_fields = ["delegation"]

    def get_readonly_fields(self, request, obj=None):
        # How many may hold it decides which appointments overlap: fixed with the first of them.
        return ["is_shared", "kind"] if obj and obj.appointments.exists() else []
