"""The command line: the only layer that touches the clock, the terminal and exit codes."""
