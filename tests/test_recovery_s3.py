"""Pictures and documents in an S3-compatible storage: backed up with the rest, and restored into another bucket."""

import hashlib
import urllib.request
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cms.media.models import PortalImage
from cms.media.storage import PrivateS3Storage
from cms.media.tests.s3 import storages

from .machines import newsroom

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "tin-bai", "tin-bai-moi"


@pytest.fixture
def buckets(s3_server, settings, machine) -> Any:
    """The portal's files in one bucket, the other machine's in a second one, which is empty; returns the client."""
    settings.STORAGES = storages(settings, s3_server, OLD)
    machine.variables = {
        "MEDIA_S3_BUCKET": NEW,
        "MEDIA_S3_ENDPOINT": s3_server,
        "MEDIA_S3_REGION": "us-east-1",
        "MEDIA_S3_ACCESS_KEY": "portal",
        "MEDIA_S3_SECRET_KEY": "a-secret",
        "MEDIA_S3_ADDRESSING": "path",
    }
    urllib.request.urlopen(urllib.request.Request(f"{s3_server}/moto-api/reset", method="POST"))
    client = default_storage.connection.meta.client
    for name in (OLD, NEW):
        client.create_bucket(Bucket=name)
    assert isinstance(default_storage._wrapped, PrivateS3Storage)
    return client


def held(client: Any, bucket: str) -> dict[str, str]:
    """Return the sha256 of each object, by name."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    names = [found["Key"] for page in pages for found in page.get("Contents", [])]
    return {
        name: hashlib.sha256(client.get_object(Bucket=bucket, Key=name)["Body"].read()).hexdigest()
        for name in names
    }


def test_a_newsroom_is_restored_into_another_bucket(
    portal, make_story, publish, reporter, chief, machine, buckets, tmp_path
):
    addresses = newsroom(portal, make_story, publish, reporter, chief)
    before = held(buckets, OLD)
    assert len(before) > 20
    call_command("backup", str(tmp_path / "safe"), "--quiet")
    [made] = (tmp_path / "safe").iterdir()
    assert held(buckets, OLD) == before, "a backup changes nothing"

    # Another file has a name of the backup's: refused, and neither bucket nor database have anything of it.
    taken = PortalImage.objects.order_by("-pk").values_list("file", flat=True)[0]
    buckets.put_object(Bucket=NEW, Key=taken, Body=b"somebody's")
    assert taken in machine.run("restore", str(made), "--quiet", status=1)
    assert held(buckets, NEW) == {taken: hashlib.sha256(b"somebody's").hexdigest()}
    buckets.delete_object(Bucket=NEW, Key=taken)

    machine.run("restore", str(made), "--quiet")
    assert held(buckets, NEW) == before
    assert not machine.media.exists(), "nothing on the disk"
    there = machine.asked(addresses)
    # Stories are read; files are let through to the bucket, with a link.
    assert [there["answers"][address][0] for address in addresses[:3]] == [200, 200, 410]
    assert {there["answers"][address][0] for address in addresses[3:]} == {302}
    assert there["faults"] == there["missing"] == []
    machine.run("backup", str(tmp_path / "again"), "--quiet")
    [again] = (tmp_path / "again").iterdir()
    assert held(buckets, NEW) == before
    machine.run("restore", str(again), "--check", "--quiet")


def test_an_object_that_the_bucket_has_lost_is_named(
    portal, make_story, publish, reporter, chief, buckets, tmp_path, capsys
):
    newsroom(portal, make_story, publish, reporter, chief)
    lost = PortalImage.objects.order_by("-pk").values_list("file", flat=True)[0]
    buckets.delete_object(Bucket=OLD, Key=lost)
    with pytest.raises(CommandError) as raised:
        call_command("backup", str(tmp_path / "safe"), "--quiet")
    assert raised.value.returncode == 3
    assert lost in capsys.readouterr().err
