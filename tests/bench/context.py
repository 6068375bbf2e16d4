"""What every measure is given."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import now

from centre.calendar import danish_day
from centre.standard.actions import load_standard
from config.local import places
from tests.bench.servers import Databases


@dataclass(frozen=True)
class Bench:
    """The databases of this run and how much is asked of them. `quick` tries it out."""

    databases: Databases
    folder: Path
    at: datetime
    quick: bool
    inquiries: int

    @property
    def today(self) -> date:
        """The Danish day of the run."""
        return danish_day(self.at)

    @property
    def runs(self) -> int:
        """How often each pair is measured."""
        return 3 if self.quick else 5

    @property
    def seconds(self) -> float:
        """How long a load lasts."""
        return 1.0 if self.quick else 3.0

    @property
    def few(self) -> int:
        """The smaller of the two sizes of every comparison."""
        return self.inquiries // 10

    @property
    def log(self) -> Path:
        """What the started programs say."""
        return self.folder / "bench.log"


def use_standard() -> None:
    """Take the council's shipped standard into use in the connected database."""
    file = places.PROJECT / "centre/standard/files/haderslev.toml"
    load_standard(text=file.read_text(), name="haderslev", at=now())
