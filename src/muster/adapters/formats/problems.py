"""What can be wrong with a file that somebody sent.

Every sentence holds counts, limits, line and column numbers and our own field names. A cell, a
header, a sheet's name and a file's name never stand in one.
"""

from muster.ground.problem import Problem

_SPLIT = "Split the list into several files and import each."


class FormatProblem(Problem):
    """Base of every problem that a file can have."""


class FileUnreadable(FormatProblem):
    """The system does not give us the file's bytes."""

    code = "formats.file-unreadable"
    sentence = "The file cannot be read."
    advice = "Check that it exists, is a plain file and may be read by this user."


class FileEmpty(FormatProblem):
    """There is nothing in the file that could be a row."""

    code = "formats.file-empty"
    sentence = "Expected a list, found {found} bytes with no row in them."
    advice = "Open the file and see whether it is the one that was meant."


class FileTooBig(FormatProblem):
    """The file has more bytes than are taken in."""

    code = "formats.file-too-big"
    sentence = "Expected a file of at most {limit} bytes, found {found} or more."
    advice = _SPLIT


class UnpackedTooBig(FormatProblem):
    """A workbook unpacks to more than is taken in, whether it says so or not."""

    code = "formats.unpacked-too-big"
    sentence = "Expected a workbook of at most {limit} bytes once unpacked, found {found} or more."
    advice = "Save the one sheet that holds the list as CSV and import that."


class TooManyRows(FormatProblem):
    """The list has more rows than are taken in at once."""

    code = "formats.too-many-rows"
    sentence = "Expected at most {limit} rows, found more."
    advice = _SPLIT


class TooManyColumns(FormatProblem):
    """A row has more cells than are taken in."""

    code = "formats.too-many-columns"
    sentence = "Line {line}: expected at most {limit} columns, found {found}."
    advice = "Keep only the columns that are needed and import again."


class CellTooLong(FormatProblem):
    """A cell has more characters than are taken in, often because a quote was never closed."""

    code = "formats.cell-too-long"
    sentence = "Line {line}: expected cells of at most {limit} characters, found a longer one."
    advice = "Shorten the cell, or look for a quotation mark that is never closed."


class ParserTime(FormatProblem):
    """The parser used up its time."""

    code = "formats.parser-time"
    sentence = "The file took more than {limit} seconds to read; reading was stopped."
    advice = "Nothing was taken from it. A list may be saved as CSV and imported as that."


class ParserMemory(FormatProblem):
    """The parser used up its memory."""

    code = "formats.parser-memory"
    sentence = "The file needs more than {limit} bytes of memory to read; reading was stopped."
    advice = "Nothing was taken from it. A list may be saved as CSV and imported as that."


class ParserStopped(FormatProblem):
    """The parser ended without an answer, or with one that makes no sense."""

    code = "formats.parser-stopped"
    sentence = "The reader ended without an answer after {found} bytes of one."
    advice = "The file is damaged or hostile: ask for it again. Nothing was taken from it."


class FormatUnknown(FormatProblem):
    """The bytes are of no format that is read here."""

    code = "formats.format-unknown"
    sentence = "Expected CSV, XLSX, XLS, ODS, PFIF or PAXLST, found {found} bytes of none of them."
    advice = "Save the list as CSV or XLSX and import that."


class FileBinary(FormatProblem):
    """A text file holds NUL bytes, which no list has."""

    code = "formats.file-binary"
    sentence = "Expected text, found a zero byte at byte {position}."
    advice = "The file is damaged or no list. Save the list as CSV (UTF-8) and import that."


class QuoteOpen(FormatProblem):
    """A quotation mark is never closed: the rest of the file would be one cell."""

    code = "formats.quote-open"
    sentence = "Line {line}: a quotation mark is opened and never closed."
    advice = "Close or remove it, or ask for the file again: it may have been cut off."


class TextDamaged(FormatProblem):
    """The text breaks the grammar of CSV."""

    code = "formats.text-damaged"
    sentence = "Line {line}: this is not CSV."
    advice = "Save the list as CSV (UTF-8) from a spreadsheet program and import that."


class ArchiveDamaged(FormatProblem):
    """A workbook's zip archive cannot be unpacked."""

    code = "formats.archive-damaged"
    sentence = "The workbook's archive of {found} bytes is damaged or cut off."
    advice = "Ask for the file again, or save the list as CSV."


class WorkbookDamaged(FormatProblem):
    """A workbook's archive is whole, but what is in it cannot be read."""

    code = "formats.workbook-damaged"
    sentence = "The workbook of {found} bytes cannot be read."
    advice = "Open it in a spreadsheet program, save the list as CSV and import that."


class WorkbookLocked(FormatProblem):
    """A workbook wants a password."""

    code = "formats.workbook-locked"
    sentence = "The workbook of {found} bytes is locked with a password."
    advice = "Save it without one, on this machine, and import that."


class WhichSheet(FormatProblem):
    """Several sheets hold rows, and nobody said which one is meant."""

    code = "formats.which-sheet"
    sentence = "Expected one sheet with rows, found {found}."
    advice = "Name the sheet, by its name or by its number from the left."


class SheetUnknown(FormatProblem):
    """The named sheet is not in the workbook."""

    code = "formats.sheet-unknown"
    sentence = "The named sheet is not among the {found} sheets of this workbook."
    advice = "Name the sheet, by its name or by its number from the left."


class HiddenParts(FormatProblem):
    """A workbook holds parts that nobody sees, or cells merged over several rows."""

    code = "formats.hidden-parts"
    sentence = (
        "The workbook holds parts that are not plain to see: {sheets} hidden sheets, {rows} hidden"
        " rows, {columns} hidden columns, {merged} groups of merged cells among the rows."
    )
    advice = (
        "Look at them first. Naming the sheet imports it with its hidden rows and columns; a merged"
        " value then counts for each of its rows."
    )


class MarkupDamaged(FormatProblem):
    """XML that is not well formed."""

    code = "formats.markup-damaged"
    sentence = "Line {line}: the XML is damaged or cut off here."
    advice = "Ask for the file again."


class MarkupForbidden(FormatProblem):
    """XML with a document type, entities or outside references: none is ever read."""

    code = "formats.markup-forbidden"
    sentence = "The XML declares a document type or entities, which are never read."
    advice = "A list needs none. Ask who sent it; do not edit them out and try again."


class MarkupTooDeep(FormatProblem):
    """XML whose elements stand in each other more deeply than a list needs."""

    code = "formats.markup-too-deep"
    sentence = "Expected elements at most {limit} deep, found deeper ones."
    advice = "The file is damaged or hostile. Ask for it again."


class PfifUnknown(FormatProblem):
    """XML that is not PFIF of a version known here."""

    code = "formats.pfif-unknown"
    sentence = "Expected PFIF of version 1.1 to 1.4, found other XML."
    advice = "Save the list as CSV or XLSX and import that."


class TooManyErrors(FormatProblem):
    """So many rows are unusable that the columns must have been understood wrongly."""

    code = "formats.too-many-errors"
    sentence = "{found} of {rows} rows cannot be used, most of them for their {field}."
    advice = "Check what each column was taken for. Nothing was imported."


class NameUnmapped(FormatProblem):
    """No column was taken for a name."""

    code = "formats.name-unmapped"
    sentence = "None of the {columns} columns is taken for a name."
    advice = "Say which column holds the name."


class OrderOpen(FormatProblem):
    """A column's dates read equally well with the day first and with the month first."""

    code = "formats.order-open"
    sentence = "Column {column}, {field}: nothing tells the day from the month in these dates."
    advice = "Ask who made the list, then say day-first or month-first for this column."


class ColumnRefused(FormatProblem):
    """A column holds what Muster never takes in."""

    code = "formats.column-refused"
    sentence = "Column {column} holds ethnicity, religion or biometrics, which are never imported."
    advice = "Leave the column out of the mapping."


class MappingMisfit(FormatProblem):
    """A mapping names columns that the table does not have, or one target too often."""

    code = "formats.mapping-misfit"
    sentence = "The mapping does not fit: column {column} of {columns}, {field}."
    advice = "Map each field once, to a column of this file."


class PfifUnwritable(FormatProblem):
    """A record cannot be written in the asked version of PFIF."""

    code = "formats.pfif-unwritable"
    sentence = "Record {record}, {field}: found a character that XML cannot carry."
    advice = "Correct the field and export again."


class ZoneLines(FormatProblem):
    """A machine-readable zone has more or fewer lines than any form of it."""

    code = "formats.mrz-lines"
    sentence = "Expected a zone of 3 lines of 30, or 2 of 36 or 44 characters, found {found} lines."
    advice = "Type each line of the zone as it stands on the document, fillers (<) too."


class ZoneLength(FormatProblem):
    """A line of a machine-readable zone has a length that no form has."""

    code = "formats.mrz-line-length"
    sentence = "Line {line}: expected 30, 36 or 44 characters, all lines alike, found {found}."
    advice = "Type each line of the zone as it stands on the document, fillers (<) too."


class ZoneOpen(FormatProblem):
    """A zone that is not whole yet fits several forms."""

    code = "formats.mrz-form-open"
    sentence = "This zone is not whole, and what is there fits several forms of {forms}."
    advice = "Say which form the document has, or type the first line to its end."


class EdifactSigns(FormatProblem):
    """The separators that a file of EDIFACT says are none."""

    code = "formats.edifact-signs"
    sentence = "Expected six separators after UNA, four of them different, found others."
    advice = "The file is damaged. Ask for it again, or for the list as CSV."


class PaxlstUnknown(FormatProblem):
    """A file of EDIFACT without a passenger list."""

    code = "formats.paxlst-unknown"
    sentence = "Expected a passenger list (PAXLST), found {found} messages of other kinds."
    advice = "Ask the sender for the passenger list, or for the list as CSV."


def problem_of(code: str, facts: dict[str, int | str]) -> FormatProblem | None:
    """Return the problem that a parser reported, or ``None`` when the report makes no sense.

    Only whole numbers are taken over: what comes out of a parser is as suspect as what went in.
    """
    for kind in FormatProblem.__subclasses__():
        if kind.code == code:
            counts = {name: fact for name, fact in facts.items() if isinstance(fact, int)}
            try:
                return kind(**counts)
            except KeyError:
                return None
    return None


class PaperMissing(FormatProblem):
    """What sets a PDF is not installed."""

    code = "formats.paper-missing"
    sentence = "Setting a PDF needs the extra `print`, which is not installed here."
    advice = "Install it, or print the page: --html FILE, and print that from a browser."


class PictureUnreadable(FormatProblem):
    """A scan or photograph that cannot be opened."""

    code = "formats.picture-unreadable"
    sentence = "Expected a picture (PNG, JPEG or TIFF), found {found} bytes that are none."
    advice = "Scan the sheet again, at 200 dots an inch or more, as PNG, JPEG or TIFF."


class PictureTooLarge(FormatProblem):
    """A scan or photograph of more bytes or pixels than are taken in."""

    code = "formats.picture-too-large"
    sentence = "Expected a picture of at most {limit} bytes and 60,000,000 pixels, found {found}."
    advice = "Scan the sheet again, at 200 to 300 dots an inch."


class NumbersMissing(FormatProblem):
    """A list of published numbers without the columns that make one."""

    code = "formats.numbers-missing"
    sentence = "Expected the columns {expected} in the first row, found {found} of them."
    advice = "Name the columns so; high, unit, begins, ends, base and running may be there too."


class NumberUnreadable(FormatProblem):
    """A cell of a list of published numbers that says nothing of its column."""

    code = "formats.number-unreadable"
    sentence = "Line {line}, {column}: expected {expected}."
    advice = "Correct the cell, and enter the list again: what came in already is not doubled."


class BundleUnreadable(Problem):
    """A file that should be an audit bundle is none, or is damaged."""

    code = "formats.bundle-unreadable"
    sentence = "Expected an audit bundle; {what} cannot be read."
    advice = "The file is damaged or another kind of file. Ask for the bundle again."


class BundleTooBig(Problem):
    """A part of a bundle is beyond what is read."""

    code = "formats.bundle-too-big"
    sentence = "A part of the bundle holds more than {limit} bytes."
    advice = "Do not open it otherwise either. Ask for the bundle again."


class BundleChanged(Problem):
    """A bundle whose parts do not go together: somebody changed one, or it was made wrongly."""

    code = "formats.bundle-changed"
    sentence = "The bundle does not hold together: {what}."
    advice = "Do not use it. Ask for the bundle again, and compare the hashes of both files."


class BundleOfOthers(Problem):
    """A bundle of another operation than the auditor was told of."""

    code = "formats.bundle-of-others"
    sentence = "The bundle is of another operation than the key that was given."
    advice = "Compare the key of the operation with what the operation published."
