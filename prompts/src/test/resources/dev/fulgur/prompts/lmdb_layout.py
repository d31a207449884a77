# A small reader and writer of PromptLightning's database layout.
# Arguments: the database, and "writemap" to map it for writing as the original does.
# Input: one JSON text a line, itself the JSON of ["save", template], ["delete", id] or ["damage", id].
# Output: the templates, the version index and the metadata, as one line of JSON each.
import json, sys, time
import lmdb, msgpack

env = lmdb.open(sys.argv[1], map_size=100 << 20, max_dbs=10, writemap="writemap" in sys.argv[2:], metasync=False)
templates, metadata, index = (env.open_db(name) for name in (b"templates", b"metadata", b"version_index"))


def count(txn, change):
    known = txn.get(b"count", db=metadata)
    number = max(0, (msgpack.unpackb(known) if known else 0) + change)
    txn.put(b"count", msgpack.packb(number), db=metadata)
    txn.put(b"last_modified", msgpack.packb(int(time.time())), db=metadata)


for line in sys.stdin:
    operation, argument = json.loads(json.loads(line))
    with env.begin(write=True) as txn:
        if operation == "save":
            key = argument["id"].encode()
            txn.put(key, msgpack.packb(argument, use_bin_type=True), db=templates)
            txn.put(key + b":" + argument["version"].encode(), key, db=index)
            count(txn, 1)
        elif operation == "damage":
            versions = env.open_db(b"template_versions", txn=txn, create=False)
            for table in (templates, versions):
                for key, value in list(txn.cursor(table)):
                    if key.startswith(argument.encode()):
                        txn.put(key, value[:20] + bytes([value[20] ^ 1]) + value[21:], db=table)
        else:
            key = argument.encode()
            version = msgpack.unpackb(txn.get(key, db=templates), strict_map_key=False)["version"]
            txn.delete(key, db=templates)
            txn.delete(key + b":" + version.encode(), db=index)
            count(txn, -1)

if "quiet" in sys.argv[2:]:
    sys.exit()
with env.begin() as txn:
    rows = [msgpack.unpackb(value, strict_map_key=False) for _, value in txn.cursor(templates)]
    assert [row["id"].encode() for row in rows] == list(txn.cursor(templates).iternext(values=False))
    for row in rows:
        row.pop("_crc", None)
    print(json.dumps(rows, default=lambda value: {"$bytes": __import__("base64").b64encode(value).decode()}))
    print(json.dumps([[key.decode(), value.decode()] for key, value in txn.cursor(index)]))
    print(json.dumps({key.decode(): msgpack.unpackb(value) for key, value in txn.cursor(metadata)}))
env.close()
