"""How far what is served lies behind what was stored."""

from sqlalchemy import Connection, func, select

from central.store import tables


def behind(connection: Connection) -> int:
    """Batches of all offices that the projection has not taken in yet."""
    lag = func.coalesce(func.sum(tables.office.c.place - tables.projected.c.place), 0)
    joined = tables.office.join(
        tables.projected, tables.projected.c.office == tables.office.c.office
    )
    return int(connection.execute(select(lag).select_from(joined)).scalar_one())
