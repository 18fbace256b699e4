"""The four diagnoses of a 12-lead page."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import ACUTE_CORONARY, MI_DEFINITION

MYOCARDIAL_INFARCTION = Condition(
    slug="myocardial-infarction",
    name="Myocardial infarction",
    group=Group.DIAGNOSES,
    diagnosis_code="mi",
    finding_codes=(
        *("MI", "AMI", "ASMI", "ALMI", "LMI", "IMI", "ILMI", "IPMI", "IPLMI", "PMI"),
        *("INJAS", "INJAL", "INJLA", "INJIN", "INJIL"),
    ),
    emergency=True,
    summary=(
        "Part of the heart muscle is dying because its blood supply is cut off, usually by a clot in a coronary artery "
        "(a heart attack). Every minute counts: the sooner the artery is opened, the more muscle is saved. An ECG "
        "alone cannot always tell a new infarction from an old one, so symptoms decide how urgent it is."
    ),
    urgent=(
        "If this person has chest pain or pressure, pain in the arm, jaw or back, shortness of breath, cold sweat, "
        "sudden weakness or fainting now, or had it within the last hours: call the local emergency number at once. "
        "Do not wait for another test and do not drive to hospital yourself."
    ),
    what=(
        "The heart muscle gets its own blood through the coronary arteries. In a myocardial infarction one of them is "
        "suddenly closed or badly narrowed, in most people because a fatty deposit (plaque) in its wall has torn and a "
        "clot has formed on it. Without blood the muscle behind it begins to die, from the inner wall outwards, within "
        "less than an hour.",
        "Doctors speak of an acute infarction when a blood test shows damage to heart muscle (troponin rises or falls, "
        "with a value above normal) and there is also a sign that too little blood was the cause: typical symptoms, "
        "new ECG changes, a part of the wall that no longer moves, or a clot seen in the artery.",
        "A normal ECG does not rule an infarction out. With symptoms, the ECG is repeated and troponin is measured.",
    ),
    kinds=(
        Kind(
            "With ST elevation (STEMI)",
            "An artery is closed as a rule. The ECG shows ST elevation in leads that belong together. The artery must "
            "be opened at once.",
        ),
        Kind(
            "Without ST elevation (NSTEMI)",
            "Troponin proves the damage; the ECG shows ST depression, T wave changes or nothing at all.",
        ),
        Kind(
            "By place",
            "Anterior and anteroseptal (V1 to V4), lateral (I, aVL, V5, V6), inferior (II, III, aVF), posterior "
            "(V7 to V9, seen as its mirror image in V1 to V3).",
        ),
        Kind(
            "By cause (types 1 to 5)",
            "Type 1: a torn plaque with a clot. Type 2: demand and supply of oxygen do not match, for example in heavy "
            "bleeding or a very fast rhythm. Type 3: sudden death before blood could be taken. Types 4 and 5: in "
            "connection with a stent or with bypass surgery.",
        ),
    ),
    symptoms=(
        "Pressure, tightness, burning or pain in the chest for more than a few minutes, often spreading to the left or "
        "both arms, neck, jaw, back or upper belly.",
        "Shortness of breath, cold sweat, pale skin, nausea, fear of dying.",
        "Women, older people and people with diabetes more often have only breathlessness, weakness or nausea. Some "
        "infarctions are silent.",
    ),
    causes=(
        "Coronary artery disease: deposits that grow over decades. Smoking, high blood pressure, high LDL cholesterol, "
        "diabetes, age, male sex and infarctions in the family speed it up.",
        "Less often: spasm of an artery (also from cocaine), a tear in its wall, a clot carried in from elsewhere, or "
        "too little oxygen in the blood for a heart that works hard.",
    ),
    on_ecg=(
        "ST elevation at the J point in two leads that lie next to each other: 1 mm or more; in V2 and V3 2 mm or more "
        "in men from 40 years, 2.5 mm in younger men, 1.5 mm in women.",
        "ST depression in the leads on the opposite side (reciprocal change) speaks strongly for an infarction.",
        "Very tall, broad T waves in the first minutes; later T waves turn upside down.",
        "Q waves that are new, wide (30 to 40 ms or more) and deep, or R waves that are lost, within hours.",
        "A new left bundle branch block or a paced rhythm hides these signs: symptoms then decide.",
    ),
    treatment=(
        "Opening the artery as fast as possible: a catheter and a stent (within 120 minutes of the diagnosis), or a "
        "medicine that dissolves the clot where no catheter laboratory can be reached in time.",
        "Aspirin and a second medicine against clots, an anticoagulant, pain relief, oxygen only if it is low.",
        "A monitor with a defibrillator at hand: dangerous rhythms are most frequent in the first hours.",
        "Afterwards: a statin, often an ACE inhibitor and a beta blocker, cardiac rehabilitation, no smoking.",
    ),
    precautions=(
        "With symptoms: call the emergency number, sit or lie down, do not stay alone, unlock the door.",
        "Chew aspirin (150 to 300 mg) if the emergency service tells you to and you are not allergic to it.",
        "If the person does not react and does not breathe normally: start chest compressions and send for a "
        "defibrillator (AED).",
        "Without symptoms: have the ECG checked by a doctor the same day, with earlier ECGs to compare.",
        "After an infarction: take every medicine as prescribed. Never stop the medicines against clots without asking "
        "the cardiologist; a stent can close.",
        "Stop smoking completely, and let blood pressure, LDL cholesterol and blood sugar be brought to target.",
        "Go to cardiac rehabilitation. Ask before you return to heavy work, sport, driving or flying.",
    ),
    figures=("anterior-infarction", "inferior-infarction"),
    references=(MI_DEFINITION, ACUTE_CORONARY),
    also=("history-of-myocardial-infarction", "myocardial-ischaemia", "coronary-artery-disease"),
)

HISTORY_OF_MYOCARDIAL_INFARCTION = Condition(
    slug="history-of-myocardial-infarction",
    name="History of myocardial infarction",
    group=Group.DIAGNOSES,
    diagnosis_code="history_mi",
    finding_codes=("ANEUR",),
    summary=(
        "The ECG shows traces of an infarction that seems to be over: a scar in the heart muscle. The person may know "
        "about it or may never have noticed. The scar itself does not heal, but a new infarction and heart failure can "
        "be prevented."
    ),
    urgent=(
        "If there is chest pain, breathlessness or fainting now, treat it as a new infarction and call the local "
        "emergency number. Without earlier ECGs nobody can be sure of the age of an infarction."
    ),
    what=(
        "Within weeks after an infarction the dead muscle is replaced by scar tissue. Scar does not conduct current "
        "and does not contract. The ECG keeps the mark, often for life: the electrical forces of that part of the wall "
        "are missing.",
        "A large scar weakens the pump and can be the origin of dangerous fast rhythms. Sometimes the scar bulges out "
        "(an aneurysm); ST elevation that stays for weeks after an infarction points to it.",
        "Not every Q wave is a scar: left ventricular hypertrophy, left bundle branch block, cardiomyopathy, WPW and "
        "wrongly placed electrodes can look alike. An ultrasound of the heart (echocardiography) settles it.",
    ),
    kinds=(
        Kind("Inferior", "Q waves in II, III and aVF: usually the right coronary artery."),
        Kind("Anterior, anteroseptal", "Q waves or lost R waves in V1 to V4: the left anterior descending artery."),
        Kind("Lateral", "Q waves in I, aVL, V5, V6: usually the circumflex artery."),
        Kind("Posterior", "A tall, broad R wave in V1 and V2, the mirror image of a Q wave on the back wall."),
        Kind("Silent", "Found by chance, without any memory of symptoms; about as serious for the future as others."),
    ),
    symptoms=(
        "Often none.",
        "Breathlessness on stairs, swollen ankles or tiredness if the pump is weakened.",
        "Chest tightness on effort if other arteries are narrowed; palpitations or fainting from rhythm disorders.",
    ),
    causes=("The same as of the infarction itself: coronary artery disease in nearly everybody.",),
    on_ecg=(
        "Q waves of 20 ms or more, or a QS complex, in V2 and V3.",
        "Q waves of 30 ms or more and at least 1 mm deep, or a QS complex, in two neighbouring leads of a group: "
        "I and aVL; V1 to V6; II, III and aVF.",
        "An R wave of 40 ms or more in V1 and V2 with R larger than S and an upright T wave (posterior), without a "
        "conduction disorder.",
        "R waves that do not grow from V1 to V4, notched QRS complexes, T waves that stay inverted.",
        "The ST segment is back on the baseline.",
    ),
    treatment=(
        "Echocardiography to see the scar and how well the heart pumps.",
        "Medicines that prevent the next infarction: one or two against clots, a statin, an ACE inhibitor; beta "
        "blocker and further ones if the pump is weak.",
        "A test for narrowed arteries if there are symptoms.",
        "An implantable defibrillator (ICD) for some people with a badly weakened pump.",
    ),
    precautions=(
        "If you did not know of it: see a doctor within days; take this ECG and any older one along.",
        "Take the medicines every day, also when you feel well. Ask before stopping any of them.",
        "Do not smoke. Move at least 150 minutes a week at a pace that still lets you talk, after a check-up.",
        "Know your numbers: blood pressure, LDL cholesterol, blood sugar, weight.",
        "Carry a list of your diagnoses and medicines, and a copy of your ECG: it helps to tell old from new.",
        "Avoid anti-inflammatory painkillers such as ibuprofen or diclofenac unless your doctor agrees.",
        "New chest pain, breathlessness at rest, fainting or a racing heart: call the emergency number.",
    ),
    figures=("old-inferior-infarction",),
    references=(MI_DEFINITION, ACUTE_CORONARY),
    also=("myocardial-infarction", "heart-failure", "coronary-artery-disease"),
)

ABNORMAL_HEARTBEAT = Condition(
    slug="abnormal-heartbeat",
    name="Abnormal heartbeat",
    group=Group.DIAGNOSES,
    diagnosis_code="abnormal",
    summary=(
        "Something in the ECG is not normal, and another reason is likelier than an infarction: the rhythm, the "
        "conduction, the size of the chambers or the recovery of the muscle. Many causes are harmless, some are not. "
        "The findings listed with the result say what was seen."
    ),
    urgent=(
        "Fainting, chest pain, breathlessness at rest, confusion, or a pulse above 150 or below 40 with such symptoms: "
        "call the local emergency number."
    ),
    what=(
        "This diagnosis is a basket for everything that is neither normal nor an infarction. It covers extra beats, "
        "fast, slow and irregular rhythms, blocks in the conduction system, thickened chambers and changes of the ST "
        "segment and the T wave.",
        "How much it matters depends on the finding, on the symptoms and on the heart underneath. A single extra beat "
        "in a healthy person is common; the same beat in a scarred heart deserves a check.",
    ),
    kinds=(
        Kind("Extra beats", "Premature atrial or ventricular contractions: a beat that comes too early."),
        Kind(
            "Fast rhythms",
            "Sinus tachycardia, atrial fibrillation and flutter, supraventricular and ventricular tachycardia.",
        ),
        Kind("Slow rhythms", "Sinus bradycardia, pauses, higher-degree AV block, escape rhythms."),
        Kind("Conduction", "Bundle branch and fascicular blocks, AV block, pre-excitation (WPW)."),
        Kind("Large chambers", "Hypertrophy of a ventricle, enlargement of an atrium."),
        Kind("Recovery", "ST and T wave changes, long QT interval."),
    ),
    symptoms=(
        "Often none: many findings are made by chance.",
        "Palpitations (skipped, pounding or racing beats), dizziness, tiredness, breathlessness, chest pressure, "
        "fainting.",
    ),
    causes=(
        "Healthy variation, stress, lack of sleep, caffeine, alcohol, nicotine and other stimulants.",
        "High blood pressure, coronary artery disease, valve disease, diseases of the heart muscle, ageing of the "
        "conduction system.",
        "Potassium, calcium or magnesium out of balance, thyroid disease, anaemia, fever, low oxygen.",
        "Medicines, among them some against rhythm disorders, infections, allergies and depression.",
    ),
    on_ecg=(
        "Rate below 60 or above 100 beats a minute, or beats that do not follow each other regularly.",
        "P waves missing, of changing shape, or not followed by a QRS complex; PR below 120 or above 200 ms.",
        "QRS complex of 120 ms or more, of unusual shape or unusually tall.",
        "Axis outside -30 to +90 degrees.",
        "ST segment off the baseline, T waves flat or inverted where they should be upright, QTc too long or short.",
    ),
    treatment=(
        "History, examination, blood tests (potassium, thyroid, blood count) and often an ultrasound of the heart.",
        "A long-term recording over one day or longer when the rhythm comes and goes.",
        "Treatment of the cause first. Then, by finding: medicines, catheter ablation, a pacemaker or a defibrillator; "
        "or simply reassurance.",
    ),
    precautions=(
        "Show the ECG to a doctor: within days if you feel well, the same day with new complaints.",
        "Write down when complaints come, how long they last and what you did. Feel the pulse: regular or not?",
        "Cut down on caffeine, alcohol and energy drinks, do not smoke, sleep enough.",
        "Check with doctor or pharmacist whether one of your medicines can disturb the rhythm.",
        "If you have fainted or nearly fainted: do not drive, swim alone or work at heights until it is explained.",
        "Do not stop heart medicines by yourself.",
    ),
    figures=(
        "premature-ventricular-contraction",
        "premature-atrial-contraction",
        "atrial-fibrillation",
        "first-degree-av-block",
        "left-bundle-branch-block",
        "right-bundle-branch-block",
        "left-ventricular-hypertrophy",
    ),
    also=(
        "premature-ventricular-contraction",
        "atrial-fibrillation",
        "left-bundle-branch-block",
        "st-t-changes",
    ),
)

NORMAL_ECG = Condition(
    slug="normal-ecg",
    name="Normal",
    group=Group.DIAGNOSES,
    diagnosis_code="normal",
    finding_codes=("NORM", "SR"),
    summary=(
        "Rate, rhythm, intervals and shapes lie within the normal range. That is good news, but it is one look of ten "
        "seconds: a normal ECG does not rule out heart disease, not even a heart attack in its first hours."
    ),
    urgent=(
        "Chest pain, breathlessness, fainting or signs of a stroke are emergencies even with a normal ECG: call the "
        "local emergency number."
    ),
    what=(
        "In a normal ECG every beat starts in the sinus node, passes the AV node after a short delay and spreads "
        "through both ventricles quickly and in the usual order. Each P wave is followed by a narrow QRS complex and "
        "an upright T wave.",
        "What is normal depends on age and training. Athletes often have a slow pulse and tall complexes; children "
        "have a faster pulse, an axis more to the right and inverted T waves in V1 to V3.",
        "Rhythm disorders that come and go, narrowed arteries at rest and many valve diseases do not show.",
    ),
    symptoms=("None are to be expected from the heart's electrical system at the moment of the recording.",),
    on_ecg=(
        "Sinus rhythm: a P wave before every QRS complex, upright in I and II, inverted in aVR.",
        "Rate 60 to 100 beats a minute, regular apart from a small change with breathing.",
        "PR 120 to 200 ms, QRS below 110 ms, QTc up to 450 ms in men and 460 ms in women.",
        "Axis between -30 and +90 degrees.",
        "R waves grow from V1 to V4 or V5; no wide or deep Q waves.",
        "ST segment on the baseline; T waves upright in I, II and V3 to V6, inverted in aVR.",
    ),
    treatment=("None is needed for the ECG itself. Complaints are followed up whatever the ECG shows.",),
    precautions=(
        "Keep a copy: an old normal ECG is worth a lot when something changes.",
        "If you have complaints, see a doctor all the same; the ECG may be repeated or recorded for longer.",
        "Do not smoke, move at least 150 minutes a week, eat plenty of vegetables and little salt, limit alcohol.",
        "Have blood pressure, cholesterol and blood sugar measured from time to time.",
        "Learn resuscitation: push hard and fast in the middle of the chest, and use a defibrillator (AED).",
    ),
    figures=("normal", "normal-page"),
    also=("sinus-bradycardia", "sinus-tachycardia", "hypertension"),
)

DIAGNOSES = (MYOCARDIAL_INFARCTION, ABNORMAL_HEARTBEAT, HISTORY_OF_MYOCARDIAL_INFARCTION, NORMAL_ECG)
