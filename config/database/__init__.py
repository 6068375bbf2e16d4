"""Django's own way to Postgres, with one round trip less a request, and statements planned once."""
