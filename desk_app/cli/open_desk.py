"""The desk as the window holds it: an open session with its queue, line and tending."""

from db.clock import SYSTEM_CLOCK
from db.line_reads import BookLineReads
from db.opening import unlocked
from db.session import Around, Session
from desk_app.cli.desk_access import DeskAccess
from desk_app.cli.desk_backups import DeskBackups
from desk_app.cli.desk_joining import DeskJoining
from desk_app.cli.desk_line import DeskLine
from desk_app.cli.desk_printing import DeskQueue
from desk_app.cli.desk_safety import DeskSafety
from desk_app.cli.desk_sticks import DeskSticks
from desk_app.cli.founding import program
from desk_app.cli.tending import Tending
from desk_app.ports.desk import Desk
from desk_app.ports.printers import PrinterSource
from desk_app.printing.office_papers import OfficePapers
from desk_app.records.errors import DeskError
from desk_app.services.presence import sign_in, sign_out


def desk_on(session: Session, printers: PrinterSource | None) -> Desk:
    """Sign the session's officer in and set everything going."""
    book = session.book
    readable_only = book.read_only_reason is not None
    session_id = "" if readable_only else sign_in(book, program())
    queue = DeskQueue(book, SYSTEM_CLOCK, printers)
    line = DeskLine(session)
    backups = DeskBackups(session)
    own = session.keyring.slots().officer(book.officer.user)
    tending = Tending(session, session_id, backups)

    def close(why: str) -> None:
        line.close()
        queue.close()
        tending.close()
        try:
            if not readable_only:
                sign_out(book, session_id, why)
        except DeskError:
            # A full disk must not keep anybody from leaving.
            pass
        finally:
            session.close()

    def unlock(password: str) -> None:
        around = Around(what="window", home=session.where.home)
        unlocked(session.where.path, book.officer.user, password, around)

    return Desk(
        book=book,
        office=book.queries.office(),
        clock=SYSTEM_CLOCK,
        scans=session.scans,
        documents=OfficePapers(book.queries.catalogue, SYSTEM_CLOCK),
        jobs=queue.jobs,
        queue=queue,
        line=line,
        printers=queue.printers,
        backups=backups,
        safety=DeskSafety(session, tending, backups, line),
        access=DeskAccess(session),
        line_reads=BookLineReads(book),
        joining=DeskJoining(session, line),
        sticks=DeskSticks(session),
        session=session_id,
        close=close,
        tend=tending.tend,
        unlock=unlock,
        temporary=own is not None and own.temporary and not readable_only,
        reason=book.read_only_reason,
    )
