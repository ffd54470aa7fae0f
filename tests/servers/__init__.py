"""Real servers on the loopback interface, each started, faulted and stopped by the tests."""
