"""The lives of the invented people: small state machines, each step a real action and a next step."""
