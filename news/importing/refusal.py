"""The one way in which an import says no."""


class ImportRefused(Exception):
    """A text that cannot become a story.

    message: translatable text (lazy), meant for the person who started the import.
    """

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
