"""The words of a check: a sentence per verdict, per question, and per reason, in two languages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcredentials import CheckCode, Outcome, Verdict

VERDICT_KINDS = {
    Verdict.GENUINE: "good",
    Verdict.LAST_KNOWN: "note",
    Verdict.NO_MARK: "note",
    Verdict.COULD_NOT_CHECK: "open",
    Verdict.PAST_END_DATE: "note",
    Verdict.REPLACED: "note",
    Verdict.SUSPENDED: "note",
    Verdict.WITHDRAWN: "stop",
    Verdict.UNKNOWN_ISSUER: "note",
    Verdict.ALTERED: "stop",
    Verdict.UNREADABLE: "open",
}

VERDICT_LINES: dict[Verdict, Promise] = {
    Verdict.GENUINE: _("Genuine and valid. Awarded by %(institution)s on %(date)s."),
    Verdict.LAST_KNOWN: _("Genuine. Last known status: valid on %(status_on)s."),
    Verdict.NO_MARK: _("Genuine, but without a quality mark for this version."),
    Verdict.COULD_NOT_CHECK: _("We could not check everything. %(what)s"),
    Verdict.PAST_END_DATE: _("Genuine, but its validity ended on %(valid_until)s."),
    Verdict.REPLACED: _("Genuine, but replaced on %(status_since)s by a corrected version."),
    Verdict.SUSPENDED: _("Temporarily suspended by %(institution)s since %(status_since)s."),
    Verdict.WITHDRAWN: _("Withdrawn by %(institution)s on %(status_since)s. Reason: %(reason)s."),
    Verdict.UNKNOWN_ISSUER: _("The content is unchanged, but this issuer is not in the register."),
    Verdict.ALTERED: _("Not genuine. The content was changed after signing."),
    Verdict.UNREADABLE: _("This file is not a microcredential we can read."),
}

# Without a readable note or date the same verdicts say less, never something else.
SHORT_LINES: dict[Verdict, Promise] = {
    Verdict.GENUINE: _("Genuine and valid."),
    Verdict.LAST_KNOWN: _("Genuine. Only the last known status could be read."),
    Verdict.PAST_END_DATE: _("Genuine, but its validity has ended."),
    Verdict.REPLACED: _("Genuine, but replaced by a corrected version."),
    Verdict.SUSPENDED: _("Temporarily suspended by %(institution)s."),
    Verdict.WITHDRAWN: _("Withdrawn by %(institution)s."),
}

EXPLANATIONS: dict[Verdict, Promise] = {
    Verdict.LAST_KNOWN: _("Check online for today's status."),
    Verdict.NO_MARK: _("The institution awarded it; no designated body judged this version."),
    Verdict.COULD_NOT_CHECK: _("Try again later; this says nothing about the holder."),
    Verdict.REPLACED: _("Ask the holder for the link of the corrected version."),
    Verdict.SUSPENDED: _("Check it again later, or ask the institution."),
    Verdict.WITHDRAWN: _("This microcredential no longer counts."),
    Verdict.UNKNOWN_ISSUER: _(
        "Whether this issuer may award microcredentials is not known here. "
        "What could be checked stands below."
    ),
    Verdict.ALTERED: _(
        "No institution issued it like this. Ask the holder for the original link or file."
    ),
}

EDUBADGE = _("Edubadge, without quality mark.")
OTHER_PERSON = _("But it is of somebody else: the name that you gave is not the name in it.")

WHAT: dict[CheckCode, Promise] = {
    CheckCode.READABLE: _("Readable as a microcredential"),
    CheckCode.UNCHANGED: _("Content unchanged since signing"),
    CheckCode.KEY: _("Key belonged to the issuer"),
    CheckCode.ADMITTED: _("Issuer was admitted"),
    CheckCode.MARK: _("Quality mark was valid on the award date"),
    CheckCode.STATUS: _("Not withdrawn, replaced or suspended"),
    CheckCode.PERIOD: _("Not past its end date"),
    CheckCode.LOG: _("Present in the public log"),
    CheckCode.PERSON: _("The person you asked after"),
}

OUTCOMES: dict[Outcome, Promise] = {
    Outcome.PASSED: _("Yes"),
    Outcome.FAILED: _("No"),
    Outcome.UNKNOWN: _("Could not be checked"),
}

# A failure of these means that the file itself is wrong; of the others, that something is missing.
SERIOUS = frozenset({CheckCode.UNCHANGED, CheckCode.KEY})

THIS_FILE = _("this file")
THE_SIGNATURE = _("the signature in the file")
THE_REGISTER = _("the public register")
THE_LOG = _("the public log")
THE_STATUS_LIST = _("the status list of the institution")
DECISION = _("decision %(number)s")
NOT_CARRIED_OUT = _("Not carried out")
DOES_NOT_APPLY = _("Does not apply")
OTHER_CHECKS = _("Other checks")
OTHER_CHECKS_WHY = _("They say nothing about a file that did not pass the ones above.")

REASONS: dict[str, Promise] = {
    # What was handed in.
    "empty_input": _("There is nothing in it. Paste an address or a text, or choose a file."),
    "not_json": _(
        "This is neither an address of ours nor the text of a signed file. "
        "Copy the whole address, or the whole text from { to }."
    ),
    "not_utf8": _("The text is not written in UTF-8, as every signed file is."),
    "duplicate_key": _("The file says the same thing twice, so two readers could differ."),
    "expected_object": _("The file holds something else than one signed document."),
    "number_range": _("The file holds a number that is out of range."),
    "too_deep": _("The file is nested deeper than any microcredential."),
    "too_large": _("This is larger than any microcredential: at most 256 kB of text."),
    "file_too_large": _("This file is larger than 5 MB, so we did not read it."),
    "too_many_values": _("The file holds more values than any microcredential."),
    "control_char": _("The file holds invisible control characters."),
    "lone_surrogate": _("The file holds half a character."),
    "looks_like_pdf": _(
        "This PDF has no signed document in it; a printed or scanned page proves nothing. "
        "Ask for the link, or the file as it was issued."
    ),
    "looks_like_zip": _(
        "This is a ZIP file. It is not a bundle of ours: unpack it, and choose the file of the "
        "microcredential in it."
    ),
    "bundle_contents": _("The bundle is not complete, or its list of contents is not right."),
    "zip_damaged": _("This ZIP file is damaged. Ask for it again."),
    "zip_duplicate": _("Two files in this ZIP file have the same name."),
    "zip_encrypted": _("This ZIP file is locked with a password."),
    "zip_method": _("This ZIP file is packed in a way that we do not read."),
    "zip_nested": _("There is another ZIP file in this ZIP file, and we do not open that."),
    "zip_path": _("A file in this ZIP file has a name that does not belong there."),
    "zip_too_large": _("This ZIP file unpacks to more than we read."),
    "zip_too_many": _("There are too many files in this ZIP file."),
    "looks_like_svg": _(
        "This SVG image has no signed document in it. Ask for the link, the PDF or the signed file."
    ),
    "looks_like_web_page": _("This is a web page. Paste its address instead."),
    "looks_like_jwt": _("This is a token that shows a part of a credential, which we do not read."),
    "looks_like_image": _(
        "This image has no signed document in it. A screenshot proves nothing. "
        "Ask for the link, the PDF or the signed file."
    ),
    "image_too_large": _("This image has too many pixels."),
    "png_damaged": _("This image is damaged. Ask for it again, and not through a chat program."),
    "image_damaged": _("This image is damaged. Ask for it again, and not through a chat program."),
    "svg_damaged": _("This image is damaged. Ask for it again, and not through a chat program."),
    "svg_doctype": _("This image declares a kind of document of its own, which we do not read."),
    "pdf_damaged": _("This PDF is damaged. Ask for it again, and do not print or convert it."),
    "pdf_encrypted": _("This PDF is locked with a password. Ask for the file as it was issued."),
    "multiple_payloads": _("This file carries more than one document."),
    "legacy_hosted": _(
        "This is an Open Badge of an older kind. Its issuer can show whether it is genuine."
    ),
    "legacy_signed": _("This is an Open Badge that is signed in an older way."),
    "hosted": _("This is an Open Badge of an older kind: it stands on the site of its issuer."),
    "hosted_other": _("The site of the issuer says something else than the file."),
    "hosted_address": _("The file names no address on which its issuer can be asked."),
    "hosted_format": _("What stands on the site of the issuer could not be read."),
    "hosted_scope": _("The badge does not stand where its issuer publishes badges."),
    "hosted_gone": _("The issuer took it back, so its content is no longer there to compare."),
    "seal_not_checked": _(
        "This is a European Digital Credential. We do not check its seal: the Europass viewer does."
    ),
    "not_sealed": _("This is a European Digital Credential without a seal."),
    "looks_like_address": _(
        "This address is of another site, and we open none but our own. "
        "Look closely: is it the address of the institution or of an imitation? "
        "Ask for the file, and check that here."
    ),
    "programme_address": _(
        "This is the address of a programme. It says nothing about a person: "
        "ask the holder for a share link."
    ),
    "other_address": _("This is an address of ours, but not of a microcredential."),
    "not_an_award": _("This is not a document that was awarded to a person."),
    "misshapen": _("The file is not built as a microcredential is."),
    # Whether the content is as it was signed.
    "signature": _("The text is not the one that was signed: something was changed afterwards."),
    "no_proof": _("The file is not signed at all."),
    "proof_chain": _("The signature builds on another one that is not in the file."),
    "proof_encoding": _("The signature in the file is not readable."),
    "proof_expired": _("The signature was made for a time that is over."),
    "proof_domain": _("The signature was made for somebody else than us."),
    "proof_challenge": _("The signature was made at another occasion."),
    "canonical_json": _("The file holds a value that cannot be signed in one way only."),
    "alg": _("The token is not signed, or with a secret that others know."),
    "kid": _("The token does not say which key signed it."),
    "typ": _("The token calls itself something else than a credential."),
    "token_header": _("The token asks to be read in a way that we do not know."),
    "token_claims": _("The token says one thing around the credential and another inside it."),
    "token_encoding": _("This is not a signed token that can be read in one way."),
    "purpose": _("The signature was made for another purpose."),
    "endorsement_altered": _(
        "The quality mark or the admission inside the file was changed after signing."
    ),
    "endorsement_unchecked": _(
        "The file holds a statement by somebody else that is signed in a way we cannot check."
    ),
    "node_described_twice": _(
        "The file describes the same thing in two places, so parts of it may have been moved."
    ),
    "context_order": _("The words of the file are defined in the wrong order."),
    "context_missing": _("The file does not say what its words mean."),
    "inline_context": _("The file brings its own meaning of words."),
    "nested_context": _("A part of the file brings its own meaning of words."),
    "unsigned_terms": _("The file holds something that is not covered by the signature."),
    "keyword_not_allowed": _("The file holds a part that cannot be signed."),
    "relative_iri": _("The file names something by an address that is not complete."),
    "iri_scheme": _("The file holds an address of a kind that does not belong in it."),
    "language_tag": _("The file names a language that cannot exist."),
    "json_ld": _("The file breaks the rules of the format it says it has."),
    "canonicalisation_limit": _("The file is built so that checking it would never end."),
    "canonicalisation_time": _("Checking this file takes too long."),
    "too_many_endorsements": _("The file holds more statements by others than we check."),
    "second_opinion": _("Two independent readers do not agree on what this file says."),
    "context_unknown": _("The file uses words whose meaning we do not know."),
    "context_changed": _("The meaning of the words of the file could not be established."),
    "unsupported_suite": _("The file is signed in a way that we cannot check."),
    "key_unknown": _("The key that signed this file could not be found."),
    # Whose key it was, and whether the issuer was admitted.
    "issuer_unknown": _("This issuer does not stand in the register."),
    "key_not_of_issuer": _("The file was signed by somebody else than the issuer it names."),
    "key_kind": _("The key may sign other things, but not this."),
    "key_window": _("The key was not in use at the time of the signature."),
    "key_compromised": _("The key was in the wrong hands at the time of the signature."),
    "key_later_compromised": _(
        "The key fell into the wrong hands later, so the time of the signature is in doubt."
    ),
    "operator_unknown": _("The admission was not signed by the operator of this register."),
    "no_trust": _("This register has no operator key yet."),
    "not_admitted": _("No operator vouches for this issuer."),
    "admission_other": _("The admission in the file is that of another institution."),
    "admission_period": _("The institution was not admitted on the award date."),
    "admission_level": _("The institution was not admitted for this level."),
    "admission_unknown": _("The admission in the file does not stand in the register."),
    "register_unavailable": _("The register could not be reached."),
    "register_invalid": _("The register could not be read."),
    "register_older": _("The register that was found is older than one seen before."),
    # The quality mark.
    "edubadge": _("This is an edubadge, without quality mark."),
    "mark_missing": _("There is no quality mark in the file."),
    "self_endorsement": _("The institution gave the quality mark to itself."),
    "mark_body_not_designated": _("The body that gave the mark was not designated to do so."),
    "mark_other_version": _("The quality mark in the file belongs to another version."),
    "MARK_HASH_MISMATCH": _("The quality mark was given to another text than that of the file."),
    "mark_period": _("The quality mark did not cover the award date."),
    "mark_range": _("The number of EC lies outside what the quality mark allows."),
    "mark_suspended": _("The quality mark was suspended on the award date."),
    "mark_withdrawn": _("The quality mark had been withdrawn for awards of this date."),
    "mark_withdrawn_later": _(
        "The quality mark was valid on the award date; it was withdrawn later."
    ),
    # The status and the period.
    "withdrawn": _("The institution has withdrawn it."),
    "replaced": _("The institution has replaced it by a corrected version."),
    "suspended": _("The institution has suspended it for the time being."),
    "no_status": _("The file does not say where its status is published."),
    "unsupported_status": _("The status is published in a way that we do not read."),
    "status_unavailable": _("The status list of the issuer could not be reached."),
    "status_format": _("The status list of the issuer could not be read."),
    "status_length": _("The status list of the issuer is shorter than the standard allows."),
    "status_too_large": _("The status list of the issuer is too large to read."),
    "status_index": _("The place in the status list that the file names does not exist."),
    "status_issuer": _("The status list is not signed by the issuer."),
    "status_other": _("What stands at the status address is not the list that the file names."),
    "status_purpose": _("The status list is about something else."),
    "status_future": _("The status list carries a date in the future."),
    "status_rollback": _("The status list is older than one seen before."),
    "status_too_old": _("The status list is too old to rely on."),
    "award_in_future": _("The date of the award lies in the future."),
    "dates": _("The end date lies before the start."),
    "expired": _("The end date has passed."),
    # The log and the person.
    "no_log": _("There is no public log yet."),
    "name_differs": _("The file has another name."),
    "email_differs": _("The file has another e-mail address."),
    "person_not_named": _("The file does not name a person in a way that can be compared."),
    "person_not_shown": _("The holder does not show the full name here. Ask for the file."),
    "person_partly": _("Not everything you gave could be compared."),
    "last_known": _("This is the last known status, not that of today."),
    "not_checked": _("Not carried out, because of what was found above."),
}

ANY_REASON = _("The check could not be completed.")
