"""Components that any spec can use: links, a failure detector, a clock, faults.

    from modelcheck.components import PerfectLinks

    links: PerfectLinks[Process, Message]
    ...
    self.links = PerfectLinks(Process, deliver=self.delivered)

Requests are methods: `self.links.send(p, q, m)`.  Indications are methods of the one who uses
the component, named when it is made.  A component costs no states: its fields are fields of
the spec.
"""

from __future__ import annotations

from modelcheck.components.clocks import Clock
from modelcheck.components.detectors import FailureDetector
from modelcheck.components.faults import ByzantineFaults, CrashFaults
from modelcheck.components.links import FairLossLinks, FifoLinks, PeerLinks, PerfectLinks

__all__ = [
    "ByzantineFaults",
    "Clock",
    "CrashFaults",
    "FailureDetector",
    "FairLossLinks",
    "FifoLinks",
    "PeerLinks",
    "PerfectLinks",
]
