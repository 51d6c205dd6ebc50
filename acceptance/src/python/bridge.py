"""Calls the SelfDB client of 0.0.5 for a test: a line of JSON on stdin is a call, a line on stdout its result.

A call is a list of steps from the client on, `[name]` for an attribute and `[name, args, kwargs]` for a method. Among
arguments, `{"$model": "TableCreate", ...}` is an object of `selfdb.models`, `{"$bytes": "<base64>"}` are bytes, and
`{"$callback": "<name>"}` is a function: what it is called with is printed as `{"callback": name, ...}`.
"""

import asyncio
import base64
import dataclasses
import datetime
import inspect
import json
import sys

from selfdb import SelfDB, auth, client, models, realtime, storage, tables

called = set()
callbacks = {}


def callback(name):
    def show(payload):
        write({"callback": name, "event": payload.event, "table": payload.table, "new": payload.new, "old": payload.old})

    return callbacks.setdefault(name, show)


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$model" in value:
        fields = {name: decode(field) for name, field in value.items() if name != "$model"}
        return getattr(models, value["$model"])(**fields)
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$callback" in value:
        return callback(value["$callback"])
    return {name: decode(item) for name, item in value.items()}


def encode(value):
    if dataclasses.is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {name: encode(item) for name, item in value.items()}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else None


async def run(root, steps):
    value = root
    for name, *arguments in steps:
        called.add(f"{type(value).__name__}.{name}")
        value = getattr(value, name)
        if arguments:
            args, kwargs = (*arguments, {})[:2]
            value = value(*decode(args), **decode(kwargs))
            if inspect.isawaitable(value):
                value = await value
    return encode(value)


def uncalled():
    """The public methods and properties of the client's classes that no call has used."""
    found = set()
    for module in (auth, client, realtime, storage, tables):
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and kind is not realtime.RealtimePayload:
                members = inspect.getmembers(kind, lambda m: inspect.isfunction(m) or isinstance(m, property))
                found |= {f"{name}.{member}" for member, _ in members if not member.startswith("_")}
    return sorted(found - called)


def write(answer):
    print(json.dumps(answer), flush=True)


async def main(base_url, api_key):
    loop = asyncio.get_running_loop()
    async with SelfDB(base_url=base_url, api_key=api_key) as root:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            call = json.loads(line)
            try:
                value = uncalled() if call["steps"] is None else await run(root, call["steps"])
                write({"id": call["id"], "value": value})
            except Exception as error:
                write({"id": call["id"], "error": type(error).__name__, "message": str(error)})


asyncio.run(main(sys.argv[1], sys.argv[2]))
