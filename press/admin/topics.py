"""Subjects in the admin: added, renamed, merged; their addresses never change."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from ..models import Topic


class MergeForm(forms.Form):
    """Which subject another is to become a part of."""

    into = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Merge it into"),
        help_text=_("Its items move there, and its address leads there. This cannot be undone."),
    )

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Topic.objects.current().exclude(pk=topic.pk)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "merged_into"]
    list_select_related = ["into"]
    search_fields = ["name", "description"]
    fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    change_form_template = "admin/press/topic_change_form.html"
    # Its page is there as soon as a public item is about it.
    view_on_site = False

    @admin.display(description=_("merged into"))
    def merged_into(self, topic):
        return topic.into or "–"

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        # What was ever public keeps its address; another subject may take its place.
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", view, name="press_topic_merge"), *super().get_urls()]

    def merge(self, request, pk):
        """Ask into which subject, then merge."""
        topic = get_object_or_404(Topic.objects.current(), pk=pk)
        if not self.has_change_permission(request, topic):
            raise PermissionDenied
        form = MergeForm(request.POST or None, topic=topic)
        if request.method == "POST" and form.is_valid():
            into = form.cleaned_data["into"]
            try:
                topic.merge_into(into)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, topic, _("Merged into %(topic)s.") % {"topic": into})
                messages.success(request, _("“%(old)s” is now a part of “%(new)s”.") % {"old": topic, "new": into})
                return redirect(reverse("admin:press_topic_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": topic,
            "title": _("Merge: %(topic)s") % {"topic": topic},
            "form": form,
            "button": _("Merge"),
        }
        return TemplateResponse(request, "admin/step.html", context)
