"""Refusal of a whole file: the rule it breaks, and the sentence."""


class Refusal(Exception):  # noqa: N818  (it is an outcome, not a fault of the program)
    """Nothing of the file is read further.  `sheet` is the part of it that is meant, "" for the whole; where one cell is,
    `row`, `column`, `letter` and `place` say which, and its value is never quoted."""

    def __init__(self, rule: str, problem: str, sheet: str = "", place: str = "") -> None:
        super().__init__(problem)
        self.rule = rule
        self.problem = problem
        self.sheet = sheet
        self.place = place
        self.row: int | None = None
        self.column = ""
        self.letter = ""
