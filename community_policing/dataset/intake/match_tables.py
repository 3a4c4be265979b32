"""Table matching: the table of each part of a file, and what becomes of parts that have none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.intake.file_parts import Opened, Part
from community_policing.dataset.intake.grid import Grid
from community_policing.dataset.intake.match_columns import did_you_mean, table_of, tables_by_header
from community_policing.dataset.intake.personal import in_cell, is_personal, refused_cell
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.issues import IssueLog


@dataclass(frozen=True)
class Assigner:
    """What is known before: the given mapping and table, whether there is a base, and `names`, table -> part, which it
    fills."""

    mapping: Mapping[str, Mapping[str, str]]
    table: str
    has_base: bool
    names: dict[str, str]
    log: IssueLog

    def of(self, contents: Opened) -> list[tuple[str, Part]]:
        """Each part with its table; issues for those that have none, or another's."""
        taken: list[tuple[str, Part]] = []
        alone = len(contents.parts) == 1
        for part in contents.parts:
            table = self._table_of(part, alone)
            if part.rows == 0 and self.has_base and not alone:
                continue  # a sheet of the template that was not filled in leaves its table as it is
            if table in self.names:
                problem = t("the table comes more than once: here and in {other}. Keep one.", other=self.names[table])
                self.log.add("duplicate_table", part.name, None, "", problem)
            elif table:
                self.names[table] = part.name
                taken.append((table, part))
            self._refuse_columns(part)
        for part in (*contents.parts, *contents.aside):
            if all(part is not other for _, other in taken):
                _refuse_cells(part)
        if not taken:
            rules = {issue.rule for issue in self.log.sorted()}
            if "misnamed_table" in rules:
                return []
            raise Refusal("no_table", self._no_table(contents))
        return taken

    def _no_table(self, contents: Opened) -> str:
        if lost := [problem for rule, _, problem in contents.remarks if rule == "missing_file"]:
            return lost[0]
        if not contents.parts:
            return t("the file holds no table. Fill in the template and load that.")
        hint = did_you_mean(Path(contents.parts[0].name).stem, TABLES)
        return t("no table could be recognised from its name or its header.") + hint + " " + t(
            "Name the sheet or file after one of: {tables}.", tables=", ".join(TABLES)
        )  # fmt: skip

    def _table_of(self, part: Part, alone: bool) -> str:
        given = self.mapping.get("", {}).get(part.name) or (self.table if alone else "")
        stem = (
            Path(part.name).stem
            if part.name.lower().endswith((".csv", ".tsv", ".txt", ".tab", ".parquet"))
            else part.name
        )
        table = given or part.table or table_of(stem)
        if table in TABLES:
            return table
        fits = tables_by_header(part.header)
        if alone:
            return fits[0] if len(fits) == 1 else ""
        hint = did_you_mean(stem, TABLES)
        if fits:
            problem = t("it holds the columns of {table}, but is not named so. Rename it, or delete it.", table=fits[0])
            self.log.add("misnamed_table", part.name, None, "", problem + hint)
        else:
            self.log.add("unknown_table", part.name, None, "", t("it is not a table, so it was left out.") + hint)
        return ""

    def _refuse_columns(self, part: Part) -> None:
        for header in part.header:
            if is_personal(header):
                column = printable(header)
                problem = t("the column “{column}” would hold details of people. Delete it, and count people instead.",
                            column=column)  # fmt: skip
                refusal = Refusal("personal_data", problem, part.name)
                refusal.column = column
                raise refusal


def _refuse_cells(part: Part) -> None:
    """Of a part that is no table too: the file is kept with its draft."""
    for line, cells in part.cells():
        for position, cell in enumerate(cells):
            if what := in_cell(cell):
                raise refused_cell(
                    Grid(part.name, part.header, [], [], sheet=part.rows is not None), line, position, what
                )
