"""The guides of the newsroom: one page a role, in the admin and as files of docs/guides/."""
