"""Which addresses and machines are never asked, whoever writes them in a file."""

from ipaddress import ip_address

import pytest

from keurmerk.fetching.addresses import is_public, read_address
from microcredentials import Unreachable

REFUSED = [
    "http://good.example/did.json",
    "ftp://good.example/",
    "//good.example/",
    "https://localhost/",
    "https://intranet/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://127.0.0.0x1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://ехample.nl/.well-known/did.json",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://good.example@127.0.0.1/",
    "https://127.0.0.1#@good.example/",
    "https://user@good.example/",
    "https://good.example%2f@127.0.0.1/",
    "https://good.example%00/",
    "https://good.example\\@127.0.0.1/",
    "https://good.example/a b",
    "https://good.example/\r\nHost: evil",
    "https://good.example/\x00",
    "https://good.example\t/",
    "https://good.example./",
    "https://-good.example/",
    "https://good_.example/",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 130 + "example/",
    "https://good.example/" + "a" * 2_000,
    "https://good.example:22/",
    "https://good.example:0/",
    "https://good.example:8443/",
    "https://good.example:99999/",
    "https://good.example:٤٤٣/",
    "https://good.example:/",
    "",
]


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_that_could_mislead_is_not_asked(text):
    with pytest.raises(Unreachable) as refusal:
        read_address(text, [443])

    assert refusal.value.reason == "address_refused"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://good.example", "https://good.example/"),
        ("HTTPS://Good.Example/Did.json", "https://good.example/Did.json"),
        ("https://good.example:443/a?b=c#d", "https://good.example/a?b=c"),
        ("https://good.example?b", "https://good.example/?b"),
        ("https://good.example:8443/a", "https://good.example:8443/a"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://good.example/%41/{x}", "https://good.example/%41/{x}"),
    ],
)
def test_a_plain_address_of_a_site_is_written_in_one_way(text, address):
    assert str(read_address(text, [443, 8443])) == address


@pytest.mark.parametrize(
    "machine",
    [
        "0.0.0.1",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_a_machine_that_is_not_of_the_public_internet_is_not_reached(machine):
    assert not is_public(ip_address(machine))


@pytest.mark.parametrize("machine", ["145.100.1.1", "8.8.8.8", "2001:610::1", "2a00:1450::1"])
def test_a_machine_of_the_public_internet_is_reached(machine):
    assert is_public(ip_address(machine))
