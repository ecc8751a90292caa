"""The portal's frame: home page, standard pages, settings, notices, readers' letters; how a portal is set up."""
