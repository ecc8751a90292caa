"""The screens of the review. They show; ``cms.workflow.service`` decides."""
