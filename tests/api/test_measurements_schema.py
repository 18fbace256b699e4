"""The OpenAPI document knows every measurement that the contract holds."""

from __future__ import annotations

from dataclasses import fields

from ecgweb.api.measurements import measurements
from ecgweb.ecg.waves import Measurements
from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.measurements import LeadMeasurements


def names(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}


def test_nothing_that_is_measured_is_left_out() -> None:
    described = measurements()["properties"]
    assert set(described) == names(Measurements)
    assert set(described["leads"]["additionalProperties"]["properties"]) == names(LeadMeasurements)
    assert set(described["marks"]["properties"]) == names(Boundaries)
