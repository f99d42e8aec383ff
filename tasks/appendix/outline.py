"""Under which part, section, year and group a row stands, and what these hand down to it. No Django."""

from __future__ import annotations

from dataclasses import dataclass, field

from coop.shared.text import clean, fold
from tasks.appendix.drafts import Problem
from tasks.appendix.lines import Line
from tasks.appendix.meanings import Meaning
from tasks.appendix.ordinals import Level, bare_section, roman_number, whole_number

_NOT_SHARED = ("sau day", "duoi day", "tung nhiem vu")
_SHARED = (Meaning.LEAD, Meaning.PARTNER, Meaning.TIMEFRAME)


@dataclass(frozen=True)
class Group:
    """A row that heads others: its text and what it holds for all of them."""

    level: Level
    ordinal: str
    text: str
    shared: dict[Meaning, str] = field(default_factory=dict)


@dataclass
class Outline:
    """Where the reading stands."""

    groups: list[Group] = field(default_factory=list)
    phase: str = ""
    problems: list[Problem] = field(default_factory=list)
    _last_number: int = 0
    _may_restart: bool = True
    _last_section: int = 0
    _phase_in_section: bool = False
    _heading_waits: bool = False  # for its first task
    _years_in_heading: bool = False
    _year_has_tasks: bool = False

    def open_group(self, line: Line) -> None:
        """Take in a heading or group row; it closes the groups at its own depth and below."""
        level = line.level if line.level is not None else Level.HEADING
        if level is Level.SECTION:
            self._enter_section(line)
        if level <= Level.HEADING and self._years_in_heading:
            self.phase = "" if self._year_has_tasks else self.phase
            self._years_in_heading = False
        self._close(level)
        self._may_restart = self._may_restart or level < Level.NUMBER
        self._heading_waits = level is Level.HEADING
        text = clean(line.text(Meaning.CONTENT))
        self.groups.append(Group(level, line.text(Meaning.ORDINAL), text, _held(line)))

    def open_phase(self, line: Line) -> None:
        """'Năm 2024': the rows below belong to it, and numbering may start again. Directly below a heading
        without number it parts that heading into years; else it ends it.
        """
        self.phase = clean(f"{line.text(Meaning.ORDINAL)} {line.text(Meaning.CONTENT)}")
        self._may_restart = True
        self._years_in_heading = self._years_in_heading or self._heading_waits
        self._year_has_tasks = False
        self._close(Level.NUMBER if self._years_in_heading else Level.HEADING)
        self._phase_in_section = self._last_section > 0

    def enter_task(self, line: Line) -> None:
        """Close the groups to which a task does not belong."""
        self._heading_waits, self._year_has_tasks = False, True
        if line.level is not None:
            self._close(line.level)
        elif self.groups and self.groups[-1].level > Level.HEADING:
            self._close(Level.NUMBER)

    def _close(self, level: Level) -> None:
        while self.groups and self.groups[-1].level >= level:
            self.groups.pop()

    def _enter_section(self, line: Line) -> None:
        """A year row inside a section ends with it; one above the sections lasts until the next year row."""
        number = roman_number(line.text(Meaning.ORDINAL)) or 0
        if number != 1 and self._phase_in_section:
            self.phase = ""
        if number not in (1, self._last_section + 1):
            before = f"sau mục thứ {self._last_section}" if self._last_section else "ở đầu bảng"
            text = f"Mục {line.text(Meaning.ORDINAL)} đứng {before}: số mục được giữ như bản in."
            self.problems.append(Problem("section_numbers", text, is_note=True))
        self._last_section = number
        self._phase_in_section = self._phase_in_section and number != 1

    @property
    def section(self) -> tuple[str, str]:
        """(number, heading) of the roman section, else of the lettered part, else of a heading alone."""
        group = self._section_group()
        return (bare_section(group.ordinal), group.text) if group else ("", "")

    def _section_group(self) -> Group | None:
        for level in (Level.SECTION, Level.PART, Level.HEADING):
            for group in self.groups:
                if group.level is level:
                    return group
        return None

    @property
    def part(self) -> str:
        """The lettered part above a roman section, "" when the part itself is the section."""
        part = next((group for group in self.groups if group.level is Level.PART), None)
        if part is None or part is self._section_group():
            return ""
        return f"{bare_section(part.ordinal)}. {part.text}"

    @property
    def group(self) -> str:
        """The text of the nearest row to which the next one belongs, other than part and section."""
        nearest = self.groups[-1] if self.groups else None
        if nearest is None or nearest.level <= Level.SECTION or nearest is self._section_group():
            return ""
        return nearest.text

    def shared(self, meaning: Meaning) -> str:
        """What the nearest group, or for the time the year row, holds for all its rows."""
        holders = [group for group in reversed(self.groups) if meaning in group.shared]
        if holders:
            return holders[0].shared[meaning]
        return self.phase if meaning is Meaning.TIMEFRAME else ""

    def number_note(self, line: Line) -> list[Problem]:
        """A note where the numbering of tasks restarts or skips without a heading; nothing is renumbered."""
        number = whole_number(line.text(Meaning.ORDINAL))
        if number is None or line.level is not Level.NUMBER:
            return []
        before, may_restart = self._last_number, self._may_restart
        self._last_number, self._may_restart = number, False
        if number == before + 1 or (number == 1 and may_restart):
            return []
        text = f"Số thứ tự {number} đứng sau {before or 'đầu mục'}: được giữ như bản in, không đánh số lại."
        return [Problem("numbers", text, is_note=True)]


def _held(line: Line) -> dict[Meaning, str]:
    """Lead, partner and time of a group row, unless it only says that they follow."""
    held = {meaning: line.text(meaning) for meaning in _SHARED if line.text(meaning)}
    return {meaning: text for meaning, text in held.items() if not _only_says_that_they_follow(text)}


def _only_says_that_they_follow(text: str) -> bool:
    """'Theo thời hạn cụ thể sau đây:' is no deadline of the rows below."""
    return any(mark in fold(text) for mark in _NOT_SHARED)
