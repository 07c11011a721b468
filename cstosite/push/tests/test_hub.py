"""One request to a hub: what it says, and that whatever the hub does ends in time and on one line."""

import pytest

from cstosite.push.hub import NotTold, tell

from .hub import DRIPS, DROPS, HANGS, serving

FEEDS = ["http://testserver.example/feeds/all.rss", "http://testserver.example/feeds/all.atom"]


@pytest.fixture
def hub():
    with serving() as hub:
        yield hub


def test_a_hub_is_told_of_several_feeds_in_one_form(hub):
    assert tell(f"{hub.url}?key=1", FEEDS) == 204
    ((path, headers, form),) = hub.requests
    assert path == "/hub?key=1" and headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form == [("hub.mode", "publish"), ("hub.url", FEEDS[0]), ("hub.url", FEEDS[1])]


@pytest.mark.parametrize("status", [302, 307, 400, 404, 429, 500, 503])
def test_what_is_no_success_is_a_failure_with_its_status_and_no_redirect_is_followed(hub, status):
    hub.answers = [status]
    with pytest.raises(NotTold, match=f"^status {status}$"):
        tell(hub.url, FEEDS)
    assert len(hub.requests) == 1


@pytest.mark.parametrize("does", [DROPS, HANGS, DRIPS])
def test_a_hub_that_does_not_answer_is_cut_off(hub, does):
    hub.answers = [does]
    with pytest.raises(NotTold) as failure:
        tell(hub.url, FEEDS, seconds=0.1)
    assert str(failure.value) and "\n" not in str(failure.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://127.0.0.1:99999/", "http://a..b/", "https://[::1]:1/"])
def test_a_hub_that_is_not_there_is_a_failure_too(url):
    with pytest.raises(NotTold):
        tell(url, FEEDS, seconds=0.2)
