"""One script per goal of speed: ours and a peer in one process, in turns, the median of the rounds.

`make bench` runs them all; `python -m benchmarks.NAME` runs one.
"""
