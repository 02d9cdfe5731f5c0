"""Signatures of devices: Ed25519 (RFC 8032) over short statements that name their purpose."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES: Final = 32
"""The length of a private and of a public key."""


def b64(data: bytes) -> str:
    """Unpadded base64url, the form of every binary value in a message."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str, size: int) -> bytes:
    """The bytes of a base64url text; ValueError unless there are exactly ``size`` of them."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(data) != size:
        raise ValueError(f"{size} bytes expected")
    return data


def public_key(private_key: bytes) -> bytes:
    """The public half (32 bytes) of a private key (32 bytes)."""
    key = Ed25519PrivateKey.from_private_bytes(private_key).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(private_key: bytes, statement: bytes) -> bytes:
    """The signature (64 bytes) of a statement."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(statement)


def is_signed(public: bytes, signature: bytes, statement: bytes) -> bool:
    """Whether the signature of the statement was made with the key's private half."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def enrol_statement(code: str, signing_key: str, age_recipient: str) -> bytes:
    """What a desk signs to show that it holds the key it enrols."""
    return f"mizban-enrol-1|{code}|{signing_key}|{age_recipient}".encode()


def session_statement(device: str, nonce: str) -> bytes:
    """What a desk signs to open a session."""
    return f"mizban-session-1|{device}|{nonce}".encode()


def push_statement(log: str, first: int, count: int, prev: bytes, head: bytes) -> bytes:
    """What a desk signs for a batch: its place in the log and the chain before and after."""
    return f"mizban-push-1|{log}|{first}|{count}|".encode() + prev + head
