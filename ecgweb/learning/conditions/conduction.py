"""Delays and blocks on the way of the signal."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import ECG_CONDUCTION, PACING

LEFT_BUNDLE_BRANCH_BLOCK = Condition(
    slug="left-bundle-branch-block",
    name="Left bundle branch block",
    group=Group.CONDUCTION,
    finding_codes=("CLBBB", "ILBBB"),
    summary=(
        "The left branch of the conduction system does not conduct, so the left ventricle is activated late, through "
        "muscle. It often points to a disease of the heart. It also hides an infarction on the ECG."
    ),
    urgent=(
        "With chest pain or breathlessness now, the block may be new or hide an infarction: call the local emergency "
        "number."
    ),
    what=(
        "The septum is activated from right to left and the left ventricle last. Both halves of the heart no longer "
        "contract together, which can weaken a heart further.",
    ),
    kinds=(
        Kind("Complete", "QRS of 120 ms or more."),
        Kind("Incomplete", "The same shape with a QRS of 110 to 119 ms."),
    ),
    symptoms=("None of its own.",),
    causes=(
        "High blood pressure, coronary disease, cardiomyopathy, aortic valve disease, ageing of the conduction system.",
        "After aortic valve replacement; sometimes without any other disease.",
    ),
    on_ecg=(
        "QRS of 120 ms or more.",
        "Broad, notched or slurred R wave in I, aVL, V5 and V6, without a Q wave in I, V5 and V6.",
        "Small r and deep, broad S, or QS, in V1.",
        "ST and T point away from the QRS complex.",
        "ST changes in the same direction as the QRS complex speak for an infarction.",
    ),
    treatment=("Ultrasound of the heart. With a weak pump and symptoms: resynchronization by a special pacemaker.",),
    precautions=(
        "New finding: see a doctor within days, even if you feel well.",
        "Keep a copy of the ECG: it helps to know that the block is old.",
        "Let blood pressure and coronary risk be checked.",
        "Fainting: go to hospital, the other branch may fail too.",
    ),
    figures=("left-bundle-branch-block",),
    references=(ECG_CONDUCTION, PACING),
    also=("right-bundle-branch-block", "heart-failure", "myocardial-infarction"),
)

RIGHT_BUNDLE_BRANCH_BLOCK = Condition(
    slug="right-bundle-branch-block",
    name="Right bundle branch block",
    group=Group.CONDUCTION,
    finding_codes=("CRBBB", "IRBBB"),
    summary=(
        "The right branch of the conduction system does not conduct, so the right ventricle is activated late. "
        "In people "
        "without other heart disease it is mostly harmless."
    ),
    urgent="With sudden breathlessness, chest pain or fainting: call the local emergency number.",
    what=("The left ventricle is activated as usual; then the wave reaches the right one slowly through the muscle.",),
    kinds=(
        Kind("Complete", "QRS of 120 ms or more."),
        Kind("Incomplete", "The same shape with a QRS of 110 to 119 ms; often a normal variant."),
    ),
    symptoms=("None of its own.",),
    causes=(
        "Often none; the frequency grows with age.",
        "Strain of the right heart: pulmonary embolism, lung disease, a hole between the atria.",
        "Coronary disease, heart surgery.",
    ),
    on_ecg=(
        "QRS of 120 ms or more.",
        "A second, taller R wave in V1 or V2: rsr', rsR' or rSR'.",
        "A broad S wave in I and V6, longer than R or longer than 40 ms.",
        "T inverted in V1 and often V2: secondary.",
        "An infarction can still be read from Q waves and ST elevation.",
    ),
    treatment=("None of its own; the cause if there is one.",),
    precautions=(
        "New finding: tell your doctor at the next visit; within a day if you are breathless.",
        "Together with a fascicular block or a long PR: say so if you faint.",
        "Keep a copy of the ECG.",
    ),
    figures=("right-bundle-branch-block",),
    references=(ECG_CONDUCTION,),
    also=("left-bundle-branch-block", "fascicular-block", "venous-thromboembolism"),
)

FASCICULAR_BLOCK = Condition(
    slug="fascicular-block",
    name="Fascicular block",
    group=Group.CONDUCTION,
    finding_codes=("LAFB", "LPFB"),
    summary=(
        "One of the two divisions of the left bundle branch does not conduct. It turns the axis of the heart on "
        "the ECG "
        "and is harmless by itself."
    ),
    urgent="Fainting together with a bundle branch block: call the local emergency number.",
    what=("The left branch divides into an anterior and a posterior fascicle; the posterior one is seldom hit.",),
    kinds=(
        Kind("Left anterior", "Axis -45 to -90 degrees, qR in aVL, rS in II, III and aVF."),
        Kind("Left posterior", "Axis +90 to +180 degrees, rS in I and aVL, qR in III and aVF; rare."),
    ),
    symptoms=("None.",),
    causes=("Age, high blood pressure, coronary disease, cardiomyopathy.",),
    on_ecg=("QRS below 120 ms.", "Axis as above.", "R peak time of 45 ms or more in aVL (left anterior)."),
    treatment=("None.",),
    precautions=(
        "Mention it at the next visit to the doctor.",
        "With a right bundle branch block and fainting: a pacemaker may be needed.",
    ),
    references=(ECG_CONDUCTION,),
    also=("right-bundle-branch-block", "high-degree-av-block"),
)

CONDUCTION_DELAY = Condition(
    slug="conduction-delay",
    name="Conduction disturbance",
    group=Group.CONDUCTION,
    finding_codes=("CD", "IVCD"),
    summary=(
        "The signal takes longer than usual on some part of its way: between atria and ventricles or inside the "
        "ventricles. The other findings tell where. Without symptoms it is seldom urgent."
    ),
    urgent="Fainting, a very slow pulse or chest pain: call the local emergency number.",
    what=(
        "The group covers AV blocks, bundle branch and fascicular blocks, pre-excitation and an unspecific widening of "
        "the QRS complex that fits no typical picture.",
    ),
    symptoms=("Mostly none; dizziness or fainting when beats are missing.",),
    causes=("Ageing and scars of the conduction system, infarction, cardiomyopathy, medicines, high potassium.",),
    on_ecg=("PR above 200 ms, or QRS above 110 ms.", "Look at V1 and V6 to tell left, right and unspecific."),
    treatment=("The cause; a pacemaker when beats are missing and cause symptoms.",),
    precautions=(
        "Show the ECG to a doctor within days.",
        "Ask whether one of your medicines slows conduction.",
        "Fainting or near fainting: hospital, no driving.",
    ),
    references=(ECG_CONDUCTION, PACING),
    also=("left-bundle-branch-block", "right-bundle-branch-block", "first-degree-av-block"),
)

FIRST_DEGREE_AV_BLOCK = Condition(
    slug="first-degree-av-block",
    name="First-degree AV block",
    group=Group.CONDUCTION,
    finding_codes=("1AVB", "LPR"),
    summary=(
        "The signal takes longer than 200 ms from the atria to the ventricles, but every beat arrives. It is common in "
        "athletes and older people and mostly harmless."
    ),
    urgent="Fainting or a pulse below 40 with dizziness: call the local emergency number.",
    what=("The delay usually lies in the AV node. It is a delay, not a true block.",),
    symptoms=("None as a rule; with a PR above about 300 ms sometimes breathlessness on effort.",),
    causes=(
        "Training, age, beta blockers, some calcium channel blockers, digoxin, inflammation, inferior infarction.",
    ),
    on_ecg=(
        "PR above 200 ms (more than one large square), the same in every beat.",
        "Each P wave has its QRS complex.",
    ),
    treatment=("None; medicines are reviewed.",),
    precautions=(
        "Mention it at the next visit; have the ECG repeated after a change of medicines.",
        "Before a new heart medicine tell the doctor about it.",
        "After a tick bite with fever or a rash: see a doctor, Lyme disease can block the AV node.",
    ),
    figures=("first-degree-av-block",),
    references=(PACING,),
    also=("high-degree-av-block", "sinus-bradycardia"),
)

HIGH_DEGREE_AV_BLOCK = Condition(
    slug="high-degree-av-block",
    name="Second- and third-degree AV block",
    group=Group.CONDUCTION,
    finding_codes=("2AVB", "3AVB"),
    emergency=True,
    summary=(
        "Some or all signals from the atria do not reach the ventricles. The pulse can become very slow and stop for "
        "seconds. Complete block and type 2 need a pacemaker as a rule."
    ),
    urgent=(
        "Fainting, near fainting, chest pain, confusion or a pulse below 40: call the local emergency number at once. "
        "Without symptoms: to a hospital the same day."
    ),
    what=(
        "The lower the block lies, the slower and less reliable is the rhythm that jumps in. A block below the AV node "
        "shows wide escape beats of 20 to 40 a minute.",
    ),
    kinds=(
        Kind("Second degree, type 1 (Wenckebach)", "PR grows from beat to beat until one beat is missing."),
        Kind("Second degree, type 2 (Mobitz)", "A beat is missing suddenly, with constant PR before and after."),
        Kind("2:1 and high-grade", "Every second beat, or several in a row, are missing."),
        Kind("Third degree (complete)", "P waves and QRS complexes run independently of each other."),
    ),
    symptoms=("Dizziness, sudden fainting, breathlessness, tiredness; type 1 in sleep or athletes often none.",),
    causes=(
        "Age and scars of the conduction system, infarction, surgery, inflammation (Lyme disease), infiltration.",
        "Beta blockers, calcium channel blockers, digoxin; high potassium. Congenital.",
    ),
    on_ecg=(
        "More P waves than QRS complexes.",
        "Measure PP and PR: growing, constant or without relation?",
        "Width and rate of the QRS complexes tell the level of the block.",
    ),
    treatment=("Monitor; atropine or temporary pacing if unstable; stop causing medicines; pacemaker.",),
    precautions=(
        "Do not drive, climb or swim until it is treated.",
        "Do not take the next dose of a beta blocker, verapamil, diltiazem or digoxin before a doctor has decided.",
        "Somebody should stay with the person until help is there.",
    ),
    figures=("second-degree-av-block", "third-degree-av-block"),
    references=(PACING,),
    also=("first-degree-av-block", "ventricular-escape", "paced-rhythm"),
)

CONDUCTION = (
    LEFT_BUNDLE_BRANCH_BLOCK,
    RIGHT_BUNDLE_BRANCH_BLOCK,
    FASCICULAR_BLOCK,
    CONDUCTION_DELAY,
    FIRST_DEGREE_AV_BLOCK,
    HIGH_DEGREE_AV_BLOCK,
)
