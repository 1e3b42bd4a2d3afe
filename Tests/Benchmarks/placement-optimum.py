#!/usr/bin/env python3
"""The exact answers to placement questions, by mixed-integer programming (HiGHS through scipy.optimize.milp).

Reads a JSON list of questions from standard input and writes a JSON list of answers. A question has `sizes`, `copies`
and `eligible` of each unit, `limits` of each host (null for none), `groups` (members, limit), `conflicts` (pairs of
hosts that may not hold one unit). Where movement is asked for it has `current` (the hosts of each unit), and where
balance is, `low` and `high` of each host and `price`: each byte beyond them counts as that many moved ones.

An answer is null where there is proof that there is none, "unknown" where the time was too short for the optimum, else
the least that moved bytes and imbalance come to together, and the bytes of imbalance in it.
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
    # Behind the places of copies: how much each host has too much, and too little.
    slack = count * hosts
    upper = np.zeros(slack + 2 * hosts)
    cost = np.zeros(slack + 2 * hosts)
    if "low" in question:
        upper[slack:] = np.inf
        cost[slack:] = question["price"]
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
        terms = [(variable(unit, host), sizes[unit] / scale) for unit in range(count)]
        if question["limits"][host] is not None:
            add(terms, -np.inf, question["limits"][host] / scale)
        if "low" in question:
            imbalance = [(slack + 2 * host, -1), (slack + 2 * host + 1, 1)]
            add(terms + imbalance, question["low"][host] / scale, question["high"][host] / scale)
    for group in question["groups"]:
        terms = [(variable(unit, host), sizes[unit] / scale) for unit in range(count) for host in group["members"]]
        add(terms, -np.inf, group["limit"] / scale)
    matrix = lil_matrix((len(rows), len(cost)))
    for number, terms in enumerate(rows):
        for column, value in terms:
            matrix[number, column] = value
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        integrality=np.concatenate([np.ones(slack), np.zeros(2 * hosts)]),
        bounds=Bounds(np.zeros(len(cost)), upper),
        options={"time_limit": 60, "mip_rel_gap": 1e-3},
    )
    # 0 is an optimum, 2 is proof that there is no answer.
    if answer.status == 2:
        return None
    if answer.status != 0:
        return "unknown"
    return [float(answer.fun * scale), float(answer.x[slack:].sum() * scale)]


json.dump([solve(question) for question in json.load(sys.stdin)], sys.stdout)
