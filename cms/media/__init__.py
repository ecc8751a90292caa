"""Pictures and documents: what is let in, what is made of it, who may see it (docs/pictures.md).

In: ``intake`` with ``pictures``, ``documents``, ``packages``, ``duplicates``. What is made: ``specs``, ``renditions``,
``encoding``, ``tasks``. Who sees it: ``public_use``, ``access``, ``closed_files``, ``serving``, ``delivery``,
``storage``.
"""
