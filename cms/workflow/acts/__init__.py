"""What changes where a page stands. Called through ``cms.workflow.service`` alone, which is the review's one door.

``rounds`` (a round of review, from submission to decision), ``public_life`` (urgent publication, take-down),
``hours`` (publication and expiry), ``asking`` (what a reporter asks for), ``delegating`` and ``appointing`` (who may
approve); each writes its line into the ``register`` and tells people by ``notices`` once it is stored.
"""
