from django.db import migrations

from delegations.overlap import refuse_overlap


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_initial")]

    operations = [
        refuse_overlap("seatcount", "chamber_id"),
        refuse_overlap("membershipstatus", "delegation_id"),
        refuse_overlap("appointment", "post_id", "exclusive_to"),
        refuse_overlap("officialwording", "delegation_id"),
    ]
