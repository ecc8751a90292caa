"""What an approver reads before signing: a version as an outline, what changed in it, what was noticed in it."""
