"""Signals of every format, written here so that each byte is known."""

import io
import zipfile

import numpy as np

RATE_HZ = 250.0


def beating(seconds=12.0, rate_hz=RATE_HZ, leads=1, bpm=75.0):
    """A heart in mV, shape (leads, samples): narrow R waves of 1 mV and broad T waves."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    phase_s = (time_s - 0.4) % (60 / bpm)
    beat = np.exp(-0.5 * ((phase_s - 0.1) / 0.012) ** 2) + 0.2 * np.exp(-0.5 * ((phase_s - 0.38) / 0.05) ** 2)
    return np.stack([beat * (1 - 0.3 * n / max(1, leads)) for n in range(leads)]).astype(np.float32)


def npy(array, allow_pickle=False):
    out = io.BytesIO()
    np.save(out, array, allow_pickle=allow_pickle)
    return out.getvalue()


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def adc(signal_mv, gain=200, baseline=10):
    """Frames of integers, time by time."""
    return np.round(np.asarray(signal_mv).T * gain + baseline).astype(int)


def pack(values, form):
    """The bytes of a WFDB signal file."""
    flat = values.ravel()
    if form == "16":
        return flat.astype("<i2").tobytes()
    if form == "32":
        return flat.astype("<i4").tobytes()
    if form == "24":
        return b"".join(int(v).to_bytes(3, "little", signed=True) for v in flat)
    if form == "80":
        return (flat + 128).astype(np.uint8).tobytes()
    out = bytearray()
    for first, second in (flat if flat.size % 2 == 0 else np.append(flat, 0)).reshape(-1, 2).tolist():
        a, b = first & 0xFFF, second & 0xFFF
        out += bytes((a & 0xFF, (a >> 8) | ((b >> 8) << 4), b & 0xFF))
    return bytes(out)


def header(signal_mv, form="16", gain="200(10)/mV", rate_hz=RATE_HZ, names=("MLII", "V5"), file="rec.dat"):
    leads, samples = signal_mv.shape
    lines = [f"rec {leads} {rate_hz:g} {samples}"]
    lines += [f"{file} {form} {gain} 11 0 0 0 0 {names[n % len(names)]}" for n in range(leads)]
    return "\n".join(lines) + "\n# a comment\n"


def wfdb_zip(signal_mv, form="16", **fields):
    values = adc(signal_mv, 200 if form != "80" else 100)
    gain = "200(10)/mV" if form != "80" else "100(10)/mV"
    return zipped(rec__hea=header(signal_mv, form, gain, **fields), rec__dat=pack(values, form))


def edf(signal_mv, labels=("ECG I", "ECG II"), unit="uV", rate_hz=250, reserved="", records=None):
    """One data record a second, with a channel of breathing behind the leads."""
    leads, samples = signal_mv.shape
    seconds = samples // rate_hz
    count = leads + 1
    scale = 1000 if unit == "uV" else 1
    fixed = f"{'0':8}{'X X X X':80}{'Startdate X':80}01.01.2601.01.01{256 * (count + 1):<8}{reserved:44}"
    fixed += f"{records if records is not None else seconds:<8}{1:<8}{count:<4}"
    names = [*(labels[n % len(labels)] for n in range(leads)), "Resp"]
    columns = [
        (16, names),
        (80, [""] * count),
        (8, [unit] * leads + ["degC"]),
        (8, [f"{-5 * scale}"] * leads + ["0"]),
        (8, [f"{5 * scale}"] * leads + ["50"]),
        (8, ["-32768"] * count),
        (8, ["32767"] * count),
        (80, [""] * count),
        (8, [str(rate_hz)] * leads + ["10"]),
        (32, [""] * count),
    ]
    head = fixed + "".join(f"{value:{width}}" for width, values in columns for value in values)
    digital = np.round((signal_mv + 5) / 10 * 65535 - 32768).astype("<i2")
    body = b""
    for second in range(seconds):
        body += digital[:, second * rate_hz : (second + 1) * rate_hz].tobytes() + bytes(20)
    return head.encode("ascii") + body


def dicom(signal_mv, rate_hz=250.0, unit="uV", name="Lead {}"):
    """A 12-lead ECG object as carts write it, with a patient's name that must not come out."""
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian, generate_uid

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("x.dcm", {}, file_meta=meta, preamble=bytes(128))
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.PatientName = "Secret^Person"
    group = Dataset()
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = signal_mv.shape
    group.SamplingFrequency = rate_hz
    group.ChannelDefinitionSequence = [_dicom_channel(name.format(n), unit) for n in _dicom_names(len(signal_mv))]
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 16, "SS"
    factor = 1000 if unit == "uV" else 1
    group.WaveformData = np.round(signal_mv.T * factor / 2.5).astype("<i2").tobytes()
    dataset.WaveformSequence = [group]
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _dicom_names(count):
    return ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")[:count]


def _dicom_channel(name, unit):
    from pydicom.dataset import Dataset

    channel, source, units = Dataset(), Dataset(), Dataset()
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = "2:1", "MDC", name
    units.CodeValue, units.CodingSchemeDesignator, units.CodeMeaning = unit, "UCUM", unit
    channel.ChannelSourceSequence, channel.ChannelSensitivityUnitsSequence = [source], [units]
    channel.ChannelSensitivity, channel.ChannelSensitivityCorrectionFactor = 2.5, 1
    channel.ChannelBaseline, channel.WaveformBitsStored = 0, 16
    return channel
