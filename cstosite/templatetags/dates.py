"""Dates in words, for templates."""

from django import template

from cstosite.shared.dates import partial_date

register = template.Library()
register.filter(partial_date)
