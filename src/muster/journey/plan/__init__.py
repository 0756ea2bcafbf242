"""A plan: who is called when, to which gate, for which lift.

Here are the call-forwards: one party, one gate, one window, taken back by a recall that says what
to do instead. Whether a gate lets people in, and whether a party is kept together because one of
them is dead or missing, lies ahead on the journey; the site hands it over as plain words.
"""
