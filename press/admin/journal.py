"""The journal in the admin: to read, never to change."""

from django.contrib import admin

from ..models import JournalEntry


@admin.register(JournalEntry)
class JournalEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "act", "title", "by", "reason"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["title", "reason"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
