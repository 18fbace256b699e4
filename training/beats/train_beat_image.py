"""Train the network for pictures of one beat: `python -m training.beats.train_beat_image --packs DIR`.

Three networks of one recipe:

- `naive` learns on four fifths of the published pictures, drawn at random, as others have done; beats of one patient
  lie on both sides, so its figure says little about new patients.
- `twin` learns on drawn beats of the patients of DS1 and is tested on those of DS2: the figure to go by.
- the shipped one learns on all published pictures and on drawn beats of all records.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.beat_image import KINDS, MANIFEST
from training.beats.beat_pictures import Pictures, drawn_pictures, published_pictures, together, train_pictures
from training.beats.databases import DS1, DS2, SAME_PERSON_AS_201, load_mitdb
from training.beats.figures import counted
from training.beats.manifest import save_bare, write_manifest
from training.packs import packs_folder

VERSION = "1.0.0"
TEST_SHARE = 0.2
MOST_OF_A_RECORD = 60
PACED_TO_LEARN, PACED_TO_TEST = ("102", "104"), ("107", "217")
UNTESTED = ("!", "E")  # in the single lead of MIT-BIH they come from record 207 alone
MOST_PUBLISHED = 1200  # of a kind: the common ones have three times as many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    asked = parser.parse_args()
    packs = packs_folder(asked.packs)
    published, drawn = (
        thinned(published_pictures(packs)),
        drawn_pictures([*load_mitdb(packs).values()], MOST_OF_A_RECORD),
    )
    paths = {role: asked.models / f"beat_image{tail}.keras" for role, tail in ROLES.items()}

    learnt, tested = naive_split(published)
    naive = save_bare(train_pictures(published.of(learnt)), paths["naive"])
    twin = save_bare(train_pictures(drawn.from_records((*DS1, *PACED_TO_LEARN))), paths["twin"])
    figures = picture_figures(naive, published.of(tested), twin, inter_patient_test(drawn))
    print(figures["naive"]["accuracy"], figures["inter_patient"]["accuracy"], flush=True)
    save_bare(train_pictures(together([published, drawn])), paths["classifier"])
    write_manifest(
        asked.models / MANIFEST,
        name="beat_image",
        version=VERSION,
        files=paths,
        settings={"untested": UNTESTED},
        figures=figures,
        training={
            "classifier": {"beat_images": "all", "mitdb": "all"},
            "twin": {"mitdb": (*DS1, *PACED_TO_LEARN)},
            "naive": {"beat_images": "four fifths at random"},
        },
    )


ROLES = {"classifier": "", "twin": "_twin", "naive": "_naive"}


def naive_split(published: Pictures) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices to learn and to test on, at random."""
    order = np.random.default_rng(0).permutation(published.kinds.size)
    tested = round(TEST_SHARE * order.size)
    return order[tested:], order[:tested]


def inter_patient_test(drawn: Pictures) -> Pictures:
    """Drawn beats of patients that the twin never saw."""
    return drawn.from_records([name for name in (*DS2, *PACED_TO_TEST) if name != SAME_PERSON_AS_201])


def thinned(published: Pictures) -> Pictures:
    """No more pictures of a kind than the recipe asks for."""
    order = np.random.default_rng(0).permutation(published.kinds.size)
    kept = [order[published.kinds[order] == kind][:MOST_PUBLISHED] for kind in range(len(KINDS))]
    return published.of(np.concatenate(kept))


def picture_figures(naive: keras.Model, pictures: Pictures, twin: keras.Model, drawn: Pictures) -> dict[str, Any]:
    """The figure that others print, and the one between patients."""
    return {"naive": scored(naive, pictures), "inter_patient": scored(twin, drawn)}


def scored(model: keras.Model, pictures: Pictures) -> dict[str, Any]:
    """Accuracy, the share that always answering the commonest kind would get right, and each kind."""
    lines = pictures.lines.astype(np.float32)[..., None]
    answers = model.predict({"picture": lines}, batch_size=512, verbose=0)["kind"].argmax(axis=1)
    rows = {kind: counted(pictures.kinds == k, answers == k) for k, kind in enumerate(KINDS)}
    present = [row["sensitivity"] for row in rows.values() if row["sensitivity"] is not None]
    return {
        "pictures": int(pictures.kinds.size),
        "accuracy": float(np.mean(answers == pictures.kinds)),
        "majority": float(np.bincount(pictures.kinds).max() / pictures.kinds.size),
        "balanced_accuracy": float(np.mean(present)),
        "kinds": rows,
    }


if __name__ == "__main__":
    main()
