"""What happens, by noun: holds, protocols, their carrying out, the months of the log, the count."""
