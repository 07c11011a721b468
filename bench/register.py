"""How long the register's pages take with one, ten and thirty delegations and forty years of changes.

`DEMO=1 python -m bench.register` prints a table; what counts are the ratios, for machines differ.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ADDRESSES = [
    "/delegations/",
    "/delegations/?on=2004-02-29",
    "/delegations/fabland-0/",
    "/delegations/compare/?from=2000-01-01&to=2020-01-01",
]
ROUNDS = 10


def measure(number):
    """Milliseconds for each address, the best of some rounds, with `number` delegations; and the facts there are."""
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from delegations.loading import load_folder
    from delegations.tests.assembly import Assembly

    call_command("flush", interactive=False, verbosity=0)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        Assembly(Path(folder), number)
        made = load_folder(Path(folder)).made
    client, best = Client(), []
    for address in ADDRESSES:
        times = []
        for _round in range(ROUNDS):
            began = perf_counter()
            assert client.get(address).status_code == 200
            times.append(perf_counter() - began)
        best.append(1000 * min(times))
    return made, best


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cstosite.tests.settings"}
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        print(f"{'rows':>6}  " + "  ".join(f"{address:>22.22}" for address in ADDRESSES))
        for number in (1, 10, 30):
            made, best = measure(number)
            print(f"{made:>6}  " + "  ".join(f"{ms:>19.1f} ms" for ms in best))


if __name__ == "__main__":
    sys.exit(main())
