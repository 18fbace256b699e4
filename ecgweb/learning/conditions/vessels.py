"""Arteries and veins outside the heart."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import ARTERIES, PREVENTION, PULMONARY_EMBOLISM
from ecgweb.learning.references import HYPERTENSION as HYPERTENSION_GUIDELINE
from ecgweb.learning.references import STROKE as STROKE_GUIDELINE

HYPERTENSION = Condition(
    slug="hypertension",
    name="High blood pressure",
    group=Group.VESSELS,
    summary=(
        "The pressure in the arteries is too high: 140/90 mmHg or more at the doctor's, 135/85 or more at home. It is "
        "seldom felt, and it is the most important cause of stroke, heart attack and heart failure that can be treated."
    ),
    urgent=(
        "180/110 or more with chest pain, breathlessness, confusion, disturbed vision or paralysis: call the local "
        "emergency number."
    ),
    what=("The upper value is the pressure during the beat, the lower one between beats. Single values mean little.",),
    kinds=(
        Kind("Elevated", "120 to 139 over 70 to 89 mmHg (2024 European guideline)."),
        Kind("Hypertension", "140/90 mmHg or more at the doctor's."),
        Kind("Primary", "Without a single cause: nine of ten people."),
        Kind("Secondary", "From kidney, adrenal gland, sleep apnoea, medicines."),
    ),
    symptoms=("Mostly none.",),
    causes=("Age, genes, salt, overweight, little movement, alcohol, stress; hormones and kidney disease.",),
    on_ecg=("Often normal; hypertrophy of the left ventricle and a wide P wave after years.",),
    treatment=(
        "Change of lifestyle; usually two medicines in one tablet.",
        "Target under treatment: 120 to 129 mmHg systolic if it is well tolerated.",
    ),
    precautions=(
        "Measure at home, sitting, after five minutes of rest, twice in the morning and twice in the evening.",
        "At most 5 g of salt a day (one teaspoon), more potassium from fruit and vegetables unless your kidneys "
        "are ill.",
        "Lose weight, move 150 minutes a week, little alcohol, no smoking.",
        "Take the tablets every day. Dizzy on standing up: tell the doctor.",
        "Avoid liquorice, decongestants and anti-inflammatory painkillers for long.",
    ),
    references=(HYPERTENSION_GUIDELINE, PREVENTION),
    also=("left-ventricular-hypertrophy", "stroke", "atrial-fibrillation"),
)

STROKE = Condition(
    slug="stroke",
    name="Stroke",
    group=Group.VESSELS,
    emergency=True,
    summary=(
        "Part of the brain gets no blood because an artery is blocked, or it is damaged by bleeding. Minutes decide: a "
        "clot can be dissolved or pulled out only in the first hours."
    ),
    urgent=(
        "Face drooping, arm weak, speech disturbed, sudden loss of vision, or the worst headache of your life: "
        "call the "
        "local emergency number at once and note the time. Also if it passes."
    ),
    what=("Signs that pass within a day are called a transient ischaemic attack: a last warning.",),
    kinds=(
        Kind("Ischaemic", "A clot: about four of five strokes. One in four to five comes from the heart."),
        Kind("Bleeding", "A vessel bursts, mostly from high blood pressure."),
    ),
    symptoms=("Sudden weakness or numbness of one side, disturbed speech, vision or balance, sudden headache.",),
    causes=("High blood pressure, atrial fibrillation, smoking, diabetes, cholesterol, narrow neck arteries.",),
    on_ecg=(
        "Atrial fibrillation is searched for after every stroke; bleeding in the brain can turn T waves upside down.",
    ),
    treatment=(
        "Stroke unit; dissolving the clot within 4.5 hours, pulling it out within 6 and in some people 24 hours.",
    ),
    precautions=(
        "FAST: Face, Arm, Speech, Time to call. Learn it with your family.",
        "Nothing to eat or drink, and no aspirin, before a scan has shown that it is not a bleeding.",
        "Afterwards: blood pressure, statin, medicine against clots, no smoking, rehabilitation.",
        "Irregular pulse: have an ECG made.",
    ),
    references=(STROKE_GUIDELINE, PREVENTION),
    also=("atrial-fibrillation", "hypertension"),
)

PERIPHERAL_ARTERY_DISEASE = Condition(
    slug="peripheral-artery-disease",
    name="Peripheral artery disease",
    group=Group.VESSELS,
    summary=(
        "Arteries of the legs, seldom of the arms, are narrowed. Walking hurts in the calf and gets better on standing "
        "still. Who has it often has narrow arteries of heart and brain too."
    ),
    urgent="A leg that is suddenly painful, pale, cold and without feeling: call the local emergency number.",
    what=("The ankle pressure divided by the arm pressure (ABI) of 0.90 or less proves it.",),
    symptoms=("Pain in the calf on walking; in late stages pain at rest, wounds that do not heal. Often nothing.",),
    causes=("Smoking above all, diabetes, high blood pressure, cholesterol, kidney disease, age.",),
    treatment=("Walking training, no smoking, statin, medicine against clots; stent or bypass.",),
    precautions=(
        "Stop smoking: the leg depends on it.",
        "Walk until it hurts, rest, walk on: 30 to 60 minutes, three times a week or more.",
        "Look at your feet every day; well-fitting shoes; treat small wounds early.",
        "Take statin and medicine against clots daily.",
    ),
    references=(ARTERIES, PREVENTION),
    also=("coronary-artery-disease", "aortic-disease"),
)

AORTIC_DISEASE = Condition(
    slug="aortic-disease",
    name="Aortic aneurysm and dissection",
    group=Group.VESSELS,
    emergency=True,
    summary=(
        "The main artery widens (aneurysm) or its wall tears from inside (dissection). An aneurysm is silent until it "
        "tears; a dissection is one of the most dangerous causes of chest pain."
    ),
    urgent=(
        "Sudden tearing pain in chest, back or belly, with fainting, paralysis or a difference between the arms: call "
        "the local emergency number at once."
    ),
    what=("A wide aorta is found by ultrasound or CT and watched; from a certain diameter it is repaired.",),
    symptoms=("Aneurysm: mostly none. Dissection: the worst pain from the first second, wandering.",),
    causes=("High blood pressure, smoking, age, genes (Marfan and others), aortic valve with two leaflets.",),
    on_ecg=("Often normal or unspecific; an infarction can be added if the tear reaches a coronary artery.",),
    treatment=("Lowering blood pressure and pulse at once; surgery or a stent graft.",),
    precautions=(
        "Known aneurysm: keep the dates for imaging, blood pressure strictly at target, no smoking.",
        "No pressing, no heavy lifting; ask which sport is allowed.",
        "Fluoroquinolone antibiotics should be avoided if there is another choice.",
        "First-degree relatives should have an ultrasound.",
    ),
    references=(ARTERIES,),
    also=("hypertension", "valve-disease"),
)

VENOUS_THROMBOEMBOLISM = Condition(
    slug="venous-thromboembolism",
    name="Deep vein thrombosis and pulmonary embolism",
    group=Group.VESSELS,
    emergency=True,
    summary=(
        "A clot forms in a deep vein, mostly of the leg, and may travel to the lung, where it blocks an artery. "
        "A large "
        "pulmonary embolism kills within hours; anticoagulants save lives."
    ),
    urgent=(
        "Sudden breathlessness, chest pain on breathing, coughing blood or fainting: call the local emergency "
        "number at "
        "once. A swollen, painful leg: to a doctor the same day."
    ),
    what=("Blood clots when it stands still, when the wall of the vein is damaged or when it clots too readily.",),
    symptoms=("Swelling, pain, warmth of one leg; breathlessness, fast pulse, chest pain, fainting.",),
    causes=("Surgery, lying in bed, long travel, cancer, pregnancy, the pill, earlier clots, genes.",),
    on_ecg=(
        "Often only sinus tachycardia.",
        "Signs of strain: inverted T in V1 to V4, right bundle branch block, S in I with Q and inverted T in III.",
    ),
    treatment=("Anticoagulant for at least three months; dissolving or removing the clot in severe cases.",),
    precautions=(
        "Move early after surgery; on long journeys walk, drink, move the feet.",
        "Take the anticoagulant regularly; know the signs of bleeding.",
        "Ask about thrombosis before starting the pill or hormones.",
        "Injections for prevention in hospital are there for a reason: do not skip them.",
    ),
    references=(PULMONARY_EMBOLISM,),
    also=("sinus-tachycardia", "right-bundle-branch-block"),
)

VESSELS = (HYPERTENSION, STROKE, PERIPHERAL_ARTERY_DISEASE, AORTIC_DISEASE, VENOUS_THROMBOEMBOLISM)
