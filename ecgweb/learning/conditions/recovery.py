"""How the ventricles recharge after each beat: the ST segment, the T wave and the QT interval."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import ECG_REPOLARIZATION, VENTRICULAR

LONG_QT = Condition(
    slug="long-qt",
    name="Long QT interval",
    group=Group.CONDUCTION,
    finding_codes=("LNGQT",),
    summary=(
        "The ventricles take too long to recharge. This can be inherited, but more often a medicine or a lack of "
        "potassium is behind it. A very long QT can let a dangerous rhythm begin (torsades de pointes)."
    ),
    urgent="Fainting, seizures or a racing heart: call the local emergency number.",
    what=(
        "QT runs from the beginning of the QRS complex to the end of the T wave. As it shortens with faster beats, it "
        "is corrected for the rate (QTc).",
    ),
    kinds=(
        Kind("Acquired", "Medicines, low potassium, magnesium or calcium, slow rhythm, infarction, brain injury."),
        Kind("Inherited", "A change in an ion channel; fainting on effort, with noise or in sleep."),
    ),
    symptoms=("None until a rhythm disorder begins: palpitations, sudden fainting, seizures, cardiac arrest.",),
    causes=(
        "Some antiarrhythmics, antibiotics (macrolides, fluoroquinolones), antipsychotics, antidepressants, methadone, "
        "medicines against nausea.",
        "Vomiting, diarrhoea, eating disorders, diuretics.",
    ),
    on_ecg=(
        "QTc of 450 ms or more in men, 460 ms or more in women. From 500 ms the risk rises clearly.",
        "A quick look: QT longer than half the RR interval is suspicious at 60 to 100 beats a minute.",
        "With a wide QRS complex QT becomes longer without disease of recovery.",
    ),
    treatment=("Stop the medicine, give potassium and magnesium; beta blocker and advice in the inherited form.",),
    precautions=(
        "Show all your medicines to doctor or pharmacist today; do not start a new one without asking.",
        "Have potassium, magnesium and calcium measured.",
        "Drink and replace salts with vomiting or diarrhoea; see a doctor early.",
        "Fainting, or sudden death of a young relative: a cardiologist should see you and your family.",
    ),
    figures=("qt-normal", "qt-long"),
    references=(ECG_REPOLARIZATION, VENTRICULAR),
    also=("electrolytes-and-medicines", "ventricular-tachycardia"),
)

ST_T_CHANGES = Condition(
    slug="st-t-changes",
    name="ST and T wave changes",
    group=Group.CONDUCTION,
    finding_codes=("STTC", "NST_", "NDT", "NT_", "STD_", "STE_", "INVT", "LOWT", "TAB_"),
    summary=(
        "The part of the ECG that shows how the ventricles recover does not look as usual. This is one of the most "
        "frequent findings and has many causes, from harmless variation to a lack of oxygen. By itself it "
        "proves nothing."
    ),
    urgent=(
        "The same change together with chest pain, breathlessness or fainting may be a heart attack: call the local "
        "emergency number."
    ),
    what=(
        "After each contraction the muscle cells recharge. On the ECG this is the ST segment and the T wave. "
        "They react "
        "to nearly everything: blood supply, thickness of the wall, salts in the blood, medicines, hormones, nerves, "
        "temperature and the order in which the ventricles were activated.",
        "Changes that follow from an abnormal QRS complex (bundle branch block, hypertrophy, pacing) are called "
        "secondary and do not need an explanation of their own.",
    ),
    kinds=(
        Kind("ST depression", "The segment lies below the baseline."),
        Kind("ST elevation", "The segment lies above it; early repolarization in young people is a harmless form."),
        Kind("T wave inversion", "T points down in a lead where it should point up."),
        Kind("Flat T waves", "T is lower than a tenth of the R wave."),
        Kind("Non-specific", "Small changes that fit no pattern."),
    ),
    causes=(
        "Coronary artery disease, hypertrophy, inflammation of heart or pericardium, cardiomyopathy.",
        "Potassium, calcium or magnesium too low or too high.",
        "Digoxin and medicines that lengthen the QT interval.",
        "Fast breathing, fever, after meals, bleeding in the brain, pulmonary embolism.",
        "Normal variants: T inversion in V1 to V3 in children and some women, early repolarization in young men.",
    ),
    symptoms=("None of its own; symptoms come from the cause.",),
    on_ecg=(
        "Measure ST at the J point against the baseline between T and P (or the PQ segment).",
        "Ask: which leads? Do they belong to one coronary artery? Is the opposite change seen elsewhere?",
        "Is the QRS normal? If not, the change may be secondary.",
        "Is it new? Compare.",
    ),
    treatment=("The cause is looked for: symptoms, earlier ECG, blood tests, ultrasound; then treated.",),
    precautions=(
        "No symptoms: show the ECG to a doctor within days.",
        "List all your medicines, also those without prescription.",
        "Have potassium and kidney function checked if you take diuretics or had vomiting or diarrhoea.",
        "Keep this ECG for comparison.",
    ),
    references=(ECG_REPOLARIZATION,),
    also=("myocardial-ischaemia", "electrolytes-and-medicines", "left-ventricular-hypertrophy"),
)

ELECTROLYTES_AND_MEDICINES = Condition(
    slug="electrolytes-and-medicines",
    name="Effects of blood salts and medicines",
    group=Group.CONDUCTION,
    finding_codes=("EL", "DIG"),
    summary=(
        "The ECG looks as if a salt in the blood (potassium, calcium, magnesium) or a medicine such as digoxin had "
        "changed the way the heart recovers. This can be harmless or a warning: a very high or very low potassium can "
        "stop the heart."
    ),
    urgent=(
        "Great weakness, fainting, a very slow pulse or palpitations in a person with kidney disease or on digoxin: "
        "call the local emergency number."
    ),
    what=(
        "Every heartbeat is a flow of potassium, sodium and calcium through the cell wall. If their concentration is "
        "wrong, the shape of the waves changes before the person feels anything.",
    ),
    kinds=(
        Kind("High potassium", "Tall, narrow, pointed T waves, then flat P waves, broad QRS, slow rhythm, arrest."),
        Kind("Low potassium", "Flat T waves, ST depression, a U wave after T, extra beats."),
        Kind("High calcium", "Short QT interval."),
        Kind("Low calcium", "Long QT interval through a long ST segment."),
        Kind("Digoxin", "Sagging ST depression and a short QT: an effect, not yet poisoning."),
    ),
    causes=(
        "Kidney disease, diuretics, ACE inhibitors and similar medicines, potassium tablets, vomiting, diarrhoea.",
        "Digoxin and many medicines for rhythm, mood, infections and allergies.",
    ),
    on_ecg=(
        "T waves: pointed, flat or sagging?",
        "QT interval: short or long? Is there a U wave?",
        "Rhythm and width of the QRS complex.",
    ),
    treatment=(
        "Blood test at once. Severe disturbances are treated under a monitor.",
        "The medicine behind it is changed or its dose lowered, by the doctor.",
    ),
    precautions=(
        "Have potassium, calcium, magnesium and kidney function measured within a day, at once if you feel unwell.",
        "Do not take potassium tablets or salt substitutes without advice.",
        "Nausea, yellow vision or a slow pulse on digoxin: contact a doctor the same day.",
        "With vomiting, diarrhoea or great heat ask whether diuretics should be paused.",
    ),
    references=(ECG_REPOLARIZATION,),
    also=("st-t-changes", "long-qt"),
)

RECOVERY = (LONG_QT, ST_T_CHANGES, ELECTROLYTES_AND_MEDICINES)
