"""Staff addresses beside the admin's own: a forgotten password, a session's end, two of Django's with rights added."""

import hashlib
from urllib.parse import urlsplit

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import forms, views
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cstosite.shared.mail import send_soon

# An hour's requests from one client, and an hour's mails to one address.
HOUR = 60 * 60
REQUESTS_AN_HOUR = 10
MAILS_AN_HOUR = 3


class PasswordResetForm(forms.PasswordResetForm):
    """Mails a link to whoever has a staff account under the address; the answer does not tell whether one exists."""

    def get_users(self, email):
        users = [user for user in super().get_users(email) if user.is_staff]
        return users if counted("mail", email.casefold()) <= MAILS_AN_HOUR else []

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **kwargs):
        subject = " ".join(render_to_string(subject_template_name, context).split())
        send_soon([EmailMessage(subject, render_to_string(email_template_name, context), from_email, [to_email])])

    def save(self, **options):
        # Never the request's host: the link goes where the site is, whatever a visitor's browser calls it.
        address = urlsplit(settings.SITE_URL)
        options |= {
            "domain_override": address.netloc,
            "use_https": address.scheme == "https",
            "extra_email_context": {"site_name": settings.SITE_NAME},
        }
        super().save(**options)


class AdminPage:
    """A page that looks like the admin's, for people who are not signed in."""

    @method_decorator(never_cache)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def get_context_data(self, **kwargs):
        names = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
        return super().get_context_data(**names, **kwargs)


class PasswordResetView(AdminPage, views.PasswordResetView):
    """Asks for the address."""

    form_class = PasswordResetForm

    def post(self, request, *args, **kwargs):
        if counted("from", get_client_ip_address(request)) > REQUESTS_AN_HOUR:
            response = render(request, "registration/password_reset_too_often.html", status=429)
            response["Retry-After"] = HOUR
            return response
        return super().post(request, *args, **kwargs)


class PasswordResetDoneView(AdminPage, views.PasswordResetDoneView):
    """Says that a mail is on its way if there is such an account."""


class PasswordResetConfirmView(AdminPage, views.PasswordResetConfirmView):
    """Asks for the new password."""

    def form_valid(self, form):
        # Whoever guessed wrong five times before asking for the mail need not wait any longer.
        reset(username=self.user.get_username())
        return super().form_valid(form)


class PasswordResetCompleteView(AdminPage, views.PasswordResetCompleteView):
    """Leads to the sign-in."""


def counted(what, whose):
    """How often this has happened within the hour, this time included."""
    key = f"password-reset-{what}-{hashlib.sha256(str(whose).encode()).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:
        # The hour ended between the two lines.
        return 1


@never_cache
@require_safe
def session(request):
    """Who is signed in, for how many seconds more, and a token for the forms that are open; asking prolongs nothing."""
    if not admin.site.has_permission(request):
        return JsonResponse({"seconds": 0})
    rows = request.session.model.objects.filter(session_key=request.session.session_key)
    left = [(ends - timezone.now()).total_seconds() for ends in rows.values_list("expire_date", flat=True)]
    seconds = max(0, int(left[0])) if left else 0
    return JsonResponse({"seconds": seconds, "user": request.user.pk, "token": get_token(request)})


class Autocomplete(AutocompleteJsonView):
    """Proposals for a field, to whoever may see what it points at and what it belongs to."""

    def has_perm(self, request, obj=None):
        source = self.source_field.model._meta
        names = [f"{source.app_label}.{act}_{source.model_name}" for act in ("view", "add", "change")]
        return super().has_perm(request, obj) and any(request.user.has_perm(name) for name in names)


def autocomplete(request):
    """As the admin's own view, with the right to the field's own model asked for too."""
    return Autocomplete.as_view(admin_site=admin.site)(request)


def view_on_site(request, content_type_id, object_id):
    """As the admin's own view, for what one may see: an address tells a headline."""
    model = ContentType.objects.get_for_id(content_type_id).model_class() if _is_type(content_type_id) else None
    registered = admin.site._registry.get(model)
    if registered is None or not registered.has_view_permission(request):
        raise PermissionDenied
    return shortcut(request, content_type_id, object_id)


def _is_type(identifier):
    return ContentType.objects.filter(pk=identifier).exists()
