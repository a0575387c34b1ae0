"""The room's registration with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "pejling.quality.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """The room's models are in several files."""
        super().import_models()
        from pejling.quality.plans import (  # noqa: F401
            consultation_models,
            cycle_models,
            record_models,
            remark_models,
            review_models,
        )
