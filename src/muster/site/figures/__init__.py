"""Figures of this site: reports, what changed since, what others published, and the audit."""
