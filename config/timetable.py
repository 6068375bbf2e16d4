"""When beat wakes which task. Danish time; a missed round is caught up by the next."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep the clocks": {"task": "centre.clocks.tasks.sweep", "schedule": 20.0},
    "send what waits": {"task": "centre.post.tasks.send_waiting", "schedule": 10.0},
    "pull the follow-ups": {"task": "followup.tasks.pull", "schedule": 600.0},
    "publish free times": {"task": "intake.tasks.publish_slots", "schedule": 3600.0},
    "seal the logs": {"task": "centre.records.tasks.seal", "schedule": 300.0},
    # Hourly: whatever was missed is caught up, and what is done is not done again.
    "go through the log of readings": {
        "task": "reporting.tasks.go_through_the_log",
        "schedule": crontab(minute="50"),
    },
    "tell of many readings": {"task": "reporting.tasks.tell_of_many_readings", "schedule": 120.0},
    "look through the logs": {
        "task": "centre.records.tasks.verify",
        "schedule": crontab(hour="3", minute="40"),
    },
    "open the months of the log": {
        "task": "centre.records.tasks.open_months",
        "schedule": crontab(hour="3", minute="30"),
    },
    "tell the witness of the logs": {
        "task": "centre.post.tasks.tell_witness",
        "schedule": crontab(hour="6", minute="10"),
    },
    "recompute open clocks": {
        "task": "centre.clocks.tasks.recompute",
        "schedule": crontab(hour="4", minute="10"),
    },
    "forget old drafts": {
        "task": "centre.drafts.tasks.forget_old",
        "schedule": crontab(hour="4", minute="40"),
    },
    "forget ended logins": {
        "task": "centre.staff.tasks.forget_ended_logins",
        "schedule": crontab(hour="4", minute="30"),
    },
    "forget idle sweeps": {
        "task": "centre.clocks.tasks.forget_idle_sweeps",
        "schedule": crontab(hour="4", minute="20"),
    },
    # The day is over at midnight; whoever misses that round is caught up with an hour later.
    "forget what visitors needed": {"task": "intake.tasks.forget_needs", "schedule": 3600.0},
    "forget addresses": {
        "task": "centre.post.tasks.forget_addresses",
        "schedule": crontab(hour="4", minute="50"),
    },
    # A count and nothing more: lists are drawn up and approved by people.
    "count what is old enough": {
        "task": "centre.retention.tasks.count",
        "schedule": crontab(hour="5", minute="10", day_of_month="1"),
    },
    "carry out approved protocols": {
        "task": "centre.retention.tasks.carry_out",
        "schedule": 600.0,
    },
}
