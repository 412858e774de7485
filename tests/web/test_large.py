import pytest

LARGE = {"content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "50000000"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/check/", "/language/", "/staff/cohorts/"])
def test_a_request_that_is_too_large_is_refused_before_it_is_read(client, address):
    response = client.post(address, b"", headers={"accept-language": "en"}, **LARGE)

    assert response.status_code == 413
    assert "This is larger than 5 MB, so we did not read it." in response.content.decode()
