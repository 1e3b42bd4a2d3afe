"""Splits one .ics with vdirsyncer's splitter; prints how many objects it has and the seconds."""

import sys
import time

from vdirsyncer.vobject import split_collection

with open(sys.argv[1], encoding="utf-8", errors="surrogateescape", newline="") as file:
    text = file.read()
start = time.perf_counter()
objects = list(split_collection(text))
print(len(objects), time.perf_counter() - start)
