from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_fill_sort_titles")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="search_text",
            field=models.CharField(editable=False, max_length=length, default=""),
            preserve_default=False,
        )
        for model, length in (("provincealias", 60), ("unitalias", 200), ("commonalias", 200))
    ]
