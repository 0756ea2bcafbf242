"""What keeps the door from opening, and what to do about it."""

from muster.ground.problem import Problem


class FilesMissing(Problem):
    """The browser's files were not laid."""

    code = "web.files-missing"
    sentence = "The browser's files are not in their place."
    advice = "Run `make install`; a wheel carries them."


class CatalogueMissing(Problem):
    """A language without its catalogue would silently be English."""

    code = "web.catalogue-missing"
    sentence = "There is no catalogue for the language {language}."
    advice = "Add it beside the others, or take the language off the list."


class CatalogueUnreadable(Problem):
    """A catalogue that does not follow the format."""

    code = "web.catalogue-unreadable"
    sentence = "The catalogue for {language} cannot be read at line {line}."
    advice = "Compare the line with the English catalogue."


class NotWithoutTls(Problem):
    """Names would cross the network in clear."""

    code = "web.not-without-tls"
    sentence = "Without a certificate only this machine is served."
    advice = "Serve on 127.0.0.1, or give a certificate and its key."


class PortTaken(Problem):
    """Something else listens there."""

    code = "web.port-taken"
    sentence = "Port {port} is taken, or may not be used."
    advice = "Choose another one with --port, or 0 for any that is free."
