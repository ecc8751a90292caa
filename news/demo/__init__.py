"""A newsroom at work for trying out: 26 stories in every state, with drawn pictures (``load_demo``)."""
