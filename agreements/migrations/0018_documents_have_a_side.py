"""A document says which side added it and how large its file is; the same file is kept once."""

from django.db import migrations, models
from django.db.models import PROTECT, Q


class Migration(migrations.Migration):
    dependencies = [("agreements", "0017_constraints_speak")]

    operations = [
        migrations.AddField(
            "document",
            "province",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="agreements.province",
                verbose_name="side that added it",
            ),
        ),
        migrations.AddField(
            "document",
            "size",
            models.PositiveIntegerField(editable=False, null=True, verbose_name="size in bytes"),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=Q(plan__isnull=True) & ~Q(sha256=""),
                fields=["agreement", "sha256"],
                name="document_file_once",
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=~Q(sha256=""), fields=["plan", "sha256"], name="document_file_once_in_plan"
            ),
        ),
    ]
