"""The addresses of items: a free one made from a headline, the old ones that lead on, those of exchanges."""

from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from cstosite.shared.text import to_latin

from .models import RESERVED_SLUGS, OldAddress, PressItem


def free_slug(title: str, language: str, identifier: UUID) -> str:
    """An address made from the headline that no item has, or had."""
    slug = slugify(to_latin(title))
    if len(slug) > 110:
        slug = slug[:111].rpartition("-")[0] or slug[:110]
    slug = slug.strip("-_") or f"item-{identifier.hex[:8]}"
    taken = {*RESERVED_SLUGS}
    for model in (PressItem, OldAddress):
        taken |= set(model.objects.filter(language=language, slug__startswith=slug).values_list("slug", flat=True))
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free


def exchange_address(item: PressItem, anchor: str) -> str:
    """The permanent address of one exchange."""
    return reverse("press:exchange", args=[item.slug, anchor])


def leave_behind(item: PressItem, slug: str) -> None:
    """Let an address the public knows lead to the item, which has another one now."""
    OldAddress.objects.filter(item=item, slug=item.slug).delete()
    OldAddress.objects.get_or_create(item=item, language=item.language, slug=slug)
