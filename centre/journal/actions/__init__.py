"""What happens in the journal: written, set right, attached to, passed on. Nothing is ever changed."""
