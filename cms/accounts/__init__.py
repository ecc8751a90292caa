"""Accounts of officials: roles, signing in with two factors, sessions, and the audit log (docs/accounts.md).

Who may do what: ``roles``, ``administering``. Signing in: ``signing_in``, ``second_factor``, ``waiting``, ``lockout``,
``passwords``, ``resetting``. Afterwards: ``sessions``, ``middleware``, ``idle``, ``safety``. What is kept: ``audit``.
"""
