"""Incidents and warnings, and whom they harmed: the dead and the missing."""
