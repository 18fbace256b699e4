"""Valves and hearts that formed differently."""

from __future__ import annotations

from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.references import CONGENITAL as CONGENITAL_GUIDELINE
from ecgweb.learning.references import VALVES, WHO

VALVE_DISEASE = Condition(
    slug="valve-disease",
    name="Heart valve disease",
    group=Group.STRUCTURE,
    summary=(
        "One of the four valves opens too little (stenosis) or leaks (regurgitation). The heart makes up for it for "
        "years, then breathlessness, chest pain or fainting begin. A valve can be repaired or replaced, often without "
        "opening the chest."
    ),
    urgent="Fainting on effort, chest pain, breathlessness at rest or fever with chills: call the local "
    "emergency number.",
    what=("The valves let blood flow one way only. A murmur on listening raises the suspicion, ultrasound proves it.",),
    kinds=(
        Kind("Aortic stenosis", "Calcified valve of older people, or a valve born with two leaflets."),
        Kind("Aortic regurgitation", "Leak back into the left ventricle."),
        Kind("Mitral regurgitation", "Prolapse, or a ventricle that is too wide; the most frequent leak."),
        Kind("Mitral stenosis", "Mostly late after rheumatic fever."),
        Kind("Tricuspid regurgitation", "Mostly follows disease of the left heart or the lungs."),
    ),
    symptoms=("None for long; then breathlessness, chest pressure, dizziness on effort, palpitations, swollen legs.",),
    causes=("Ageing and calcium, rheumatic fever, infection of a valve, stretching of the heart, inborn shape.",),
    on_ecg=(
        "Often left ventricular hypertrophy, wide P waves, atrial fibrillation.",
        "A normal ECG does not rule it out.",
    ),
    treatment=("Regular ultrasound; repair or replacement by surgery or catheter at the right time.",),
    precautions=(
        "Clean teeth and regular visits to the dentist: bacteria from the mouth can infect valves.",
        "With an artificial valve or an earlier infection: antibiotics before certain dental work.",
        "Mechanical valve: the vitamin K antagonist must never be stopped or replaced without advice.",
        "Severe aortic stenosis: no hard exercise, care with nitrates and dehydration.",
        "Fever without a clear cause: blood cultures before antibiotics.",
    ),
    references=(VALVES,),
    also=("rheumatic-heart-disease", "heart-failure", "atrial-fibrillation"),
)

RHEUMATIC_HEART_DISEASE = Condition(
    slug="rheumatic-heart-disease",
    name="Rheumatic heart disease",
    group=Group.STRUCTURE,
    summary=(
        "Valves are scarred after rheumatic fever, a late reaction to a sore throat by streptococci in "
        "childhood. It is "
        "still frequent where living space and medical care are short, and it can be prevented with penicillin."
    ),
    urgent="Breathlessness at rest, coughing blood, signs of a stroke: call the local emergency number.",
    what=("The immune system attacks heart, joints and skin some weeks after the infection; repeats add to the scar.",),
    symptoms=("Fever with painful joints in childhood; years later breathlessness and palpitations.",),
    causes=("Untreated infection of the throat with group A streptococci.",),
    on_ecg=("Long PR in acute fever; wide P waves and atrial fibrillation in mitral stenosis.",),
    treatment=("Penicillin; later repair or replacement of the valve.",),
    precautions=(
        "Have a sore throat with fever in children examined.",
        "After rheumatic fever: penicillin at fixed intervals for years, without a gap.",
        "Pregnancy with mitral stenosis needs a cardiologist from the beginning.",
    ),
    references=(WHO, VALVES),
    also=("valve-disease", "atrial-fibrillation"),
)

CONGENITAL_HEART_DISEASE = Condition(
    slug="congenital-heart-disease",
    name="Congenital heart disease",
    group=Group.STRUCTURE,
    summary=(
        "The heart or its great vessels formed differently before birth; about 1 in 100 newborns is affected. "
        "Most reach "
        "adult age thanks to surgery and need a specialist for life."
    ),
    urgent="Blue lips, fainting, fast irregular heartbeat or breathlessness at rest: call the local emergency number.",
    what=("Holes, narrow valves or wrongly connected vessels change the way of the blood.",),
    kinds=(
        Kind(
            "Atrial septal defect", "A hole between the atria; often found in adults. Right bundle branch block shape."
        ),
        Kind("Ventricular septal defect", "A hole between the ventricles; small ones often close."),
        Kind("Patent ductus arteriosus", "A vessel that should have closed after birth."),
        Kind("Coarctation of the aorta", "A narrow place; high blood pressure in the arms."),
        Kind("Tetralogy of Fallot", "Four changes together; repaired in infancy."),
    ),
    symptoms=("Newborns: blue skin, poor drinking. Adults: less strength, palpitations, or none.",),
    causes=("Mostly unknown; genes, diabetes, infections or some medicines in pregnancy.",),
    on_ecg=("Depends on the form: right axis, incomplete right bundle branch block, hypertrophy, atrial rhythms.",),
    treatment=("Watching, catheter closure, surgery; treatment of rhythm disorders.",),
    precautions=(
        "Stay in the care of a centre for adults with congenital heart disease.",
        "Good dental care; antibiotics before dental work in some forms.",
        "Advice before pregnancy, sport, flying and diving.",
        "Palpitations or fainting after repair: at once to a hospital.",
    ),
    references=(CONGENITAL_GUIDELINE,),
    also=("right-ventricular-hypertrophy", "valve-disease"),
)

STRUCTURE = (VALVE_DISEASE, RHEUMATIC_HEART_DISEASE, CONGENITAL_HEART_DISEASE)
