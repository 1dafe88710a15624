"""`solve` and `bargain` beside numpy and NegMAS, on the same domains in one run.

    cargo build --release --no-default-features
    python3 benches/yardsticks.py target/release/six-hours

Needs numpy and negmas. All figures are on one core, the domain read and the outcomes' utilities not yet known.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
from negmas import LinearAdditiveUtilityFunction as Additive
from negmas import make_issue, make_os
from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier
from negmas.sao import BoulwareTBNegotiator, ConcederTBNegotiator, SAOMechanism

BEST_OF = 5
SMALL, LARGE = [4, 4, 4, 6, 6], [10, 10, 10, 10, 10]


def domain(counts, opposed, seed=7):
    """A domain at random; `opposed`: how far the second party dislikes what the first likes, 0..1."""
    luck = np.random.default_rng(seed)
    parties = []
    for name in "ab":
        weights = luck.random(len(counts))
        values = [luck.random(n).tolist() for n in counts]
        if parties:
            mixed = zip(parties[0]["values"], values)
            values = [[opposed * (1 - x) + (1 - opposed) * y for x, y in zip(theirs, own)] for theirs, own in mixed]
        parties.append({"name": name, "weights": (weights / weights.sum()).tolist(), "values": values, "reservation": 0.3})
    issues = [{"name": f"issue{k}", "options": [f"i{k}o{o}" for o in range(n)]} for k, n in enumerate(counts)]
    return {"format": "bilateral-additive/1", "name": "random", "issues": issues, "parties": parties}


def by_numpy(d):
    """Utilities by broadcasting, the frontier by one sort and a running maximum, all five points over the frontier."""
    u, low, high = [], [], []
    for party in d["parties"]:
        total = np.zeros(1)
        for weight, row in zip(party["weights"], party["values"]):
            total = np.add.outer(total, weight * np.asarray(row)).ravel()
        u.append(total)
        low.append(max(party["reservation"], total.min()))
        high.append(total.max())
    a, b = u
    rational = np.flatnonzero((a >= d["parties"][0]["reservation"]) & (b >= d["parties"][1]["reservation"]))
    order = rational[np.lexsort((-b[rational], -a[rational]))]
    tops = np.maximum.accumulate(b[order])
    first = np.concatenate(([True], tops[1:] > tops[:-1]))
    frontier = np.stack((a[order][first], b[order][first]), axis=1)
    gain = frontier - low
    share = gain / (np.asarray(high) - low)
    scores = [gain.prod(1), share.min(1), -np.abs(share[:, 0] - share[:, 1]), gain.min(1), frontier.sum(1)]
    return frontier, [frontier[score >= score.max() - 1e-12] for score in scores]


def for_negmas(d):
    issues = [make_issue(i["options"], i["name"]) for i in d["issues"]]
    space = make_os(issues)
    parties = d["parties"]
    tables = [{i.name: dict(zip(i.values, row)) for i, row in zip(issues, p["values"])} for p in parties]
    return issues, [
        Additive(t, weights=p["weights"], outcome_space=space, reserved_value=p["reservation"])
        for t, p in zip(tables, parties)
    ]


def by_negmas(ufuns, space):
    frontier, _ = pareto_frontier(ufuns, outcomes=space)
    nash_points(ufuns, frontier, outcome_space=ufuns[0].outcome_space)
    kalai_points(ufuns, frontier, outcome_space=ufuns[0].outcome_space)


def negmas_session(issues, ufuns):
    mechanism = SAOMechanism(issues=issues, n_steps=30)
    mechanism.add(BoulwareTBNegotiator(name="a"), ufun=ufuns[0])
    mechanism.add(ConcederTBNegotiator(name="b"), ufun=ufuns[1])
    mechanism.run()


def seconds(work, times=BEST_OF):
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def said(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        large, small = domain(LARGE, 0), domain(SMALL, 0.9)
        files = [pathlib.Path(folder, name) for name in ("large.json", "small.json")]
        for file, d in zip(files, (large, small)):
            file.write_text(json.dumps(d))
        answers = [json.loads(said([program, "solve", str(files[0]), "--json"])[0]) for _ in range(BEST_OF)]
        ours = min(answer["seconds"] for answer in answers)
        numpys, points = by_numpy(large)
        assert np.abs(np.sort(numpys, axis=0) - np.sort(np.asarray(answers[0]["frontier"]), axis=0)).max() < 1e-12
        assert np.abs(points[0] - np.asarray(answers[0]["nash"])).max() < 1e-12
        issues, ufuns = for_negmas(large)
        space = list(ufuns[0].outcome_space.enumerate())
        rows = [
            ("six-hours solve", ours),
            ("numpy", seconds(lambda: by_numpy(large))),
            ("NegMAS", seconds(lambda: by_negmas(ufuns, space), 2)),
        ]
        print("Frontier and points of 100,000 outcomes\n\n| | ms | times ours |\n|---|---:|---:|")
        for name, spent in rows:
            print(f"| {name} | {1000 * spent:.2f} | {spent / ours:.0f} |")
        sessions = [program, "bargain", str(files[1]), "--a", "time:0.2", "--b", "time:5", "--rounds", "30"]
        last = [json.loads(said([*sessions, "--sessions", "20000", "--json"])[-1]) for _ in range(BEST_OF)]
        rate = max(line["sessions_per_second"] for line in last)
        rounds = json.loads(said([*sessions, "--json"])[0])["rounds"]
        issues, ufuns = for_negmas(small)
        negmas = 1 / seconds(lambda: negmas_session(issues, ufuns), 20)
        print(f"\nSessions a second, 2,304 outcomes, Boulware against Conceder, agreed after {rounds} of 30 rounds\n\n| | sessions | ours, times |")
        print(f"|---|---:|---:|\n| six-hours bargain | {rate:.0f} | 1 |\n| NegMAS | {negmas:.0f} | {rate / negmas:.0f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
