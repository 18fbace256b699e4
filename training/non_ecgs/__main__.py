"""Write the pictures that are not ECGs: `python -m training.non_ecgs --out DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from training.non_ecgs import TEST_KINDS, non_ecgs


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw pictures that are not ECGs.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files, in tuning/ and test/")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--per-kind", type=int, default=5)
    options = parser.parse_args()
    count = 0
    for kind, name, image in non_ecgs(options.seed, options.per_kind):
        folder = options.out / ("test" if kind in TEST_KINDS else "tuning")
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / f"{name}.png")
        count += 1
    print(f"{count} pictures in {options.out}")


if __name__ == "__main__":
    main()
