"""Soát bài: what an experienced editor would point out in a text, while it is written and before it is signed.

``text.py`` holds the plain values, ``checks/`` the rules over them (no database), ``known.py`` what the rules
must know of other stories, ``page_text.py`` how a page becomes a text, ``proofread.py`` the one door.
"""
