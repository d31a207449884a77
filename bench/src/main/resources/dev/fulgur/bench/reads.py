"""Random reads with a fresh snapshot each, in Python, on a given environment.

usage: reads.py FOLDER KEYS OPS
For each line of the standard input it reads OPS times, and prints the nanoseconds of CPU time that
one read took.
"""

import random
import sys
import time

import lmdb

keys, ops = int(sys.argv[2]), int(sys.argv[3])
env = lmdb.open(sys.argv[1], readonly=True, max_dbs=4)
reads = env.open_db(b"reads", create=False)
order = [random.randrange(keys).to_bytes(8, "big") for _ in range(1 << 16)]
at = 0
for _ in sys.stdin:
    start = time.thread_time_ns()
    for _ in range(ops):
        at = (at + 1) & 0xFFFF
        with env.begin(db=reads, buffers=True) as txn:
            first = txn.get(order[at])[0]
    print((time.thread_time_ns() - start) / ops, flush=True)
