"""validate.py SCHEMA FILE...: says of each YAML file whether the JSON Schema accepts it, as an editor would see it."""
import json
import re
import sys

import jsonschema
import yaml


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, which editors use: PyYAML's own is 1.1 (`on` is true, `1:30` is 90, dates)."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    CoreLoader.add_implicit_resolver(tag, re.compile(pattern), list(first))
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    if len(set(map(repr, keys))) != len(keys):
        raise yaml.YAMLError("duplicate key")
    loader.flatten_mapping(node)
    return {str(loader.construct_object(k, deep=True)): loader.construct_object(v, deep=True) for k, v in node.value}


CoreLoader.add_constructor("tag:yaml.org,2002:map", mapping)

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            errors = [error.message for error in validator.iter_errors(yaml.load(file, CoreLoader))]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        errors = [str(error)]
    print(path, "rejected" if errors else "accepted", json.dumps(errors), sep="\t")
