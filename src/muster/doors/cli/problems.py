"""What the command line cannot do, and what to do about it.

What the shell handed over (words, paths, options) stands in none of these: it may be a name.
"""

from muster.ground.problem import Problem


class Usage(Problem):
    """Words on the command line that make no command of ours."""

    code = "cli.usage"
    sentence = "{said}."
    advice = "`{command} --help` says how it is used."


class PassphraseUnsaid(Problem):
    """There is nobody to ask for the passphrase."""

    code = "cli.passphrase-unsaid"
    sentence = "The site's passphrase is needed, and there is no terminal to ask on."
    advice = "Put it on the first line of a file that only you can read: --passphrase-file FILE."


class SecretUnsaid(Problem):
    """There is nobody to ask for a PIN."""

    code = "cli.secret-unsaid"
    sentence = "A PIN is needed, and there is no terminal to ask on."
    advice = "Put it on the first line of a file that only you can read: {option} FILE."


class SecretEmpty(Problem):
    """A file of a secret that holds none on its first line."""

    code = "cli.secret-empty"
    sentence = "The first line of the file given with {option} is empty or is no text."
    advice = "Put the secret alone on the first line, in UTF-8."


class SecretsDiffer(Problem):
    """A secret that was typed differently the second time."""

    code = "cli.secrets-differ"
    sentence = "The two entries differ."
    advice = "Try again; nothing was changed."


class Unconfirmed(Problem):
    """Something that cannot be undone was not confirmed."""

    code = "cli.unconfirmed"
    sentence = "This cannot be undone, and it was not confirmed."
    advice = "Type the whole id when asked; a script gives all 26 letters of it."


class NotPerson(Problem):
    """An id of a party or lift where a person's is needed."""

    code = "cli.not-person"
    sentence = "Expected the id of a person, found that of a {found}."
    advice = "Open it with `muster show` and take the person's id from there."


class NotParty(Problem):
    """An id of a person or lift where a party's is needed."""

    code = "cli.not-party"
    sentence = "Expected the id of a party, found that of a {found}."
    advice = "Open the person with `muster show` and take the party's id from there."


class FileUnwritable(Problem):
    """A file that cannot be written."""

    code = "cli.file-unwritable"
    sentence = "The file given with {option} cannot be written: {reason}."
    advice = "Choose another place; nothing else was changed."


class SystemRefused(Problem):
    """The operating system refused a file or folder."""

    code = "cli.system-refused"
    sentence = "The system refused a file or a folder: {reason}."
    advice = "Check the paths that were given, their permissions and the room on the disk."


class ReportUnreadable(Problem):
    """A file that should be a report for machines is none."""

    code = "cli.report-unreadable"
    sentence = (
        "Expected a report as `muster report --json` writes it, found {found} bytes of other."
    )
    advice = "Give the JSON of the report, unchanged; its pages and texts cannot be counted again."


class ReportAhead(Problem):
    """A report of entries that are not here."""

    code = "cli.report-ahead"
    sentence = "The report was counted from entries of {logs} logs that are not here."
    advice = "Count it again where it was made, or once the two sites have exchanged."


class ReportOfOthers(Problem):
    """A report whose cut names other entries than those that are here."""

    code = "cli.report-of-others"
    sentence = "The report names other entries of {logs} logs than those that are here."
    advice = "It is of another record, or its cut was changed. Ask for the report again."


class KeyUnreadable(Problem):
    """A text that should be a public key is none."""

    code = "cli.key-unreadable"
    sentence = "Expected a key of {expected} bytes in hexadecimal digits."
    advice = "Copy it as the operation published it."


class Interrupted(Problem):
    """Somebody pressed Control and C."""

    code = "cli.interrupted"
    sentence = "Interrupted."
    advice = "What was acknowledged is kept; the rest was taken back."


class Fault(Problem):
    """A bug of ours: its kind and place, and nothing of what it worked on."""

    code = "cli.fault"
    sentence = "This is a fault of Muster: {kind} at {place}, version {version}."
    advice = "Please report that line. --debug prints more, which may hold names: read it first."
