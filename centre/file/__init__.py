"""One file per person: what every app knows of somebody, on one page, through one door."""
