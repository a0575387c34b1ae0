"""What is asked about one person (access, erasure), and how long the school keeps things."""

from django.apps import AppConfig


class Persons(AppConfig):
    """What is asked about one person (access, erasure), and how long the school keeps things."""

    name = "pejling.facts.persons"
    label = "persons"
