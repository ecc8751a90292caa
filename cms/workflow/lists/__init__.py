"""Many cases at once: an approver's queue, a reporter's own stories, the panels of the admin's home."""
