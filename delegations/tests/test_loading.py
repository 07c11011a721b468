"""A register from CSV files: what fits is loaded once, what does not is named with its line and the reason."""

import pytest
from django.core.management import CommandError, call_command

from delegations.models import Delegation, MembershipStatus, RegisterChange, SeatCount

pytestmark = pytest.mark.django_db

U = "00000000-0000-4000-8000-0000000000"
DATES = "observed,observed_on,valid_from,valid_to,source"
FILES = {
    "sources": f"uuid,title,url,document,seen_on,seen_by\n{U}01,Bulletin of Examplia,,,,\n",
    "countries": f"uuid,code,alpha3,m49,name,official_name\n{U}02,xa,,,Examplia,Republic of Examplia\n",
    "delegations": f"uuid,slug,name,parliament,country\n{U}03,examplia,Examplia,Parliament of Examplia,xa\n",
    "chambers": f"uuid,delegation,position,name,members_are\n{U}04,examplia,1,Lower House,deputies\n",
    "classes": f"uuid,slug,name,counts_in_totals\n{U}05,observer,Observer,no\n",
    "status": f"uuid,delegation,class,{DATES}\n{U}06,examplia,observer,,,2001-02,,{U}01\n",
    "seats": f"uuid,chamber,seats,{DATES}\n{U}07,{U}04,5,,,2001,2009-12-31,{U}01\n{U}08,{U}04,8,,,2010-01-01,,{U}01\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def load(folder, *options):
    call_command("load_register", str(folder), *options)


def test_a_folder_is_loaded_once_and_is_no_news(folder, capsys):
    load(folder)
    assert [fact.seats for fact in SeatCount.objects.in_order()] == [5, 8]
    assert not MembershipStatus.objects.get().membership_class.counts_in_totals
    load(folder)
    assert "Made: 0. Already there: 8." in capsys.readouterr().out
    assert SeatCount.objects.count() == 2 and not RegisterChange.objects.exists()


def test_a_dry_run_says_it_all_and_makes_nothing(folder, capsys):
    load(folder, "--dry-run")
    assert "Would be made: 8." in capsys.readouterr().out and not Delegation.objects.exists()
    load(folder)
    assert Delegation.objects.exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{U}09,{U}04,6,,,2005,2006,{U}01", "is already recorded for these days"),
        (f"{U}09,{U}04,8,,,2010-01-01,,{U}01", "“Lower House: 8” (since 1 January 2010) is recorded already"),
        (f"{U}09,{U}99,6,,,2005,2006,{U}01", "What it refers to is not there"),
        (f"{U}09,{U}04,many,,,1990,1991,{U}01", "must be an integer"),
        (f"{U}09,{U}04,6,,,1990-13,,{U}01", "month must be"),
        (f"{U}09,{U}04,6,,,1999,1998,{U}01", "It ends before it begins"),
        (f"nonsense,{U}04,6,,,1990,1991,{U}01", "valid UUID"),
    ],
)
def test_a_line_that_does_not_fit_is_named_and_the_others_are_loaded(folder, capsys, line, reason):
    path = folder / "seats.csv"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 lines were not loaded"):
        load(folder)
    refused = capsys.readouterr().err
    assert refused.startswith("seats.csv, line 4: not loaded: ") and reason in refused
    assert SeatCount.objects.count() == 2


def test_a_missing_column_is_named(folder, capsys):
    (folder / "chambers.csv").write_text(f"uuid,delegation,position,name\n{U}04,examplia,1,Lower House\n")
    with pytest.raises(CommandError):
        load(folder)
    assert "The column members_are is missing." in capsys.readouterr().err


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path):
    with pytest.raises(CommandError, match="is no folder"):
        load(tmp_path / "nowhere")
