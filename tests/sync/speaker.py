"""A desk's hand on the raw line: what a hostile or broken desk could send."""

from dataclasses import dataclass

import httpx
import msgspec

from desk_app.ports.line import Enrolment
from desk_app.protocol.batch import CONTENT_TYPE, write_batch
from desk_app.protocol.keys import b64, session_statement, sign
from desk_app.protocol.problems import Problem, read_problem
from desk_app.protocol.squeeze import squeeze
from tests.sync.memory_book import MemoryBook


@dataclass
class Answer:
    """A reply: its status, its problem if it is one, its members."""

    status: int
    problem: Problem | None
    content: bytes
    headers: httpx.Headers

    @property
    def code(self) -> str:
        return self.problem.code if self.problem else ""

    def member(self, name: str) -> object:
        return msgspec.json.decode(self.content)[name]


class Speaker:
    """One enrolled desk that says whatever a test wants."""

    def __init__(self, address: str, book: MemoryBook) -> None:
        self.client = httpx.Client(base_url=address, trust_env=False, timeout=30)
        self.book = book
        self.token = ""

    def __enter__(self) -> "Speaker":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    @property
    def mine(self) -> Enrolment:
        found = self.book.enrolment()
        assert found is not None
        return found

    def post(self, path: str, content: bytes, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("authorization", f"Bearer {self.token}")
        return _answer(self.client.post(path, content=content, headers=named))

    def get(self, path: str, **query: str) -> Answer:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return _answer(self.client.get(path, params=query, headers=headers))

    def log_in(self) -> Answer:
        nonce = self.post("/v1/session", msgspec.json.encode({"device": self.mine.device})).member(
            "nonce"
        )
        assert isinstance(nonce, str)
        answer = self.sign_in(nonce)
        self.token = str(answer.member("token")) if answer.status == 200 else ""
        return answer

    def sign_in(self, nonce: str, key: bytes = b"") -> Answer:
        signature = sign(key or self.mine.signing_key, session_statement(self.mine.device, nonce))
        message = {"device": self.mine.device, "nonce": nonce, "sig": b64(signature)}
        return self.post("/v1/session", msgspec.json.encode(message))

    def batch(self, first: int = 1, count: int = 3, key: bytes = b"", log: str = "") -> bytes:
        own = self.book.logs[0]
        entries = own.entries[first - 1 : first - 1 + count]
        return write_batch(
            key or self.mine.signing_key, log or own.log, first, own.heads[first - 1], entries
        )

    def push(self, data: bytes, encoding: str = "zstd", *, raw: bool = False) -> Answer:
        body = data if raw else squeeze(data, encoding) if encoding != "identity" else data
        return self.post("/v1/push", body, content_type=CONTENT_TYPE, content_encoding=encoding)


def _answer(reply: httpx.Response) -> Answer:
    problem = None if reply.is_success else read_problem(reply.content)
    if problem is not None:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.status_code == problem.status
    return Answer(reply.status_code, problem, reply.content, reply.headers)
