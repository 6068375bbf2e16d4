"""What a person's own drafts are asked, and what a leader does with those of people who left."""
