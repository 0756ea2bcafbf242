"""Incidents: what happened, what may happen, who was harmed, and who said what about it, when."""
