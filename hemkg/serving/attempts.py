"""Who tries passwords too often: counted by name and by address, for a while."""

import time
from collections import deque
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

MOST_KEPT: Final = 10_000  # names and addresses that are counted; the oldest are forgotten


@dataclass(frozen=True, slots=True)
class Patience:
    """How many wrong passwords are borne, each within ``seconds``.

    Attributes:
        together: of one name from one address.
        address: of one address, whatever the names.
        name: of one name, wherever from: so many that nobody is kept out by a few tries of somebody else.
    """

    together: int = 5
    address: int = 30
    name: int = 100
    seconds: float = 300.0


class Attempts:
    """Wrong passwords of late.

    >>> tried = Attempts(Patience(together=2))
    >>> [tried.wait("anna", "10.0.0.1") > 0 for _ in range(3) if tried.failed("anna", "10.0.0.1") or True]
    [False, True, True]
    >>> tried.wait("anna", "10.0.0.2")
    0.0
    """

    def __init__(self, patience: Patience = Patience()) -> None:
        self._patience = patience
        self._failed: dict[tuple[str, str], deque[float]] = {}

    def wait(self, name: str, address: str) -> float:
        """Return how long a name may not be tried from an address [s]; 0 if it may."""
        now = time.monotonic()
        return max(self._left(key, most, now) for key, most in self._counted(name, address))

    def failed(self, name: str, address: str) -> int:
        """Count a wrong password; return how many of that name came from there of late."""
        for key, _ in self._counted(name, address):
            times = self._failed.pop(key, None) or deque(maxlen=max(self._patience.name, self._patience.address))
            times.append(time.monotonic())
            self._failed[key] = times  # the newest stand last
        while len(self._failed) > MOST_KEPT:
            self._failed.pop(next(iter(self._failed)))
        return len(self._failed[name, _net(address)])

    def succeeded(self, name: str, address: str) -> None:
        """Forget the wrong passwords of a name from an address, since the right one came."""
        self._failed.pop((name, _net(address)), None)

    def _counted(self, name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
        net, most = _net(address), self._patience
        return (((name, net), most.together), (("", net), most.address), ((name, ""), most.name))

    def _left(self, key: tuple[str, str], most: int, now: float) -> float:
        times = self._failed.get(key, deque())
        while times and now - times[0] > self._patience.seconds:
            times.popleft()
        return 0.0 if len(times) < most else self._patience.seconds - (now - times[-most])


def _net(address: str) -> str:
    """Return what stands for whoever is at an address: of IPv6 the network, since each has very many addresses.

    >>> _net("192.0.2.1"), _net("2001:db8::17"), _net("pipe")
    ('192.0.2.1', '2001:db8::/64', 'pipe')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network(f"{address}/64", strict=False))
