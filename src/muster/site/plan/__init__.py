"""The planner's post: plans made, shown and adopted; who is called; why, and what if.

``operation`` builds what a plan is made from, ``solving`` hands it to a process beside this one,
``planning`` puts what a person accepted on record. Calls go out by ``forwarding`` and are taken
back by ``recalling``.
"""
