"""Item panel of the Infrastructure page: chosen in its list or by the address."""

from collections.abc import Mapping

from community_policing.analysis.row_facts import Detail
from community_policing.analysis.works import items
from community_policing.analysis.works.items import Item
from community_policing.core.i18n import N_
from community_policing.dataset.releases import subject_note
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components import selected_row
from community_policing.ui.shell import state


@cached_on_programme
def _by_id(programme: Programme) -> Mapping[str, Item]:
    return {item.item_id: item for item in items.items(programme)}


@cached_on_programme
def _detail(programme: Programme, item_id: str) -> Detail:
    return items.detail(selected_row.everywhere(KIND, programme)[item_id], programme)


def _label(item: Item) -> str:
    return f"{item.name} · {item.where}"


KIND = selected_row.Kind(
    subject_note.SITE, state.ITEM, _by_id, _detail, _label, N_("One item"), N_("Open an item"), N_("Choose an item"),
    N_("The programme has no item “{id}” recorded for this date."),
    N_("This item is outside the current filters."),
)  # fmt: skip


def panel(programme: Programme) -> None:
    """The list to choose from, and the item that is open."""
    selected_row.panel(KIND, programme)
