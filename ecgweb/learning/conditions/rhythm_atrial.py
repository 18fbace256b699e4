"""Rhythms that begin above the ventricles."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import ATRIAL_FIBRILLATION as AF_GUIDELINE
from ecgweb.learning.references import PACING, SUPRAVENTRICULAR

ATRIAL_FIBRILLATION = Condition(
    slug="atrial-fibrillation",
    name="Atrial fibrillation",
    group=Group.RHYTHM,
    finding_codes=("AFIB",),
    summary=(
        "The upper chambers quiver instead of contracting, so the pulse is completely irregular. It is the most common "
        "lasting rhythm disorder. Its main danger is a clot that forms in the left atrium and causes a stroke; "
        "anticoagulants prevent most of them."
    ),
    urgent=(
        "Signs of a stroke (face drops, arm weak, speech disturbed), chest pain, fainting or breathlessness at rest: "
        "call the local emergency number."
    ),
    what=(
        "Many small waves of excitation circle through the atria, 350 to 600 a minute. The AV node lets only some of "
        "them pass, at random. The pump loses the help of the atria and blood can stand still in the left atrial "
        "appendage.",
        "For the diagnosis a 12-lead ECG or a strip of at least 30 seconds must show it; a shorter stretch is a "
        "suspicion.",
    ),
    kinds=(
        Kind("First diagnosed", "Seen for the first time, however long it lasted."),
        Kind("Paroxysmal", "Ends by itself or by treatment within 7 days."),
        Kind("Persistent", "Lasts longer than 7 days."),
        Kind("Permanent", "Doctor and patient have agreed to live with it."),
    ),
    symptoms=(
        "Irregular, often fast heartbeat, breathlessness, tiredness, less strength, dizziness.",
        "Nothing at all in about a third of people.",
    ),
    causes=(
        "High blood pressure, heart failure, coronary and valve disease, cardiomyopathy.",
        "Age, overweight, sleep apnoea, diabetes, overactive thyroid, alcohol, surgery, infection; endurance sport.",
    ),
    on_ecg=(
        "No P waves; instead a fine or coarse irregular baseline, best seen in V1 and II.",
        "RR intervals without any pattern.",
        "Narrow QRS complexes unless there is a bundle branch block too.",
        "Usual rate without treatment 100 to 160 a minute.",
    ),
    treatment=(
        "Anticoagulant if the risk of stroke is raised (age, high blood pressure, diabetes, heart failure, earlier "
        "stroke, vascular disease).",
        "Control of the rate (beta blocker and others) or of the rhythm (cardioversion, medicine, ablation).",
        "Treatment of weight, blood pressure, sleep apnoea and alcohol: it makes attacks rarer.",
    ),
    precautions=(
        "New finding: see a doctor within days, at once if the pulse is above 120 at rest or you feel unwell.",
        "Take the anticoagulant without a gap; ask what to do about a forgotten dose before it happens.",
        "Tell dentists, surgeons and pharmacists that you take it. Avoid ibuprofen, diclofenac and similar "
        "painkillers.",
        "Drink little alcohol or none, lose weight if you are overweight, treat snoring with pauses in breathing.",
        "Learn the signs of a stroke, and tell your family.",
        "A fall on the head under an anticoagulant: go to hospital even if you feel fine.",
    ),
    figures=("atrial-fibrillation",),
    references=(AF_GUIDELINE,),
    also=("atrial-flutter", "stroke", "heart-failure"),
)

ATRIAL_FLUTTER = Condition(
    slug="atrial-flutter",
    name="Atrial flutter",
    group=Group.RHYTHM,
    finding_codes=("AFLT",),
    summary=(
        "A single wave of excitation circles in an atrium about 300 times a minute; every second, third or fourth "
        "reaches the ventricles. The pulse is often regular and close to 150. The risk of stroke is treated as in "
        "atrial fibrillation."
    ),
    urgent="Fainting, chest pain, breathlessness at rest or signs of a stroke: call the local emergency number.",
    what=("In the typical form the circle runs around the tricuspid valve. A small scar made by a catheter ends it.",),
    symptoms=("Fast heartbeat that starts and ends suddenly, breathlessness, less strength, dizziness; or nothing.",),
    causes=("The same as of atrial fibrillation; lung disease; scars after heart surgery.",),
    on_ecg=(
        "Regular sawtooth waves instead of P waves, best in II, III and aVF, 250 to 350 a minute.",
        "Ventricular rate a fraction of it: 150 (2:1), 100 (3:1), 75 (4:1); may change.",
        "A regular rhythm of 150 with narrow QRS complexes: think of flutter.",
    ),
    treatment=(
        "Anticoagulant by the same rules as in atrial fibrillation.",
        "Cardioversion; catheter ablation, which cures the typical form in more than nine of ten people.",
    ),
    precautions=(
        "See a doctor within a day; at once if you feel unwell.",
        "Take the anticoagulant without a gap.",
        "Avoid driving while you are dizzy or faint.",
        "Little alcohol, treat blood pressure, weight and sleep apnoea.",
    ),
    figures=("atrial-flutter",),
    references=(SUPRAVENTRICULAR, AF_GUIDELINE),
    also=("atrial-fibrillation", "supraventricular-tachycardia"),
)

PREMATURE_ATRIAL_CONTRACTION = Condition(
    slug="premature-atrial-contraction",
    name="Premature atrial contraction",
    group=Group.RHYTHM,
    finding_codes=("PAC",),
    summary=(
        "A beat comes too early because a spot in the atria fired before the sinus node. Nearly everybody has some. "
        "They are harmless as a rule; very many of them can announce atrial fibrillation."
    ),
    urgent="Fainting, chest pain or a racing heart that does not stop: call the local emergency number.",
    what=(
        "The early impulse usually reaches the ventricles on the normal road, so the QRS complex looks like the "
        "others. "
        "If it comes very early it may be blocked or conducted with a bundle branch block.",
    ),
    symptoms=("A skipped or a strong beat; often nothing.",),
    causes=("Age, lack of sleep, stress, caffeine, alcohol, nicotine, fever, thyroid, enlarged atria.",),
    on_ecg=(
        "A P wave that comes too early and has another shape, sometimes hidden in the T wave before it.",
        "A QRS complex like the others after it, or none (blocked).",
        "A pause that is shorter than two normal intervals, as the sinus node is reset.",
    ),
    treatment=("None in healthy people. Many a day: long-term ECG and ultrasound of the heart.",),
    precautions=(
        "Sleep enough, drink less caffeine and alcohol, do not smoke.",
        "See a doctor if they are frequent, new or come with breathlessness.",
        "Check the pulse: if it becomes irregular for long, have an ECG made while it lasts.",
    ),
    figures=("premature-atrial-contraction",),
    references=(AF_GUIDELINE,),
    also=("premature-ventricular-contraction", "atrial-fibrillation"),
)

SUPRAVENTRICULAR_TACHYCARDIA = Condition(
    slug="supraventricular-tachycardia",
    name="Supraventricular tachycardia",
    group=Group.RHYTHM,
    finding_codes=("SVTAC", "PSVT", "SVARR"),
    summary=(
        "Attacks of a fast, regular heartbeat that start and stop suddenly, from a short circuit above the ventricles. "
        "Unpleasant, seldom dangerous in an otherwise healthy heart, and curable by a catheter."
    ),
    urgent="Fainting, chest pain, breathlessness or an attack longer than half an hour: call the local "
    "emergency number.",
    what=(
        "Most often the impulse circles inside the AV node (AVNRT) or uses an extra bundle between atria and "
        "ventricles "
        "(AVRT). Less often a spot in the atria fires fast (atrial tachycardia).",
    ),
    kinds=(
        Kind("AVNRT", "The circle lies in the AV node: about two of three attacks."),
        Kind("AVRT", "The circle uses an accessory bundle, see Wolff-Parkinson-White."),
        Kind("Atrial tachycardia", "A focus or a small circle in the atria."),
    ),
    symptoms=("Sudden racing heart of 150 to 250 a minute, pulsation in the neck, dizziness, urge to pass water.",),
    causes=("Born with the short circuit; triggered by an extra beat, effort, stress, caffeine or nothing.",),
    on_ecg=(
        "Regular, narrow QRS complexes, 150 to 250 a minute.",
        "P waves hidden in the QRS complex, just behind it, or of abnormal shape before it.",
        "The ECG between attacks is normal or shows a delta wave.",
    ),
    treatment=(
        "Press as if to blow up a syringe, then lie down with legs raised (modified Valsalva); adenosine in hospital.",
        "Catheter ablation cures more than nine of ten people.",
    ),
    precautions=(
        "Learn the modified Valsalva manoeuvre from a professional and try it first.",
        "Sit or lie down in an attack; do not drive or swim until it is over.",
        "Have an ECG made during an attack: it makes the diagnosis.",
        "With known Wolff-Parkinson-White never take verapamil or digoxin without a cardiologist.",
    ),
    references=(SUPRAVENTRICULAR,),
    also=("wolff-parkinson-white", "atrial-flutter", "sinus-tachycardia"),
)

WOLFF_PARKINSON_WHITE = Condition(
    slug="wolff-parkinson-white",
    name="Wolff-Parkinson-White pattern",
    group=Group.RHYTHM,
    finding_codes=("WPW",),
    summary=(
        "An extra muscle bundle between atria and ventricles conducts without the delay of the AV node. Many people "
        "never notice it, some have attacks of a racing heart. Rarely it lets atrial fibrillation through at a "
        "dangerous speed."
    ),
    urgent="A very fast irregular heartbeat, fainting or chest pain: call the local emergency number.",
    what=(
        "Part of the ventricles is activated early through the bundle (pre-excitation): PR becomes short and the QRS "
        "complex begins with a slow upstroke, the delta wave.",
    ),
    symptoms=("None, or attacks of a fast regular heartbeat; rarely fainting.",),
    causes=("Present from birth, in 1 to 3 of 1000 people.",),
    on_ecg=(
        "PR below 120 ms.",
        "Delta wave: a slurred beginning of the QRS complex.",
        "QRS of 110 ms or more, ST and T opposite to the delta wave.",
        "It can imitate an infarction (negative delta waves look like Q waves) and hide one.",
    ),
    treatment=("Assessment by a rhythm specialist; ablation of the bundle for symptoms or a fast bundle.",),
    precautions=(
        "See a cardiologist, also without symptoms; before competitive sport and in jobs such as driving or flying.",
        "Tell every doctor about it: verapamil, digoxin and similar medicines can be dangerous in atrial fibrillation.",
        "Fainting is a reason to go to hospital at once.",
    ),
    figures=("wolff-parkinson-white",),
    references=(SUPRAVENTRICULAR,),
    also=("supraventricular-tachycardia", "atrial-fibrillation"),
)

SINUS_TACHYCARDIA = Condition(
    slug="sinus-tachycardia",
    name="Sinus tachycardia",
    group=Group.RHYTHM,
    finding_codes=("STACH",),
    summary=(
        "The normal pacemaker of the heart runs faster than 100 beats a minute. It is the natural answer to effort, "
        "fever, pain or fear. At rest and without such a reason a cause should be looked for."
    ),
    urgent="With chest pain, breathlessness, fainting, bleeding or high fever: call the local emergency number.",
    what=("Every beat comes from the sinus node on the normal road; only the rate is high.",),
    symptoms=("Palpitations, tiredness, or none.",),
    causes=(
        "Effort, stress, pain, fever, loss of fluid or blood, anaemia.",
        "Overactive thyroid, pulmonary embolism, heart failure, infection.",
        "Caffeine, nicotine, decongestants, asthma sprays, drugs, withdrawal of alcohol.",
    ),
    on_ecg=("Rate above 100, rarely above 180 at rest.", "A normal P wave before each QRS complex, regular."),
    treatment=("Treat the cause; slowing the pulse alone can do harm.",),
    precautions=(
        "Rest, drink, measure temperature and pulse again after ten minutes.",
        "Leave out caffeine, nicotine and stimulants.",
        "A pulse above 100 at rest on several days: see a doctor for blood count, thyroid and an ECG.",
    ),
    references=(SUPRAVENTRICULAR,),
    also=("supraventricular-tachycardia", "venous-thromboembolism"),
)

SINUS_BRADYCARDIA = Condition(
    slug="sinus-bradycardia",
    name="Sinus bradycardia",
    group=Group.RHYTHM,
    finding_codes=("SBRAD",),
    summary=(
        "The normal pacemaker of the heart runs slower than 60 beats a minute. In athletes, young people and during "
        "sleep this is normal. With dizziness or fainting it needs attention."
    ),
    urgent="Fainting, chest pain, confusion or breathlessness with a slow pulse: call the local emergency number.",
    what=("Every beat comes from the sinus node on the normal road; only the rate is low.",),
    symptoms=("None as a rule; otherwise tiredness, dizziness, less strength, fainting.",),
    causes=(
        "Training, sleep, strong vagal tone (pain, nausea, coughing).",
        "Beta blockers, calcium channel blockers, digoxin, amiodarone.",
        "Ageing of the sinus node, underactive thyroid, cold, high potassium, inferior infarction.",
    ),
    on_ecg=("Rate below 60.", "A normal P wave before each QRS complex, PR constant."),
    treatment=("None without symptoms. Change of medicines; a pacemaker for symptoms without other cause.",),
    precautions=(
        "No symptoms and well trained: nothing to do.",
        "Dizzy or fainted: see a doctor the same day, do not drive.",
        "Ask about your medicines, but do not stop a beta blocker suddenly.",
    ),
    references=(PACING,),
    also=("high-degree-av-block", "sinus-arrhythmia"),
)

SINUS_ARRHYTHMIA = Condition(
    slug="sinus-arrhythmia",
    name="Sinus arrhythmia",
    group=Group.RHYTHM,
    finding_codes=("SARRH",),
    summary=(
        "The heartbeat quickens with breathing in and slows with breathing out. This is normal, especially in children "
        "and young adults, and a sign of a healthy nerve supply."
    ),
    urgent="Not an emergency. Fainting or chest pain is one, whatever the ECG shows: call the local emergency number.",
    what=("The vagus nerve brakes the sinus node less during breathing in.",),
    symptoms=("None.",),
    causes=("Normal regulation by the nerves.",),
    on_ecg=("Normal, unchanging P waves and PR.", "RR intervals that lengthen and shorten gradually with breathing."),
    treatment=("None.",),
    precautions=("Nothing to do.", "Older than about 60 with dizziness or fainting: have the sinus node checked."),
    references=(PACING,),
    also=("sinus-bradycardia", "normal-ecg"),
)

ATRIAL_RHYTHMS = (
    ATRIAL_FIBRILLATION,
    ATRIAL_FLUTTER,
    PREMATURE_ATRIAL_CONTRACTION,
    SUPRAVENTRICULAR_TACHYCARDIA,
    WOLFF_PARKINSON_WHITE,
    SINUS_TACHYCARDIA,
    SINUS_BRADYCARDIA,
    SINUS_ARRHYTHMIA,
)
