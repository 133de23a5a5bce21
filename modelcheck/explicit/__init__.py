"""Engines that visit every reachable state."""
