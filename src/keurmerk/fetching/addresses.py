"""Which addresses of other sites may be asked for, and which machines may be spoken to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from microcredentials import Unreachable

HTTPS_PORT = 443
LONGEST = 2_000
LONGEST_HOST = 253

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A host whose last part begins with a digit is a number in disguise (0x7f.1, 127.0.0.0x1); a name
# without a dot is one of our own network. No user, no backslash, no character above ASCII.
_ADDRESS = re.compile(
    rf"https://(?P<host>(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?)"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][!-\"$-\[\]-~]*)?(?:#[!-\[\]-~]*)?",
    re.IGNORECASE | re.ASCII,
)

# Not `ip.is_global`: it says yes to multicast, to 6to4 and NAT64 forms of 127.0.0.1, and more.
_NOT_FOR_US = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # answers every machine of one cloud, from inside
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Only what was handed out to networks; that leaves out loopback, mapped, NAT64, local, multicast.
_HANDED_OUT = IPv6Network("2000::/3")
_NOT_FOR_US_6 = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a document stands: the host in small letters, the port, the path with its query."""

    host: str
    port: int
    target: str

    def __str__(self) -> str:
        port = "" if self.port == HTTPS_PORT else f":{self.port}"
        return f"https://{self.host}{port}{self.target}"


def read_address(text: str, ports: Collection[int]) -> Address:
    """Read an address that may be asked for; raises `Unreachable` for every other."""
    found = _ADDRESS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or len(found["host"]) > LONGEST_HOST:
        raise Unreachable("address_refused")
    port = int(found["port"] or HTTPS_PORT)
    if port not in ports:
        raise Unreachable("address_refused")
    target = found["target"] or "/"
    return Address(found["host"].lower(), port, target if target[0] == "/" else f"/{target}")


def is_public(machine: IPv4Address | IPv6Address) -> bool:
    """Whether this is a machine on the public internet, and not one of our own network."""
    if isinstance(machine, IPv4Address):
        return not any(machine in network for network in _NOT_FOR_US)
    return machine in _HANDED_OUT and not any(machine in network for network in _NOT_FOR_US_6)
