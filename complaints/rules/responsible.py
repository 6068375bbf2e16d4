"""Whether who writes a complaint down answers for it from then on. Pure."""

from complaints.choices import Track


def answers_for(track: str, *, assesses: bool, leads: bool) -> bool:
    """Who can bring it to its end does; otherwise it waits for the leader (design 4).

    What the leader answers is the leader's, whoever wrote it down: it may be about that very person.
    """
    if track == Track.SERVICE:
        return leads
    return track == Track.ELSEWHERE or assesses
