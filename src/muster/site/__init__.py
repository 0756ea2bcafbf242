"""One site's commands and questions, a module per post: the only joint of rooms and adapters.

A command checks the operator's right, asks the room's rule, and puts the facts on record through
the one write path (``journal``): sealed, chained, signed, folded, and durable before it answers. A
question asks the folded rows. Only this wing reads the clock, draws chance and sees the store.
"""
