"""Who may answer for somebody's treatment."""

from centre.staff.choices import Role

# A secretary keeps the calendar and the file, and treats nobody.
COUNSELLORS = (Role.CASEWORKER, Role.NURSE, Role.DOCTOR, Role.LEADER)


def may_answer_for(role: str) -> bool:
    """Whether a role can be somebody's primary counsellor."""
    return role in COUNSELLORS
