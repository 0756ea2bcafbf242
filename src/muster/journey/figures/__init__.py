"""Every number as an interval with its reasons; who is still left; the situation report.

``books`` says where each person stands and what each lift and place may count; ``figure`` is a
number that adds up or says why not; ``report`` puts the figures of one cut together. All of it is
pure: from folded states and tallies to values.
"""
