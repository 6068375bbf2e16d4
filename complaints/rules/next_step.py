"""What brings a complaint on: one step for the list, the desk, the file and its own page. Pure."""

from datetime import date

from complaints.choices import NextStep, Status, Track

WAITS = {
    Status.RECEIVED: NextStep.ACKNOWLEDGE,
    Status.IN_REASSESSMENT: NextStep.REASSESS,
    Status.UPHELD: NextStep.CLOSE,
    Status.FORWARDED: NextStep.OUTCOME,
    Status.ANSWERED: NextStep.CLOSE,
    Status.PASSED_ON: NextStep.CLOSE,
}
ACKNOWLEDGED = {
    Track.APPEAL: NextStep.REASSESS,
    Track.SERVICE: NextStep.ANSWER,
    Track.ELSEWHERE: NextStep.PASS_ON,
}


def next_step(
    status: str,
    track: str,
    *,
    unconnected: bool,
    answer_by_on: date | None,
    decides_anew: bool,
    today: date,
) -> NextStep | None:
    """What is to be done now; None when nothing is: it is closed.

    `unconnected`: nobody has said yet whose case it is, or which decision it is over. `answer_by_on`
    is the citizen's last day after a partial uphold. `decides_anew`: the appeals board sent the case
    back, and nobody has decided since.
    """
    if status == Status.CLOSED:
        return None
    if unconnected:
        return NextStep.CONNECT
    if status == Status.ACKNOWLEDGED:
        return ACKNOWLEDGED[Track(track)]
    if status == Status.PARTLY:
        over = answer_by_on is not None and today > answer_by_on
        return NextStep.UNANSWERED if over else NextStep.REPLY
    if status == Status.DECIDED:
        return NextStep.DECIDE_ANEW if decides_anew else NextStep.CLOSE
    return WAITS[Status(status)]
