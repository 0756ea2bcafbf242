"""What one command was started with: which site, which secret, and how to answer."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import click
import msgspec

from muster.doors.cli import answer, progress, secret
from muster.doors.cli.answer import Answer
from muster.doors.cli.terminal import clean
from muster.ground.secrecy.problems import PassphraseWrong
from muster.site.access.refusals import Tally
from muster.site.closing import duress
from muster.site.opening import open_site
from muster.site.site import Site


class Session(msgspec.Struct, frozen=True):
    """One run of one command; the site is opened when the command asks for it, and closed."""

    directory: Path
    passphrase_file: str | None
    as_json: bool = False
    quiet: bool = False

    @contextmanager
    def site(self) -> Iterator[Site]:
        """Open the site for as long as the block runs; raise ``site.missing``, ``secrecy.*``.

        The duress code for a passphrase scuttles it, and opens the training data in its place.
        """
        phrase = self.passphrase()
        with ExitStack() as opened:
            try:
                site = opened.enter_context(open_site(self.directory, phrase))
            except PassphraseWrong:
                if not duress.is_phrase(self.directory, phrase):
                    raise
                duress.give_up(self.directory)
                site = opened.enter_context(_training())
            opened.enter_context(Tally(site).listening())
            yield site

    def passphrase(self, *, new: bool = False) -> str:
        """Return the passphrase, from its file or as typed."""
        phrase = secret.passphrase(self.passphrase_file, new=new)
        if secret.is_open_to_others(self.passphrase_file):
            self.note("The passphrase file can be read by others on this machine: chmod 600.")
        return phrase

    def tell(self, said: Answer, lines: Iterable[str]) -> None:
        """Answer with the object where a script asks, else with the lines."""
        if self.as_json:
            answer.write(said)
        else:
            answer.write_lines(lines)

    def note(self, words: str) -> None:
        """Say something beside the answer, on standard error, unless it should be quiet."""
        if not self.quiet:
            self.say(words)

    def say(self, words: str) -> None:
        """Say on standard error what nobody can do without, quiet or not."""
        click.echo(clean(f"note: {words}"), err=True)

    def bar(self, words: str) -> AbstractContextManager[progress.Show]:
        """Return a bar on standard error for long work."""
        return progress.bar(words, quiet=self.quiet)


def _training() -> AbstractContextManager[Site]:
    # Loaded here: a command that opens its own site needs no drill.
    from muster.doors.drill import training  # noqa: PLC0415

    return training.opened(training.folder())
