from microcredentials import multikey
from microcredentials.keys import fingerprint
from microcredentials.keys.fingerprints import WORDS
from tests.microcredentials import chain

KEY = multikey(chain.OPERATOR_SIGNER.public)


def test_a_fingerprint_is_four_words_and_the_digits_they_come_from():
    found = fingerprint(KEY)

    assert len(found.hex) == 32
    assert found.words == tuple(WORDS[byte] for byte in bytes.fromhex(found.hex)[:4])


def test_another_key_has_another_fingerprint():
    assert fingerprint(KEY) != fingerprint(multikey(chain.VU_SIGNER.public))


def test_it_is_read_aloud_as_words_and_groups_of_four_digits():
    written = str(fingerprint(KEY))

    words, _, digits = written.partition(" (")
    assert len(words.split()) == 4
    assert [len(group) for group in digits.rstrip(")").split()] == [4] * 8


def test_no_two_words_of_the_list_begin_alike():
    assert len(set(WORDS)) == 256
    assert len({word[:4] for word in WORDS}) == 256
