"""Where allauth asks us: how second factors are kept."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from pejling.base.mail.sealing import opened, sealed


class SecondFactors(DefaultMFAAdapter):
    """The secrets of second factors lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Pejling"

    def _get_site_name(self) -> str:
        return "Pejling"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our actions send these mails themselves."""
