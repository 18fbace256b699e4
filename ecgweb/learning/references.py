"""Guidelines and papers to read on, each looked up before it was cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A publication: who issued it, its title, year, where it appeared and its address."""

    title: str
    issuer: str
    year: int
    published_in: str
    url: str


MI_DEFINITION = Reference(
    "Fourth Universal Definition of Myocardial Infarction (2018)",
    "ESC, ACC, AHA and WHF (Thygesen and others)",
    2018,
    "Circulation 138:e618-e651",
    "https://doi.org/10.1161/CIR.0000000000000617",
)
ACUTE_CORONARY = Reference(
    "2023 ESC Guidelines for the management of acute coronary syndromes",
    "European Society of Cardiology (Byrne and others)",
    2023,
    "European Heart Journal 44:3720-3826",
    "https://doi.org/10.1093/eurheartj/ehad191",
)
ATRIAL_FIBRILLATION = Reference(
    "2024 ESC Guidelines for the management of atrial fibrillation",
    "European Society of Cardiology (Van Gelder and others)",
    2024,
    "European Heart Journal 45:3314-3414",
    "https://doi.org/10.1093/eurheartj/ehae176",
)
ECG_CONDUCTION = Reference(
    "Recommendations for the Standardization and Interpretation of the Electrocardiogram, "
    "Part III: Intraventricular Conduction Disturbances",
    "AHA, ACCF and HRS (Surawicz and others)",
    2009,
    "Journal of the American College of Cardiology 53:976-981",
    "https://doi.org/10.1016/j.jacc.2008.12.013",
)
