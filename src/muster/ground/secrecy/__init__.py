"""Who may read what: keys, sealing, shredding, and the slot that a passphrase opens.

The hierarchy, from the body up: a fact about a person is sealed under that person's key in its
compartment; any other fact under the compartment's epoch key; person keys are wrapped under the
epoch key; epoch keys are sealed to the site's key; the site's keys lie in a slot that a passphrase
opens. Keys and nonces come in as bytes: this room draws no chance. It knows nothing of records;
that the associated data is the entry's header is the caller's promise.
"""
