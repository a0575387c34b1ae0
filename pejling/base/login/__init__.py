"""Invitations, locked-out addresses and log-in with a second factor or through another system."""
