"""Changes of the register as feed entries."""

from datetime import datetime, time
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from cstosite.shared.feeds import Category, Entry


def entries(changes):
    """Feed entries of changes loaded with their delegations, in their order."""
    return [entry(change) for change in changes]


def entry(change):
    """One change: told when it was recorded or took effect, whichever is later."""
    delegation = change.delegation
    url = settings.SITE_URL + (delegation.get_absolute_url() if delegation else reverse("delegations:list"))
    told_at = change.recorded_at
    if change.effective_on:
        midnight = datetime.combine(change.effective_on, time(), timezone.get_current_timezone())
        told_at = max(told_at, midnight)
    told_at = timezone.localtime(told_at)
    scheme = f"{settings.SITE_URL}{reverse('delegations:list')}#"
    return Entry(
        identifier=f"urn:uuid:{change.uuid}",
        url=url,
        title=change.sentence,
        summary=change.sentence,
        content_html=f'<p>{escape(change.sentence)}</p>\n<p><a href="{url}">{url}</a></p>',
        published=told_at,
        updated=told_at,
        language=get_language(),
        author=settings.SITE_NAME,
        categories=[Category(scheme, delegation.slug, delegation.name)] if delegation else [],
    )
