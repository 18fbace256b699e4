"""Rhythms that begin in the ventricles or in a pacemaker."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import PACING, RESUSCITATION, VENTRICULAR

PREMATURE_VENTRICULAR_CONTRACTION = Condition(
    slug="premature-ventricular-contraction",
    name="Premature ventricular contraction",
    group=Group.RHYTHM,
    finding_codes=("PVC", "BIGU", "TRIGU", "PRC(S)"),
    summary=(
        "A beat comes too early because a spot in a ventricle fired first. On the ECG it is wide and looks unlike the "
        "others. In a healthy heart such beats are common and harmless; in a diseased heart, or if they are very many, "
        "they need a check."
    ),
    urgent="Fainting, chest pain, breathlessness or a series of fast wide beats: call the local emergency number.",
    what=(
        "The impulse spreads from muscle cell to muscle cell instead of through the fast conduction system. That takes "
        "longer, so the QRS complex is broad, and recovery runs in another order, so the T wave points the other way.",
        "Early beats can come from the atria too. Where a statement says only premature complexes, bigeminy or "
        "trigeminy, the origin was left open.",
    ),
    kinds=(
        Kind("Bigeminy", "Every second beat is early."),
        Kind("Trigeminy", "Every third beat is early."),
        Kind("Couplet", "Two in a row. Three or more at 100 a minute and above are ventricular tachycardia."),
        Kind("Uniform or multiform", "All of one shape (one origin), or of several shapes."),
    ),
    symptoms=("A thump, a skipped beat, a pause; often nothing.",),
    causes=(
        "Healthy hearts: stress, lack of sleep, caffeine, alcohol, low potassium or magnesium.",
        "Infarction and its scar, cardiomyopathy, inflammation, valve disease, heart failure, medicines.",
    ),
    on_ecg=(
        "An early QRS complex of 120 ms or more with an unusual shape.",
        "No P wave that belongs to it in front.",
        "ST and T opposite to the main direction of the QRS complex.",
        "A full pause as a rule: the distance from the beat before to the beat after is two normal intervals.",
    ),
    treatment=(
        "Ultrasound of the heart, long-term ECG and potassium when they are frequent or there are symptoms.",
        "None in a healthy heart without symptoms. Beta blocker or ablation for symptoms or more than about one "
        "beat in "
        "ten with a weakening pump.",
    ),
    precautions=(
        "New or frequent: see a doctor within days; with fainting at once.",
        "Sleep, less caffeine and alcohol, no stimulants.",
        "Have potassium and magnesium checked, mainly if you take diuretics.",
        "If a parent, brother, sister or child died suddenly before 50, tell the doctor.",
    ),
    figures=("premature-ventricular-contraction",),
    references=(VENTRICULAR,),
    also=("premature-atrial-contraction", "ventricular-tachycardia", "cardiomyopathy"),
)

VENTRICULAR_TACHYCARDIA = Condition(
    slug="ventricular-tachycardia",
    name="Ventricular tachycardia",
    group=Group.RHYTHM,
    emergency=True,
    summary=(
        "A fast rhythm that begins in the ventricles: three or more wide beats in a row at 100 a minute or "
        "more. It may "
        "let the blood pressure collapse or turn into ventricular fibrillation. It is an emergency unless it stops by "
        "itself within seconds."
    ),
    urgent=(
        "Call the local emergency number at once. If the person does not react and does not breathe normally: start "
        "chest compressions and send for a defibrillator."
    ),
    what=("Mostly the impulse circles around a scar; sometimes a spot fires fast in a healthy ventricle.",),
    kinds=(
        Kind("Non-sustained", "Ends by itself within 30 seconds."),
        Kind("Sustained", "Lasts 30 seconds or must be ended because the circulation fails."),
        Kind("Monomorphic", "All complexes alike: often a scar."),
        Kind("Polymorphic, torsades de pointes", "Shape and axis keep turning: ischaemia or a long QT."),
    ),
    symptoms=("Racing heart, dizziness, chest pain, breathlessness, fainting, cardiac arrest.",),
    causes=(
        "Infarction, old or new; cardiomyopathy; inflammation.",
        "Long QT, inherited electrical diseases, potassium, medicines and drugs.",
    ),
    on_ecg=(
        "Wide QRS complexes, mostly regular, 100 to 250 a minute.",
        "P waves march through at their own, slower rate (AV dissociation); capture and fusion beats prove it.",
        "Treat a wide fast rhythm as ventricular until the opposite is shown.",
    ),
    treatment=(
        "Shock under sedation if the circulation fails; otherwise medicine, then shock.",
        "Opening an artery, correcting potassium and magnesium.",
        "An implantable defibrillator, medicines or ablation against the next time.",
    ),
    precautions=(
        "Do not drive to hospital; lie down, call for help.",
        "With a defibrillator: one shock and you feel well, call the clinic; more shocks or unwell, call emergency.",
        "No driving or swimming alone until the cardiologist allows it.",
        "Family members may need an ECG if the cause is inherited.",
    ),
    figures=("ventricular-tachycardia",),
    references=(VENTRICULAR, RESUSCITATION),
    also=("ventricular-fibrillation", "long-qt", "premature-ventricular-contraction"),
)

VENTRICULAR_FIBRILLATION = Condition(
    slug="ventricular-fibrillation",
    name="Ventricular fibrillation and flutter",
    group=Group.RHYTHM,
    emergency=True,
    summary=(
        "The ventricles quiver without any order and pump no blood. The person loses consciousness within seconds and "
        "dies within minutes without chest compressions and a shock. It is a frequent mechanism of sudden cardiac "
        "death."
    ),
    urgent=(
        "The person does not react and does not breathe normally: call the local emergency number, start chest "
        "compressions, fetch a defibrillator (AED). A person who is awake does not have ventricular fibrillation: then "
        "the trace is a disturbance or was read wrongly."
    ),
    what=(
        "Many waves of excitation run through the ventricles at once. Flutter is a fast, regular wave of about 250 to "
        "300 a minute that usually turns into fibrillation.",
    ),
    symptoms=("Sudden collapse; gasping in the first minutes is not breathing.",),
    causes=(
        "Acute infarction, old scars, weak heart, cardiomyopathy, inflammation.",
        "Long QT and other inherited diseases, very low or high potassium, electric shock, drowning, drugs.",
    ),
    on_ecg=(
        "No P waves, no QRS complexes, no T waves: waves of changing height, width and distance.",
        "Coarse at first, finer with every minute.",
        "Loose electrodes and movement can look alike: look at the person first.",
    ),
    treatment=(
        "Chest compressions 100 to 120 a minute, 5 to 6 cm deep, with as few pauses as possible.",
        "A shock as early as possible; each minute without compressions costs about a tenth of the chance to survive.",
        "Afterwards: coronary angiography, intensive care, often an implantable defibrillator.",
    ),
    precautions=(
        "Check: does the person react? Does the person breathe normally? If not: call, push, shock.",
        "Trained helpers give 2 breaths after each 30 compressions; others push without stopping.",
        "Switch the AED on and follow its voice. Nobody touches the person during the shock.",
        "Go on until help takes over or the person breathes normally.",
        "Survivors and their relatives need a search for the cause.",
    ),
    figures=("ventricular-fibrillation",),
    references=(RESUSCITATION, VENTRICULAR),
    also=("ventricular-tachycardia", "myocardial-infarction"),
)

VENTRICULAR_ESCAPE = Condition(
    slug="ventricular-escape",
    name="Ventricular escape beats",
    group=Group.RHYTHM,
    summary=(
        "When no impulse arrives from above, a spot in the ventricles jumps in after a pause: a safety net. The "
        "beat is "
        "wide and late. The problem is not the escape beat but the missing impulse."
    ),
    urgent="Fainting, confusion, chest pain or a pulse below 40: call the local emergency number.",
    what=("The own rate of the ventricles is only 20 to 40 a minute, too slow for more than survival at rest.",),
    symptoms=("Dizziness, fainting, tiredness; or none.",),
    causes=("Complete AV block, failing sinus node, too much beta blocker or digoxin, high potassium, infarction.",),
    on_ecg=("A wide QRS complex that comes late, after a pause.", "No P wave that belongs to it."),
    treatment=("Treat the cause; a pacemaker in most people with complete AV block.",),
    precautions=(
        "See a doctor the same day; with symptoms go to hospital by ambulance.",
        "Do not drive.",
        "Medicines that suppress escape beats must not be given.",
    ),
    references=(PACING,),
    also=("high-degree-av-block", "sinus-bradycardia"),
)

PACED_RHYTHM = Condition(
    slug="paced-rhythm",
    name="Pacemaker rhythm",
    group=Group.RHYTHM,
    finding_codes=("PACE",),
    summary=(
        "A pacemaker starts some or all of the beats. The ECG then shows sharp spikes and wide complexes. This is how "
        "the device should work; it also hides many signs, those of an infarction among them."
    ),
    urgent="Fainting, a pulse below the set rate, or chest pain: call the local emergency number.",
    what=(
        "An electrode in the right ventricle starts the beat there, so the complex looks like a left bundle branch "
        "block. Some devices pace both ventricles or the conduction system and give narrower complexes.",
    ),
    symptoms=("None when the device works.",),
    causes=("Implanted for slow rhythms or to make a weak heart beat in step.",),
    on_ecg=(
        "A spike before the P wave, the QRS complex or both; with modern devices it can be hard to see.",
        "Wide QRS complexes after the spike, ST and T opposite to them.",
        "A spike without a beat, or a spike at a wrong time, is a fault.",
    ),
    treatment=("Regular checks of the device; a change of the battery after about 8 to 12 years.",),
    precautions=(
        "Carry the pacemaker card. Tell staff before an MRI, surgery or radiation.",
        "Keep mobile phones and magnets 15 cm away from the device.",
        "Redness, swelling or warmth over the device: see a doctor the same day.",
        "Go to the checks, or use the home monitor, as agreed.",
    ),
    references=(PACING,),
    also=("high-degree-av-block", "left-bundle-branch-block"),
)

VENTRICULAR_RHYTHMS = (
    PREMATURE_VENTRICULAR_CONTRACTION,
    VENTRICULAR_TACHYCARDIA,
    VENTRICULAR_FIBRILLATION,
    VENTRICULAR_ESCAPE,
    PACED_RHYTHM,
)
