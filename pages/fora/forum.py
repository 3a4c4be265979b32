"""Forum panel of the Fora page: chosen in its list or by the address; for who sees single fora."""

from community_policing.analysis import forum_detail
from community_policing.analysis.row_facts import Detail
from community_policing.core.i18n import N_
from community_policing.dataset.releases import subject_note
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components import selected_row
from community_policing.ui.shell import state


@cached_on_programme
def _detail(programme: Programme, forum_id: str) -> Detail:
    return forum_detail.detail(forum_id, programme)


KIND = selected_row.Kind(
    subject_note.FORUM, state.FORUM, forum_detail.by_id, _detail, forum_detail.label, N_("One forum"), N_("Open a forum"),
    N_("Choose a forum"), N_("The programme has no forum “{id}” recorded for this date."),
    N_("This forum is outside the current filters."),
)  # fmt: skip


def panel(programme: Programme) -> None:
    """The list to choose from, and the forum that is open."""
    selected_row.panel(KIND, programme)
