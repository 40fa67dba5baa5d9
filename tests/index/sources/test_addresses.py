import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.addresses import is_public

REFUSED = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.1.2.3 169.254.169.254 169.254.0.1 172.16.0.1
    172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7
    203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:10.0.0.1 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808
    64:ff9b:1::a00:1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2002:7f00:1::1 2002:808:808::1
    2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff05::2
    2606:4700::5efe:10.0.0.1 2606:4700:0:0:0200:5efe:7f00:1 2620:4f:8000::1 2001:4860:4860::8888%1
    2606:4700:0:1:0:5efe:a00:1 2606:4700:0:3:200:5efe:7f00:1 2606:4700:0:ffff:0:5efe:7f00:1
    """.split()
PUBLIC = (
    "1.1.1.1 8.8.8.8 93.184.216.34 151.101.1.69 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001::65".split()
)


@pytest.mark.parametrize("address", [*REFUSED, "", "localhost", "not an address", "1.2.3", "0x7f.1"])
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_a_public_address_carried_inside_an_ipv6_form_never_passes(address: ipaddress.IPv4Address) -> None:
    low = int(address)
    for form in (f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}", f"2002:{low >> 16:x}:{low & 0xFFFF:x}::1"):
        assert not is_public(form)
