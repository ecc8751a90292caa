"""The review: nothing reaches the public without two signatures on exactly that content (docs/review.md).

The rule: ``terms``, ``rules`` (pure), ``content`` (what is signed), ``cases`` (the facts they ask), ``order``.
Deciding: ``service`` is the one door; behind it are ``rounds``, ``public_life`` and ``register``. ``gate`` and
``triggers`` guard the page tables against every other way; ``verification`` proves it afterwards.
Screens: ``views``; ``outline`` with ``diff`` and ``changes`` for the review page; ``waiting``, ``stories`` and
``panels`` for lists; ``editor`` and ``submission`` in the editor.
Time: ``schedule``, ``hours``, ``clock``, ``holidays``. Words: ``mail``.
"""
