"""Incidents: what happened, what may happen, casualties, and who said what about it, when."""
