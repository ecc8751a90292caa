"""The drill: a filled newsroom is backed up and restored on an empty machine, and nothing is different.

The empty machine is another database and another media folder, reached by ``manage.py`` in a process of its own, as
an administrator would. On whichever database the suite runs.
"""

import hashlib
import json
import tarfile

import psycopg2
import pyrage
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from .machines import CHANGES, newsroom

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_filled_newsroom_is_restored_on_an_empty_machine(
    portal, make_story, publish, reporter, chief, machine, tmp_path, capsys
):
    addresses = newsroom(portal, make_story, publish, reporter, chief)
    client = Client()
    before = {}
    for address in addresses[3:]:
        response = client.get(address)
        before[address] = [response.status_code, hashlib.sha256(b"".join(response)).hexdigest()]
    assert len(before) >= 4
    assert {status for status, _digest in before.values()} == {200}

    key = pyrage.x25519.Identity.generate()
    identity = tmp_path / "key.txt"
    identity.write_text(f"# created for the drill\n{key}\n")
    call_command("backup", str(tmp_path / "safe"), "--encrypt-to", str(key.to_public()))
    [made] = (tmp_path / "safe").iterdir()
    assert made.name.endswith(".tar.age")
    assert made.stat().st_mode & 0o077 == 0
    progress = capsys.readouterr().err
    assert "MB" in progress
    assert "SECRET_KEY" in progress

    assert machine.run("restore", str(made), "--identity", str(identity), "--quiet")
    there = machine.asked(addresses)

    # Counts and hashes of all rows.
    call_command("backup", str(tmp_path / "plain"), "--quiet")
    [plain] = (tmp_path / "plain").iterdir()
    with tarfile.open(plain) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    here = {name: found for name, found in manifest["tables"].items() if name not in CHANGES}
    assert manifest["missing"] == []
    assert {name: found for name, found in there["tables"].items() if name not in CHANGES} == here
    assert sum(rows for rows, _mark in here.values()) > 300
    # Files: each one, byte for byte.
    files = {
        name.removeprefix("media/"): found for name, found in manifest["parts"].items() if "media/" in name
    }
    restored = {
        str(path.relative_to(machine.media)): [
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        ]
        for path in machine.media.rglob("*")
        if path.is_file()
    }
    assert restored == files
    # Pages and pictures are served, what was taken down is not.
    assert [there["answers"][address][0] for address in addresses[:3]] == [200, 200, 410]
    assert {address: there["answers"][address] for address in before} == before
    # The register holds, and its guard stands.
    assert there["faults"] == there["missing"] == []
    assert there["waiting"] == 1
    if connection.vendor == "postgresql":
        # Or the planner would read whole tables until autovacuum comes.
        with psycopg2.connect(machine.url) as restored_database, restored_database.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'wagtailcore_page'")
            assert cursor.fetchone()[0] > 0

    # A portal that is there is not overwritten unless that is said.
    again = machine.run("restore", str(plain), status=1)
    assert "--replace" in again
    machine.run("restore", str(plain), "--replace", "--quiet")
    # And a backup that is damaged changes nothing.
    damaged = tmp_path / "damaged.tar"
    data = bytearray(plain.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    machine.run("restore", str(damaged), "--replace", status=1)
    assert {name: mark for name, mark in machine.asked([])["tables"].items() if name not in CHANGES} == here
