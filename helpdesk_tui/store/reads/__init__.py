"""What can be read, a room a module: functions of an `Asking` and a question, answered with frozen views."""
