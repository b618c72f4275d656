"""Texts of times, as Go reads them: durations, schedules of cron, names of time zones."""
