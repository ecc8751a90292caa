"""Rich text is cleaned when it is saved: what is pasted from Word into the body leaves nothing unseen."""

import pytest
from wagtail.blocks import RichTextBlock

from cms.blocks import STORY_BLOCKS, TEXT_FEATURES
from cms.rich_text_block import CleanRichTextBlock, clean_rich_text


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<p>Sở\u00a0Nội&nbsp;vụ</p>", "<p>Sở Nội vụ</p>"),
        ("<p>Nộ\u200bi vu\u0323</p>", "<p>Nội vụ</p>"),
        (
            "<p><b>Céng hßa x· héi</b> chñ nghÜa ViÖt Nam</p>",
            "<p><b>Cộng hòa xã hội</b> chủ nghĩa Việt Nam</p>",
        ),
        ("<p>Coäng hoøa xaõ hoäi &amp; &lt;b&gt;</p>", "<p>Cộng hòa xã hội &amp; &lt;b&gt;</p>"),
        (
            '<p><a href="https://a.vn/?x=1&amp;y=2">Ủy ban</a></p>',
            '<p><a href="https://a.vn/?x=1&amp;y=2">Ủy ban</a></p>',
        ),
        ("<p>Le café où règne le calme</p>", "<p>Le café où règne le calme</p>"),
        ("", ""),
    ],
)
def test_letters_are_cleaned_and_tags_stay(pasted, stored):
    assert clean_rich_text(pasted) == stored
    assert clean_rich_text(stored) == stored


def test_a_block_cleans_when_it_is_saved():
    block = CleanRichTextBlock(features=TEXT_FEATURES)
    assert block.clean(block.to_python("<p>Sở\u00a0Nội vụ</p>")).source == "<p>Sở Nội vụ</p>"


def test_every_rich_text_of_the_body_is_cleaned():
    def rich_texts(block):
        if isinstance(block, RichTextBlock):
            yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from rich_texts(child)
        if getattr(block, "child_block", None):
            yield from rich_texts(block.child_block)

    found = [one for _name, block in STORY_BLOCKS for one in rich_texts(block)]
    assert len(found) >= 3
    assert all(isinstance(one, CleanRichTextBlock) for one in found)


def test_migrations_know_nothing_of_it():
    assert (
        CleanRichTextBlock(features=["bold"]).deconstruct() == RichTextBlock(features=["bold"]).deconstruct()
    )
