"""The appendix of a paper, set and drawn by ourselves: 3,000 rows in two seconds (docs/decisions/0004).

letters → lines → sheets → ink → joined to the body that WeasyPrint has laid out.
"""
