"""Only public addresses are connected to, whatever name or spelling leads there."""

from __future__ import annotations

import socket
import threading

import pytest
from fetch_site import resolver_of

from factcheck.archive.addresses import is_public, vetted
from factcheck.archive.failures import Failure

PUBLIC = "93.184.215.14"
NOBODY: frozenset[tuple[str, int]] = frozenset()


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "8.8.8.8", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"],
)
def test_public_addresses_pass(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1"),
        *("169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.1"),
        *("203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1", "ff02::1", "2001:db8::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "5f00::1", "100::1"),
        *("2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1", "2606:4700:4700::1111%eth0"),
        *("localhost", "", "2130706433", "0177.0.0.1"),
    ],
)
def test_everything_else_does_not(address):
    assert not is_public(address)


def test_one_private_answer_among_public_ones_is_enough_to_refuse():
    with pytest.raises(Failure, match=r"10\.0\.0\.1") as caught:
        vetted("news.example", 80, NOBODY, resolver_of(PUBLIC, "10.0.0.1"), 1)
    assert caught.value.code == "blocked_address"
    assert caught.value.outcome == "refused"


def test_an_allowance_is_for_one_exact_address_and_port():
    allow = frozenset({("10.0.0.1", 8080)})
    assert vetted("intranet.example", 8080, allow, resolver_of("10.0.0.1"), 1)[0].ip == "10.0.0.1"
    for host, port in (("10.0.0.1", 8081), ("10.0.0.2", 8080)):
        with pytest.raises(Failure):
            vetted("intranet.example", port, allow, resolver_of(host), 1)


def test_addresses_come_once_each_in_the_order_of_the_resolver():
    found = vetted("news.example", 443, NOBODY, resolver_of("2606:4700:4700::1111", PUBLIC, PUBLIC), 1)
    assert [endpoint.ip for endpoint in found] == ["2606:4700:4700::1111", PUBLIC]


def test_a_name_that_does_not_exist_is_not_tried_again():
    def resolve(*_arguments, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(Failure) as caught:
        vetted("gone.example", 80, NOBODY, resolve, 1)
    assert (caught.value.code, caught.value.passing) == ("dns", False)


def test_a_resolver_that_is_out_of_order_for_the_moment_may_be_asked_again():
    def resolve(*_arguments, **_options):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    with pytest.raises(Failure) as caught:
        vetted("news.example", 80, NOBODY, resolve, 1)
    assert (caught.value.code, caught.value.passing) == ("dns", True)


def test_a_resolver_that_hangs_does_not_hold_the_fetch():
    release = threading.Event()

    def resolve(*_arguments, **_options):
        release.wait(30)
        return []

    with pytest.raises(Failure) as caught:
        vetted("slow.example", 80, NOBODY, resolve, 0.05)
    release.set()
    assert caught.value.code == "deadline"


def test_a_name_that_python_cannot_encode_is_a_name_that_does_not_resolve():
    with pytest.raises(Failure) as caught:
        vetted("a" * 70 + ".example", 80, NOBODY, socket.getaddrinfo, 1)
    assert caught.value.code == "dns"


def test_every_connection_resolves_anew_and_goes_to_the_vetted_address(site, make_fetcher):
    """A name that rebinds between two look-ups gets nowhere: the second answer is vetted as well."""
    site.text("/", "a secret of the intranet")
    answers = iter([PUBLIC, "127.0.0.1"])
    asked = []

    def resolve(host, port, **options):
        asked.append(host)
        return resolver_of(next(answers))(host, port, **options)

    fetcher = make_fetcher(allow=frozenset(), resolver=resolve, connect_timeout=0.05, deadline=0.5)
    fetched = fetcher.fetch(f"http://rebind.example:{site.port}/")
    assert fetched.outcome in ("refused", "failed")
    fetched = fetcher.fetch(f"http://rebind.example:{site.port}/") if len(asked) == 1 else fetched
    assert fetched.error == "blocked_address"
    assert site.requests == []


def test_a_name_is_connected_to_where_it_was_vetted(site, make_fetcher):
    site.text("/", "hello")
    fetcher = make_fetcher(resolver=resolver_of("127.0.0.1"))
    fetched = fetcher.fetch(f"http://news.example:{site.port}/")
    assert fetched.outcome == "captured"
    assert fetched.remote_address == site.address
    assert site.requests[0].headers["host"] == f"news.example:{site.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_odd_spellings_of_loopback_are_refused(host, site, make_fetcher):
    fetched = make_fetcher(allow=frozenset()).fetch(f"http://{host}:{site.port}/")
    assert (fetched.outcome, fetched.error) == ("refused", "blocked_address")
    assert site.connections == 0


def test_proxies_of_the_environment_are_not_used(site, fetcher, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.text("/", "direct")
    assert fetcher.fetch(site.url + "/").body == b"direct"
