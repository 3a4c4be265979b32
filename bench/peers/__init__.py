"""Peers: the same page written in another framework, to be measured beside ours."""
