"""The ramp controller's post: lifts from offer to departure."""
