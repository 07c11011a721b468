"""How long the open data takes to build, how much memory it takes, and how soon a file that is there is sent.

python -m bench.data [NUMBER ...]: that many items, each with two exchanges. DATABASE_URL names another database.
"""

import os
import resource
import sys
import tempfile
from time import perf_counter


def megabytes():
    """The most memory this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(numbers):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cstosite.tests.settings"}
        import django
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        from bench.search import fill
        from cstosite.data import files

        call_command("migrate", verbosity=0)
        for number in numbers:
            call_command("flush", interactive=False, verbosity=0)
            fill(number)
            before, began = megabytes(), perf_counter()
            built = files.current()
            seconds, after = perf_counter() - began, megabytes()
            client, times = Client(), []
            for _round in range(10):
                began = perf_counter()
                client.get("/data/press.csv").close()
                times.append(1000 * (perf_counter() - began))
            print(
                f"{connection.vendor}, {number:,} items: {sum(built.rows.values()):,} rows,"
                f" {sum(built.sizes.values()) >> 20} MB built in {seconds:.1f} s,"
                f" memory {before} to {after} MB; a file that is there after {min(times):.1f} ms",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1000, 20_000]))
