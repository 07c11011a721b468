"""Make the roles of cstosite/roles.py as groups, or bring them back to the table."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cstosite.roles import LISTS, ROLES


class Command(BaseCommand):
    help = (
        "Make the groups of the roles, or bring them back to the table in cstosite/roles.py: permissions added to or "
        "taken from these groups by hand are undone. Their members and every other group are left alone."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        every = {
            f"{app}.{codename}": pk
            for app, codename, pk in Permission.objects.values_list("content_type__app_label", "codename", "pk")
        }
        for name, table in ROLES.items():
            wanted = expanded(table, every)
            group, is_new = Group.objects.get_or_create(name=name)
            before = set(group.permissions.values_list("pk", flat=True))
            after = {every[permission] for permission in wanted}
            if before != after:
                group.permissions.set(after)
            if options["verbosity"] and (is_new or before != after):
                done = "made" if is_new else "brought back to the table"
                self.stdout.write(f"{name}: {done}, +{len(after - before)} -{len(before - after)} permissions.")
        for name in LISTS:
            _group, is_new = Group.objects.get_or_create(name=name)
            if options["verbosity"] and is_new:
                self.stdout.write(f"{name}: made, without permissions.")


def expanded(table, every):
    """The permissions a role's line of the table means; CommandError when the database lacks one."""
    wanted = set()
    for permission in table:
        app, _dot, codename = permission.partition(".")
        found = {name for name in every if name.startswith(f"{app}.")} if codename == "*" else {permission} & {*every}
        if not found:
            raise CommandError(f"There is no permission {permission} in the database: run `manage.py migrate` first.")
        wanted |= found
    return wanted
