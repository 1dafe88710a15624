"""Known answers, worked out independently: plain loops over all outcomes, and NegMAS for its aspiration curve.

    python3 reference.py

writes one file for each domain beside this script: a domain in the form bilateral-additive/1, with its answer in the
extra field "answer", and curve.json. Needs negmas for the curve and for the check against its own frontier.
"""
import itertools
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
TIE = 1e-12


def domain(name, weights, values, reservation):
    issues = [{"name": f"issue{k}", "options": [f"i{k}o{o}" for o in range(len(row))]} for k, row in enumerate(values[0])]
    parties = [
        {"name": n, "weights": w, "values": v, "reservation": r} for n, w, v, r in zip("ab", weights, values, reservation)
    ]
    return {"format": "bilateral-additive/1", "name": name, "issues": issues, "parties": parties}


def drawn(name, counts, seed, reservation, steps=None):
    """A domain at random; with `steps`, values are multiples of 1/steps, so that there are ties."""
    luck = random.Random(seed)
    value = (lambda: luck.randrange(steps + 1) / steps) if steps else luck.random
    weights, values = [], []
    for _ in range(2):
        w = [luck.random() + 0.1 for _ in counts]
        weights.append([x / sum(w) for x in w] if not steps else [1 / len(counts)] * len(counts))
        values.append([[value() for _ in range(n)] for n in counts])
    return domain(name, weights, values, reservation)


def utility(party, outcome):
    total = 0.0
    for weight, row, option in zip(party["weights"], party["values"], outcome):
        total += weight * row[option]
    return total


def solve(d):
    a, b = d["parties"]
    every = [
        (utility(a, o), utility(b, o)) for o in itertools.product(*(range(len(i["options"])) for i in d["issues"]))
    ]
    rational = [u for u in every if u[0] >= a["reservation"] and u[1] >= b["reservation"]]
    # Undominated, equal pairs once: from the top of the first utility down, whatever raises the second.
    frontier, best = [], float("-inf")
    for u in sorted(set(rational), key=lambda u: (-u[0], -u[1])):
        if u[1] > best:
            frontier.append(u)
            best = u[1]
    frontier.reverse()
    low = [max(p["reservation"], min(u[i] for u in every)) for i, p in enumerate((a, b))]
    high = [max(u[i] for u in every) for i in range(2)]

    def share(u, i):
        return (u[i] - low[i]) / (high[i] - low[i]) if high[i] > low[i] else 1.0

    def most(score):
        if not frontier:
            return []
        top = max(score(u) for u in frontier)
        return [list(u) for u in frontier if score(u) >= top - TIE]

    return {
        "outcomes": len(every),
        "rational": len(rational),
        "frontier": [list(u) for u in frontier],
        "nash": most(lambda u: (u[0] - low[0]) * (u[1] - low[1])),
        "kalai_smorodinsky": most(lambda u: min(share(u, 0), share(u, 1))),
        "ks_least_gap": most(lambda u: -abs(share(u, 0) - share(u, 1))),
        "egalitarian": most(lambda u: min(u[0] - low[0], u[1] - low[1])),
        "max_welfare": most(lambda u: u[0] + u[1]),
    }


def domains():
    yield drawn("small", [2, 3, 2], 1, [0.29, 0.31])
    yield drawn("eight-issues", [2, 3, 2, 3, 2, 2, 3, 2], 2, [0.4, 0.35])
    yield drawn("many-ties", [4, 4, 4], 3, [0.25, 0.25], steps=4)
    yield drawn("on-the-reservation", [3, 3, 3], 4, [0.5, 0.5], steps=2)
    yield drawn("laptop-size", [4, 4, 4, 4, 3, 3], 5, [0.45, 0.4])
    yield drawn("nothing-rational", [3, 3], 6, [0.99, 0.99])
    yield drawn("reservation-above-everything", [3, 3], 7, [2.0, 0.1])
    yield drawn("no-reservation", [5, 5], 8, [0.0, 0.0])
    yield drawn("single-issue", [9], 9, [0.2, 0.2])
    yield drawn("one-outcome", [1, 1], 10, [0.0, 0.0])
    pie = [[i / 10 for i in range(11)]]
    yield domain("zero-sum", [[1.0], [1.0]], [pie, [[1 - x for x in pie[0]]]], [0.1, 0.2])
    yield domain("identical", [[0.5, 0.5]] * 2, [[[0.0, 0.5, 1.0], [0.2, 0.9]]] * 2, [0.3, 0.3])
    yield domain("weights-beyond-one", [[2.0, 3.0], [1.5, 0.5]], [[[0, 1], [1, 0.3]], [[1, 0.2], [0, 1]]], [0.5, 0.2])
    yield domain("a-weightless-issue", [[0.0, 1.0], [0.0, 1.0]], [[[0, 1], [1, 0]], [[1, 0], [0.25, 1]]], [0.0, 0.25])


def curve():
    """NegMAS's polynomial aspiration on its own clock, between a floor and the best."""
    from negmas.negotiators.helpers import PolyAspiration

    rows = []
    for exponent in (0.2, 0.5, 1.0, 2.0, 5.0):
        aspiration = PolyAspiration(1.0, exponent)
        for steps in (10, 30):
            for step in range(steps):
                t = (step + 1) / (steps + 1)
                rows.append([exponent, steps, step, aspiration.utility_at(t)])
    return rows


def checked_by_negmas(d, answer):
    from negmas import LinearAdditiveUtilityFunction as Additive
    from negmas import make_issue, make_os
    from negmas.preferences.ops import pareto_frontier

    issues = [make_issue(i["options"], i["name"]) for i in d["issues"]]
    space = make_os(issues)
    ufuns = [
        Additive(
            {i.name: dict(zip(i.values, row)) for i, row in zip(issues, p["values"])},
            weights=p["weights"],
            outcome_space=space,
        )
        for p in d["parties"]
    ]
    kept = [o for o in space.enumerate() if all(u(o) >= p["reservation"] for u, p in zip(ufuns, d["parties"]))]
    if not kept:
        return
    found = {tuple(round(x, 9) for x in u) for u in pareto_frontier(ufuns, outcomes=kept, sort_by_welfare=True)[0]}
    mine = {tuple(round(x, 9) for x in u) for u in answer["frontier"]}
    assert found == mine, (d["name"], found ^ mine)


if __name__ == "__main__":
    for d in domains():
        answer = solve(d)
        checked_by_negmas(d, answer)
        (HERE / f"{d['name']}.json").write_text(json.dumps({**d, "answer": answer}) + "\n")
    (HERE / "curve.json").write_text(json.dumps(curve()) + "\n")
