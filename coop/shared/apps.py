from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "coop.shared"
    label = "shared"
