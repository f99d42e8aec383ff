"""Rows out to a file and back in, through django-import-export."""
