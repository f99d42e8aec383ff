from django.db import migrations, models


class Migration(migrations.Migration):
    """Titles sort by the Vietnamese alphabet through a stored key, on both engines alike."""

    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="sort_title",
            field=models.CharField(default="", editable=False, max_length=801),
        )
        for model in ("agreement", "historicalagreement", "plan", "historicalplan")
    ]
