"""A save is acknowledged: its message names the form that was sent, and the browser lets go of its copy."""

from uuid import UUID

from django.contrib import messages


def saved_tag(request):
    """The tag of a message that says that this form was saved; empty where the form has no token."""
    try:
        return f"saved-{UUID(request.POST.get('token', ''))}"
    except ValueError:
        return ""


class AcknowledgingMixin:
    """Messages of success carry the token of the form they are about; static/js/unsaved.js reads it from the page."""

    def message_user(self, request, message, level=messages.INFO, extra_tags="", fail_silently=False):
        if level in (messages.SUCCESS, "success"):
            extra_tags = f"{extra_tags} {saved_tag(request)}".strip()
        super().message_user(request, message, level, extra_tags, fail_silently)
