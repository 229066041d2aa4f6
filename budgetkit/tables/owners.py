"""Whose a row is: the unit, and the project, that stand once above the rows that belong to them."""

from __future__ import annotations

import re

from .labels import Label
from .table import Table

_UNIT = re.compile(
    r"(?:局|厅|委|署|处|办|院|校|会|队|站|所|馆|中心|监狱|办公室|学院)(?:[(（].{1,20}[)）]|本级|机关)?$"
)


class Owners:
    """Remembers the unit and the project under which the rows of one table stand.

    Parameters
    ----------
    table : Table
    entity : str
        Whose the table is.
    """

    def __init__(self, table: Table, entity: str) -> None:
        self.rows, self.entity = table.form.rows, entity
        self.unit = self.project = ""
        self.projects = min((c.index for c in table.columns if c.role == "project"), default=0)
        units = any(c.role in ("unit", "unit_code") for c in table.columns)
        self.heads_units = table.form.kind == "codes" and not units

    def assign(self, label: Label, at: int | None) -> None:
        """Let a unit that is printed once, beside its first year or above its rows, be that of them all.

        So with a project above its purchases. A row whose first text stands (in column `at`) left of where
        projects are named heads others, and ends both.
        """
        heads = at is not None and at < self.projects and not label.project
        if heads or label.keys.get("concept") == "grand_total":
            self.unit = self.project = ""
        if self.heads_units and not label.unit and not label.codes:
            if not label.item and self.is_unit(label.project):
                label.item, label.project = label.project, ""  # a unit where projects are named
            if self.is_unit(label.item):
                self.unit = label.item
        self.unit = label.unit or self.unit
        if label.codes or label.year or (self.heads_units and (label.item or label.project)):
            label.unit = self.unit
        if label.project:
            self.project = label.project if label.item == label.project else ""
        elif self.rows == "purchase" and label.item:
            label.project = self.project

    def is_unit(self, name: str) -> bool:
        """Say whether a name is that of the department, or of one of its units: of the same place."""
        return bool(self.entity) and name[:2] == self.entity[:2] and bool(_UNIT.search(name))
