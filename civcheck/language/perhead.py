"""What a measure comes to per head of the staff that the unit declares, in the year it is taken from."""

from __future__ import annotations

from civcheck.language.grounds import Grounds
from civcheck.language.measured import Measured
from civcheck.language.undetermined import Undetermined
from civcheck.messages import msg


def per_head(measured: Measured, grounds: Grounds, earlier: bool = False) -> Measured:
    """Divide what was measured by 在职人数; nothing that was measured stays nothing.

    Raises:
        Undetermined: the number is not declared, or 0.
    """
    if measured.value is None:
        return measured
    staff = grounds.unit.staff
    if staff:
        return measured.per_head(staff)
    year = str(grounds.unit.year)
    if staff == 0:
        raise Undetermined(
            msg("undetermined.no-staff-then" if earlier else "undetermined.no-staff", year=year)
        )
    if earlier:  # the unit file of this year cannot answer it
        raise Undetermined(msg("undetermined.fact-then", year=year, fact="在职人数"))
    raise Undetermined(msg("undetermined.fact", fact="在职人数"), ("在职人数",))
