"""Renders templates with Jinja2: a line of JSON in, a line of JSON out."""
import base64
import datetime
import json
import resource
import signal
import sys
import warnings

import jinja2
import markupsafe

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

Markup = markupsafe.Markup
if "_simple_escaping_wrapper" in vars(markupsafe):
    # Before 3.0 its methods escaped every argument.
    for name in ("strip", "lstrip", "rstrip", "translate", "expandtabs"):
        method = getattr(str, name)
        setattr(Markup, name, lambda s, *a, method=method, **k: Markup(method(s, *a, **k)))
    for name in ("partition", "rpartition"):
        method = getattr(str, name)
        setattr(Markup, name, lambda s, sep, method=method: tuple(map(Markup, method(s, sep))))
    Markup.replace = lambda s, old, new, count=-1: Markup(
        str.replace(s, old, Markup.escape(new), count)
    )

KINDS = {
    "STRICT": jinja2.StrictUndefined,
    "DEFAULT": jinja2.Undefined,
    "CHAINABLE": jinja2.ChainableUndefined,
    "DEBUG": jinja2.DebugUndefined,
}


def decode(v):
    if isinstance(v, list):
        return [decode(x) for x in v]
    if isinstance(v, dict):
        if len(v) == 1:
            k, x = next(iter(v.items()))
            if k == "$float":
                return float(x)
            if k == "$map":
                return {decode(a): decode(b) for a, b in x}
            if k == "$tuple":
                return tuple(decode(a) for a in x)
            if k == "$set":
                return set(decode(a) for a in x)
            if k == "$bytes":
                return base64.b64decode(x)
            if k == "$date":
                return datetime.date.fromisoformat(x)
            if k == "$datetime":
                return datetime.datetime.fromisoformat(x)
        return {k: decode(x) for k, x in v.items()}
    return v


def late(signum, frame):
    raise TimeoutError


signal.signal(signal.SIGALRM, late)
environments = {}


def environment(o):
    key = json.dumps(o, sort_keys=True)
    if key not in environments:
        other = {}
        if o.get("delimiters"):
            other = dict(
                block_start_string="<%",
                block_end_string="%>",
                variable_start_string="${",
                variable_end_string="}",
                comment_start_string="<!--",
                comment_end_string="-->",
            )
        environments[key] = jinja2.Environment(
            undefined=KINDS[o["undefined"]],
            trim_blocks=o["trim"],
            lstrip_blocks=o["lstrip"],
            keep_trailing_newline=o["keep"],
            autoescape=o["autoescape"],
            newline_sequence=o.get("newline", "\n"),
            line_statement_prefix=o.get("statement"),
            line_comment_prefix=o.get("comment"),
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
            cache_size=0,
            optimized=o.get("optimized", True),
            **other,
        )
    return environments[key]


def run(case):
    env = environment(case["options"]).overlay(
        loader=jinja2.DictLoader(case.get("templates", {}))
    )
    try:
        signal.alarm(10)
        text = env.from_string(case["template"]).render(decode(case["inputs"]))
        text.encode("utf-8")
        signal.alarm(0)
        return {"output": text}
    except BaseException as e:
        signal.alarm(0)
        line = getattr(e, "lineno", None) if isinstance(e, jinja2.TemplateSyntaxError) else None
        return {"error": type(e).__name__, "message": str(e)[:300], "line": line}


print(json.dumps({"version": jinja2.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
