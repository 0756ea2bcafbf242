"""What can be wrong with a store, said plainly. None of these ever changed what is stored."""

from muster.ground.problem import Problem


class Missing(Problem):
    """There is no store at this place."""

    code = "store.missing"
    sentence = "There is no record here."
    advice = "Check the site folder, or set the site up with `muster site init`."


class Exists(Problem):
    """A store shall be created where one lies already."""

    code = "store.exists"
    sentence = "There is a record here already; it was not touched."
    advice = "Choose an empty folder for a new site."


class NotEncrypted(Problem):
    """The file, or the engine that would write it, is readable by anyone."""

    code = "store.not-encrypted"
    sentence = "The record would be readable by anyone who takes the disk ({what})."
    advice = (
        "Muster does not run on it. Install apsw-sqlite3mc without apsw beside it; "
        "a readable file must be wiped and its site set up anew."
    )


class WrongKey(Problem):
    """The key does not open this store."""

    code = "store.wrong-key"
    sentence = "This key does not open this record."
    advice = "Use the key file that was made together with this site; nothing was changed."


class Damaged(Problem):
    """Bytes of the file are not what was written."""

    code = "store.damaged"
    sentence = "The record on this disk is damaged ({what})."
    advice = (
        "Nothing is written to it any more. Copy the site folder as it is, see what still reads "
        "with `muster verify`, then restore a backup or take the logs from another site."
    )


class FormatUnknown(Problem):
    """The store was written by a newer program, or is no store of ours."""

    code = "store.format-unknown"
    sentence = "Expected a record of format {expected}, found format {found}."
    advice = "Install the newest Muster; nothing was changed."


class DiskFull(Problem):
    """The disk has no room for what was to be written."""

    code = "store.disk-full"
    sentence = "The disk is full. What was being written was taken back as a whole."
    advice = "Make room, then do it again. Everything that was acknowledged is safe."


class DiskFails(Problem):
    """The disk refused to read or write."""

    code = "store.disk-fails"
    sentence = "The disk refused a read or a write (error {number})."
    advice = (
        "What was being written was taken back. Copy the site folder to another disk before you "
        "go on."
    )


class Busy(Problem):
    """Another process has this store open for writing."""

    code = "store.busy"
    sentence = "Another Muster on this machine has this record open."
    advice = "Close the other one first: one site has one writing process."


class NotWritable(Problem):
    """The folder or the file cannot be written to, or not even opened."""

    code = "store.not-writable"
    sentence = "This record cannot be written to: its folder or file is read-only for this user."
    advice = "Give this user the right to write there, or copy the site folder elsewhere."
