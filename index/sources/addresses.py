"""Which network addresses may be fetched from: public ones, by what a socket would really meet. Pure."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

REFUSED_4 = tuple(ip_network(n) for n in ("192.88.99.0/24", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4"))
"""Beyond what Python calls not global: the relay of 6to4, protocol assignments, benchmarks, and reserved ones."""
PUBLIC_6 = ip_network("2000::/3")
REFUSED_6 = tuple(ip_network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"))
"""Inside the public range: Teredo and other protocols, documentation, 6to4, AS112. What is outside it (NAT64,
mapped and compatible IPv4, unique local, link local, multicast) is refused as a whole."""


def is_public(address: str) -> bool:
    """Tell whether a numeric address is one of the public internet, and carries no other inside it."""
    try:
        found = ip_address(address.split("%")[0])
    except ValueError:
        return False
    if "%" in address:
        return False
    return _is_public_4(found) if isinstance(found, IPv4Address) else _is_public_6(found)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in n for n in REFUSED_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address not in PUBLIC_6 or any(address in n for n in REFUSED_6) or not address.is_global:
        return False
    # ISATAP carries an IPv4 address in its last half.
    return (int(address) >> 32) & 0xFFFFFFFF not in (0x00005EFE, 0x02005EFE)
