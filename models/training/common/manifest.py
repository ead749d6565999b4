"""Writes one model's entry into `models/manifest.json`, leaving the others as they are."""

import hashlib
import json
from pathlib import Path

MODELS = Path(__file__).parents[2]
MANIFEST = MODELS / "manifest.json"


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def record(entry):
    """Replaces or adds the entry of that name; the file's sum is taken here."""
    entries = json.loads(MANIFEST.read_text())["models"] if MANIFEST.exists() else []
    whole = {**entry, "sha256": sha256(MODELS / entry["file"])}
    entries = [e for e in entries if e["name"] != entry["name"]] + [whole]
    MANIFEST.write_text(json.dumps({"models": sorted(entries, key=lambda e: e["name"])}, indent=2) + "\n")
