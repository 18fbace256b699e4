"""Signals as text: one row a moment, one column a lead; the delimiter, a header and a time column are found out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.raw_signal import (
    MAX_LEADS,
    NO_SIGNAL,
    RawSignal,
    default_names,
    distinct,
    lead_name,
    mv_per_unit_of,
    unreadable,
    unsupported,
)

HEAD_LINES = 200
ROWS_AT_ONCE = 20_000
MAX_LINE_BYTES = 16_384
NOT_TEXT = "The file has the name of a table, but there is no text in it."
NO_NUMBERS = "No column of numbers was found in this table."
_TIME_NAMES = {"time", "t", "timestamp", "elapsed time", "seconds", "sec", "s", "ms", "milliseconds"}
_INDEX_NAMES = {"", "sample", "samples", "sample #", "index", "#"}
_UNIT = re.compile(r"[\[(]\s*([^\])]+?)\s*[\])]\s*$")
_MISSING = {"", "-", "na", "n/a", "nan", "null", "none"}


@dataclass(frozen=True)
class Table:
    """How a table is written: `columns` are the leads' places among `width` cells, `skipped` rows stand above."""

    delimiter: str | None
    decimal_comma: bool
    skipped: int
    width: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    mv_per_unit: float | None
    sampling_rate_hz: float | None

    def cells(self, line: str) -> list[str]:
        cells = line.split(self.delimiter) if self.delimiter else line.split()
        return [cell.strip().strip("'\"") for cell in cells]


def open_csv(file: BinaryIO) -> RawSignal:
    """Find out how a table is written; the samples follow block by block.

    Raises
    ------
    Refused
        If there is no text or no number, rows have different lengths, or cells are no numbers.
    """
    file.seek(0)
    head = [line for line in islice(_lines(file), HEAD_LINES) if line.strip()]
    if not head:
        raise unreadable(NO_SIGNAL)
    table = describe(head)
    return RawSignal(table.names, table.sampling_rate_hz, table.mv_per_unit, _blocks(file, table))


def describe(head: list[str]) -> Table:
    """Delimiter, header, time column, unit and names from the first lines of a table."""
    delimiter = _delimiter(head)
    plain = Table(delimiter, _decimal_comma(head, delimiter), 0, 0, (), (), None, None)
    rows = [plain.cells(line) for line in head]
    skipped = next((n for n, row in enumerate(rows) if _is_data(row, plain.decimal_comma)), None)
    if skipped is None or skipped > 5:
        raise unreadable(NO_NUMBERS)
    data, titles = rows[skipped:], [row for row in rows[:skipped] if len(row) == len(rows[skipped])]
    width = len(data[0])
    time_column = _time_column(titles, data, plain.decimal_comma)
    columns = tuple(n for n in range(width) if n != time_column)
    if not columns:
        raise unreadable(NO_NUMBERS)
    if len(columns) > MAX_LEADS:
        raise unsupported(f"The table has {len(columns)} columns; at most {MAX_LEADS} leads are read, one a column.")
    names = distinct(lead_name(titles[0][n]) or f"lead {n}" for n in columns) if titles else default_names(len(columns))
    rate_hz = None if time_column is None else _rate(titles, data, time_column, plain.decimal_comma)
    return Table(delimiter, plain.decimal_comma, skipped, width, columns, names, _unit(titles, columns), rate_hz)


def _delimiter(head: list[str]) -> str | None:
    """The sign that parts the cells of every line into equally many; None for blanks."""
    for sign in (";", "\t", ",", "|"):
        counts = {line.count(sign) for line in head[1:] or head}
        if counts != {0} and len(counts) <= 2:
            return sign
    return None


def _decimal_comma(head: list[str], delimiter: str | None) -> bool:
    return delimiter != "," and any(re.search(r"\d,\d", line) for line in head[1:])


def _number(cell: str, decimal_comma: bool) -> float | None:
    """The number in a cell, NaN where one is missing, None where there is something else."""
    if cell.lower() in _MISSING:
        return float("nan")
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell)
    except ValueError:
        return None


def _is_data(row: list[str], decimal_comma: bool) -> bool:
    """True if every cell but perhaps the first, which may be a time of day, is a number."""
    numbers = [_number(cell, decimal_comma) for cell in row]
    return any(n is not None and n == n for n in numbers) and all(n is not None for n in numbers[1:] or numbers)


def _time_column(titles: list[list[str]], data: list[list[str]], decimal_comma: bool) -> int | None:
    """The column that counts time or samples: by its name, by times of day, or by rising evenly."""
    first = _UNIT.sub("", titles[0][0]).strip().lower() if titles else None
    if first is not None and (first in _TIME_NAMES or first in _INDEX_NAMES):
        return 0
    if len(data[0]) < 2:
        return None
    if ":" in data[0][0]:
        return 0
    values = np.array([_number(row[0], decimal_comma) for row in data], dtype=np.float64)
    return 0 if values.size > 2 and np.isfinite(values).all() and _rises_evenly(values) else None


def _rises_evenly(values: NDArray[np.float64]) -> bool:
    """True for a clock, rounded or not: every value lies within one step of the straight line, and none falls."""
    line = np.linspace(values[0], values[-1], values.size)
    step = (values[-1] - values[0]) / (values.size - 1)
    return bool(step > 0 and np.diff(values).min() >= 0 and np.abs(values - line).max() < step)


def _rate(titles: list[list[str]], data: list[list[str]], column: int, decimal_comma: bool) -> float | None:
    """Samples a second from a time column; None if it only counts samples."""
    title = titles[0][column].lower() if titles else ""
    if titles and _UNIT.sub("", title).strip() in _INDEX_NAMES:
        return None
    times = [_moment_s(row[column], decimal_comma) for row in data]
    if any(moment is None for moment in times) or len(times) < 3:
        return None
    span = float(times[-1] or 0) - float(times[0] or 0)
    step = span / (len(times) - 1)
    if step <= 0 or (not titles and step == 1):
        return None
    units = [title, *(row[column].lower() for row in titles[1:])]
    in_ms = any(re.search(r"\bms\b|milli", words) for words in units) or (not titles and step > 1)
    return round((1000 if in_ms else 1) / step, 4)


def _moment_s(cell: str, decimal_comma: bool) -> float | None:
    """A time in seconds, also from h:mm:ss.mmm."""
    total = 0.0
    for part in cell.strip("[]").split(":"):
        number = _number(part, decimal_comma)
        if number is None or number != number:
            return None
        total = 60 * total + number
    return total


def _unit(titles: list[list[str]], columns: tuple[int, ...]) -> float | None:
    """Millivolt in one unit, from a title such as "II (mV)" or from a second row of titles."""
    cells = [row[column] for row in titles for column in columns[:1]]
    words = [match[1] for cell in cells if (match := _UNIT.search(cell))] + [cell for cell in cells[1:]]
    return next((factor for word in words if (factor := mv_per_unit_of(word))), None)


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE_BYTES):
        if b"\0" in line or len(line) == MAX_LINE_BYTES:
            raise unreadable(NOT_TEXT)
        yield line.decode("utf-8-sig" if number == 0 else "utf-8", errors="replace").rstrip("\r\n")
        number += 1


def _blocks(file: BinaryIO, table: Table) -> Iterator[NDArray[np.floating]]:
    file.seek(0)
    lines = (line for line in _lines(file) if line.strip())
    row = table.skipped
    for _ in range(table.skipped):
        next(lines, None)
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        yield _parsed(batch, table, row)
        row += len(batch)


def _parsed(batch: list[str], table: Table, first_row: int) -> NDArray[np.floating]:
    """Quickly where all is well; cell by cell where a number is missing, to say which row is wrong."""
    text = [line.replace(",", ".") for line in batch] if table.decimal_comma else batch
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = np.loadtxt(text, delimiter=table.delimiter, comments=None, ndmin=2, quotechar='"')
        if values.shape == (len(batch), table.width):
            return values[:, list(table.columns)]
    except ValueError:
        pass
    return np.array([_row(line, table, first_row + n + 1) for n, line in enumerate(batch)])


def _row(line: str, table: Table, number: int) -> list[float]:
    cells = table.cells(line)
    if len(cells) != table.width:
        raise unreadable(f"Row {number} has {len(cells)} columns, the rows above have {table.width}.")
    values = [_number(cells[column], table.decimal_comma) for column in table.columns]
    if any(value is None for value in values):
        raise unreadable(f"Row {number} holds something that is no number.")
    return [float(value) for value in values if value is not None]
