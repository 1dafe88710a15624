"""Makes the sounds of the game from noise and sines. Needs numpy; writes WAV files beside this one, which
`oggenc -q 1 --resample 22050 *.wav` turns into the small files that are shipped."""

import sys
import wave
from pathlib import Path

import numpy as np

RATE = 22050
rng = np.random.default_rng(2000)


def noise(seconds):
    return rng.standard_normal(int(seconds * RATE))


def band(signal, low, high):
    """Keeps what lies between two frequencies, with soft edges; the result loops without a seam."""
    spectrum = np.fft.rfft(signal)
    freq = np.fft.rfftfreq(len(signal), 1 / RATE)
    gain = 1 / (1 + (low / np.maximum(freq, 1)) ** 4) / (1 + (freq / high) ** 4)
    return np.fft.irfft(spectrum * gain, len(signal))


def level(signal, peak):
    return signal * (peak / np.max(np.abs(signal)))


def swell(seconds, periods, depth):
    """A slow rise and fall that closes on itself."""
    t = np.arange(int(seconds * RATE)) / (seconds * RATE)
    return 1 - depth / 2 + depth / 2 * np.sin(2 * np.pi * periods * t)


def tone(seconds, frequency):
    """A sine whose frequency is rounded so that it loops."""
    n = int(seconds * RATE)
    cycles = round(frequency * seconds)
    return np.sin(2 * np.pi * cycles * np.arange(n) / n)


def strike(at, seconds, decay, signal):
    """One sound within a silent loop."""
    out = np.zeros(int(seconds * RATE))
    start = int(at * RATE)
    part = signal[: len(out) - start] * np.exp(-np.arange(min(len(signal), len(out) - start)) / (decay * RATE))
    out[start : start + len(part)] += part
    return out


def office():
    n = 8
    room = level(band(noise(n), 60, 400), 0.12)
    ticks = sum(strike(i + 0.1, n, 0.004, band(noise(0.05), 1500, 6000)) for i in range(n))
    return room + level(ticks, 0.05)


def cabin():
    n = 8
    rush = level(band(noise(n), 80, 900), 0.3)
    engines = level(tone(n, 88) + 0.6 * tone(n, 132.5) + 0.4 * tone(n, 176.6), 0.1)
    return rush * swell(n, 2, 0.15) + engines


def hall():
    n = 10
    murmur = band(noise(n), 180, 700) * (0.4 + np.abs(band(noise(n), 1, 5)) * 2)
    return level(band(noise(n), 50, 220), 0.1) + level(murmur, 0.08)


def stadium():
    n = 10
    crowd = band(noise(n), 300, 1800) * swell(n, 3, 0.7)
    drums = sum(strike(i * 1.25, n, 0.09, tone(1, 62)) + strike(i * 1.25 + 0.4, n, 0.05, tone(1, 80)) for i in range(8))
    return level(crowd, 0.34) + level(drums, 0.3)


def night():
    n = 10
    wind = band(noise(n), 90, 420) * swell(n, 2, 0.6)
    return level(wind, 0.14) + level(tone(n, 50) + 0.4 * tone(n, 100), 0.03)


def rain():
    n = 8
    drops = band(noise(n) * (rng.random(n * RATE) > 0.985), 1200, 7000)
    return level(band(noise(n), 900, 6000), 0.12) + level(drops, 0.12)


def snow():
    n = 10
    return level(band(noise(n), 150, 900) * swell(n, 3, 0.8), 0.12)


def press():
    n = 8
    clicks = sum(
        strike(t, n, 0.012, band(noise(0.08), 2000, 8000)) for t in np.sort(rng.random(26) * (n - 0.2))
    )
    murmur = band(noise(n), 200, 1200) * (0.5 + np.abs(band(noise(n), 1, 6)) * 2)
    return level(murmur, 0.13) + level(clicks, 0.12)


def dinner():
    n = 10
    glasses = sum(strike(t, n, 0.12, tone(1, f)) for t, f in [(1.1, 2489), (3.7, 2093), (6.2, 2794), (8.4, 2349)])
    murmur = band(noise(n), 180, 900) * (0.5 + np.abs(band(noise(n), 1, 5)) * 2)
    return level(murmur, 0.14) + level(glasses, 0.035)


def paper():
    n = 0.5
    t = np.arange(int(n * RATE)) / RATE
    return level(band(noise(n), 1500, 7000) * np.exp(-((t - 0.12) / 0.07) ** 2), 0.22)


def stamp():
    n = 0.6
    t = np.arange(int(n * RATE)) / RATE
    thud = np.sin(2 * np.pi * 74 * t) * np.exp(-t / 0.06)
    return level(thud + 0.4 * band(noise(n), 300, 2500) * np.exp(-t / 0.02), 0.5)


def cards():
    n = 2.6
    t = np.arange(int(n * RATE)) / RATE
    clatter = band(noise(n) * (rng.random(int(n * RATE)) > 0.9), 1500, 7000)
    return level(clatter * np.sin(np.pi * t / n) ** 2, 0.3)


if __name__ == "__main__":
    folder = Path(__file__).parent
    for make in [office, cabin, hall, stadium, night, rain, snow, press, dinner, paper, stamp, cards]:
        samples = (np.clip(make(), -1, 1) * 32767).astype("<i2")
        with wave.open(str(folder / f"{make.__name__}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples.tobytes())
    sys.exit(0)
