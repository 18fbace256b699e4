"""What becomes of photographs, scans and screenshots of ECGs: `python -m training.evaluate_photos --packs DIR`."""

from __future__ import annotations

import argparse
import time

from ecgweb.ecg.readers.image import open_image
from ecgweb.ecg.refusal import Refused
from training.packs import packs_folder
from training.site_reader import read_as_the_site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", help="folder holding the data packs")
    files = sorted((packs_folder(parser.parse_args().packs) / "photos").iterdir())
    refusals = 0
    for file in files:
        picture = open_image(file.read_bytes(), file.name).rgb
        started = time.process_time()
        try:
            reading = read_as_the_site(picture)
            layout, quality = reading.layout, reading.quality
            said = f"{layout.name} {' '.join(layout.rhythm_leads)}, {quality.verdict}, weakest lead "
            said += f"{min(quality.leads.values()):.0%} seen, gain from {layout.gain_from}, names {layout.names_from}"
        except Refused as refused:
            refusals += 1
            said = f"refused: {refused.reason.code}"
        print(f"{file.name} {said}, {time.process_time() - started:.2f} s of processor", flush=True)
    print(f"{len(files) - refusals} of {len(files)} read")


if __name__ == "__main__":
    main()
