"""Loads of the layout that PromptLightning's registry has, in Python.

usage: registry.py FOLDER OPS
For each line of the standard input it loads OPS random templates, each in a transaction of its
own, decoded to a dictionary, and prints the nanoseconds of CPU time that one load took.
"""

import random
import sys
import time

import lmdb
import msgpack

env = lmdb.open(sys.argv[1], readonly=True, max_dbs=10)
ops = int(sys.argv[2])
templates = env.open_db(b"templates", create=False)
with env.begin(db=templates) as txn:
    ids = [bytes(key) for key in txn.cursor().iternext(values=False)]
order = [random.randrange(len(ids)) for _ in range(1 << 16)]
at = 0
for _ in sys.stdin:
    start = time.thread_time_ns()
    for _ in range(ops):
        at = (at + 1) & 0xFFFF
        with env.begin(db=templates) as txn:
            data = txn.get(ids[order[at]])
        msgpack.unpackb(data, raw=False, strict_map_key=False)
    print((time.thread_time_ns() - start) / ops, flush=True)
