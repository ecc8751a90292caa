"""Lines of text in a body are cleaned when they are saved: captions, headings, figures, tables."""

from collections.abc import Iterator

import pytest
from wagtail.blocks import CharBlock

from cms.blocks import STORY_BLOCKS, HeadingBlock, TableBlock
from cms.char_block import CleanCharBlock
from home.blocks import LinkBlock

TYPED = "Sở\u00a0Nộ\u200bi\u202e vu\u0323\r\n số 1 "
STORED = "Sở Nội vụ số 1"


@pytest.fixture
def table() -> TableBlock:
    return next(block for _name, block in STORY_BLOCKS if isinstance(block, TableBlock))


def test_a_block_cleans_when_it_is_saved():
    block = HeadingBlock()
    cleaned = block.clean(block.to_python({"text": TYPED, "level": "h2"}))
    assert cleaned["text"] == STORED


def test_a_table_is_cleaned_to_its_headings_and_caption(table):
    columns = [{"type": "text", "heading": TYPED}]
    stored = {"columns": columns, "rows": [{"values": [TYPED]}], "caption": TYPED}
    cleaned = table.get_prep_value(table.clean(table.to_python(stored)))
    assert cleaned == {
        "columns": [{"type": "text", "heading": STORED}],
        "rows": [{"values": [STORED]}],
        "caption": STORED,
    }


def test_every_line_of_the_body_and_of_the_links_is_cleaned():
    def lines(block) -> Iterator[CharBlock]:
        if isinstance(block, CharBlock):
            yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from lines(child)
        if getattr(block, "child_block", None):
            yield from lines(block.child_block)

    blocks = [block for _name, block in STORY_BLOCKS]
    found = [one for block in (*blocks, LinkBlock()) for one in lines(block)]
    assert len(found) >= 10
    assert all(isinstance(one, CleanCharBlock) for one in found)


def test_migrations_know_nothing_of_it():
    assert CleanCharBlock(max_length=9).deconstruct() == CharBlock(max_length=9).deconstruct()
