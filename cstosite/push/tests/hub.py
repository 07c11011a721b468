"""A hub of one's own for tests: a server on this machine that keeps what it was told."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qsl

DROPS, HANGS, DRIPS = "drops", "hangs", "drips"


class Hub(ThreadingHTTPServer):
    """Answers each request with the first of `answers`, the last of them for ever: a status, or what it does."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests, self.is_over = [204], [], Event()
        self.url = f"http://127.0.0.1:{self.server_port}/hub"

    @property
    def told(self):
        """The feeds of each request, by their paths: "all.rss"."""
        root = "http://testserver.example/feeds/"
        forms = [form for _path, _headers, form in self.requests]
        return [sorted(url.removeprefix(root) for name, url in form if name == "hub.url") for form in forms]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.server.requests.append((self.path, self.headers, parse_qsl(body)))
        if answer == HANGS:
            self.server.is_over.wait(5)
        elif answer == DRIPS:
            while not self.server.is_over.wait(0.01):
                self.wfile.write(b"H")
        elif answer != DROPS:
            self.send_response(answer)
            self.send_header("Location", self.server.url)
            self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def serving():
    """A hub that is there for as long as the block."""
    with Hub() as hub:
        thread = Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            hub.is_over.set()
            hub.shutdown()
            thread.join()
