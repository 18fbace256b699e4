"""Why an upload got no diagnosis, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from ecgweb.ecg.readers.formats import NAMES


@dataclass(frozen=True)
class Reason:
    """A machine-readable code with the sentence people read and what they can do about it."""

    code: str
    message: str
    advice: str


REASONS = {
    reason.code: reason
    for reason in (
        Reason(
            "unreadable_file",
            "The file could not be opened as a picture.",
            "Save it again as JPG or PNG, or take a new photo, and upload that.",
        ),
        Reason(
            "unsupported",
            "This kind of file is not supported.",
            f"Upload one picture of the ECG: {NAMES}.",
        ),
        Reason(
            "too_large",
            "The picture is larger than this site can take.",
            "Use a picture of at most 20 MB and 40 megapixels.",
        ),
        Reason(
            "too_many_pages",
            "The file has more than 20 pages.",
            "Save the page with the ECG as a file of its own and upload that.",
        ),
        Reason(
            "no_such_page",
            "The file has no such page.",
            "Give the number of a page that the file has, or leave it empty.",
        ),
        Reason(
            "locked",
            "The PDF is locked with a password.",
            "Save a copy without a password, or take a picture of the page, and upload that.",
        ),
        Reason(
            "too_small",
            "The picture is too small to read a trace from.",
            "Use a picture that is at least 600 pixels wide.",
        ),
        Reason(
            "not_an_ecg",
            "No 12-lead ECG could be made out in this picture.",
            "Photograph the whole ECG page from straight above, with nothing else in the picture.",
        ),
        Reason(
            "unreadable_grid",
            "The scale of the page could not be found: neither the grid nor the calibration pulse is clear.",
            "Use a sharper, evenly lit picture that shows the grid and the calibration pulse.",
        ),
        Reason(
            "leads_missing",
            "Too few leads could be read for a diagnosis.",
            "Make sure that the whole page with all twelve leads is in the picture.",
        ),
        Reason(
            "layout_unclear",
            "Which lead stands where could not be made out on this page.",
            "Use a sharper picture in which the names of the leads can be read, or set layout and leads by hand.",
        ),
        Reason(
            "bad_help",
            "What was set for the reading does not fit this picture.",
            "Correct it, or leave it out and let the page be found.",
        ),
        Reason(
            "too_blurred",
            "The picture is too blurred to follow the traces.",
            "Hold the camera still, use more light, or scan the page.",
        ),
        Reason(
            "sampling_rate_missing",
            "The file does not say how many samples a second it holds.",
            "Give the sampling rate in Hz and send the file again.",
        ),
        Reason(
            "units_unknown",
            "The values of this signal are no voltages that are known here.",
            "Say whether they are mV, uV or raw numbers (adc), or save the signal in mV.",
        ),
        Reason(
            "too_short",
            "The signal is too short to find a rhythm in it.",
            "Upload at least two seconds; ten or more give a better answer.",
        ),
        Reason(
            "analysis_failed",
            "The analysis of this picture failed; the fault is on our side.",
            "Try another picture of the same page, and tell the people who run this site.",
        ),
        Reason(
            "undecided",
            "The answer is undecided between several diagnoses.",
            "Ask a person who reads ECGs; the measurements and findings may help.",
        ),
        Reason(
            "unfamiliar",
            "This recording is unlike anything the model was tested on.",
            "Check electrodes, lead names, speed and gain, and ask a person who reads ECGs.",
        ),
    )
}


class Refused(Exception):
    """The upload was read as far as possible and then refused for a stated reason.

    Parameters
    ----------
    code : str
        A key of `REASONS`.
    message, advice : str, optional
        More exact sentences than the table's own.
    """

    def __init__(self, code: str, message: str | None = None, advice: str | None = None) -> None:
        self.reason = Reason(code, message or REASONS[code].message, advice or REASONS[code].advice)
        super().__init__(self.reason.message)
