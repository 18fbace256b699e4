"""Coronary artery disease and what too little blood does to the heart."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import (
    ACUTE_CORONARY,
    CHRONIC_CORONARY,
    ECG_INFARCTION,
    PREVENTION,
    WHO,
)

CORONARY_ARTERY_DISEASE = Condition(
    slug="coronary-artery-disease",
    name="Coronary artery disease",
    group=Group.CORONARY,
    summary=(
        "The arteries of the heart become narrow because fat, cells and calcium collect in their walls. The heart may "
        "get enough blood at rest and too little on effort. It can stay silent for decades and then show itself as "
        "angina, as a heart attack or as heart failure."
    ),
    urgent=(
        "Chest pain at rest, pain that gets more frequent or stronger, or pain that lasts longer than a few minutes "
        "may be a heart attack: call the local emergency number."
    ),
    what=(
        "Two coronary arteries and their branches lie on the heart: the left one divides into the left anterior "
        "descending and the circumflex artery, the right one usually supplies the lower wall. Plaques narrow them "
        "slowly; a plaque that tears can close one within minutes.",
        "The ECG at rest is often normal. A stress test, a CT of the coronary arteries or a catheter examination "
        "shows the disease.",
    ),
    kinds=(
        Kind("Chronic coronary syndrome", "Stable narrowings, with or without angina on effort."),
        Kind("Unstable angina", "New, stronger or resting pain without damage in the blood test."),
        Kind("Myocardial infarction", "Muscle dies; see its own page."),
        Kind("Vasospastic angina", "An artery tightens up for minutes, often at night."),
        Kind("Microvascular disease", "The small vessels do not open enough; the large ones look normal."),
    ),
    symptoms=(
        "Pressure or tightness behind the breastbone on effort, in the cold or with anger, gone within minutes "
        "of rest.",
        "Breathlessness or tiredness on effort instead of pain, especially in women, older people and diabetes.",
    ),
    causes=(
        "Smoking, high LDL cholesterol, high blood pressure, diabetes.",
        "Lack of movement, overweight, chronic kidney disease, inflammation, early heart disease in the family.",
    ),
    on_ecg=(
        "Often normal at rest.",
        "ST depression or T wave inversion during pain or exercise.",
        "Q waves of an old infarction.",
    ),
    treatment=(
        "Change of lifestyle, a statin and, in most people, aspirin or a similar medicine.",
        "Medicines against angina: beta blockers, calcium channel blockers, nitrates.",
        "A stent or bypass surgery if symptoms stay or important arteries are narrow.",
    ),
    precautions=(
        "Stop smoking: nothing else lowers the risk as much and as soon.",
        "Take the statin and the medicine against clots every day.",
        "Carry the nitrate spray. If pain is not gone five minutes after a dose, call the emergency number.",
        "Never combine nitrates with medicines for erection (sildenafil, tadalafil and others).",
        "Move 150 to 300 minutes a week; warm up first, stop with pain, avoid heavy effort in great cold.",
        "Eat mostly plants, fish, whole grain and unsaturated oils; little salt, sugar and processed meat.",
    ),
    references=(CHRONIC_CORONARY, PREVENTION, WHO),
    also=("myocardial-infarction", "myocardial-ischaemia", "hypertension"),
)

MYOCARDIAL_ISCHAEMIA = Condition(
    slug="myocardial-ischaemia",
    name="Myocardial ischaemia",
    group=Group.CORONARY,
    finding_codes=("ISC_", "ISCAL", "ISCAN", "ISCAS", "ISCIL", "ISCIN", "ISCLA"),
    summary=(
        "The ECG suggests that part of the heart muscle gets too little blood. It may be a passing shortage on effort "
        "or the beginning of a heart attack. Symptoms and a comparison with earlier ECGs tell how urgent it is."
    ),
    urgent=(
        "With chest pain, breathlessness, cold sweat or fainting now or in the last hours: call the local emergency "
        "number at once."
    ),
    what=(
        "Muscle that lacks oxygen recovers differently after each beat. That changes the ST segment and the T wave. "
        "When the shortage concerns the inner layer of the wall the ST segment sinks; when it goes through the whole "
        "wall it rises.",
        "Similar changes come from hypertrophy, bundle branch block, digoxin and low potassium: the picture as a whole "
        "decides.",
    ),
    symptoms=("Chest pressure, breathlessness, or nothing at all (silent ischaemia).",),
    causes=(
        "Narrowed or blocked coronary arteries.",
        "A heart that needs more than it gets: very fast rhythm, very high or low blood pressure, anaemia, narrow "
        "aortic valve.",
    ),
    on_ecg=(
        "Horizontal or falling ST depression of 0.5 mm or more in two neighbouring leads.",
        "T waves inverted by more than 1 mm in two neighbouring leads with a prominent R wave.",
        "Changes that come and go with the pain are the most telling.",
        "ST depression in many leads together with ST elevation in aVR points to severe disease of several arteries.",
    ),
    treatment=(
        "With symptoms: hospital, repeated ECG, troponin, monitor.",
        "Without symptoms: assessment by a cardiologist, imaging or a stress test.",
        "Medicines, a stent or bypass surgery according to what is found.",
    ),
    precautions=(
        "With symptoms do not wait and do not drive yourself: call for help.",
        "Without symptoms, let a doctor see this ECG the same day, with any older one.",
        "Rest until it is clarified; no hard exercise.",
        "Do not smoke. Take the prescribed medicines; keep the nitrate spray at hand if you have one.",
    ),
    references=(ECG_INFARCTION, ACUTE_CORONARY, CHRONIC_CORONARY),
    also=("myocardial-infarction", "coronary-artery-disease", "st-t-changes"),
)

CORONARY = (CORONARY_ARTERY_DISEASE, MYOCARDIAL_ISCHAEMIA)
