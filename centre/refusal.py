"""What the house says no with: a sentence for the user, whichever app says it."""


class Refused(Exception):
    """An act that the state of things does not allow. The message is for the user."""


class Overtaken(Refused):
    """Somebody else saved first. `theirs` is what stands now, to be shown beside what was typed."""

    def __init__(self, words: str, theirs: object) -> None:
        super().__init__(words)
        self.theirs = theirs
