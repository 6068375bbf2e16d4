"""What is kept how long, and how it goes: by an approved protocol, never by a timer alone."""
