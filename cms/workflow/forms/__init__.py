"""The forms by which a decision is made, and by which a reporter asks for one."""
