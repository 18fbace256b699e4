"""The order of the explanation: its sections and their parts, from which text and contents list are made."""

from __future__ import annotations

from dataclasses import dataclass

from ecgweb.learning import content


@dataclass(frozen=True)
class Part:
    """A heading inside a section; `anchor` is its id on the page."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Section:
    """A chapter: its template in `templates/learning/sections/` and, for a diagnosis, the condition it tells about."""

    anchor: str
    title: str
    template: str
    parts: tuple[Part, ...] = ()
    slug: str | None = None


def _diagnosis(slug: str) -> Section:
    entry = content.condition(slug)
    if entry is None:
        raise KeyError(slug)
    parts = (Part(f"{slug}-ecg", "What to look for"), Part(f"{slug}-precautions", "Precautions"))
    return Section(slug, entry.name, "diagnosis.html", parts, slug)


SECTIONS = (
    Section(
        "how-it-arises",
        "How an ECG arises",
        "heart.html",
        (
            Part("conduction-system", "The conduction system"),
            Part("one-electrode", "What one electrode sees"),
            Part("limb-leads", "The six limb leads"),
            Part("chest-leads", "The six chest leads"),
            Part("walls", "Which lead looks at which wall"),
        ),
    ),
    Section(
        "paper-and-waves",
        "Paper, waves and intervals",
        "paper.html",
        (
            Part("paper", "The paper"),
            Part("waves", "Waves"),
            Part("intervals", "Intervals and segments"),
            Part("normal-values", "Normal values in adults"),
        ),
    ),
    Section(
        "step-by-step",
        "How to read an ECG, step by step",
        "reading.html",
        (
            Part("step-quality", "1. Identity and quality"),
            Part("step-rate", "2. Rate"),
            Part("step-rhythm", "3. Rhythm"),
            Part("step-axis", "4. Axis"),
            Part("step-pr", "5. P wave and PR interval"),
            Part("step-qrs", "6. QRS complex"),
            Part("step-st", "7. ST segment"),
            Part("step-t", "8. T wave"),
            Part("step-qt", "9. QT interval"),
            Part("step-compare", "10. Compare and conclude"),
        ),
    ),
    _diagnosis("normal-ecg"),
    _diagnosis("myocardial-infarction"),
    _diagnosis("history-of-myocardial-infarction"),
    _diagnosis("abnormal-heartbeat"),
    Section("diseases", "Cardiovascular diseases and their types", "diseases.html"),
    Section("read-on", "Guidelines and sources", "sources.html"),
)
