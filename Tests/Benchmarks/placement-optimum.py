#!/usr/bin/env python3
"""The exact answers to placement questions, by mixed-integer programming (HiGHS through scipy.optimize.milp).

Reads a JSON list of questions from standard input and writes a JSON list of answers. A question has `sizes`, `copies`
and `eligible` of each unit, `limits` of each host (null for none), `groups` (members, limit), `conflicts` (pairs of
hosts that may not hold one unit), and, where movement is asked for, `current` (the hosts of each unit) with `low` and
`high` of each host. An answer is null where there is none, else the least number of bytes that must move.
"""

import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix


def solve(question):
    sizes, hosts = question["sizes"], len(question["limits"])
    count = len(sizes)
    variable = lambda unit, host: unit * hosts + host
    scale = max(1, sum(sizes))
    upper = np.zeros(count * hosts)
    cost = np.zeros(count * hosts)
    current = question.get("current")
    for unit in range(count):
        for host in question["eligible"][unit]:
            upper[variable(unit, host)] = 1
        if current is not None:
            for host in range(hosts):
                if host not in current[unit]:
                    cost[variable(unit, host)] = sizes[unit] / scale
    rows, low, high = [], [], []

    def add(terms, least, most):
        rows.append(terms)
        low.append(least)
        high.append(most)

    for unit in range(count):
        copies = question["copies"][unit]
        add([(variable(unit, host), 1) for host in range(hosts)], copies, copies)
        for one, other in question["conflicts"]:
            add([(variable(unit, one), 1), (variable(unit, other), 1)], -np.inf, 1)
    for host in range(hosts):
        most = question["limits"][host]
        least = -np.inf
        if "low" in question:
            least = question["low"][host] / scale
            most = question["high"][host] if most is None else min(most, question["high"][host])
        if most is not None or least > 0:
            terms = [(variable(unit, host), sizes[unit] / scale) for unit in range(count)]
            add(terms, least, np.inf if most is None else most / scale)
    for group in question["groups"]:
        terms = [(variable(unit, host), sizes[unit] / scale) for unit in range(count) for host in group["members"]]
        add(terms, -np.inf, group["limit"] / scale)
    matrix = lil_matrix((len(rows), count * hosts))
    for number, terms in enumerate(rows):
        for column, value in terms:
            matrix[number, column] = value
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        integrality=np.ones(count * hosts),
        bounds=Bounds(np.zeros(count * hosts), upper),
        options={"time_limit": 20, "mip_rel_gap": 1e-4},
    )
    # 0 is an optimum, 2 is proof that there is no answer, 1 is a time limit.
    if answer.status == 2:
        return None
    if answer.x is None:
        return "unknown"
    return float(answer.fun * scale)


json.dump([solve(question) for question in json.load(sys.stdin)], sys.stdout)
