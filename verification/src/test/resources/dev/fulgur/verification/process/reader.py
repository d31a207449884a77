# A reader that knows LMDB alone. For each order it looks at two tables that should hold the same keys: `look N` so many
# times, each in a snapshot of its own, and says how many were there at last; `hold` once, and keeps that snapshot.
import sys

import lmdb

env = lmdb.open(sys.argv[1], readonly=True, max_dbs=16, max_spare_txns=0)
tables = [env.open_db(name, create=False) for name in (b"left", b"right")]


def snapshot():
    while True:
        try:
            return env.begin()
        except lmdb.MapResizedError:
            env.set_mapsize(0)


def look(txn):
    left, right = ([key for key, _ in txn.cursor(table)] for table in tables)
    if left != right:
        sys.exit("a transaction is there in part")
    return len(left)


held = None
for line in sys.stdin:
    order, times = (line.split() + ["1"])[:2]
    last = 0
    for _ in range(int(times)):
        txn = snapshot()
        now = look(txn)
        if now < last:
            sys.exit("an older snapshot came later")
        last = now
        if order == "hold":
            held = txn
        else:
            txn.abort()
    print(last, flush=True)
