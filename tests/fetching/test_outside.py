"""What one check may cost, and what another site may answer."""

import gzip

import pytest

from keurmerk.fetching import keeping
from keurmerk.fetching import outside as module
from keurmerk.fetching.connecting import Deadline
from keurmerk.fetching.keeping import LONGEST_KEPT, Kept
from keurmerk.fetching.outside import LARGEST, LARGEST_REGISTER, MOST_AT_ONCE
from microcredentials import Unreachable
from tests.fetching.conftest import asking, said

DID = "https://school.example/did.json"


def reason_of(outside, url=DID):
    with pytest.raises(Unreachable) as refusal:
        outside.fetch(url)
    return refusal.value.reason


def test_what_stands_there_is_returned_byte_for_byte():
    assert asking(said(b'{"a": 1}')).fetch(DID) == b'{"a": 1}'


def test_what_is_packed_is_unpacked():
    packed = said(gzip.compress(b'{"a": 1}'), Content_Encoding="gzip")

    assert asking(packed).fetch(DID) == b'{"a": 1}'


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (said(status="404 Not Found"), "not_found"),
        (said(status="500 Oops"), "not_found"),
        (said(status="206 Partial Content"), "not_found"),
        (said(status="302 Found"), "not_found"),
        (said(status="410 Gone"), "gone"),
        (said(b"x", Content_Encoding="br"), "encoding"),
        (said(b"not packed", Content_Encoding="gzip"), "encoding"),
        (said(gzip.compress(b"x", mtime=0)[:-4], Content_Encoding="gzip"), "encoding"),
        (said(b"x" * (LARGEST + 1)), "too_large"),
        (said(gzip.compress(b" " * (LARGEST + 1), mtime=0), Content_Encoding="gzip"), "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "too_large"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (LARGEST + 1), "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "no_answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "no_answer"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "no_answer"),
        (b"", "no_answer"),
    ],
)
def test_every_other_answer_is_unreachable_with_its_reason(answer, reason):
    assert reason_of(asking(answer)) == reason


def test_a_packed_answer_that_goes_on_after_its_end_is_counted_too():
    endless = gzip.compress(b"{}") + b"x" * LARGEST
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + endless

    assert reason_of(asking(answer)) == "too_large"


def test_a_register_may_be_larger():
    register = b"x" * LARGEST_REGISTER

    assert asking(said(register)).fetch("https://school.example/register.json") == register
    assert reason_of(asking(said(register + b"x")), f"{DID}/register.json") == "too_large"


def test_two_redirects_on_the_same_site_are_followed():
    there = said(status="301 Moved", Location="/b"), said(status="308 Moved", Location="c?d")

    assert asking(*there, said(b"[]")).fetch(DID) == b"[]"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("https://evil.example/did.json", "redirect_refused"),
        ("//evil.example/", "redirect_refused"),
        ("http://school.example/", "address_refused"),
        ("https://127.0.0.1/", "address_refused"),
        ("https://school.example:22/", "address_refused"),
        ("file:///etc/passwd", "address_refused"),
    ],
)
def test_a_redirect_to_somewhere_else_is_not_followed(location, reason):
    outside = asking(said(status="302 Found", Location=location), said())

    assert reason_of(outside) == reason
    assert outside.connect.asked == ["school.example:443"]


def test_a_chain_of_redirects_ends():
    outside = asking(*[said(status="302 Found", Location="/again")] * 9)

    assert reason_of(outside) == "redirect_refused"
    assert len(outside.connect.asked) == 3


def test_one_site_is_asked_four_times_for_one_check_and_no_more():
    outside = asking(*[said()] * 9)

    for number in range(4):
        outside.fetch(f"{DID}?{number}")

    assert reason_of(outside, f"{DID}?4") == "too_many_requests"


def test_all_sites_together_are_asked_eight_times_for_one_check_and_no_more():
    outside = asking(*[said()] * 9)

    for number in range(8):
        outside.fetch(f"https://school{number}.example/")

    assert reason_of(outside, "https://school8.example/") == "too_many_requests"


def test_a_check_has_one_deadline_for_all_it_asks():
    outside = asking(said(), said())
    outside.fetch(DID)

    outside.deadline = Deadline(0)

    assert reason_of(outside, f"{DID}?2") == "too_slow"


def test_slow_sites_hold_some_of_our_threads_and_never_all():
    held = [module._one_of_few() for _ in range(MOST_AT_ONCE)]
    for one in held:
        one.__enter__()

    assert reason_of(asking(said())) == "busy"
    for one in held:
        one.__exit__(None, None, None)
    assert asking(said()).fetch(DID) == b"{}"


def test_what_was_fetched_a_moment_ago_is_not_asked_again():
    asking(said(b"first")).fetch(DID)

    assert asking().fetch(DID) == b"first"


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("", 300),
        ("public, max-age=60", 60),
        ("max-age=86400", 86400),
        ("max-age=0", 0),
        ("s-max-age=9", 300),
        ("no-store", 0),
        ("private, no-cache, max-age=60", 0),
    ],
)
def test_a_site_may_forbid_to_keep_its_answer(cache_control, seconds):
    assert module._seconds(cache_control) == seconds


def test_an_answer_that_may_not_be_kept_is_asked_again():
    asking(said(b"first", Cache_Control="no-store")).fetch(DID)

    assert asking(said(b"second")).fetch(DID) == b"second"


def test_an_answer_is_kept_for_five_minutes_at_most(monkeypatch):
    kept = Kept()
    now = iter([1_000, 1_000 + LONGEST_KEPT - 1, 1_000 + LONGEST_KEPT])
    monkeypatch.setattr(keeping.time, "monotonic", lambda: next(now))

    kept.keep("a", b"x", 86400)

    assert kept.get("a") == b"x"
    assert kept.get("a") is None


def test_what_is_kept_fits_in_a_little_room():
    kept = Kept(most_bytes=4)

    kept.keep("a", b"xx", 60)
    kept.keep("b", b"xx", 60)
    kept.keep("b", b"yy", 60)
    kept.keep("c", b"x", 60)
    kept.keep("too large", b"xxxxx", 60)

    assert [kept.get(name) for name in ("a", "b", "c", "too large")] == [None, b"yy", b"x", None]
    assert kept.bytes == 3


def test_with_outside_fetching_off_nobody_is_asked(settings):
    settings.FETCH_OUTSIDE = False
    outside = asking(said())

    assert reason_of(outside) == "outside_off"
    assert outside.connect.asked == []
