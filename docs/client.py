#!/usr/bin/env python3
"""A program that plays Six Hours in Pyongyang over `six-hours serve`, with Python's standard library alone.

    python3 docs/client.py [PROGRAM [SEED]]

PROGRAM is the built program (`six-hours` if not given). The player below is simple: away from the table it takes the
first choice; at the table it opens three issues, proposes what it is offered as a draft, moves one step toward the other
side each time, and takes his package once it has nothing better to say. Replace `choose` by your own, for instance by a
call to a language model: everything it may know stands in `state`.
"""

import json
import subprocess
import sys


def choose(state):
    """The answer to a state: a dict with an action's id and what it needs."""
    actions = {a["id"]: a for a in state["actions"]}
    table = state.get("table")
    if table is None:
        return {"action": next(iter(actions))}
    if not table["agenda"] and "agenda" in actions:
        return {"action": "agenda", "issues": list(table["options"])[:3]}
    mine, his = table["yours"], table["his"]
    if mine and his and mine == his and "accept" in actions:
        return {"action": "accept"}
    if "propose" in actions:
        draft = dict(table["draft"])
        if his:
            # One step toward him, on the first open issue where the two differ.
            for issue in table["agenda"]:
                options = table["options"][issue]
                here, there = options.index(draft[issue]), options.index(his[issue])
                if here != there and issue not in table["closed"]:
                    draft[issue] = options[here + (1 if there > here else -1)]
                    break
        if draft != mine:
            return {"action": "propose", "package": draft}
    for last in ("accept", "caucus", "adjourn", "walk_out"):
        if last in actions:
            return {"action": last}
    return {"action": next(a for a in actions if not actions[a].get("needs"))}


def play(program, seed):
    """Plays one game; returns the last line, with ending, fingerprint and record."""
    command = [program, "serve", "--seed", str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as game:
        state = None
        for line in game.stdout:
            told = json.loads(line)
            if told["type"] == "end":
                return told
            if told["type"] == "state":
                state = told
                print(f"--- turn {state['turn']}, {state['clock']['at']}, {state['scene']}")
                print(state["text"])
                if not state["actions"]:
                    continue
                answer = choose(state)
            else:
                # Refused: the message says why. Something that needs nothing more always leads on.
                print(f"    ({told['message']})")
                plain = [a["id"] for a in state["actions"] if not a.get("needs")]
                answer = {"action": plain[-1]}
            print(f">>> {json.dumps(answer)}")
            game.stdin.write(json.dumps(answer) + "\n")
            game.stdin.flush()
    return None


if __name__ == "__main__":
    end = play(sys.argv[1] if len(sys.argv) > 1 else "six-hours", sys.argv[2] if len(sys.argv) > 2 else "1")
    print(json.dumps(end))
    sys.exit(0 if end and end["ending"] else 1)
