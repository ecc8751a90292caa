"""The review: nothing reaches the public without two signatures on exactly that content (docs/review.md).

The rule: ``terms``, ``rules`` (pure), ``content`` (what is signed), ``cases`` (the facts they ask), ``order``,
``people``.
Deciding: ``service`` is the one door; behind it are the ``acts``. ``gate`` and ``triggers`` guard the page tables
against every other way; ``verification`` proves it afterwards; ``public_notice`` is what readers see of what was
taken down.
Screens: ``views`` with their ``forms``; what they show comes from ``reading`` (one version) and ``lists`` (many
cases); ``editing`` is the review in Wagtail's editor, ``register_report`` the register that the office reads.
Beside them: ``scheduling``, ``mail``.
"""
