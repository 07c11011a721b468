"""Countries, delegations and chambers in the admin, with what is recorded of them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import (
    Chamber,
    ChamberName,
    Country,
    CountryName,
    Delegation,
    DelegationName,
    MembershipClass,
    MembershipStatus,
    OfficialWording,
    SeatCount,
    Source,
    Website,
)
from . import change_from, members
from .facts import AS_TYPED, FactInline, RecordsWhoAdmin


class SeatCountInline(FactInline):
    model = SeatCount
    about = ["seats"]
    verbose_name_plural = _("numbers of seats: the public sees the one in force, else the last known")


class StatusInline(FactInline):
    model = MembershipStatus
    about = ["membership_class"]


class WebsiteInline(FactInline):
    model = Website
    about = ["chamber", "url", "language"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "chamber":
            delegation = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Chamber.objects.filter(delegation=delegation).select_related("delegation")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class WordingInline(FactInline):
    model = OfficialWording
    about = ["text"]


class CountryNameInline(FactInline):
    model = CountryName
    about = ["name", "official_name"]


class DelegationNameInline(FactInline):
    model = DelegationName
    fk_name = "delegation"
    about = ["name", "parliament", "succeeds"]
    autocomplete_fields = ["source", "succeeds"]


class ChamberNameInline(FactInline):
    model = ChamberName
    about = ["name", "members_are"]


class NamedAdmin(RecordsWhoAdmin):
    """Something whose own name is today's: to be edited only while no name of it is recorded with dates."""

    def get_readonly_fields(self, request, obj=None):
        return obj.names.model.named if obj and obj.names.standing().exists() else ()


class ChamberInline(admin.StackedInline):
    model = Chamber
    fields = [("position", "name", "members_are")]
    extra = 0
    show_change_link = True

    def has_change_permission(self, request, obj=None):
        # Each on its own page, which says what names are recorded; new ones are added here.
        return False


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    inlines = [CountryNameInline]
    list_display = ["name", "official_name", "code", "alpha3", "m49"]
    search_fields = ["name", "official_name", "code"]
    fieldsets = [
        (None, {"fields": ["name", "official_name"]}),
        (
            _("Codes"),
            {"fields": ["code", "alpha3", "m49"], "description": _("Reference data: ISO 3166-1 and UN M49.")},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["title", "document", "seen_on", "seen_by"]
    search_fields = ["title", "url", "document"]
    formfield_overrides = AS_TYPED


@admin.register(Delegation)
class DelegationAdmin(NamedAdmin):
    inlines = [ChamberInline, StatusInline, DelegationNameInline, WebsiteInline, WordingInline]
    list_display = ["name", "parliament", "country", "chamber_names"]
    search_fields = ["name", "parliament"]
    list_select_related = ["country"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "parliament", "country", "slug"],
                "description": _(
                    "Seats are kept at each chamber, the plenipotentiary representative at the post. The public "
                    "reads them together on the delegation’s page. Mend a misprint here; a new name, and a chamber "
                    "that begins or ends, is a change from a day."
                ),
            },
        ),
    ]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    change_form_template = "admin/delegations/delegation_change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("chambers")

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_urls(self):
        return [*change_from.urls(self), *super().get_urls()]

    @admin.display(description=_("chambers"))
    def chamber_names(self, delegation):
        return ", ".join(chamber.name for chamber in delegation.chambers.all())


@admin.register(Chamber)
class ChamberAdmin(NamedAdmin):
    inlines = [SeatCountInline, ChamberNameInline]
    list_display = ["name", "delegation", "position", "members_are"]
    list_filter = ["delegation"]
    search_fields = ["name", "delegation__name"]
    list_select_related = ["delegation"]
    autocomplete_fields = ["delegation"]
    change_form_template = "admin/delegations/chamber_change_form.html"

    def get_readonly_fields(self, request, obj=None):
        # A delegation has one head, and members know which: fixed with the first of them.
        return ["delegation"] if obj and obj.members.exists() else []

    def get_urls(self):
        return [*members.urls(self), *super().get_urls()]


@admin.register(MembershipClass)
class MembershipClassAdmin(admin.ModelAdmin):
    list_display = ["name", "counts_in_totals"]
    prepopulated_fields = {"slug": ["name"]}
