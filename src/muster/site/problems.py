"""What cannot be done at a site, and what to do about it."""

from muster.ground.problem import Problem, Refused


class SiteMissing(Problem):
    """The directory holds no site."""

    code = "site.missing"
    sentence = "This directory holds no site: {what} is not there."
    advice = "Give the site's directory with --site, or make one: `muster site init --site DIR`."


class SiteExists(Problem):
    """The directory holds a site already."""

    code = "site.exists"
    sentence = "This directory holds a site already."
    advice = "Choose another directory; a site is never overwritten."


class NotAllowed(Refused):
    """The operator's roles do not carry the right."""

    code = "site.not-allowed"
    sentence = "This needs the right to {right}, which none of your roles carries."
    advice = "Ask the site lead to do it or to give you the role."


class SecondMissing(Refused):
    """An act that two people sign was asked for by one."""

    code = "site.second-missing"
    sentence = "This needs a second person beside you, and nobody signed."
    advice = "Let another operator give name and PIN: --second NAME, or the fields of the form."


class SecondSame(Refused):
    """One operator signed twice."""

    code = "site.second-same"
    sentence = "The second person has to be somebody else."
    advice = "Let another operator who has the same right give name and PIN."


class SecondNeedsMore(Refused):
    """The second person has enrolled something beside the PIN, and showed the PIN alone."""

    code = "site.second-needs-more"
    sentence = "The second person shows more than a PIN here, and gave no code."
    advice = (
        "Let them give a code from their telephone or paper; or one that they draw on the page "
        "Your sign-in, Sign beside somebody."
    )


class FactorMissing(Refused):
    """A role that shows more than a PIN here, of whom nothing is enrolled."""

    code = "site.factor-missing"
    sentence = "The second person's post asks for more than a PIN, and they have enrolled nothing."
    advice = "Let them sign in once and enrol a security key or a telephone."


class LooksNeedTwo(Refused):
    """Somebody has opened so many records in ten minutes that another person has to know."""

    code = "site.looks-need-two"
    sentence = "You have opened {limit} records within ten minutes. A second person signs for more."
    advice = (
        "Let another operator who opens records give name and PIN: --second NAME, or the page "
        "Open more records."
    )


class OwnLooks(Refused):
    """Whoever looked up so many people would ask themselves about it."""

    code = "site.own-looks"
    sentence = "Nobody asks themselves why they looked up so many people."
    advice = "Let somebody else who may see who looked at whom do it."


class NothingToAsk(Problem):
    """There is no alarm about this operator or canary that waits for somebody."""

    code = "site.nothing-to-ask"
    sentence = "There is nothing here that somebody has to ask about."
    advice = "See who looked at whom: `muster audit looks`, or the page Who looked."


class ReasonEmpty(Problem):
    """An act that needs a reason was asked for without one."""

    code = "site.reason-empty"
    sentence = "This needs a reason: it goes on record."
    advice = "Say why in a few words, without a name."


class CanaryUnknown(Problem):
    """No canary has this id, or it was withdrawn."""

    code = "site.canary-unknown"
    sentence = "No canary that can still be met has this id."
    advice = "List them: `muster canary list`."


class FieldUnknown(Problem):
    """No masked field of a person has this name, or nothing is in it."""

    code = "site.field-unknown"
    sentence = "This person's record has no masked field of this name."
    advice = "The masked fields are {known}."


class SignInRefused(Refused):
    """Name and PIN do not go together; which of the two is wrong is not said."""

    code = "site.sign-in-refused"
    sentence = "Name and PIN do not go together."
    advice = "Try again; after five failures the wait grows."


class SignInLater(Refused):
    """Too many failures."""

    code = "site.sign-in-later"
    sentence = "Too many failed attempts. Wait {seconds} seconds."
    advice = "The site lead can set a new PIN."


class KeyRefused(Refused):
    """A passkey that is unknown, is for another site, or whose count stood still."""

    code = "site.key-refused"
    sentence = "The security key did not show that it is yours."
    advice = "Use the key that you enrolled here, or a code; a lost one is reset by two people."


class KeyCanBeCopied(Refused):
    """A passkey that a telephone or a cloud copies to other devices."""

    code = "site.key-can-be-copied"
    sentence = "This passkey can be copied to other devices."
    advice = "Take a security key of hardware, or one that stays in this device."


class CodeRefused(Refused):
    """A one-time code or a code on paper that does not fit, or was used."""

    code = "site.code-refused"
    sentence = "This code does not fit, or was used already."
    advice = "Wait for the next code, or take the next one on your paper."


class CodeOfAnotherTime(CodeRefused):
    """A code from a telephone that is right at another time: late, or the clocks differ."""

    code = "site.code-of-another-time"
    sentence = "This code is of another half minute than it is here."
    advice = "Type the next one as soon as it shows. If the clocks differ, the site learns it then."


class CredentialUnknown(Problem):
    """Nobody signs in with this."""

    code = "site.credential-unknown"
    sentence = "There is nothing here that they sign in with beside the PIN."
    advice = "See what there is: `muster operator credentials`, or the page Your sign-in."


class NoKeyHere(Refused):
    """A passkey needs https and the site's own name."""

    code = "site.no-key-here"
    sentence = "A security key works only over https, at the site's own name."
    advice = "Open the address that ends in .internal, or use a code."


class PinUnchosen(Refused):
    """Name and first code go together, and no PIN was chosen yet: the code opens nothing else."""

    code = "site.pin-unchosen"
    sentence = "That is the code for a first sign-in. Its bearer chooses a PIN of their own first."
    advice = "Sign in on a screen with it, or: `muster operator pin NAME`."


class PinHeld(Refused):
    """A PIN was chosen already: a code for another would make two people of one name."""

    code = "site.pin-held"
    sentence = "This operator has chosen a PIN already."
    advice = "Its owner changes it on the page Your sign-in; for a forgotten one revoke and add."


class PinNotTheirs(Refused):
    """A PIN was given for somebody else at a site that is no drill."""

    code = "site.pin-not-theirs"
    sentence = "Only in a drill is a PIN given for somebody else."
    advice = "Add them with a code, by which they choose a PIN of their own."


class PinSame(Problem):
    """A new PIN that is the present one."""

    code = "site.pin-same"
    sentence = "The new PIN is the one you have."
    advice = "Take another one."


class PinGuessed(Problem):
    """A PIN that whoever guesses tries first; ``why`` is a kind, never a part of it."""

    code = "site.pin-guessed"
    sentence = "That PIN is soon guessed: it is {why}."
    advice = "Take eight digits drawn at random, or three words that have nothing in common."


class PinShort(Problem):
    """A PIN of fewer than eight characters."""

    code = "site.pin-short"
    sentence = "Expected a PIN of at least {expected} characters, found {found}."
    advice = "Take eight digits or more that are not a date."


class NameEmpty(Problem):
    """An operator without a name could not sign in, and nobody could tell who acted."""

    code = "site.name-empty"
    sentence = "An operator needs a name."
    advice = "Give the name that they sign in with."


class NameTaken(Problem):
    """Two operators of one name could not be told apart at sign-in."""

    code = "site.name-taken"
    sentence = "An operator of this name works here already."
    advice = "Add a second name or a number."


class RoleUnknown(Problem):
    """A role that does not exist."""

    code = "site.role-unknown"
    sentence = "Expected one of the {expected} roles."
    advice = (
        "The roles are lead, head, registrar, planner, gate, ramp, receiving, liaison, auditor."
    )


class NothingKnown(Problem):
    """An id or prefix that leads nowhere."""

    code = "site.nothing-known"
    sentence = "Nothing at this site has this id."
    advice = "Search by name, or give more letters of the id."


class Ambiguous(Problem):
    """A prefix that leads to several things."""

    code = "site.ambiguous"
    sentence = "{found} things at this site have an id that begins like this."
    advice = "Give more letters of the id."


class Shredded(Problem):
    """The person was shredded."""

    code = "site.shredded"
    sentence = "This person's record was shredded."
    advice = "The counts stay; nothing of the person can be read any more."


class KeyLost(Problem):
    """An entry's key is neither here nor on the shred list."""

    code = "site.key-lost"
    sentence = "The key of entry {sequence} is neither here nor known to be shredded."
    advice = "Take the key wraps again from another site or a backup."


class KeyNotSubjects(Problem):
    """A fact is sealed under a key that does not go when its subject is shredded."""

    code = "site.key-not-subjects"
    sentence = "Entry {sequence} is sealed under a key that is not kept as its subject's."
    advice = "Shredding would miss it. Take the key wraps again from another site or a backup."


class SegmentGap(Problem):
    """A segment whose predecessor is not here."""

    code = "site.segment-gap"
    sentence = "Entry {sequence} of this log came, but the one before it is not here."
    advice = "Take the earlier segments of this log first; what came can come again."


class CompartmentNotHeld(Problem):
    """A fact of a compartment that this site is no member of."""

    code = "site.compartment-not-held"
    sentence = "This site is no member of the compartment {what}."
    advice = "Do this at a site that is, or ask the site that founded the operation."


class NotMember(Problem):
    """A site that is not enrolled in this operation, as far as is known here."""

    code = "site.not-member"
    sentence = "This site knows no card of that site, or the card is for another key."
    advice = (
        "Ask the site that founded the operation to enrol it, and exchange with that one first."
    )


class SiteRevoked(Refused):
    """A site whose writer is trusted no more."""

    code = "site.revoked"
    sentence = "That site's writer was revoked: nothing is told to it."
    advice = "If the site is in good hands again, enrol it anew under new keys."


class AddressUnusable(Problem):
    """Where a site is said to listen is no place to call, or to listen at."""

    code = "site.address-unusable"
    sentence = "Expected an address such as 10.0.0.7 or 10.0.0.7:8472, found {found} characters."
    advice = "Give host and port; the port may be taken by another program."


class LinkUnknown(Problem):
    """Nobody said here where a site listens."""

    code = "site.link-unknown"
    sentence = "Nobody said here where that site listens."
    advice = "Say it: `muster link add SITE HOST:PORT`."


class BackupExists(Problem):
    """Something lies where the backup should go."""

    code = "site.backup-exists"
    sentence = "Something lies already where the backup should go."
    advice = "Choose another name; a backup is never overwritten."


class AskingUnreadable(Problem):
    """A file by which a laptop asks to be a site, or is answered, is none."""

    code = "site.asking-unreadable"
    sentence = "Expected a file by which a site asks or is admitted, found {found} bytes of none."
    advice = "Take the file that `muster site ask` or `muster site admit` wrote, whole."


class AnswerOther(Problem):
    """An answer to another laptop."""

    code = "site.answer-other"
    sentence = "This answer admits another laptop than this one."
    advice = "Take the answer to what this laptop asked with, and compare the six words."


class NotAsked(Problem):
    """A laptop that never asked cannot join."""

    code = "site.not-asked"
    sentence = "This directory holds no keys that a site was asked for with."
    advice = "Run `muster site ask` here first, and have its file answered."


class OwnWriter(Refused):
    """A site cannot revoke the key that it writes with."""

    code = "site.own-writer"
    sentence = "This is the key that this site writes with."
    advice = "Revoke it at another site."


class KeyUngranted(Refused):
    """A key came that no fact on record grants to this site (T16)."""

    code = "site.key-ungranted"
    sentence = "A key was offered that no grant on record names."
    advice = "It was not taken. Tell the operation which site offered it."


class OfficersNone(Refused):
    """Nobody was appointed to recover a site."""

    code = "site.officers-none"
    sentence = "No officers are appointed who could recover this site."
    advice = "Let five make key files (`muster officer key`) and appoint them."


class OwnSite(Refused):
    """A site cannot say of itself that it has fallen."""

    code = "site.own-site"
    sentence = "This is the site itself: it cannot say that it is in other hands."
    advice = "Say so at another site; here, scuttle (`muster scuttle`)."


class FallenBefore(Refused):
    """Two people said before that a site has fallen."""

    code = "site.fallen-before"
    sentence = "It is on record already that this site has fallen."
    advice = "See whom it concerns: `muster site exposed`."


class PastNeeded(Refused):
    """A site that knows or plans for people was told to destroy old keys."""

    code = "site.past-needed"
    sentence = "Only a gate post forgets: this site needs the keys of past days."
    advice = "Give a laptop at a gate no desk, plan or havens, and have it forget."


class NotQuarantined(Problem):
    """An entry that counts already, or is not here."""

    code = "site.not-quarantined"
    sentence = "No quarantined entry lies there."
    advice = "Take log and sequence from `muster writer quarantined`."


class NotFounder(Problem):
    """Another site founded the operation."""

    code = "site.not-founder"
    sentence = "Only the site that founded the operation can let another site join."
    advice = "Ask the site lead there."


class FileMissing(Problem):
    """A file that was named is not there."""

    code = "site.file-missing"
    sentence = "The file that was named for {what} cannot be read."
    advice = "Check the path and its permissions."


class RecordFaulty(Problem):
    """A record that does not verify is not folded."""

    code = "site.record-faulty"
    sentence = (
        "The record has {found} findings, the first of them {code}. The rows stay as they were."
    )
    advice = "Run `muster verify` for the list; take the logs again from another site or a backup."


class ExportNeedsTwo(Refused):
    """So many rows leave only when two people say so (R16)."""

    code = "site.export-needs-two"
    sentence = "One person may export {expected} rows; these are {found}."
    advice = "Let a second operator with the right to export rows sign, or export fewer."


class SecondIsFirst(Refused):
    """The second person is the first one again."""

    code = "site.second-is-first"
    sentence = "Expected two people, found one who signed twice."
    advice = "Let another operator sign."


class ExportCountWrong(Refused):
    """The sender takes it for another number of rows than it is (R16)."""

    code = "site.export-count-wrong"
    sentence = "You expect {expected} rows; {found} would leave. Nothing has left."
    advice = "Look again at what you ask for. Type the number only when you know why it is so."


class ExportCountUnsaid(Problem):
    """The sender does not say how many rows they expect (R16)."""

    code = "site.export-count-unsaid"
    sentence = "Rows about people are counted by whoever sends them, and no number was typed."
    advice = "Type how many rows you expect: `--rows NUMBER`."


class ExportUnsealed(Refused):
    """A file about people that is not sealed, by one person or without a reason."""

    code = "site.export-unsealed"
    sentence = "Rows about people leave sealed to one recipient."
    advice = "Name the recipient; or say why not, and let a second operator sign."


class ExportExpiryWrong(Problem):
    """An export that its recipient keeps for ever, or not at all."""

    code = "site.export-expiry-wrong"
    sentence = "Expected from 1 to {most} days until the recipient destroys it, found {found}."
    advice = "Name the days that the purpose needs."


class ExportPurposeMissing(Problem):
    """An export that nobody says what for."""

    code = "site.export-purpose-missing"
    sentence = "An export needs a purpose, found none."
    advice = "Say what the recipient needs it for; it goes on record and stands in the file."


class ExportLiftMissing(Problem):
    """A carrier's list of no lift."""

    code = "site.export-lift-missing"
    sentence = "A carrier's passenger list is of one lift, and none was named."
    advice = "Name the lift: `--lift LIFT`."


class ExportUnknown(Problem):
    """No such export."""

    code = "site.export-unknown"
    sentence = "No export with this id is on record here."
    advice = "See which left: `muster exports list`."


class RecipientUnknown(Problem):
    """Nobody that files may be sealed to."""

    code = "site.recipient-unknown"
    sentence = "No recipient of this name or id is on record, or it was dropped."
    advice = "See who is: `muster recipient list`. Add one: `muster recipient add`."


class RecipientMismatch(Refused):
    """What somebody read out is not the fingerprint of this key."""

    code = "site.recipient-mismatch"
    sentence = "The fingerprint that was read to you is not that of this key."
    advice = "Trust neither. Let the recipient send the key again, and compare it in another way."


class RecipientUnsaid(Problem):
    """A recipient without a name, or nobody says how the key was compared."""

    code = "site.recipient-unsaid"
    sentence = "Expected a name, and how the fingerprint was compared."
    advice = "Say it in words: by telephone with whom, face to face where."


class ExportColumnUnknown(Problem):
    """A column that nothing is exported in."""

    code = "site.export-column-unknown"
    sentence = "Expected columns among: {known}."
    advice = "Name each column once, separated by commas."


class ExportFieldsUnsaid(Problem):
    """PFIF is for the public: nobody chose what of a person it may say."""

    code = "site.export-fields-unsaid"
    sentence = "Expected the fields to write, chosen one by one, among: {known}."
    advice = "PFIF is read in public. Name only what this purpose needs."


class ExportDomainUnreadable(Problem):
    """A domain that ids of PFIF cannot begin with."""

    code = "site.export-domain-unreadable"
    sentence = "Expected a domain like example.org, found {found} characters that are none."
    advice = "Name the domain that answers for these records, or leave it out."


class NumberMissing(Problem):
    """A carrier's list needs its number of the lift, and the lift's name is none."""

    code = "site.lift-number-missing"
    sentence = "Expected a number of the lift of at most {limit} letters and digits, found none."
    advice = "Give the number under which the carrier knows the lift: --number."


class PortUnreadable(Problem):
    """A port that no carrier's list can hold."""

    code = "site.port-unreadable"
    sentence = "Expected a port of three letters, found {found} characters that are none."
    advice = "Use the code by which carriers know the airport, as KBL."


class ListColumnUnknown(Problem):
    """A list has no such column, or several that are called so."""

    code = "site.list-column-unknown"
    sentence = "Expected one of the {columns} columns of this list, found {found} that fit."
    advice = "Give its number from the left, from 1 on, or its header."


class TargetUnknown(Problem):
    """A column cannot be taken for that."""

    code = "site.target-unknown"
    sentence = "A column can be taken for one of: {known}."
    advice = "Choose one of these, or nothing."


class DeviceUnknown(Problem):
    """A writer that was never enrolled here."""

    code = "site.device-unknown"
    sentence = "No tablet of this id was enrolled at this site."
    advice = "Enrol the tablet at this site; it keeps what it wrote until then."


class DeviceKeyUnusable(Problem):
    """A public key that verifies nothing, or that another tablet has."""

    code = "site.device-key-unusable"
    sentence = "Expected a new key of {expected} bytes, found {found} that cannot be used."
    advice = "Let the tablet make a new key and ask again."


class DeviceRevokedNow(Refused):
    """A tablet that is a writer no more."""

    code = "site.device-revoked"
    sentence = "This tablet was revoked; nothing more of it is taken."
    advice = "Enrol it again if it is ours; what it wrote before its cut stays."


class LeaseWrong(Problem):
    """A tablet for longer than a shift, or for a time that is over."""

    code = "site.lease-wrong"
    sentence = "Expected a tablet to be enrolled for 1 to {limit} hours."
    advice = "Choose when the shift ends; the tablet is enrolled again for the next one."


class NotGuard(Problem):
    """Somebody who may not scan passes."""

    code = "site.not-guard"
    sentence = "Only an operator who may scan passes at a gate can have a tablet or a shift there."
    advice = "Choose a gate guard, or let the site lead give the role."


class NotGate(Problem):
    """A place that is no gate."""

    code = "site.not-gate"
    sentence = "A tablet and a shift are at a gate of ours; this place is none."
    advice = "Choose one of the gates."


class DeliveryUnreadable(Problem):
    """A request to take a tablet's entries that does not follow the format."""

    code = "site.delivery-unreadable"
    sentence = "Expected entries of a tablet, at most {limit}; found {found} bytes that are none."
    advice = "Compare with docs/format/device.md; nothing was taken."


class EntryNotAlone(Problem):
    """A segment of a tablet that holds several entries."""

    code = "site.entry-not-alone"
    sentence = "Expected one entry in a tablet's segment, found {found}."
    advice = "Let the tablet sign each entry alone."


class EntryNotDevices(Problem):
    """A fact that no tablet may put on record, or not this one."""

    code = "site.entry-not-devices"
    sentence = "Entry {sequence} says what this tablet may not put on record: {what}."
    advice = "It is not taken; the tablet keeps it apart. Look at the tablet."


class ShiftClockFar(Problem):
    """A watch and a clock that cannot be of one day."""

    code = "site.shift-clock-far"
    sentence = "The watch and the tablet differ by more than {limit} days."
    advice = "Read the watch again and type date and time as they are now, in UTC."


class PlainPostShut(Refused):
    """Nobody may scan over http here."""

    code = "site.plain-post-shut"
    sentence = "Scanning over http is not open at this site."
    advice = "Install the site's certificate and use https, or ask the supervisor to open it."


class PlainReasonMissing(Problem):
    """The plain post was opened without saying why."""

    code = "site.plain-reason-missing"
    sentence = "Opening a post over http goes on record with its reason, and none was given."
    advice = "Say why no tablet at this gate can use https."


class RoomImpossible(Problem):
    """A room that no place has."""

    code = "site.room-impossible"
    sentence = "Expected two readings from 0 to {limit}, the low one first, and as many a day."
    advice = "Give how many the place holds at once, as two numbers, and how many leave in a day."


class SheetLong(Problem):
    """A station sheet of no rows, or of too many."""

    code = "site.sheet-long"
    sentence = "A station sheet has 1 to {limit} rows; {found} were asked for."
    advice = "Print a sheet for each part of the list, or with fewer blank rows."


class SheetNotHere(Problem):
    """Rows of a station sheet that this site did not print."""

    code = "site.sheet-not-here"
    sentence = "These rows are of a station sheet that is not on record here."
    advice = "Scan the sheet at the site that printed it."


class DiskInClear(Problem):
    """The site's folder lies on a disk that is not encrypted."""

    code = "site.disk-in-clear"
    sentence = "The disk that the site lies on is not encrypted."
    advice = "Install the system on LUKS2: the record is sealed, what other programs keep is not."


class DiskUnknown(Problem):
    """Nobody can tell whether the site's folder lies on an encrypted disk."""

    code = "site.disk-unknown"
    sentence = "It cannot be told whether the disk that the site lies on is encrypted."
    advice = "Look with `lsblk`: there has to be a line of type crypt above the site's folder."


class SwapInClear(Problem):
    """Memory may be written out to a disk in clear."""

    code = "site.swap-in-clear"
    sentence = "Memory can be written out in clear to {found} swap devices or files."
    advice = "Turn swap off (`swapoff -a`, and its line in /etc/fstab), or use zram."


class HibernationPossible(Problem):
    """All of the memory can be written to the disk when the lid is closed."""

    code = "site.hibernation-possible"
    sentence = "This computer can hibernate: all of its memory would be on the disk."
    advice = "Mask hibernate.target, hybrid-sleep.target and suspend-then-hibernate.target."


class CoresPiped(Problem):
    """Crashes are handed to a program with all of their memory."""

    code = "site.cores-piped"
    sentence = "A crash of any program is handed to another one, with all of its memory."
    advice = "Remove systemd-coredump or apport; set kernel.core_pattern to nothing."


class CoresWritten(Problem):
    """Crashes of other programs may be written to the disk."""

    code = "site.cores-written"
    sentence = "A crash of a program may leave its memory in a file."
    advice = "Set kernel.core_pattern to nothing, or the core limit to 0 for every user."


class OpenToOthers(Problem):
    """Other users of this computer may use files of the site."""

    code = "site.open-to-others"
    sentence = "Other users of this computer may use {found} files or folders of the site."
    advice = "Run `chmod -R go= FOLDER`."


class RoomShort(Problem):
    """There is little room on the disk."""

    code = "site.room-short"
    sentence = "Expected at least {limit} bytes free where the site lies, found {found}."
    advice = "Make room before the site depends on it: a full disk takes nothing on record."


class ClockUnkept(Problem):
    """Nobody sets this computer's clock right."""

    code = "site.clock-unkept"
    sentence = "Nothing sets the clock of this computer right, as far as the system can tell."
    advice = "Set it by hand with two people at the start of each shift, or set up chrony."


class MemoryUnlockable(Problem):
    """This user may not keep memory from being written out."""

    code = "site.memory-unlockable"
    sentence = "Expected to lock {limit} bytes of memory against swapping, may lock {found}."
    advice = "Raise the memlock limit of this user, or have no swap."


class JournalKept(Problem):
    """The system's log is kept on the disk."""

    code = "site.journal-kept"
    sentence = "The system's log is kept on the disk."
    advice = "Set Storage=volatile in journald.conf. Muster logs codes and ids, never names."


class ProfilesKept(Problem):
    """A browser of this user keeps a profile that outlives a scuttle."""

    code = "site.profiles-kept"
    sentence = "This user's browsers keep {found} profiles on the disk, which outlive a scuttle."
    advice = (
        "Show the screens in a browser whose profile lies in memory, and delete these: "
        "`chromium --user-data-dir=/dev/shm/muster`, or `firefox --profile` with such a folder."
    )


class RootRuns(Problem):
    """The site is run by the computer's administrator."""

    code = "site.root-runs"
    sentence = "This is the computer's administrator (root)."
    advice = "Run the site as a user of its own, who can do nothing else."


class CertificateEndsSoon(Problem):
    """Tablets will soon not trust the site any more."""

    code = "site.certificate-ends-soon"
    sentence = "The certificate that tablets trust ends in {days} days."
    advice = "A new one is made by itself at the next start; every tablet has to install it."


class EraseImpossible(Problem):
    """What is to follow a scuttle cannot be done here."""

    code = "site.erase-impossible"
    sentence = "What is to follow a scuttle needs {what}, which is not there."
    advice = "Leave it out: then it is said as a step to do by hand."


class DuressIsPassphrase(Problem):
    """The duress code would open the site, or sign somebody in."""

    code = "site.duress-is-passphrase"
    sentence = "This opens the site already, or signs somebody in."
    advice = "Take another one: typed by habit it would destroy the site."


class SiteNotNamed(Problem):
    """The name of the site was not typed as it is."""

    code = "site.not-named"
    sentence = "The name that was typed is not the name of this site."
    advice = "Type the site's name as the screen shows it: nothing is destroyed by a slip."
