"""The ways in: web, command line and drill. A door knows the site and the shared words."""
