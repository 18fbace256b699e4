"""Guidelines and papers to read on, each looked up before it was cited."""

from __future__ import annotations

from dataclasses import dataclass

EHJ = "European Heart Journal"
JACC = "Journal of the American College of Cardiology"
ECG_STANDARD = "AHA/ACCF/HRS Recommendations for the Standardization and Interpretation of the Electrocardiogram"


@dataclass(frozen=True)
class Reference:
    """A publication: its title, who issued it, its year where it has one, where it appeared and its address."""

    title: str
    issuer: str
    year: int | None
    published_in: str
    url: str


def _esc(title: str, year: int, pages: str, doi: str) -> Reference:
    """A guideline of the European Society of Cardiology."""
    return Reference(title, "European Society of Cardiology", year, f"{EHJ} {pages}".strip(), _doi(doi))


def _ecg_standard(part: str, year: int, pages: str, doi: str) -> Reference:
    """One of the six parts of the American statement on ECG interpretation."""
    return Reference(f"{ECG_STANDARD}, {part}", "AHA, ACCF and HRS", year, f"{JACC} {pages}".strip(), _doi(doi))


def _doi(name: str) -> str:
    return f"https://doi.org/{name}"


ECG_TECHNOLOGY = _ecg_standard(
    "Part I: The Electrocardiogram and Its Technology", 2007, "49(10)", "10.1016/j.jacc.2007.01.024"
)
ECG_CONDUCTION = _ecg_standard(
    "Part III: Intraventricular Conduction Disturbances", 2009, "53:976-981", "10.1016/j.jacc.2008.12.013"
)
ECG_REPOLARIZATION = _ecg_standard(
    "Part IV: The ST Segment, T and U Waves, and the QT Interval", 2009, "53(11)", "10.1016/j.jacc.2008.12.014"
)
ECG_HYPERTROPHY = _ecg_standard(
    "Part V: Electrocardiogram Changes Associated With Cardiac Chamber Hypertrophy",
    2009,
    "53:992-1002",
    "10.1016/j.jacc.2008.12.015",
)
ECG_INFARCTION = _ecg_standard("Part VI: Acute Ischemia/Infarction", 2009, "53(11)", "10.1016/j.jacc.2008.12.016")
MI_DEFINITION = Reference(
    "Fourth Universal Definition of Myocardial Infarction (2018)",
    "ESC, ACC, AHA and WHF",
    2018,
    "Circulation 138:e618-e651",
    _doi("10.1161/CIR.0000000000000617"),
)
ACUTE_CORONARY = _esc(
    "2023 ESC Guidelines for the management of acute coronary syndromes",
    2023,
    "44:3720-3826",
    "10.1093/eurheartj/ehad191",
)
CHRONIC_CORONARY = _esc(
    "2024 ESC Guidelines for the management of chronic coronary syndromes",
    2024,
    "45:3415-3537",
    "10.1093/eurheartj/ehae177",
)
ATRIAL_FIBRILLATION = _esc(
    "2024 ESC Guidelines for the management of atrial fibrillation", 2024, "45:3314-3414", "10.1093/eurheartj/ehae176"
)
SUPRAVENTRICULAR = _esc(
    "2019 ESC Guidelines for the management of patients with supraventricular tachycardia",
    2020,
    "41(5)",
    "10.1093/eurheartj/ehz467",
)
VENTRICULAR = _esc(
    "2022 ESC Guidelines for the management of patients with ventricular arrhythmias and the prevention of sudden "
    "cardiac death",
    2022,
    "43:3997-4126",
    "10.1093/eurheartj/ehac262",
)
PACING = _esc(
    "2021 ESC Guidelines on cardiac pacing and cardiac resynchronization therapy",
    2021,
    "42(35)",
    "10.1093/eurheartj/ehab364",
)
HEART_FAILURE = _esc(
    "2021 ESC Guidelines for the diagnosis and treatment of acute and chronic heart failure",
    2021,
    "42:3599-3726",
    "10.1093/eurheartj/ehab368",
)
CARDIOMYOPATHY = _esc(
    "2023 ESC Guidelines for the management of cardiomyopathies", 2023, "44:3503-3626", "10.1093/eurheartj/ehad194"
)
INFLAMMATION = Reference(
    "2025 ESC Guidelines for the management of myocarditis and pericarditis",
    "European Society of Cardiology",
    2025,
    "announced at ESC Congress",
    "https://www.escardio.org/Congresses-Events/ESC-Congress/Congress-resources/Congress-news/"
    "2025-esc-guidelines-for-the-management-of-myocarditis-and-pericarditis",
)
VALVES = _esc(
    "2025 ESC/EACTS Guidelines for the management of valvular heart disease", 2025, "", "10.1093/eurheartj/ehaf194"
)
CONGENITAL = _esc(
    "2020 ESC Guidelines for the management of adult congenital heart disease", 2020, "", "10.1093/eurheartj/ehaa554"
)
HYPERTENSION = _esc(
    "2024 ESC Guidelines for the management of elevated blood pressure and hypertension",
    2024,
    "45:3912-4018",
    "10.1093/eurheartj/ehae178",
)
ARTERIES = Reference(
    "2024 ESC Guidelines for the management of peripheral arterial and aortic diseases",
    "European Society of Cardiology",
    2024,
    "summary at Guideline Central",
    "https://guidelinecentral.com/guideline/3970566",
)
PULMONARY_EMBOLISM = _esc(
    "2019 ESC Guidelines for the diagnosis and management of acute pulmonary embolism",
    2020,
    "41:543-603",
    "10.1093/eurheartj/ehz405",
)
STROKE = Reference(
    "Guidelines for the Early Management of Patients With Acute Ischemic Stroke: 2019 Update to the 2018 Guidelines",
    "American Heart Association and American Stroke Association",
    2019,
    "top things to know, with the full text",
    "https://professional.heart.org/en/science-news/2019-update-to-the-2018-acute-ischemic-stroke-guidelines/"
    "top-things-to-know",
)
PREVENTION = _esc(
    "2021 ESC Guidelines on cardiovascular disease prevention in clinical practice",
    2021,
    "42:3227-3337",
    "10.1093/eurheartj/ehab484",
)
RESUSCITATION = Reference(
    "European Resuscitation Council Guidelines 2021: Executive summary",
    "European Resuscitation Council",
    2021,
    "Resuscitation 161:1-60",
    _doi("10.1016/j.resuscitation.2021.02.003"),
)
WHO = Reference(
    "Cardiovascular diseases",
    "World Health Organization",
    None,
    "health topic",
    "https://www.who.int/health-topics/cardiovascular-diseases",
)
QTC_FORMULAS = Reference(
    "A comparison of commonly used QT correction formulae: the effect of heart rate on the QTc of normal ECGs",
    "Luo, Michler, Johnston and Macfarlane",
    2004,
    "Journal of Electrocardiology 37 Suppl:81-90",
    "https://pubmed.ncbi.nlm.nih.gov/15534815/",
)
PTB_XL = Reference(
    "PTB-XL, a large publicly available electrocardiography dataset",
    "Wagner, Strodthoff, Bousseljot, Kreiseler, Lunze, Samek and Schaeffter",
    2020,
    "Scientific Data 7:154",
    _doi("10.1038/s41597-020-0495-6"),
)

ALL = tuple(value for value in globals().copy().values() if isinstance(value, Reference))
