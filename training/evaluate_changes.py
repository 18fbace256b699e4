"""What becomes of readings when a picture is changed as phones and chats change it.

`python -m training.evaluate_changes --packs DIR` reads full-size report pages and photographs as they are, then after
every change of `training.picture_changes`, and compares. A reading holds if the layout is the same, the heart rate
within 5 bpm, and the typical lead correlates with the unchanged reading by 0.9.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.readers.image import open_image
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves.beats import heart_rate_bpm
from training.evaluate_reader import FAR_OFF_BPM, real_pages
from training.packs import packs_folder
from training.picture_changes import CHANGES, Picture
from training.site_reader import read_as_the_site

LEAST_CORRELATION = 0.9
_LARGEST_SHIFT = 20  # samples: where time begins may differ a little


@dataclass(frozen=True)
class Kept:
    """What of an unchanged reading a change left: `refusal` alone, or the rest."""

    refusal: str = ""
    layout: bool = False
    rate: bool = False
    correlation: float = 0.0

    def __str__(self) -> str:
        said = f"same layout {self.layout}, same rate {self.rate}, correlation {self.correlation:.2f}"
        return self.refusal or said

    @property
    def holds(self) -> bool:
        return self.layout and self.rate and self.correlation >= LEAST_CORRELATION


def main() -> None:
    options = _options()
    changes = {name: change for name, change in CHANGES.items() if options.change in (None, name)}
    kept: dict[str, list[Kept]] = {name: [] for name in changes}
    for file in _files(packs_folder(options.packs), options):
        picture = open_image(file.read_bytes(), file.name).rgb
        try:
            unchanged = read_as_the_site(picture)
        except Refused:
            continue
        for name, change in changes.items():
            one = compared(unchanged, change(picture))
            kept[name].append(one)
            if not one.holds:
                print(f"  {file.name}, {name}: {one}", flush=True)
    print(f"{'change':20} pages  read  same layout  same rate  correlation  hold")
    for name, results in kept.items():
        print(_line(name, results))


def compared(unchanged: PageReading, changed: Picture) -> Kept:
    """Read a changed picture and hold it against what was read of it before."""
    try:
        reading = read_as_the_site(changed)
    except Refused as refused:
        return Kept(refused.reason.code)
    before, after = heart_rate_bpm(unchanged.recording), heart_rate_bpm(reading.recording)
    near = before == after if before is None or after is None else abs(before - after) <= FAR_OFF_BPM
    return Kept("", unchanged.layout == reading.layout, near, typical_correlation(unchanged, reading))


def typical_correlation(one: PageReading, other: PageReading) -> float:
    """Median over the leads of their correlation, at the shift of at most 40 ms where it is best."""
    first, second = one.recording.signal_mv, other.recording.signal_mv
    length = min(first.shape[1], second.shape[1]) - 2 * _LARGEST_SHIFT
    middle = first[:, _LARGEST_SHIFT : _LARGEST_SHIFT + length]
    shifts = range(0, 2 * _LARGEST_SHIFT + 1, 2)
    return max(float(np.median(list(_correlations(middle, second[:, at : at + length])))) for at in shifts)


def _correlations(first: np.ndarray, second: np.ndarray) -> Iterator[float]:
    for a, b in zip(first, second, strict=True):
        both = np.isfinite(a) & np.isfinite(b)
        varies = both.sum() > 100 and a[both].std() > 0 and b[both].std() > 0
        yield float(np.corrcoef(a[both], b[both])[0, 1]) if varies else 0.0


def _line(name: str, results: list[Kept]) -> str:
    read = [one for one in results if not one.refusal]
    correlation = np.median([one.correlation for one in read]) if read else np.nan
    return (
        f"{name:20} {len(results):5} {len(read):5} {sum(one.layout for one in read):12} "
        f"{sum(one.rate for one in read):10} {correlation:12.3f} {sum(one.holds for one in results):5}"
    )


def _files(packs: Path, options: argparse.Namespace) -> Iterator[Path]:
    for template in "ABC":
        originals = [path for path, _ in real_pages(packs, template) if path.parent.name == "original"]
        yield from originals[: options.pages]
    yield from sorted((packs / "photos").iterdir())[:: options.photos] if options.photos else ()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--pages", type=int, default=2, help="full-size report pages of each template")
    parser.add_argument("--photos", type=int, default=6, help="every n-th photograph, 0 for none")
    parser.add_argument("--change", choices=tuple(CHANGES), help="one change only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
