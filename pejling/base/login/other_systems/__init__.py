"""Log-in through other systems by OpenID Connect, and which of their claims gives which role."""
