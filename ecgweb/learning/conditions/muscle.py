"""The heart muscle: thick, weak, stretched or inflamed."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import CARDIOMYOPATHY as CARDIOMYOPATHY_GUIDELINE
from ecgweb.learning.references import ECG_HYPERTROPHY, HYPERTENSION, INFLAMMATION
from ecgweb.learning.references import HEART_FAILURE as HEART_FAILURE_GUIDELINE

LEFT_VENTRICULAR_HYPERTROPHY = Condition(
    slug="left-ventricular-hypertrophy",
    name="Left ventricular hypertrophy",
    group=Group.MUSCLE,
    finding_codes=("HYP", "LVH", "VCLVH", "HVOLT", "SEHYP"),
    summary=(
        "The wall of the left ventricle is thickened, mostly from years of high blood pressure. The ECG shows tall "
        "complexes, but it misses many cases and can be tall in young, slim people without disease. An "
        "ultrasound tells."
    ),
    urgent="Fainting on effort, chest pain or breathlessness at rest: call the local emergency number.",
    what=(
        "Muscle that works against resistance grows. A thick wall needs more blood, fills less easily and is prone to "
        "rhythm disorders. Treatment lets it become thinner again.",
    ),
    kinds=(
        Kind("Voltage only", "Tall complexes without other signs: a normal variant in many young people."),
        Kind("With ST-T changes", "Sloping ST depression and inverted T in lateral leads: a higher risk."),
        Kind("Of the septum", "Thick wall between the ventricles: think of hypertrophic cardiomyopathy."),
    ),
    symptoms=("None for years; then breathlessness, chest pressure, palpitations.",),
    causes=(
        "High blood pressure, narrow aortic valve, leaking valves.",
        "Hypertrophic cardiomyopathy, storage diseases, long intensive training.",
    ),
    on_ecg=(
        "Sokolow-Lyon: S in V1 plus R in V5 or V6 of 3.5 mV (35 mm) or more.",
        "Cornell: R in aVL plus S in V3 above 2.8 mV in men, 2.0 mV in women.",
        "R in aVL of 1.1 mV or more.",
        "Supporting: left axis, wide P, ST depression and T inversion in I, aVL, V5, V6.",
        "Voltage criteria find fewer than half of the cases.",
    ),
    treatment=("Bring blood pressure to target; treat valve or muscle disease.",),
    precautions=(
        "Measure blood pressure at home for a week and take the values to the doctor.",
        "Have an ultrasound of the heart.",
        "Less salt, normal weight, regular endurance exercise, little alcohol.",
        "Fainting on effort or sudden deaths in the family: no sport until a cardiologist has seen you.",
    ),
    figures=("left-ventricular-hypertrophy",),
    references=(ECG_HYPERTROPHY, HYPERTENSION),
    also=("hypertension", "cardiomyopathy", "valve-disease"),
)

RIGHT_VENTRICULAR_HYPERTROPHY = Condition(
    slug="right-ventricular-hypertrophy",
    name="Right ventricular hypertrophy",
    group=Group.MUSCLE,
    finding_codes=("RVH",),
    summary=(
        "The wall of the right ventricle is thickened because it pumps against a raised pressure in the lungs or a "
        "narrow pulmonary valve. The cause is looked for with an ultrasound."
    ),
    urgent="Sudden breathlessness, fainting or coughing blood: call the local emergency number.",
    what=("Normally the left ventricle rules the ECG; in strong hypertrophy the right one takes over.",),
    symptoms=("Breathlessness on effort, swollen legs, fainting on effort.",),
    causes=("Chronic lung disease, pulmonary hypertension, repeated embolism, valve and congenital heart disease.",),
    on_ecg=(
        "Axis to the right of +90 degrees.",
        "Tall R in V1 (R larger than S), deep S in V5 and V6.",
        "ST depression and inverted T in V1 to V3.",
    ),
    treatment=("The cause; oxygen, medicines against pulmonary hypertension in centres.",),
    precautions=(
        "See a doctor within days for ultrasound and a lung test.",
        "Do not smoke; get vaccinated against influenza and pneumococci.",
        "Avoid great heights until it is clarified.",
    ),
    references=(ECG_HYPERTROPHY,),
    also=("venous-thromboembolism", "congenital-heart-disease"),
)

ATRIAL_ENLARGEMENT = Condition(
    slug="atrial-enlargement",
    name="Enlarged or overloaded atria",
    group=Group.MUSCLE,
    finding_codes=("LAO/LAE", "RAO/RAE"),
    summary=(
        "The P wave is wider or taller than usual, a sign that an atrium is stretched or conducts slowly. By itself it "
        "causes no complaints; it points to its cause and to a tendency to atrial fibrillation."
    ),
    urgent="Not an emergency by itself. Sudden breathlessness or fainting is: call the local emergency number.",
    what=("The first half of the P wave comes from the right atrium, the second from the left.",),
    kinds=(
        Kind("Left", "P of 120 ms or more, notched in II; deep, wide end of P in V1."),
        Kind("Right", "Pointed P taller than 2.5 mm in II, III, aVF or 1.5 mm in V1."),
    ),
    symptoms=("Those of the cause.",),
    causes=(
        "Left: high blood pressure, mitral valve disease, heart failure.",
        "Right: lung disease, pulmonary hypertension, tricuspid valve disease.",
    ),
    on_ecg=("Look at P in II and V1.", "Many enlarged atria do not show; many wide P waves come from slow conduction."),
    treatment=("The cause.",),
    precautions=(
        "Have blood pressure and an ultrasound of the heart done.",
        "Feel your pulse now and then: an irregular one may be atrial fibrillation.",
    ),
    references=(ECG_HYPERTROPHY,),
    also=("atrial-fibrillation", "valve-disease", "hypertension"),
)

UNUSUAL_QRS = Condition(
    slug="unusual-qrs",
    name="Unusual QRS complex",
    group=Group.MUSCLE,
    finding_codes=("ABQRS", "LVOLT", "QWAVE"),
    summary=(
        "The QRS complex is of unusual shape, unusually small or begins with a Q wave that one would not expect. This "
        "may be a variant of the normal, a scar, or a sign that something lies between the heart and the electrode."
    ),
    urgent="With chest pain, breathlessness or fainting now: call the local emergency number.",
    what=("The shape of the QRS complex mirrors how the wave of activation spreads through the ventricles.",),
    kinds=(
        Kind("Q waves", "An old infarction, cardiomyopathy, hypertrophy, pre-excitation or a normal variant in III."),
        Kind("Low voltage", "All limb leads below 0.5 mV or all chest leads below 1 mV."),
        Kind("Abnormal shape", "Notches, poor growth of R from V1 to V4, unusual axis."),
    ),
    symptoms=("Those of the cause, often none.",),
    causes=(
        "Scar after infarction or inflammation, cardiomyopathy, amyloidosis.",
        "Fluid around heart or lung, emphysema, overweight, underactive thyroid.",
        "Misplaced electrodes: have the ECG repeated.",
    ),
    on_ecg=("Which leads? Q waves count if they stand in neighbouring leads of one group.", "Compare with before."),
    treatment=("Ultrasound of the heart, then the cause.",),
    precautions=(
        "Show the ECG to a doctor within days and have it repeated with carefully placed electrodes.",
        "Take earlier ECGs along.",
        "Breathlessness or swollen legs: earlier.",
    ),
    references=(CARDIOMYOPATHY_GUIDELINE,),
    also=("history-of-myocardial-infarction", "cardiomyopathy"),
)

CARDIOMYOPATHY = Condition(
    slug="cardiomyopathy",
    name="Cardiomyopathy",
    group=Group.MUSCLE,
    summary=(
        "A disease of the heart muscle itself that is not explained by narrowed arteries, high pressure or a "
        "bad valve. "
        "Many forms are inherited. It can lead to heart failure and to dangerous rhythms, so families are examined too."
    ),
    urgent="Fainting, cardiac arrest in the family, breathlessness at rest: call the local emergency number.",
    what=("The muscle is too thick, too thin and wide, too stiff, or partly replaced by fat and scar.",),
    kinds=(
        Kind("Hypertrophic", "A thick wall without a reason; about 1 in 500 people."),
        Kind("Dilated", "A wide, weak left ventricle."),
        Kind("Non-dilated left ventricular", "Scar or weakness without widening."),
        Kind("Arrhythmogenic right ventricular", "Fat and scar in the right ventricle; rhythm disorders on effort."),
        Kind("Restrictive", "Stiff walls; amyloidosis for example."),
        Kind("Takotsubo", "A sudden, mostly passing weakness after great stress; looks like an infarction."),
    ),
    symptoms=("Breathlessness, swollen legs, palpitations, chest pain, fainting on effort; or none.",),
    causes=("Genes; inflammation, alcohol, cancer medicines, pregnancy, storage diseases; often unknown.",),
    on_ecg=(
        "Seldom normal: hypertrophy, Q waves, inverted T waves, low voltage, blocks or extra beats.",
        "Deep inverted T waves in the chest leads: think of hypertrophic cardiomyopathy of the apex.",
        "T inversion in V1 to V3 after puberty with ventricular beats: think of the arrhythmogenic form.",
    ),
    treatment=(
        "Medicines for heart failure, for obstruction or for the cause.",
        "An implantable defibrillator when the risk is high; transplantation rarely.",
    ),
    precautions=(
        "Ask the cardiologist which sport is allowed; avoid competition until then.",
        "Parents, brothers, sisters and children should be offered ECG, ultrasound and, where useful, a genetic test.",
        "Avoid alcohol and stimulants; check new medicines.",
        "Planning a pregnancy: advice beforehand.",
        "Fainting is an alarm sign: hospital.",
    ),
    references=(CARDIOMYOPATHY_GUIDELINE,),
    also=("heart-failure", "left-ventricular-hypertrophy", "ventricular-tachycardia"),
)

HEART_FAILURE = Condition(
    slug="heart-failure",
    name="Heart failure",
    group=Group.MUSCLE,
    summary=(
        "The heart cannot pump as much blood as the body needs, or only at a raised pressure. Water collects in lungs "
        "and legs. It is a frequent end of many heart diseases; modern medicines prolong life clearly."
    ),
    urgent=(
        "Breathlessness at rest, pink froth, blue lips, chest pain or fainting: call the local emergency number "
        "and sit "
        "upright."
    ),
    what=("It is found by symptoms, a blood test (natriuretic peptides) and ultrasound.",),
    kinds=(
        Kind("Reduced ejection fraction", "The left ventricle ejects 40 % of its content or less per beat."),
        Kind("Mildly reduced", "41 to 49 %."),
        Kind("Preserved", "50 % and more, but stiff."),
        Kind("Acute", "Develops or worsens within hours to days."),
    ),
    symptoms=(
        "Breathlessness on effort and lying flat, waking up short of breath, cough at night.",
        "Swollen ankles, weight gain within days, tiredness, frequent urination at night.",
    ),
    causes=("Coronary disease, high blood pressure, valve disease, cardiomyopathy, atrial fibrillation, alcohol.",),
    on_ecg=(
        "There is no typical ECG, but a fully normal one makes heart failure unlikely.",
        "Often old infarction, hypertrophy, left bundle branch block, atrial fibrillation.",
    ),
    treatment=(
        "Reduced ejection fraction, four pillars: ACE inhibitor (or ARNI), beta blocker, mineralocorticoid antagonist, "
        "SGLT2 inhibitor; diuretics against water.",
        "Resynchronization for left bundle branch block, defibrillator, treatment of the cause.",
    ),
    precautions=(
        "Weigh yourself every morning. More than 2 kg in 3 days: call the doctor.",
        "Take the medicines daily; do not stop them when you feel better.",
        "Avoid ibuprofen, diclofenac and similar painkillers; avoid too much salt.",
        "Move every day as far as breath allows; cardiac rehabilitation.",
        "Vaccination against influenza, pneumococci and COVID-19.",
        "Little alcohol; none if it was the cause. No smoking.",
    ),
    references=(HEART_FAILURE_GUIDELINE,),
    also=("cardiomyopathy", "left-bundle-branch-block", "history-of-myocardial-infarction"),
)

INFLAMMATION_OF_THE_HEART = Condition(
    slug="myocarditis-and-pericarditis",
    name="Myocarditis and pericarditis",
    group=Group.MUSCLE,
    summary=(
        "The heart muscle (myocarditis) or the sac around it (pericarditis) is inflamed, often after an infection with "
        "a virus. Most people recover. Chest pain can be the same as in a heart attack, so it must be examined."
    ),
    urgent="Chest pain, breathlessness, fainting or a fast irregular pulse: call the local emergency number.",
    what=("Both can occur together; the 2025 European guideline treats them as one spectrum.",),
    symptoms=(
        "Pericarditis: stabbing pain, worse on breathing in and lying, better sitting bent forward.",
        "Myocarditis: chest pain, tiredness, breathlessness, palpitations, days after an infection.",
    ),
    causes=("Viruses, less often bacteria; autoimmune diseases; cancer medicines; rarely vaccines; after infarction.",),
    on_ecg=(
        "Pericarditis: ST elevation, concave upwards, in nearly all leads except aVR and V1; PR depression.",
        "No Q waves and no mirror image as in infarction.",
        "Myocarditis: any ST-T change, extra beats, blocks.",
    ),
    treatment=(
        "Pericarditis: anti-inflammatory medicine and colchicine for weeks to months.",
        "Myocarditis: monitoring, treatment of heart failure and of the cause; MRI.",
    ),
    precautions=(
        "No sport until the doctor allows it: at least one month, longer after myocarditis.",
        "Rest with fever; do not train with an infection.",
        "Take colchicine to the end to prevent relapse.",
        "New chest pain, fainting or swollen legs: back to hospital.",
    ),
    references=(INFLAMMATION,),
    also=("cardiomyopathy", "myocardial-infarction"),
)

MUSCLE = (
    HEART_FAILURE,
    CARDIOMYOPATHY,
    LEFT_VENTRICULAR_HYPERTROPHY,
    RIGHT_VENTRICULAR_HYPERTROPHY,
    ATRIAL_ENLARGEMENT,
    UNUSUAL_QRS,
    INFLAMMATION_OF_THE_HEART,
)
