"""What can be read, a room a module: functions of a `Reading` and a question, answered with frozen views."""
