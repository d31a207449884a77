# Reads YAML documents, one JSON text a line, and prints their values as tagged JSON in a list of one, or "error".
import base64, datetime, json, math, sys
import yaml

TAGS = {"$float", "$bytes", "$date", "$datetime", "$set", "$tuple", "$map", "$surr", "$recursive", "$instant", "$ext"}


def tagged(value, around=()):
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return {"$float": "nan"}
        return {"$float": "inf" if value > 0 else "-inf"} if math.isinf(value) else value
    if isinstance(value, str):
        try:
            value.encode("utf-8")
            return value
        except UnicodeEncodeError:
            return {"$surr": repr(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if id(value) in around:
        return {"$recursive": True}
    around += (id(value),)
    if isinstance(value, list):
        return [tagged(item, around) for item in value]
    if isinstance(value, tuple):
        return {"$tuple": [tagged(item, around) for item in value]}
    if isinstance(value, set):
        return {"$set": sorted((tagged(item, around) for item in value), key=json.dumps)}
    if all(isinstance(key, str) and not isinstance(tagged(key), dict) for key in value) and not (
        len(value) == 1 and next(iter(value)) in TAGS
    ):
        return {key: tagged(item, around) for key, item in value.items()}
    return {"$map": [[tagged(key), tagged(item, around)] for key, item in value.items()]}


for line in sys.stdin:
    try:
        print(json.dumps([tagged(yaml.safe_load(json.loads(line)))]))
    except Exception:
        print('"error"')
