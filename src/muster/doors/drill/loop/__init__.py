"""The drill in closed loop: from any hour on, people come because the plan in force called them.

The replay stays what it is, calibrated to what was published. Where it stops, this goes on: people
come when they are called, early, late or not at all; gates let in more or less than they should;
lifts leave with whoever is inside. All of it is put on record by the commands that planners,
guards, ramp controllers and receiving officers use, and nothing here decides what the plan decides.
"""
